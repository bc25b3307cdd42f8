"""Identifiers: UUID version 7 (RFC 9562, section 5.7), in the order in which they were made."""

import os
import time
from datetime import UTC, datetime
from uuid import UUID

from core.errors import NotFound

_latest = 0


def new_id() -> UUID:
    """A fresh UUIDv7; within a process each is greater than the one before.

    48 bits of Unix milliseconds, 12 bits of their fraction (RFC 9562, section 6.2,
    method 3), then random bits. What happens in one transaction is thereby kept in order.
    """
    global _latest
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    # A clock that stands still or is set back must not turn the order round.
    _latest = tick = max((milliseconds << 12) | (rest * 4096 // 1_000_000), _latest + 1)
    random = int.from_bytes(os.urandom(8)) >> 2
    value = ((tick >> 12) << 80) | (0x7 << 76) | ((tick & 0xFFF) << 64) | (0x2 << 62) | random
    return UUID(int=value)


def moment_of(id: UUID) -> datetime | None:
    """When the machine made that id; None for an id of another kind."""
    if id.version != 7:
        return None
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)


def to_id(said: str, ref: str) -> UUID:
    """The id that somebody gave us back. Raises :class:`NotFound` for what is none."""
    try:
        return UUID(said)
    except ValueError as error:
        raise NotFound(ref=ref) from error
