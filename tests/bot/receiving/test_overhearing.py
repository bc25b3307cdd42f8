"""Where we only happen to read along, nothing that people say to each other is taken in."""

import pytest

from bot.incoming import Kind, Spot
from core.conversation.beginning import begin_place
from core.conversation.places import serve_channel
from core.conversation.refs import MESSAGE, keep_ref
from tests.bot.talking import Talking
from tests.builders import Office

AMONG_OTHERS = (Kind.SAID, Kind.EDITED, Kind.DELETED)


async def _kinds(talking: Talking) -> list[str]:
    rows = await talking.receipts("SELECT payload->>'kind' FROM receipts ORDER BY seq")
    return [str(kind) for (kind,) in rows]


def _at(office: Office, channel: str, thread: str | None = None) -> Spot:
    workspace = str(office.organisation_id)
    return Spot(platform="web", workspace=workspace, channel=channel, thread=thread)


@pytest.mark.parametrize("thread", [None, "t1"])
async def test_only_what_is_addressed_to_us_counts_everywhere(
    office: Office, talking: Talking, thread: str | None
) -> None:
    ana, spot = await office.given_customer(), _at(office, "general", thread)
    for kind in (*AMONG_OTHERS, Kind.COMMAND, Kind.PRESS):
        await talking.router.tell(talking.incoming(ana, "list", kind, spot=spot, stamp="1"))
    assert await _kinds(talking) == ["command", "press"]


async def test_what_is_said_directly_or_where_we_serve_is_heard(
    office: Office, talking: Talking
) -> None:
    ana = await office.given_customer()
    await office.do(serve_channel, "web", str(office.organisation_id), "help", "support")
    for kind in AMONG_OTHERS:
        for spot, direct in (
            (_at(office, "help"), False),
            (_at(office, "help", "t1"), False),
            (_at(office, "general"), True),
        ):
            said = talking.incoming(ana, "it hums", kind, spot=spot, stamp="1", direct=direct)
            await talking.router.tell(said)
    assert len(await _kinds(talking)) == 9


async def test_where_a_ticket_has_a_place_it_is_heard_and_so_is_what_becomes_of_a_known_message(
    office: Office, talking: Talking
) -> None:
    ana = await office.given_customer()
    ticket = await office.given_ticket(ana)
    here = ("web", str(office.organisation_id), "general")
    place = await office.do(begin_place, *here, "t1", ana.person_id)
    [(message_id,)] = await office.sql(
        "SELECT m.id FROM messages m JOIN tickets t ON t.id = m.ticket_id WHERE t.number = :n",
        n=ticket.number,
    )
    await office.do(keep_ref, place.id, MESSAGE, "7", message_id)
    for kind in AMONG_OTHERS:
        for thread, stamp in (("t1", "8"), (None, "t1"), (None, "7")):
            spot = _at(office, "general", thread)
            await talking.router.tell(talking.incoming(ana, "x", kind, spot=spot, stamp=stamp))
    assert await _kinds(talking) == ["said"] * 2 + ["edited"] * 3 + ["deleted"] * 3
