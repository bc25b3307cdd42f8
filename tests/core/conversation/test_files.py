"""SEC-12: what is taken in, what is not, and why."""

import bz2
import gzip
import io
import lzma
import os
import tracemalloc
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import BinaryIO

import pytest
from PIL import Image

from adapters.files.store import build_memory_store
from core.conversation.files import LARGEST, FileRefused, Files, FileTooLarge, StoredFile
from core.conversation.files_names import safe_name, size_in_words
from core.ids import new_id

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


async def in_pieces(content: bytes, size: int = 1 << 20) -> AsyncIterator[bytes]:
    """The content as it comes in."""
    for at in range(0, len(content), size):
        yield content[at : at + size]


async def take(
    name: str, content: bytes, *, files: Files | None = None, size: int = 1 << 20
) -> StoredFile:
    """Take a file in."""
    files = files or Files(build_memory_store())
    return await files.take_in(new_id(), name, in_pieces(content, size), NOW)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP with those members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def nested(depth: int) -> bytes:
    """Archives in archives."""
    content = zipped({"a.txt": b"words"})
    for _ in range(depth - 1):
        content = zipped({"inner.bin": content}, zipfile.ZIP_STORED)
    return content


def overlapping() -> bytes:
    """A ZIP whose two entries are the same bytes."""
    content = zipped({"a.txt": os.urandom(200)}, zipfile.ZIP_STORED)
    end = content.rindex(b"PK\x05\x06")
    start = int.from_bytes(content[end + 16 : end + 20], "little")
    entry = content[start:end]
    tail = bytearray(content[end:])
    tail[8:12] = (2).to_bytes(2, "little") * 2
    tail[12:16] = (2 * len(entry)).to_bytes(4, "little")
    return content[:start] + entry * 2 + bytes(tail)


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), **more: object) -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (52, 87, 201)).save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()


