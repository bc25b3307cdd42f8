"""What keeping files needs from outside: somewhere to put them, and somebody to look at them."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import BinaryIO, Protocol

from core.errors import Unavailable


class StorageDown(Unavailable):
    """The place where files are kept does not take or give any now."""

    code = "storage.down"
    text = (
        "{name} was not taken: the file storage is not answering. Your message is not lost; "
        "try the file again in a moment."
    )


class NoSuchFile(Exception):
    """The storage has nothing under that key."""


class FileStore(Protocol):
    """Where contents are kept, by key. Raises :class:`StorageDown` when it does not answer."""

    async def write(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        """Keep the whole stream under that key, or nothing of it."""

    def read(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The content from ``start`` up to (not with) ``end``. Raises :class:`NoSuchFile`."""

    async def delete(self, key: str) -> None:
        """Forget it; what is not there counts as forgotten."""

    def list_keys(self, prefix: str) -> AsyncIterator[tuple[str, datetime]]:
        """The keys under a prefix, each with when it was written."""

    async def link(self, key: str, expires_in: timedelta) -> str | None:
        """An address that gives the content for that long; None if the backend has no such."""


class Scanner(Protocol):
    """Looks for malware. None is built in: an installation may bring one."""

    async def find(self, content: BinaryIO) -> str | None:
        """The name of what is wrong with it; None if nothing is."""
