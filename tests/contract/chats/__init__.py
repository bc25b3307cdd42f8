"""The far ends that a desk of the contract may be connected to beside Slack, by platform.

A world starts those that its test names: as a fixture (``discord``), or as the ``door``.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import httpx

from core.clock import Clock
from core.database.unit_of_work import UnitOfWork


class Led(Protocol):
    """A far end as far as a desk must know it, wherever it runs."""

    def settings(self) -> Mapping[str, Any]:
        """The groups of settings that lead to it, e.g. ``{"discord": DiscordSettings(...)}``."""

    async def furnish(self, uow: UnitOfWork) -> None:
        """Have its support room served. The desk is connected by now."""


class Chat(Led, Protocol):
    """A fake of a platform with all of ``wiring.PEOPLE`` in it, and a triage and a support room.

    ``changed`` is notified whenever something changes that people there can see.
    """

    slug: str
    changed: asyncio.Condition

    async def start(self) -> None:
        """Open its port."""

    def reach(self, client: httpx.AsyncClient) -> None:
        """Speak to the desk through this client from now on, if it is the one that calls."""

    def trouble(self, kind: str, *calls: str, **more: Any) -> None:
        """Make calls fail, as its fake names them and their troubles."""

    def heal(self) -> None:
        """End all troubles."""

    async def stop(self) -> None:
        """Close its port."""


CHATS: dict[str, Callable[[Clock], Chat]] = {}
"""How to build each, by its slug: each module adds its own."""
