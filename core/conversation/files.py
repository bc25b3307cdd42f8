"""Taking files in: looked at first, then stored; nothing of it stays in memory."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO
from uuid import UUID

from core.conversation.files_archives import SuspectArchive, check_squeezed, check_zip
from core.conversation.files_names import safe_name, size_in_words
from core.conversation.files_pictures import measure, to_thumbnail
from core.conversation.files_types import HEAD, SQUEEZED, ZIP, is_program, type_of
from core.conversation.ports import FileStore, Scanner, StorageDown
from core.errors import HelpdeskError
from core.ids import new_id

LARGEST = 25 * 1024 * 1024
PIECE = 1024 * 1024
# A harmless text that every virus scanner knows; in two parts, so that none finds it here.
_TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FileRefused(HelpdeskError):
    """The file is not taken; what was said with it is."""

    code = "file.refused"
    text = "{name} was not taken: {why}."


class FileTooLarge(FileRefused):
    """It is larger than what one may send."""

    code = "file.too_large"


@dataclass(frozen=True)
class StoredFile:
    """A file whose content is in the storage, not yet in any row."""

    name: str
    media_type: str
    size: int
    sha256: str
    key: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Files:
    """What it takes to take files in: where they go, how large they may be, who looks at them."""

    store: FileStore
    largest: int = LARGEST
    scanner: Scanner | None = None
    _pictures: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(1), compare=False, repr=False
    )

    async def take_in(
        self, organisation_id: UUID, name: str, chunks: AsyncIterator[bytes], now: datetime
    ) -> StoredFile:
        """Look at a file and store it. No row knows of it yet: one that never comes leaves an
        orphan, which is swept.

        Raises :class:`FileRefused` for what is not taken, :class:`StorageDown`.
        """
        name = safe_name(name)
        with tempfile.TemporaryFile() as content:
            sha256, size, is_virus = await self._spool(name, chunks, content)
            if is_virus:
                raise FileRefused(name=name, why="it looks like a virus")
            media_type, measured = await asyncio.to_thread(_inspect, content, name, size)
            await self._scan(name, content)
            key = f"{organisation_id}/{now:%Y-%m-%d}/{new_id()}"
            try:
                await self.store.write(key, _pieces(content))
            except StorageDown as error:
                raise StorageDown(name=name) from error
        width, height = measured or (None, None)
        return StoredFile(name, media_type, size, sha256, key, width, height)

    async def _spool(
        self, name: str, chunks: AsyncIterator[bytes], content: IO[bytes]
    ) -> tuple[str, int, bool]:
        """Put the stream on disk, counting; its hash, its size, whether it is the test virus."""
        digest, size, before, found = hashlib.sha256(), 0, b"", False
        async for chunk in chunks:
            size += len(chunk)
            if size > self.largest:
                raise too_large(name, self.largest)
            digest.update(chunk)
            found = found or _TEST_VIRUS in before + chunk
            before = (before + chunk)[-len(_TEST_VIRUS) :]
            await asyncio.to_thread(content.write, chunk)
        if not size:
            raise FileRefused(name=name, why="it is empty")
        return digest.hexdigest(), size, found

    async def _scan(self, name: str, content: IO[bytes]) -> None:
        if self.scanner is None:
            return
        content.seek(0)
        found = await self.scanner.find(content)  # type: ignore[arg-type]
        if found is not None:
            raise FileRefused(name=name, why=f"the virus scanner found {found}")

    async def make_thumbnail(self, key: str, media_type: str) -> str | None:
        """Store a small copy of a stored picture; its key, None if it cannot be made.

        One at a time: pictures unpack to many times their size.
        """
        async with self._pictures:
            with tempfile.TemporaryFile() as content:
                async for chunk in self.store.read(key):
                    await asyncio.to_thread(content.write, chunk)
                small = await asyncio.to_thread(to_thumbnail, content, media_type)
        if small is None:
            return None
        small_key = f"{key}.small"
        await self.store.write(small_key, _one(small))
        return small_key


@dataclass(frozen=True)
class MakeThumbnail:
    """Work for ``UnitOfWork.outside``: a small copy of a stored picture."""

    key: str
    media_type: str
    files: Files = field(compare=False)

    async def do(self) -> str | None:
        """Its key; None if it cannot be made."""
        return await self.files.make_thumbnail(self.key, self.media_type)


def too_large(name: str, most: int) -> FileTooLarge:
    """The refusal of a file that is larger than ``most`` bytes."""
    why = f"it is larger than {size_in_words(most)}, the most that one file may have"
    return FileTooLarge(name=safe_name(name), why=why)


def _inspect(content: IO[bytes], name: str, size: int) -> tuple[str, tuple[int, int] | None]:
    """Type and measure. Raises :class:`FileRefused`."""
    content.seek(0)
    head = content.read(HEAD)
    if is_program(head, name):
        raise FileRefused(name=name, why="programs are not accepted")
    media_type = type_of(head, name)
    try:
        if media_type == ZIP:
            media_type = check_zip(content, size) or ZIP
        elif media_type in SQUEEZED:
            check_squeezed(content, size, media_type)
    except SuspectArchive as error:
        raise FileRefused(name=name, why=str(error)) from error
    return media_type, measure(content, media_type)


async def _pieces(content: IO[bytes]) -> AsyncIterator[bytes]:
    content.seek(0)
    while piece := await asyncio.to_thread(content.read, PIECE):
        yield piece


async def _one(piece: bytes) -> AsyncIterator[bytes]:
    yield piece
