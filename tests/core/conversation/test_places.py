"""Places, what stands in them, and texts that were kept."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from core.conversation.audience import Audience
from core.conversation.beginning import standing_place
from core.conversation.drafts import KEPT_FOR, keep_draft, kept_draft
from core.conversation.places import (
    BOARD,
    place_at,
    private_place,
    serve_channel,
    served_channels,
)
from core.conversation.refs import (
    CARD,
    MESSAGE,
    forget_ref,
    keep_ref,
    message_at,
    places_showing,
    ref_of,
)
from core.errors import NotFound
from core.tickets.replying import reply
from tests.builders import Office

SPOT = ("web", "w", "c")


async def test_a_private_place_is_made_once_and_follows_its_person_s_side(office: Office) -> None:
    ana = await office.given_customer()
    first = await office.do(private_place, *SPOT, None, ana.person_id, Audience.PUBLIC)
    again = await office.do(private_place, *SPOT, None, ana.person_id, Audience.INTERNAL)
    assert again.id == first.id
    assert again.audience == "internal"
    other = await office.do(private_place, *SPOT, None, None, Audience.PUBLIC)
    threaded = await office.do(private_place, *SPOT, "t", ana.person_id, Audience.PUBLIC)
    assert len({first.id, other.id, threaded.id}) == 3
    # It is nobody's ticket place.
    assert await office.do(place_at, *SPOT, "t") is None
    assert await office.do(place_at, *SPOT, None) is None


async def test_what_stands_in_a_channel_is_one_however_many_begin_it_at_once(
    office: Office,
) -> None:
    await office.do(serve_channel, *SPOT, "triage")
    found = await asyncio.gather(
        *(office.do(standing_place, *SPOT, BOARD, Audience.INTERNAL) for _ in range(4))
    )
    assert len({place.id for place in found}) == 1


async def test_what_stands_where_is_known_both_ways(office: Office) -> None:
    ana = await office.given_customer()
    ticket = await office.given_ticket(ana)
    said = await office.do(reply, ana, ticket.number, "Hello")
    place = await office.do(private_place, *SPOT, "t", None, Audience.PUBLIC)
    await office.do(keep_ref, place.id, MESSAGE, "m1", said.id)
    await office.do(keep_ref, place.id, MESSAGE, "m2", said.id)  # stands there already
    await office.do(keep_ref, place.id, CARD, "c1")
    assert await office.do(ref_of, place.id, MESSAGE, said.id) == "m1"
    assert await office.do(ref_of, place.id, CARD) == "c1"
    found = await office.do(message_at, *SPOT, "m1")
    assert found is not None
    assert found.id == said.id
    assert [p.id for p in await office.do(places_showing, said.id)] == [place.id]
    await office.do(forget_ref, place.id, "m1")
    assert await office.do(message_at, *SPOT, "m1") is None
    assert await office.do(ref_of, place.id, CARD) == "c1"


async def test_a_served_channel_changes_its_role_by_being_said_again(office: Office) -> None:
    team = await office.given_team("Red")
    await office.do(serve_channel, "slack", "T1", "C1", "triage")
    await office.do(serve_channel, "slack", "T1", "C1", "support", team)
    (served,) = await office.do(served_channels)
    assert (served.channel, served.role, served.team_id) == ("C1", "support", team)


async def test_a_text_that_could_not_be_used_is_kept_for_its_writer(office: Office) -> None:
    ana, ben = await office.given_customer("Ana"), await office.given_customer("Ben")
    kept = await office.do(keep_draft, ana, {"text": "unsent"})
    assert isinstance(kept, UUID)
    assert await office.do(kept_draft, ana, str(kept)) == {"text": "unsent"}
    for actor, draft in ((ben, str(kept)), (ana, "nonsense"), (ana, str(ana.person_id))):
        with pytest.raises(NotFound):
            await office.do(kept_draft, actor, draft)
    assert await office.do(keep_draft, ana, {"text": ""}) is None
    assert await office.do(keep_draft, office.desk, {"text": "x"}) is None
    office.clock.set(office.clock.now() + KEPT_FOR + timedelta(seconds=1))
    await office.do(keep_draft, ana, {"text": "newer"})
    with pytest.raises(NotFound):
        await office.do(kept_draft, ana, str(kept))
