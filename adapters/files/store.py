"""The file storage over obstore: one code for a local folder, S3 and memory."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.conversation.files import Files
from core.conversation.ports import NoSuchFile, StorageDown
from core.errors import HelpdeskError
from core.settings import FilesSettings

if TYPE_CHECKING:
    from obstore.store import ObjectStore

PART = 5 * 1024 * 1024
"""The smallest part that S3 takes; two of them are in memory at most."""
CHUNK = 1024 * 1024
_TIMEOUT = "10s"
# What a browser gets by a signed link is never run there, whatever it is.
_AS_DOWNLOAD = {"Content-Disposition": "attachment", "Content-Type": "application/octet-stream"}


class WrongStorage(HelpdeskError):
    """``FILES__URL`` does not lead to a place for files."""

    code = "settings.files"
    text = "DESKHAND_FILES__URL: {problem}"


class ObstoreFiles:
    """Implements ``core.conversation.ports.FileStore``.

    By obstore's calls that wait, each in a thread: its coroutines are woken by threads of
    its own, which abort the process if it ends at that very moment.
    """

    def __init__(self, store: "ObjectStore", *, signs: bool = False) -> None:
        self._store = store
        self._signs = signs

    async def write(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        """Keep the stream; what breaks off halfway leaves nothing."""
        import obstore

        more: dict[str, Any] = {"attributes": _AS_DOWNLOAD} if self._signs else {}
        with _answering(key):
            writer = obstore.open_writer(
                self._store, key, buffer_size=PART, max_concurrency=1, **more
            )
            with contextlib.ExitStack() as unfinished:
                unfinished.push(writer)
                async for chunk in chunks:
                    await asyncio.to_thread(writer.write, chunk)
                unfinished.pop_all()
            await asyncio.to_thread(writer.close)

    async def read(
        self, key: str, *, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """The content, chunk by chunk."""
        import obstore

        wanted: Any = {}
        if start or end is not None:
            wanted = {"range": {"offset": start} if end is None else (start, end)}
        with _answering(key):
            found = await asyncio.to_thread(obstore.get, self._store, key, options=wanted)
            stream = iter(found.stream(min_chunk_size=CHUNK))
            while (chunk := await asyncio.to_thread(next, stream, None)) is not None:
                yield bytes(chunk)

    async def delete(self, key: str) -> None:
        """Forget it, if it is there."""
        import obstore

        with contextlib.suppress(NoSuchFile), _answering(key):
            await asyncio.to_thread(obstore.delete, self._store, key)

    async def list_keys(self, prefix: str) -> AsyncIterator[tuple[str, datetime]]:
        """Keys under the prefix with their time."""
        import obstore

        with _answering(prefix):
            batches = iter(obstore.list(self._store, prefix))
            while (batch := await asyncio.to_thread(next, batches, None)) is not None:
                for one in batch:
                    yield one["path"], one["last_modified"]

    async def link(self, key: str, expires_in: timedelta) -> str | None:
        """A signed address where the backend knows such."""
        if not self._signs:
            return None
        import obstore

        signing: Any = self._store
        with _answering(key):
            address: str = await asyncio.to_thread(obstore.sign, signing, "GET", key, expires_in)
            return address


def build_files(settings: FilesSettings | None, data_dir: Path) -> Files:
    """Where files are kept, and how large they may be."""
    said = settings or FilesSettings()
    return Files(build_store(said, data_dir), said.largest_mb * 1024 * 1024)


def build_store(settings: FilesSettings | None, data_dir: Path) -> ObstoreFiles:
    """The storage that the settings name; a folder beside the database without any.

    Raises :class:`WrongStorage`.
    """
    url = (settings.url if settings else None) or str(data_dir / "files")
    scheme = urlsplit(url).scheme if "://" in url else ""
    if settings is not None and scheme == "s3":
        return _s3(settings, url)
    if scheme == "memory":
        return build_memory_store()
    if scheme not in {"", "file"}:
        raise WrongStorage(problem=f"{scheme}:// is not known; give a folder or s3://bucket/prefix")
    return _folder(Path(urlsplit(url).path if scheme else url))


def build_memory_store() -> ObstoreFiles:
    """A storage that forgets when the process ends."""
    from obstore.store import MemoryStore

    return ObstoreFiles(MemoryStore())


def _folder(path: Path) -> ObstoreFiles:
    from obstore.store import LocalStore

    if not path.is_absolute():
        raise WrongStorage(problem=f"{path} must be a whole path, beginning with /")
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WrongStorage(problem=f"{path} cannot be made: {error.strerror}") from error
    return ObstoreFiles(LocalStore(path))


def _s3(settings: FilesSettings, url: str) -> ObstoreFiles:
    from obstore.store import S3Store

    parts = urlsplit(url)
    if not parts.netloc:
        raise WrongStorage(problem="name the bucket: s3://bucket/prefix")
    secret = settings.secret_key.get_secret_value() if settings.secret_key else None
    said: dict[str, Any] = {
        "endpoint": settings.endpoint,
        "region": settings.region,
        "access_key_id": settings.access_key,
        "secret_access_key": secret,
    }
    plain = (settings.endpoint or "").startswith("http://")
    store = S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        client_options={"timeout": _TIMEOUT, "connect_timeout": "4s", "allow_http": plain},
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        **{name: value for name, value in said.items() if value},
    )
    return ObstoreFiles(store, signs=True)


@contextlib.contextmanager
def _answering(key: str) -> Iterator[None]:
    """Raise what goes wrong inside in the port's words."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError as error:
        raise NoSuchFile(key) from error
    except (BaseError, OSError) as error:
        raise StorageDown(name="The file") from error
