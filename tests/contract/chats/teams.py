"""A Teams tenant with everybody in it: staff in the triage team, all in the support team."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from pydantic import SecretStr

from core.access.actor import the_desk
from core.access.installations import Granted, begin_installation
from core.access.vault import Vault
from core.clock import Clock
from core.database.unit_of_work import UnitOfWork
from core.settings_chats import TeamsSettings
from tests.contract.chats import CHATS
from tests.contract.wiring import PEOPLE, STAFF
from tests.fakes.teams import FakeTeams

TRIAGE, SUPPORT = "19:triage@thread.tacv2", "19:support@thread.tacv2"


class TeamsChat:
    """The fake, as the world starts it."""

    slug = "teams"

    def __init__(self, clock: Clock) -> None:
        self.fake = FakeTeams(clock)
        for key, (name, _) in PEOPLE.items():
            self.fake.add_user(key, name, email=f"{key}@example.org")
        staff = self.fake.add_team("staff", "Staff", *(account(key) for key in STAFF))
        everybody = self.fake.add_team("everybody", "Everybody", *map(account, PEOPLE))
        self.fake.add_channel("triage", staff)
        self.fake.add_channel("support", everybody)

    @property
    def changed(self) -> asyncio.Condition:
        """Notified of what people there can see."""
        return self.fake.changed

    async def start(self) -> None:
        """Open its port."""
        await self.fake.start()

    def settings(self) -> Mapping[str, Any]:
        """Settings that lead to it."""
        return {
            "teams": TeamsSettings(
                app_id=self.fake.app_id,
                app_password=SecretStr(self.fake.app_password),
                tenant_id=self.fake.tenant,
                triage_channel=TRIAGE,
                support_channel=SUPPORT,
                openid_url=self.fake.openid_url,
                login_url=self.fake.token_url,
            )
        }

    def reach(self, client: httpx.AsyncClient) -> None:
        """Speak to the desk through this client from now on."""
        self.fake.send.client = client

    async def furnish(self, uow: UnitOfWork) -> None:
        """The app was added there some time ago: where to send is known."""
        granted = Granted(
            platform="teams",
            workspace=self.fake.tenant,
            name="Microsoft Teams",
            bot_user=self.fake.bot,
            bot=self.fake.bot,
            bot_name=self.fake.bot_name,
            url=self.fake.service_url,
            scopes=(),
            tokens=None,
        )
        await begin_installation(uow, the_desk(uow.organisation_id), Vault("k" * 40), granted)

    def trouble(self, kind: str, *calls: str, **more: Any) -> None:
        """Make calls fail."""
        self.fake.trouble(kind, *calls, **more)

    def heal(self) -> None:
        """End all troubles."""
        self.fake.heal()

    async def stop(self) -> None:
        """Close its port."""
        await self.fake.stop()


def account(key: str) -> str:
    """Somebody's account there."""
    return f"29:{key}"


CHATS["teams"] = TeamsChat
