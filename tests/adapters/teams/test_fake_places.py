"""What the fake Teams does with messages and rosters where it refuses nothing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.adapters.teams.breaches import card, message
from tests.adapters.teams.calls import HELLO, SECRET, Calls, some_calls
from tests.adapters.teams.realbot import ANA, SAM, SUPPORT, TRIAGE, MovableClock
from tests.fakes.teams import Rates, Refusal
from tests.fakes.teams.rates import SENDS


@pytest.fixture
async def calls() -> AsyncIterator[Calls]:
    """A bot's calls."""
    async with some_calls() as made:
        yield made


@pytest.mark.parametrize("thread", [";messageid=1", "/1"])
async def test_no_thread_can_be_answered_that_is_not_there(calls: Calls, thread: str) -> None:
    head, _, reply_to = thread.partition("/")
    path = f"conversations/{TRIAGE}{head}/activities" + (f"/{reply_to}" if reply_to else "")
    answer = await calls.call("POST", path, HELLO)
    assert answer.json()["error"]["code"] == "ActivityNotFoundInConversation"


async def test_rates_give_way_after_a_while(calls: Calls) -> None:
    calls.teams.rates = Rates()
    sent = []
    for _ in range(62):
        answer = await calls.post(TRIAGE)
        if answer.status_code == 429:
            calls.bot.clock.move(seconds=int(answer.headers["Retry-After"]))
            answer = await calls.post(TRIAGE)
        sent.append(answer.status_code)
    assert set(sent) == {201}
    assert calls.teams.rates.most[f"send {TRIAGE}"] == 7


@pytest.mark.parametrize(("seconds", "limit"), SENDS.items())
async def test_each_window_of_a_conversation_is_kept(seconds: int, limit: int) -> None:
    clock, rates = MovableClock(), Rates()
    for _ in range(limit):
        rates.check("send", TRIAGE, clock.now())
        clock.move(seconds=seconds / (limit + 0.5))
    with pytest.raises(Refusal) as caught:
        rates.check("send", TRIAGE, clock.now())
    assert caught.value.rule == "rate.conversation"
    rates.check("send", SUPPORT, clock.now())
    rates.check("members", TRIAGE, clock.now())
    clock.move(seconds=caught.value.retry_after or 0)
    rates.check("send", TRIAGE, clock.now())


async def test_a_text_with_a_card_becomes_two_messages_without_an_id(calls: Calls) -> None:
    answer = await calls.post(TRIAGE, message(card()) | {"text": "look"})
    assert answer.json() == {}
    assert [(one.text, len(one.cards)) for one in calls.teams.messages(TRIAGE)] == [
        ("look", 0),
        ("", 1),
    ]


async def test_rosters_come_in_pages(calls: Calls) -> None:
    calls.teams.page_size = 1
    names: list[str] = []
    query: dict[str, Any] = {}
    while True:
        told = (await calls.call("GET", f"conversations/{TRIAGE}/pagedmembers", **query)).json()
        names += [one["name"] for one in told["members"]]
        if "continuationToken" not in told:
            break
        query = {"continuationToken": told["continuationToken"]}
    assert names == ["Ana", "Sam"]


async def test_what_stands_in_a_private_channel_is_seen_by_its_members(calls: Calls) -> None:
    calls.teams.activities.message(SAM, SECRET, "hush")
    assert [one.text for one in calls.teams.seen_by(SAM)] == ["hush"]
    assert calls.teams.seen_by(ANA) == []
