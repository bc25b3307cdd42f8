"""INT-27: one contract for every storage: a local folder, S3, memory."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from adapters.files.store import ObstoreFiles, WrongStorage, build_files, build_store
from core.conversation.ports import NoSuchFile, StorageDown
from core.settings import FilesSettings

CONTENT = os.urandom(12 * 1024 * 1024 + 17)
BACKENDS = ("folder", "s3", "memory")


async def in_pieces(content: bytes, *, breaks: bool = False) -> AsyncIterator[bytes]:
    """The content in pieces that no part of a store fits exactly."""
    for at in range(0, len(content), 700_001):
        yield content[at : at + 700_001]
    if breaks:
        raise ConnectionError("the sender went away")


async def whole(store: ObstoreFiles, key: str, **part: int) -> bytes:
    """What is stored there."""
    return b"".join([chunk async for chunk in store.read(key, **part)])


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 on loopback, with a bucket."""
    import boto3  # type: ignore[import-untyped]
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="eu-west-1",
        aws_access_key_id="id",
        aws_secret_access_key="secret",
    )
    where = {"LocationConstraint": "eu-west-1"}
    client.create_bucket(Bucket="desk", CreateBucketConfiguration=where)
    yield address
    server.stop()


def s3_settings(address: str, prefix: str = "files") -> FilesSettings:
    """Settings that lead to that S3."""
    return FilesSettings(
        url=f"s3://desk/{prefix}",
        endpoint=address,
        region="eu-west-1",
        access_key="id",
        secret_key=SecretStr("secret"),
    )


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObstoreFiles:
    """A storage of each kind."""
    if request.param == "s3":
        return build_store(s3_settings(request.getfixturevalue("s3"), tmp_path.name), tmp_path)
    url = "memory://" if request.param == "memory" else None
    return build_store(FilesSettings(url=url), tmp_path)


each = pytest.mark.parametrize("store", BACKENDS, indirect=True)


@each
async def test_what_is_written_is_read_back_whole_and_in_part(store: ObstoreFiles) -> None:
    await store.write("a/2026-11-20/one", in_pieces(CONTENT))
    assert await whole(store, "a/2026-11-20/one") == CONTENT
    assert await whole(store, "a/2026-11-20/one", start=5, end=9) == CONTENT[5:9]
    assert await whole(store, "a/2026-11-20/one", start=len(CONTENT) - 3) == CONTENT[-3:]


@each
async def test_what_breaks_off_leaves_nothing(store: ObstoreFiles) -> None:
    with pytest.raises((ConnectionError, StorageDown)):
        await store.write("a/2026-11-20/half", in_pieces(CONTENT, breaks=True))
    with pytest.raises(NoSuchFile):
        await whole(store, "a/2026-11-20/half")
    assert [key async for key, _ in store.list_keys("a/2026-11-20/")] == []


@each
async def test_keys_are_listed_by_prefix_and_forgotten(store: ObstoreFiles) -> None:
    for key in ("a/2026-11-19/x", "a/2026-11-20/y", "b/2026-11-20/z"):
        await store.write(key, in_pieces(b"small"))
    assert [key async for key, _ in store.list_keys("a/2026-11-20/")] == ["a/2026-11-20/y"]
    await store.delete("a/2026-11-20/y")
    await store.delete("a/2026-11-20/y")
    assert [key async for key, _ in store.list_keys("a/2026-11-20/")] == []
    assert [key async for key, _ in store.list_keys("b/")] == ["b/2026-11-20/z"]


@each
async def test_what_is_not_there_is_said_so(store: ObstoreFiles) -> None:
    with pytest.raises(NoSuchFile):
        await whole(store, "a/none")


async def test_s3_signs_links_that_end_and_force_a_download(s3: str, tmp_path: Path) -> None:
    store = build_store(s3_settings(s3), tmp_path)
    await store.write("a/page", in_pieces(b"<script>"))
    link = await store.link("a/page", timedelta(seconds=60))
    assert link is not None
    assert "X-Amz-Expires=60" in link
    assert "secret" not in link
    answer = await asyncio.to_thread(httpx.get, link)
    assert answer.content == b"<script>"
    assert answer.headers["content-disposition"] == "attachment"


async def test_others_sign_none(tmp_path: Path) -> None:
    for url in (None, "memory://"):
        store = build_store(FilesSettings(url=url), tmp_path)
        assert await store.link("a", timedelta(seconds=60)) is None


async def test_a_storage_that_does_not_answer_is_told_in_the_ports_words(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    store = build_store(None, tmp_path)
    folder.rmdir()
    folder.write_text("not a folder")
    with pytest.raises(StorageDown):
        await store.write("a/b", in_pieces(b"x"))
    with pytest.raises((StorageDown, NoSuchFile)):
        await whole(store, "a/b")


@pytest.mark.parametrize("url", ["ftp://host/x", "files", "s3://"])
def test_a_place_that_is_none_is_refused_at_the_start(url: str, tmp_path: Path) -> None:
    with pytest.raises(WrongStorage, match="FILES__URL"):
        build_store(FilesSettings(url=url), tmp_path)


def test_the_folder_is_for_our_eyes_alone(tmp_path: Path) -> None:
    files = build_files(FilesSettings(largest_mb=5), tmp_path)
    assert files.largest == 5 * 1024 * 1024
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0
