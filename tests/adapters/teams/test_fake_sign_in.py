"""The fake gives tokens to our app alone, and takes no others."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from botframework.connector.auth import MicrosoftAppCredentials

from tests.adapters.teams.realbot import SAM, TRIAGE, Bot, a_bot
from tests.fakes.teams import RULES, FakeTeams

FORMS: dict[str, dict[str, str]] = {
    "token.client": {"client_id": "00000000-0000-0000-0000-000000000000"},
    "token.secret": {"client_secret": "guess"},
    "token.grant": {"grant_type": "password"},
    "token.scope": {"scope": "https://graph.microsoft.com/.default"},
    "token.tenant": {},
}
HEADERS: dict[str, Callable[[FakeTeams], dict[str, str]]] = {
    "auth.missing": lambda teams: {},
    "auth.wrong": lambda teams: teams.signer.header(teams.service_url),
    "auth.expired": lambda teams: {"Authorization": f"Bearer {_ended(teams)}"},
}
BROKEN = {*FORMS, *HEADERS}


def _ended(teams: FakeTeams) -> str:
    teams.sign_in.issued["ended"] = teams.clock.now() - timedelta(seconds=1)
    return "ended"


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a tenant of its own."""
    async with a_bot() as made:
        yield made


@pytest.mark.parametrize("rule", FORMS)
async def test_no_token_for_what_is_wrong(bot: Bot, rule: str) -> None:
    good = {
        "grant_type": "client_credentials",
        "client_id": bot.teams.app_id,
        "client_secret": bot.teams.app_password,
        "scope": "https://api.botframework.com/.default",
    }
    url = bot.teams.token_url
    async with httpx.AsyncClient() as http:
        assert (await http.post(url, data=good)).json()["expires_in"] == 3599
        wrong = url.replace(bot.teams.tenant, "another") if rule == "token.tenant" else url
        answer = await http.post(wrong, data=good | FORMS[rule])
    assert (answer.status_code, answer.json()["error"]) == (RULES[rule].status, RULES[rule].error)
    assert bot.teams.broken == [rule]


@pytest.mark.parametrize("rule", HEADERS)
async def test_no_call_without_a_good_token(bot: Bot, rule: str) -> None:
    url = f"{bot.teams.service_url}v3/conversations/{TRIAGE}/activities"
    body = {"type": "message", "text": "x"}
    async with httpx.AsyncClient() as http:
        answer = await http.post(url, json=body, headers=HEADERS[rule](bot.teams))
    assert (answer.status_code, bot.teams.broken) == (401, [rule])
    assert bot.teams.messages(TRIAGE) == []


async def test_a_token_ends_after_an_hour_or_when_it_is_revoked(bot: Bot) -> None:
    client = await bot.client()
    assert len(await client.conversations.get_conversation_members(TRIAGE)) == 2
    bot.clock.move(hours=1)
    await _refused(bot, client)
    client = await bot.client()
    bot.teams.sign_in.revoke()
    await _refused(bot, client)
    assert bot.teams.broken == ["auth.expired", "auth.wrong"]


async def _refused(bot: Bot, client: Any) -> None:
    with pytest.raises(Exception, match=r"denied|Unauthorized"):
        await client.conversations.get_conversation_members(TRIAGE)


async def test_keys_change_and_old_ones_end(bot: Bot) -> None:
    activity = bot.teams.activities.of("message", SAM, TRIAGE, text="x")
    old = bot.teams.signer.header(activity["serviceUrl"])
    bot.teams.signer.rotate()
    assert (await bot.teams.send.raw(activity)).status_code == 200
    assert (await bot.teams.send.raw(activity, old)).status_code == 200
    bot.teams.signer.rotate(keep_old=False)
    assert (await bot.teams.send.raw(activity, old)).status_code == 401
    assert (await bot.teams.send.raw(activity)).status_code == 200


async def test_the_librarys_own_credentials_sign_in_with_a_certificate(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = await bot.teams.start_secure(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
    token = await _by_msal(bot, bot.teams.app_password)
    url = f"{bot.teams.service_url}v3/conversations/{TRIAGE}/members"
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http:
        assert (await http.get(url)).status_code == 200
    with pytest.raises(PermissionError, match="invalid_client"):
        await _by_msal(bot, "guess")


async def _by_msal(bot: Bot, password: str) -> str:
    made = MicrosoftAppCredentials(bot.teams.app_id, password)
    made.oauth_endpoint = bot.teams.authority
    return str(await asyncio.to_thread(made.get_access_token))
