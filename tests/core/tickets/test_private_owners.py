"""A private team's tickets: nobody who may not open one owns it or is told of it."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.sending.parcels import Undeliverable
from bot.sending.private_places import keep_out
from bot.sending.standing import NothingToSay, render_standing
from core.access.actor import Actor, Role
from core.conversation.models import Place
from core.errors import Invalid
from core.events.models import Delivery
from core.people.teams import TeamDraft, save_team
from core.tickets.claiming import assign, claim
from core.tickets.collaboration.nudging import nudge
from core.tickets.escalating import Escalation, escalate
from core.tickets.macros.applying import apply_macro
from core.tickets.macros.macros import MacroActions, MacroDraft, save_macro
from core.tickets.rules import Impossible
from tests.builders import Office
from tests.sweeping import reachable, sweep, told_since


@dataclass(frozen=True)
class Desk:
    """A member of a private team, an outsider with a ticket, and where the latter is reached."""

    sam: Actor
    otto: Actor
    direct: str
    number: int


async def given_desk(office: Office) -> Desk:
    sam, otto = await office.given_person("Sam"), await reachable(office, "Otto")
    await office.given_team("Payroll", sam, private=True)
    ticket = await office.given_ticket(await office.given_customer(), priority="critical")
    return Desk(await office.again(sam), otto.actor, otto.direct, ticket.number)


async def test_nobody_is_given_what_they_may_not_open(office: Office) -> None:
    desk = await given_desk(office)
    actions = MacroActions(assign="Otto")
    await office.do(save_macro, office.desk, MacroDraft(name="pass-on", actions=actions))
    await office.do(assign, desk.sam, desk.number, "Payroll")
    wanted = Escalation(reason="please", to="Otto")
    for act in (
        office.do(assign, desk.sam, desk.number, "Otto"),
        office.do(escalate, desk.sam, desk.number, wanted),
        office.do(apply_macro, desk.sam, "pass-on", desk.number),
    ):
        with pytest.raises(Invalid, match="Otto may not open it"):
            await act
    assert (await office.see(desk.number)).assignee is None


async def test_a_macro_gives_nothing_to_who_is_no_longer_staff(office: Office) -> None:
    desk = await given_desk(office)
    actions = MacroActions(assign="Otto")
    await office.do(save_macro, office.desk, MacroDraft(name="pass-on", actions=actions))
    await office.sql("UPDATE people SET role = 'customer' WHERE id = :p", p=desk.otto.person_id)
    with pytest.raises(Invalid, match="no longer here"):
        await office.do(apply_macro, desk.sam, "pass-on", desk.number)


async def test_who_had_it_before_is_not_told_what_a_private_team_does(office: Office) -> None:
    desk = await given_desk(office)
    await office.do(claim, desk.otto, desk.number)
    await office.do(assign, desk.sam, desk.number, "Payroll")
    assert await told_since(office, "notice") == []


async def test_a_notice_that_waits_is_kept_back(office: Office) -> None:
    desk = await given_desk(office)
    await office.do(assign, desk.sam, desk.number, "Otto")
    async with office.work() as uow:
        notice = await uow.session.scalar(select(Delivery).where(Delivery.kind == "notice"))
        assert notice is not None
        await keep_out(uow, notice)
    await office.do(assign, desk.sam, desk.number, "Payroll")
    with pytest.raises(Undeliverable, match="may not open"):
        await office.do(keep_out, notice)


async def closed_to_its_owner(office: Office, desk: Desk) -> None:
    """Otto owns a ticket of a team that becomes private."""
    team_id = await office.given_team("Legal", desk.sam)
    await office.do(assign, desk.sam, desk.number, "Legal")
    await office.do(claim, desk.otto, desk.number)
    await told_since(office, "notice", "warning")
    private = TeamDraft(name="Legal", is_private=True)
    await office.do(save_team, office.desk, private, team_id)


async def test_an_owner_who_may_not_open_it_any_more_is_not_warned(office: Office) -> None:
    desk = await given_desk(office)
    await closed_to_its_owner(office, desk)
    office.clock.move(minutes=50)
    await sweep(office)
    assert await told_since(office, "warning", "notice") == []
    kim = await office.given_person("Kim", Role.MANAGER)
    with pytest.raises(Impossible, match="somebody who may not open it"):
        await office.do(nudge, kim, desk.number)


async def test_a_warning_that_waits_says_nothing(office: Office) -> None:
    desk = await given_desk(office)
    await office.do(claim, desk.otto, desk.number)
    office.clock.move(minutes=50)
    await sweep(office)
    waiting = select(Delivery, Place).join(Place, Place.id == Delivery.place_id)
    async with office.work() as uow:
        [(warning, place)] = await uow.session.execute(waiting.where(Delivery.kind == "warning"))
        assert place.channel == desk.direct
        await render_standing(uow, warning, place)
    await office.sql("UPDATE tickets SET team_id = (SELECT id FROM teams)")
    with pytest.raises(NothingToSay):
        await office.do(render_standing, warning, place)
