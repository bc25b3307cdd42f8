"""The fake refuses calls of the Bot Connector that Teams refuses, row by row."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from tests.adapters.teams.calls import HELLO, SECRET, Calls, some_calls
from tests.adapters.teams.realbot import ANA, SAM, SUPPORT, TRIAGE
from tests.fakes.teams import RULES, Rates


@pytest.fixture
async def calls() -> AsyncIterator[Calls]:
    """A bot's calls."""
    async with some_calls() as made:
        yield made


async def _roster(calls: Calls) -> httpx.Response:
    next(iter(calls.teams.teams.values())).installed = False
    return await calls.post(TRIAGE)


async def _busy(calls: Calls) -> httpx.Response:
    calls.teams.strict_order = True
    calls.teams.trouble("hang", "send", times=1)
    first = asyncio.create_task(calls.post(TRIAGE))
    await calls.teams.wait_for(lambda: calls.teams.messages(TRIAGE))
    second = await calls.post(TRIAGE)
    calls.teams.heal()
    assert (await first).status_code == 201
    return second


async def _disabled(calls: Calls) -> httpx.Response:
    calls.teams.disabled = True
    return await calls.post(TRIAGE)


async def _blocked(calls: Calls) -> httpx.Response:
    place = calls.teams.personal(SAM)
    calls.teams.users[SAM].blocked = True
    return await calls.post(place.id)


async def _uninstalled(calls: Calls) -> httpx.Response:
    other = calls.teams.add_user("eve", "Eve", installed=False)
    return await calls.create(members=[{"id": other.id}])


async def _not_own(calls: Calls) -> httpx.Response:
    said = calls.teams.activities.message(SAM, TRIAGE, "mine")
    return await calls.change(said["id"])


async def _changed(calls: Calls) -> httpx.Response:
    sent = (await calls.targeted()).json()["id"]
    path = f"conversations/{TRIAGE}/activities/{sent}"
    body = HELLO | {"recipient": {"id": ANA}}
    return await calls.call("PUT", path, body, isTargetedActivity="true")


async def _over(calls: Calls) -> httpx.Response:
    sent = (await calls.targeted()).json()["id"]
    assert sent in [one.id for one in calls.teams.seen_by(SAM)]
    assert sent not in [one.id for one in calls.teams.seen_by(ANA)]
    calls.teams.sign_in.issued = dict.fromkeys(
        calls.teams.sign_in.issued, calls.bot.clock.now().replace(year=2030)
    )
    calls.bot.clock.move(hours=24, seconds=1)
    assert calls.teams.seen_by(SAM) == []
    return await calls.change(sent, "DELETE", isTargetedActivity="true")


async def _many(calls: Calls) -> httpx.Response:
    calls.teams.rates = Rates()
    answers = [await calls.post(TRIAGE) for _ in range(8)]
    assert [one.status_code for one in answers] == [201] * 7 + [429]
    assert (await calls.post(SUPPORT)).status_code == 201
    return answers[-1]


async def _many_in_tenant(calls: Calls) -> httpx.Response:
    calls.teams.rates = Rates()
    for number in range(50):
        place = calls.teams.add_chat(str(number), SAM)
        assert (await calls.post(place.id)).status_code == 201
    return await calls.post(TRIAGE)


async def _download_over(calls: Calls) -> httpx.Response:
    shared = calls.teams.files.share(calls.teams.personal(SAM).id, "a.txt", b"x")
    url = shared["content"]["downloadUrl"]
    async with httpx.AsyncClient() as http:
        assert (await http.get(url)).content == b"x"
        calls.bot.clock.move(hours=1, seconds=1)
        return await http.get(url)


def _upload(range_of: str = "", *, known: bool = True, token: bool = False) -> "Breach":
    async def bring(calls: Calls) -> httpx.Response:
        offer = {"contentType": "application/vnd.microsoft.teams.card.file.consent", "name": "a"}
        body = {"type": "message", "attachments": [offer | {"content": {"sizeInBytes": 3}}]}
        place = calls.teams.personal(SAM)
        await calls.post(place.id, body)
        calls.bot.answers["fileConsent/invoke"] = {}
        asked = await calls.teams.files.accept(SAM, calls.teams.messages(place.id)[0])
        url = asked.activities[0]["value"]["uploadInfo"]["uploadUrl"]
        headers = {"Content-Range": range_of} if range_of else {}
        headers |= {"Authorization": "Bearer x"} if token else {}
        async with httpx.AsyncClient() as http:
            return await http.put(url if known else f"{url}0", content=b"abc", headers=headers)

    return bring


Breach = Callable[[Calls], Awaitable[httpx.Response]]

BREACHES: dict[str, Breach] = {
    "conversation.unknown": lambda calls: calls.post("19:none@thread.tacv2"),
    "conversation.roster": _roster,
    "conversation.private": lambda calls: calls.post(SECRET),
    "conversation.busy": _busy,
    "bot.disabled": _disabled,
    "person.blocked": _blocked,
    "person.unknown": lambda calls: calls.create(members=[{"id": "29:nobody"}]),
    "person.uninstalled": _uninstalled,
    "create.tenant": lambda calls: calls.create(tenantId="another"),
    "create.members": lambda calls: calls.create(members=[{"id": SAM}, {"id": ANA}]),
    "create.activity": lambda calls: calls.create(channelData={"channel": {"id": TRIAGE}}),
    "member.unknown": lambda calls: calls.call("GET", f"conversations/{TRIAGE}/members/29:nobody"),
    "team.unknown": lambda calls: calls.call("GET", "teams/19:none@thread.tacv2"),
    "members.token": lambda calls: calls.call(
        "GET", f"conversations/{TRIAGE}/pagedmembers", continuationToken="x"
    ),
    "activity.unknown": lambda calls: calls.change("1"),
    "activity.not_own": _not_own,
    "targeted.recipient": lambda calls: calls.targeted(who=None),
    "targeted.member": lambda calls: calls.targeted(who="29:nobody"),
    "targeted.changed": _changed,
    "targeted.personal": lambda calls: calls.targeted(calls.teams.personal(SAM).id),
    "targeted.expired": _over,
    "rate.conversation": _many,
    "rate.tenant": _many_in_tenant,
    "upload.unknown": _upload("bytes 0-2/3", known=False),
    "upload.range": _upload("bytes 0-1/3"),
    "upload.token": _upload("bytes 0-2/3", token=True),
    "download.expired": _download_over,
    "attachment.unknown": lambda calls: calls.call("GET", "attachments/none/views/original"),
}
BROKEN = set(BREACHES)


@pytest.mark.parametrize("rule", BREACHES)
async def test_a_call_that_breaks_a_rule(calls: Calls, rule: str) -> None:
    answer = await BREACHES[rule](calls)
    assert calls.teams.broken == [rule]
    assert answer.status_code == RULES[rule].status
    assert RULES[rule].error in answer.text
    if rule.startswith("rate."):
        assert answer.headers["Retry-After"] == "1"
