"""The four processes, each bound to die, and joined again whenever it has."""

import asyncio
import os
import random
import signal
import sys
from dataclasses import dataclass, field

from tests.bot.cli.shell import free_port
from tests.contract.fleet import ROLES, Fleet
from tests.contract.killing import Dying, Mortal

LEASE = 6.0
"""Seconds; longer than anything takes here, and shorter than a test can wait."""
SENDING = ("leased", "sent", "keeping", "kept")
ANYWHERE = ("any moment", "")
POINTS: dict[str, list[tuple[str, str]]] = {
    "api": [ANYWHERE, ("receipt committed", "")],
    "bot": [
        *(ANYWHERE, ("handling", ""), ("handled, unleased", "")),
        *((point, platform) for point in SENDING for platform in ("slack", "web")),
    ],
    "worker": [ANYWHERE],
    "scheduler": [ANYWHERE, ("sequencing", "")],
}
WEIGHTS = {"api": 3, "bot": 5, "worker": 1, "scheduler": 2}


@dataclass
class Herd:
    """Kills and joins again, by chance."""

    fleet: Fleet
    mortal: Mortal
    chance: random.Random
    living: dict[str, Dying] = field(default_factory=dict)
    armed: dict[str, tuple[str, str]] = field(default_factory=dict)
    deaths: list[str] = field(default_factory=list)

    async def join(self, role: str, *, armed: bool = True) -> None:
        """Begin a process that plays the role; ``armed``: it may die where it stands."""
        chosen = self.chance.choice(POINTS[role]) if armed else ANYWHERE
        self.armed[role] = chosen
        port = int(self.fleet.port if role == "api" else free_port())
        point, platform = chosen
        self.living[role] = await self.mortal.begin(
            role, self.fleet, LEASE, point=point, platform=platform, port=port
        )

    async def join_all(self, *, armed: bool = True) -> None:
        """Begin all four."""
        for role in ROLES:
            await self.join(role, armed=armed)

    async def look(self) -> None:
        """Join again whoever has died at its point."""
        for role in ROLES:
            if await self.mortal.has_ended(self.living[role].pid):
                await self._died(role, *self.armed[role])

    async def kill_one(self) -> None:
        """After a moment, wherever that is, as with kill -9."""
        role = self.chance.choices(ROLES, [WEIGHTS[role] for role in ROLES])[0]
        await asyncio.sleep(self.chance.uniform(0.0, 0.4))
        await self.kill(role)
        await self._died(role, *ANYWHERE)

    async def kill(self, role: str) -> None:
        """Kill it and wait until it is dead."""
        pid = self.living[role].pid
        os.kill(pid, signal.SIGKILL)
        while not await self.mortal.has_ended(pid):
            await asyncio.sleep(0.01)

    async def _died(self, role: str, point: str, platform: str) -> None:
        self.deaths.append(f"{role}: {point} {platform}".strip())
        sys.stdout.write(f"death {len(self.deaths)}: {self.deaths[-1]}\n")
        await self.join(role)
