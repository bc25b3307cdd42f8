"""A private team's tickets stand in that team's channels alone, however they came to it."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.sending.parcels import Undeliverable
from bot.sending.private_places import keep_out
from core.access.actor import Actor
from core.errors import NotFound
from core.events.models import Delivery
from core.tickets.amending import delete_message
from core.tickets.announcements.subscriptions import subscribe
from core.tickets.claiming import assign
from core.tickets.relations.merging import merge
from core.tickets.replying import note, reply
from tests.builders import Office
from tests.sweeping import sweep


@dataclass(frozen=True)
class Desk:
    """Staff of a private team and outside of it, and the triage channel of each."""

    sam: Actor
    outsider: Actor
    everybodys: str
    own: str


async def given_desk(office: Office) -> Desk:
    sam, outsider = await office.given_person("Sam"), await office.given_person("Otto")
    team_id = await office.given_team("Payroll", sam, private=True)
    everybodys = await office.given_channel()
    own = await office.given_channel(team_id=team_id)
    return Desk(await office.again(sam), await office.again(outsider), everybodys, own)


async def owed(office: Office) -> set[tuple[str, str]]:
    """What is owed to staff since the last look, as (channel, kind)."""
    rows = await office.sql(
        "WITH fresh AS (UPDATE deliveries SET state = 'sent' WHERE state = 'queued'"
        " RETURNING place_id, kind) SELECT p.channel, f.kind FROM fresh f"
        " JOIN places p ON p.id = f.place_id WHERE p.audience = 'internal'"
    )
    return {(channel, kind) for channel, kind in rows}


async def test_only_its_own_channel_has_the_card_and_what_is_said(office: Office) -> None:
    desk = await given_desk(office)
    ticket = await office.given_ticket(desk.sam, team="Payroll")
    assert await owed(office) == {(desk.own, "card")}
    await office.do(note, desk.sam, ticket.number, "psst")
    await office.do(reply, desk.sam, ticket.number, "Hello")
    assert await owed(office) == {(desk.own, "card"), (desk.own, "message")}
    with pytest.raises(NotFound):
        await office.see(ticket.number, desk.outsider)


async def test_a_team_that_is_open_to_all_is_served_in_everybody_s_channels_too(
    office: Office,
) -> None:
    everybodys = await office.given_channel()
    own = await office.given_channel(team_id=await office.given_team("Accounts"))
    await office.given_ticket(await office.given_person(), team="Accounts")
    assert await owed(office) == {(everybodys, "card"), (own, "card")}


async def test_assigned_later_it_goes_on_in_its_own_channel_and_comes_back(office: Office) -> None:
    desk = await given_desk(office)
    await office.given_team("Accounts")
    ticket = await office.given_ticket(await office.given_customer())
    assert await owed(office) == {(desk.everybodys, "card")}
    await office.do(assign, desk.sam, ticket.number, "Payroll")
    await office.do(note, desk.sam, ticket.number, "psst")
    farewell = {(desk.everybodys, "card")}  # it says that the ticket is gone, and no more
    own = {(desk.own, "card"), (desk.own, "line"), (desk.own, "message")}
    assert await owed(office) == farewell | own
    await office.do(note, desk.sam, ticket.number, "psst again")
    assert await owed(office) == {(desk.own, "message")}
    await office.do(assign, desk.sam, ticket.number, "Accounts")
    assert {(desk.everybodys, "card"), (desk.everybodys, "line")} <= await owed(office)


async def test_what_was_owed_before_is_kept_back_and_what_is_removed_is_not(
    office: Office,
) -> None:
    desk = await given_desk(office)
    ticket = await office.given_ticket(await office.given_customer())
    said = await office.do(note, desk.sam, ticket.number, "psst")
    waiting = select(Delivery).where(Delivery.message_id == said.id)
    async with office.work() as uow:
        [early] = await uow.session.scalars(waiting)
        await keep_out(uow, early)
    await office.do(assign, desk.sam, ticket.number, "Payroll")
    with pytest.raises(Undeliverable, match="private team"):
        await office.do(keep_out, early)
    await office.do(delete_message, desk.sam, said.id)
    early.kind = "remove"
    await office.do(keep_out, early)


async def test_a_team_without_a_channel_has_its_tickets_in_no_chat(office: Office) -> None:
    await office.given_channel()
    sam = await office.given_person("Sam")
    await office.given_team("Payroll", sam, private=True)
    sam = await office.again(sam)
    ticket = await office.given_ticket(sam, team="Payroll", priority="critical")
    await office.do(note, sam, ticket.number, "psst")
    office.clock.move(minutes=50)
    await sweep(office)
    assert await owed(office) == set()
    assert (await office.see(ticket.number, sam)).id == ticket.id


async def test_alerts_of_a_ticket_that_came_later_are_its_own_channel_s(office: Office) -> None:
    desk = await given_desk(office)
    ticket = await office.given_ticket(await office.given_customer(), priority="critical")
    await office.do(assign, desk.sam, ticket.number, "Payroll")
    await owed(office)
    office.clock.move(minutes=50)
    await sweep(office)
    assert await owed(office) == {(desk.own, "card"), (desk.own, "warning")}


async def test_what_was_merged_into_it_is_the_team_s_as_well(office: Office) -> None:
    desk = await given_desk(office)
    ana = await office.given_customer()
    one, two = await office.given_ticket(ana), await office.given_ticket(ana)
    await office.do(merge, desk.sam, two.number, one.number)
    await office.do(assign, desk.sam, one.number, "Payroll")
    await owed(office)
    await office.do(reply, ana, two.number, "my salary")
    assert {channel for channel, _ in await owed(office)} == {desk.own}


async def test_a_subscribed_card_goes_with_the_ticket_unless_the_team_is_named(
    office: Office,
) -> None:
    desk = await given_desk(office)
    team = {"teams": ["Payroll"]}
    await office.do(subscribe, office.desk, ("slack", "T1", "all"), priorities=["critical"])
    await office.do(subscribe, office.desk, ("slack", "T1", "pay"), **team)
    ticket = await office.given_ticket(await office.given_customer(), priority="critical")
    assert ("all", "card") in await owed(office)
    await office.do(assign, desk.sam, ticket.number, "Payroll")
    gone = {("all", "card"), (desk.everybodys, "card")}
    own = {("pay", "card"), (desk.own, "card"), (desk.own, "line")}
    assert await owed(office) == gone | own
    await office.do(reply, desk.sam, ticket.number, "Hello")
    assert await owed(office) == {("pay", "card"), (desk.own, "card"), (desk.own, "message")}
