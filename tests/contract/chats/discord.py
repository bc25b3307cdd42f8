"""The Discord of the contract: staff by their role, a triage channel that only they see."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy import select

from bot.ports import Profile
from core.clock import Clock
from core.conversation.places import serve_channel
from core.database.unit_of_work import UnitOfWork
from core.people.identities import link_identity
from core.people.models import Person
from core.settings_chats import DiscordSettings
from tests.contract.chats import CHATS
from tests.contract.wiring import PEOPLE, STAFF
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord import permissions as may


class DiscordChat:
    """A server with everybody in it."""

    slug = "discord"

    def __init__(self, clock: Clock) -> None:
        self.fake = FakeDiscord(clock)
        self.staff = self.fake.add_role("Support staff", may.MANAGE_MESSAGES)
        self.users = {
            key: self.fake.add_user(name, *([self.staff] if key in STAFF else []))
            for key, (name, _) in PEOPLE.items()
        }
        self.triage = self.fake.add_channel("triage", "private", seen_by=(self.staff,)).id
        self.support = self.fake.add_channel("support").id

    @property
    def changed(self) -> asyncio.Condition:
        """Notified whenever something changes that people there can see."""
        return self.fake.changed

    async def start(self) -> None:
        """Open its port."""
        await self.fake.start()

    def settings(self) -> Mapping[str, Any]:
        """What leads to it."""
        group = DiscordSettings(
            token=SecretStr(self.fake.token),
            guild_id=self.fake.guild,
            triage_channel=self.triage,
            staff_role=self.staff,
            support_channel=self.support,
            api_url=self.fake.api_url,
            gateway_url=self.fake.gateway_url,
        )
        return {"discord": group}

    def reach(self, client: httpx.AsyncClient) -> None:
        """Discord never calls: we keep a socket open."""

    async def furnish(self, uow: UnitOfWork) -> None:
        """Serve the support channel; everybody has linked their account."""
        await serve_channel(uow, self.slug, self.fake.guild, self.support, "support")
        for key, (name, _) in PEOPLE.items():
            email = f"{key}@example.org"
            person = await uow.session.scalar(select(Person.id).where(Person.email == email))
            linked = Profile(name, self.fake.dm_of(self.users[key]).id, person_id=person)
            await link_identity(uow, self.slug, self.fake.guild, self.users[key], linked)

    def trouble(self, kind: str, *calls: str, **more: Any) -> None:
        """Make calls fail."""
        self.fake.faults.trouble(kind, *calls, **more)

    def heal(self) -> None:
        """End all troubles."""
        self.fake.faults.heal()

    async def stop(self) -> None:
        """Close its port."""
        await self.fake.stop()


CHATS["discord"] = DiscordChat
