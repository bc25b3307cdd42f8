"""What a check found."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Checked:
    """One thing that was looked at. ``mend`` says what to do about it if it is wrong."""

    name: str
    state: Literal["ok", "wrong", "note"]
    text: str
    mend: str = ""


Check = Callable[[], Awaitable[list[Checked]]]


def ok(name: str, text: str) -> Checked:
    """It is as it should be."""
    return Checked(name, "ok", text)


def wrong(name: str, text: str, mend: str) -> Checked:
    """It must be mended."""
    return Checked(name, "wrong", text, mend)


def noted(name: str, text: str, mend: str = "") -> Checked:
    """Worth knowing; nothing is wrong."""
    return Checked(name, "note", text, mend)
