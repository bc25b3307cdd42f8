"""Archives that are small outside and endless inside, told without unpacking them to memory."""

import bz2
import lzma
import tempfile
import zipfile
import zlib
from typing import IO, Any

from core.conversation.files_names import extension_of, safe_name
from core.conversation.files_types import PROGRAM_NAMES

MOST_ENTRIES = 5000
MOST_DEPTH = 3
LARGEST_INSIDE = 512 * 1024 * 1024
SUSPECT_FROM = 10 * 1024 * 1024
MOST_RATIO = 100
PIECE = 64 * 1024
_LZMA_MEMORY = 24 * 1024 * 1024

_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


class SuspectArchive(Exception):
    """The archive is not taken; the text says why."""


class _Budget:
    """What may come out of one upload, archives inside of archives included."""

    def __init__(self, outside: int) -> None:
        self._most = max(SUSPECT_FROM, outside * MOST_RATIO)
        self._inside = 0
        self._entries = 0

    def spend(self, size: int, entries: int = 0) -> None:
        self._inside += size
        self._entries += entries
        if self._entries > MOST_ENTRIES:
            raise SuspectArchive(f"it has more than {MOST_ENTRIES:,} files in it")
        if self._inside > min(self._most, LARGEST_INSIDE):
            raise SuspectArchive("unpacked it would be far too large")


def check_zip(content: IO[bytes], size: int) -> str | None:
    """Look through a ZIP; the media type if it is a document. Raises :class:`SuspectArchive`."""
    return _check_zip(content, size, _Budget(size), depth=1)


def check_squeezed(content: IO[bytes], size: int, media_type: str) -> None:
    """Unpack a single squeezed stream piece by piece, counting only. Raises
    :class:`SuspectArchive` when too much comes out."""
    budget = _Budget(size)
    unpacking = _unpacking(media_type)
    content.seek(0)
    try:
        while (piece := content.read(PIECE)) and not unpacking.eof:
            _count(unpacking, piece, budget)
    except (zlib.error, OSError, lzma.LZMAError, ValueError) as error:
        raise SuspectArchive("it is damaged or cannot be checked") from error


def _unpacking(media_type: str) -> Any:
    if media_type == "application/gzip":
        return zlib.decompressobj(zlib.MAX_WBITS | 16)
    if media_type == "application/x-bzip2":
        return bz2.BZ2Decompressor()
    return lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)


def _count(unpacking: Any, piece: bytes, budget: _Budget) -> None:
    """Unpack one piece, never more than a little of it at a time."""
    budget.spend(len(unpacking.decompress(piece, PIECE)))
    while not unpacking.eof:
        left = getattr(unpacking, "unconsumed_tail", b"")
        if not left and getattr(unpacking, "needs_input", True):
            return
        budget.spend(len(unpacking.decompress(left, PIECE)))


def _check_zip(content: IO[bytes], size: int, budget: _Budget, depth: int) -> str | None:
    if depth > MOST_DEPTH:
        raise SuspectArchive("it has archives in archives in archives")
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            budget.spend(sum(entry.file_size for entry in entries), len(entries))
            _check_layout(entries, size)
            for entry in entries:
                _check_entry(archive, entry, budget, depth)
            return _document_type([entry.filename for entry in entries])
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, ValueError) as error:
        raise SuspectArchive("it is damaged or cannot be checked") from error


def _check_layout(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Entries that share their bytes are how a small file holds petabytes."""
    if sum(entry.compress_size for entry in entries) > size:
        raise SuspectArchive("its contents overlap")
    if len({entry.header_offset for entry in entries}) < len(entries):
        raise SuspectArchive("its contents overlap")


def _check_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget, depth: int
) -> None:
    if extension_of(entry.filename) in PROGRAM_NAMES:
        raise SuspectArchive(f"there is a program in it ({safe_name(entry.filename)})")
    if entry.is_dir() or entry.flag_bits & 1:
        return  # what is locked with a password shows its names only
    with archive.open(entry) as inside:
        if inside.read(4) != b"PK\x03\x04":
            return
    with archive.open(entry) as inside, tempfile.TemporaryFile() as copy:
        copied = 0
        while piece := inside.read(PIECE):
            copied += len(piece)
            copy.write(piece)
        _check_zip(copy, copied, budget, depth + 1)


def _document_type(names: list[str]) -> str | None:
    if "[Content_Types].xml" not in names:
        return None
    folders = {f"{name.split('/')[0]}/" for name in names}
    return next((kind for folder, kind in _OFFICE.items() if folder in folders), None)
