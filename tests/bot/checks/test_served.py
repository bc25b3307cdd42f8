"""The doctors of platforms ask which channels are served there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from bot.checks import served
from core.conversation.places import serve_channel
from core.settings import Settings
from tests.builders import Office

SETTINGS = Settings(_env_file=None, secret_key=SecretStr("k" * 40))


async def test_those_of_the_workspace_are_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ours() -> UUID:
        return office.organisation_id

    @asynccontextmanager
    async def opened(*_: Any, **__: Any) -> AsyncIterator[Any]:
        yield SimpleNamespace(database=office.database, organisation_id=ours)

    monkeypatch.setattr(served, "open_database", opened)
    for place in (("discord", "g1", "c1"), ("discord", "g2", "c2"), ("teams", "g1", "c3")):
        await office.do(serve_channel, *place, "support")
    found = await served.served_in(SETTINGS, "discord", "g1")
    assert [(one.channel, one.role) for one in found] == [("c1", "support")]


async def test_without_the_database_none_are(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr(served, "open_database", away)
    assert await served.served_in(SETTINGS, "discord", "g1") == []