REFUSED = {
    "a program named .png": ("cat.png", b"MZ\x90\x00" + b"\x00" * 100, "programs"),
    "ELF": ("notes.txt", b"\x7fELF" + b"\x01" * 100, "programs"),
    "a script": ("readme", b"#!/bin/sh\n", "programs"),
    "a name that runs": ("invoice.pdf.exe", b"words", "programs"),
    "Java": ("a.bin", b"\xca\xfe\xba\xbe\x00\x00", "programs"),
    "the test virus": ("a.txt", EICAR, "virus"),
    "the test virus further in": ("a.txt", b"x" * 70_000 + EICAR + b"x", "virus"),
    "nothing": ("a.txt", b"", "empty"),
    "a bomb": ("a.zip", zipped({"a": b"\x00" * (80 << 20)}), "far too large"),
    "many files": ("a.zip", zipped({f"{n}": b"" for n in range(5001)}), "files in it"),
    "archives in archives": ("a.zip", nested(4), "archives in archives"),
    "shared bytes": ("a.zip", overlapping(), "overlap"),
    "a program in an archive": ("a.zip", zipped({"x/run.exe": b"MZ"}), "a program in it"),
    "a damaged archive": ("a.zip", b"PK\x03\x04" + b"\x00" * 50, "damaged"),
    "gzip": ("a.gz", gzip.compress(b"\x00" * (60 << 20), 1), "far too large"),
    "bzip2": ("a.bz2", bz2.compress(b"\x00" * (60 << 20), 1), "far too large"),
    "xz": ("a.xz", lzma.compress(b"\x00" * (60 << 20), preset=0), "far too large"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_refused_in_words(case: str) -> None:
    name, content, why = REFUSED[case]
    files = Files(build_memory_store())
    with pytest.raises(FileRefused, match=why) as caught:
        await take(name, content, files=files)
    assert str(caught.value).startswith(f"{name} was not taken: ")
    assert [key async for key, _ in files.store.list_keys("")] == []


async def test_the_test_virus_is_seen_across_pieces() -> None:
    with pytest.raises(FileRefused, match="virus"):
        await take("a.txt", b"x" * 10 + EICAR, size=7)


DOCX = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
TAKEN = {
    "shot.bin": (picture(), "image/png"),
    "photo.txt": (picture("JPEG"), "image/jpeg"),
    "moving.gif": (picture("GIF"), "image/gif"),
    "a.pdf": (b"%PDF-1.7\n", "application/pdf"),
    "a.docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a.zip": (nested(3), "application/zip"),
    "a.log.gz": (gzip.compress(os.urandom(5000)), "application/gzip"),
    "app.log": ("Grüße\n".encode() * 2000, "text/plain"),
    "table.csv": (b"a;b\n", "text/csv"),
    "page.png": (b"<!doctype html><p>", "text/html"),
    "logo.png": (b"<?xml version='1.0'?><svg/>", "image/svg+xml"),
    "MZ.txt": (b"MZ is how a word may begin", "text/plain"),
    "noise": (b"\x00\x01\x02\x03" * 50, "application/octet-stream"),
}


@pytest.mark.parametrize("name", TAKEN)
async def test_the_type_is_told_by_content(name: str) -> None:
    content, media_type = TAKEN[name]
    stored = await take(name, content)
    assert (stored.media_type, stored.size) == (media_type, len(content))


async def test_25_mb_and_one_byte_more() -> None:
    content = os.urandom(LARGEST)
    assert (await take("a.bin", content)).size == LARGEST
    with pytest.raises(FileTooLarge, match="larger than 25 MB"):
        await take("a.bin", content + b"x")


async def test_a_large_file_is_never_whole_in_memory() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // 65_536):
            yield os.urandom(65_536)

    class Nowhere:
        async def write(self, key: str, chunks: AsyncIterator[bytes]) -> None:
            async for _ in chunks:
                pass

    files = Files(Nowhere())  # type: ignore[arg-type]
    tracemalloc.start()
    stored = await files.take_in(new_id(), "a.bin", endless(), NOW)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert stored.size == LARGEST
    assert peak < 8 * 1024 * 1024


async def test_a_scanner_that_is_there_is_asked() -> None:
    class Finds:
        async def find(self, content: BinaryIO) -> str | None:
            return "Worm" if b"worm" in content.read() else None

    files = Files(build_memory_store(), scanner=Finds())
    await take("a.txt", b"apple", files=files)
    with pytest.raises(FileRefused, match="found Worm"):
        await take("b.txt", b"worm", files=files)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\shot.png", "shot.png"),
        ("gpj.\u202eexe.txt", "gpj.exe.txt"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("...", "file"),
        ("", "file"),
        ('a<b>"c"?.txt', "a_b__c__.txt"),
        ("x" * 300 + ".txt", "x" * 146 + ".txt"),
        ("e\u0301te\u0301.txt", "été.txt"),
    ],
)
def test_names_are_made_safe(said: str, shown: str) -> None:
    assert safe_name(said) == shown


def test_sizes_in_words() -> None:
    said = [size_in_words(size) for size in (1, 999, 2400, 26_214_400, 3 * 1024**3)]
    assert said == ["1 byte", "999 bytes", "2.3 KB", "25 MB", "3.0 GB"]


async def test_a_small_copy_stands_upright_and_tells_nothing() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010E] = "taken at home"
    files = Files(build_memory_store())
    stored = await take("a.jpg", picture("JPEG", exif=exif), files=files)
    assert (stored.width, stored.height) == (300, 900)
    key = await files.make_thumbnail(stored.key, stored.media_type)
    assert key is not None
    content = b"".join([chunk async for chunk in files.store.read(key)])
    small = Image.open(io.BytesIO(content))
    assert small.format == "WEBP"
    assert small.size[0] < small.size[1] == 320
    assert not small.getexif()
    assert b"taken at home" not in content


async def test_a_picture_of_too_many_pixels_gets_no_small_copy() -> None:
    stored = await take("a.png", picture("PNG", (6000, 4100)))
    assert stored.width is None
    broken = await take("b.png", picture()[:60])
    assert broken.media_type == "image/png"
