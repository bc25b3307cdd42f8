"""LIF-01: statuses, and the walk of a ticket through them, against the rules alone."""

import random
from datetime import timedelta

import pytest

from core.access.actor import Role
from core.errors import Denied, HelpdeskError, Invalid
from core.sla.rules import State
from core.tickets.configuration.categories import StatusDraft, list_statuses, save_status
from core.tickets.reading.history import list_messages
from core.tickets.resolving import close, reopen, resolve, set_status
from core.tickets.rules import DONE, REOPEN_WITHIN, TRANSITIONS, Base, Impossible
from tests.builders import Office

NAMES = {
    "New": Base.NEW,
    "open": Base.OPEN,
    "in_progress": Base.IN_PROGRESS,
    "PENDING": Base.PENDING,
    "resolved": Base.RESOLVED,
    "Closed": Base.CLOSED,
}


async def walk(office: Office, steps: list[tuple[str, int]]) -> None:
    number = (await office.given_ticket(await office.given_customer())).number
    base, ended = Base.NEW, None
    for name, hours in steps:
        now, wanted = office.clock.move(hours=hours), NAMES[name]
        allowed = wanted is base or wanted in TRANSITIONS[base]
        if base in DONE and wanted not in DONE and wanted is not base:
            allowed = allowed and ended is not None and now - ended <= REOPEN_WITHIN
        try:
            await office.do(set_status, office.desk, number, name)
        except Impossible:
            assert not allowed
            continue
        assert allowed
        if wanted is not base:
            ended = now if wanted in DONE else None
        base = wanted
        view = await office.see(number)
        assert view.base is base
        assert (view.resolved_at is not None) is (base in DONE)
        assert (view.closed_at is not None) is (base is Base.CLOSED)


@pytest.mark.parametrize("seed", range(4))
async def test_any_walk_through_the_statuses_keeps_the_rules(office: Office, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(12):
        steps = [(dice.choice(sorted(NAMES)), dice.randint(0, 500)) for _ in range(7)]
        await walk(office, steps)


async def test_a_status_of_one_s_own_that_waits_pauses_the_clocks(office: Office) -> None:
    await office.do(save_status, office.desk, StatusDraft(name="Waiting vendor", base=Base.PENDING))
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer())).number
    office.clock.move(hours=1)
    await office.do(set_status, sam, number, "waiting VENDOR")
    office.clock.move(days=3)
    view = await office.see(number)
    assert (view.status, view.base, view.waiting_on) == ("Waiting vendor", "pending", "customer")
    clock = view.clock("resolution")
    assert clock is not None
    assert (clock.state, clock.counted, clock.due_at) == (State.PAUSED, 3600, None)
    await office.do(set_status, sam, number, "open")
    clock = (await office.see(number)).clock("resolution")
    assert clock is not None
    assert clock.due_at == office.clock.now() + timedelta(days=3, hours=-1)


async def test_a_status_is_renamed_and_hidden_but_keeps_its_meaning(office: Office) -> None:
    pending = next(s for s in await office.do(list_statuses, office.desk) if s.name == "Pending")
    draft = StatusDraft(name="On hold", base=Base.PENDING, hidden=True)
    await office.do(save_status, office.desk, draft, pending.id)
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(set_status, sam, number, "on hold")
    assert (await office.see(number)).status == "On hold"
    with pytest.raises(Invalid) as refused:
        await office.do(set_status, sam, number, "pending")
    assert "On hold" not in refused.value.details["problem"]
    with pytest.raises(Invalid, match="another status"):
        await office.do(save_status, office.desk, StatusDraft(name="NEW", base=Base.OPEN))


async def test_resolving_says_the_closing_message_to_the_customer(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    await office.do(resolve, sam, number, " We have reset it. ")
    messages = await office.do(list_messages, ana, number)
    assert [m.body for m in messages][-1] == "We have reset it."
    view = await office.see(number, ana)
    assert (view.status, view.resolved_at, view.waiting_on) == (
        "Resolved",
        office.clock.now(),
        "nobody",
    )


async def test_customers_close_and_reopen_their_own_and_nobody_else_s(office: Office) -> None:
    ana, ben = await office.given_customer("Ana"), await office.given_customer("Ben")
    number = (await office.given_ticket(ana)).number
    for act in (close, reopen, resolve):
        with pytest.raises(HelpdeskError) as refused:
            await office.do(act, ben, number)  # type: ignore[operator]
        assert refused.value.code == "not_found"
    with pytest.raises(Denied):
        await office.do(resolve, ana, number)
    await office.do(close, ana, number)
    await office.do(reopen, ana, number, reason="It is back")
    assert (await office.see(number)).status == "Open"
    bodies = [m.body for m in await office.do(list_messages, ana, number)]
    assert bodies[-1] == "It is back"


async def test_an_end_of_long_ago_is_final_for_everybody(office: Office) -> None:
    ana = await office.given_customer()
    number = (await office.given_ticket(ana)).number
    await office.do(resolve, office.desk, number)
    office.clock.set(office.clock.now() + REOPEN_WITHIN + timedelta(seconds=1))
    for actor in (ana, await office.given_person("Ada", Role.ADMIN)):
        with pytest.raises(Impossible, match="closed for good"):
            await office.do(reopen, actor, number)


async def test_a_closed_ticket_is_not_resolved_again_and_nothing_is_said(office: Office) -> None:
    ana = await office.given_customer()
    number = (await office.given_ticket(ana)).number
    await office.do(close, office.desk, number)
    with pytest.raises(Impossible, match="reopen it first"):
        await office.do(resolve, office.desk, number, "Done")
    assert len(await office.do(list_messages, ana, number)) == 1
