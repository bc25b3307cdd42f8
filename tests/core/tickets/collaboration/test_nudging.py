"""CHT-09 (on demand): who leads asks an owner in private, once an hour."""

import pytest

from core.access.actor import Role
from core.errors import Denied
from core.tickets.claiming import assign, claim
from core.tickets.collaboration.nudging import NudgedAlready, nudge
from core.tickets.rules import Impossible
from tests.builders import Office
from tests.sweeping import given_desk, reachable, told_since


async def test_the_owner_alone_is_told(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(claim, scene.sam, scene.number)
    await told_since(office, "line", "notice")
    await office.do(nudge, scene.kim, scene.number)
    told = await told_since(office, "notice", "line", "message")
    assert [(one.kind, one.channel) for one in told] == [("notice", scene.direct["Sam"])]


async def test_once_an_hour_whoever_asks(office: Office) -> None:
    scene = await given_desk(office)
    lea = await reachable(office, "Lea", Role.MANAGER)
    await office.do(claim, scene.sam, scene.number)
    await office.do(nudge, scene.kim, scene.number)
    office.clock.move(minutes=59)
    with pytest.raises(NudgedAlready, match="Sam was asked to look at TIK-1001 59 min ago"):
        await office.do(nudge, lea.actor, scene.number)
    await office.do(assign, lea.actor, scene.number, "me")
    await office.do(nudge, scene.kim, scene.number)  # another owner
    await office.do(assign, scene.sam, scene.number, "me")
    office.clock.move(minutes=1)
    await office.do(nudge, lea.actor, scene.number)


async def test_there_must_be_somebody_else_to_ask(office: Office) -> None:
    scene = await given_desk(office)
    with pytest.raises(Impossible, match="assign it"):
        await office.do(nudge, scene.kim, scene.number)
    await office.do(claim, scene.kim, scene.number)
    with pytest.raises(Impossible, match="nobody else"):
        await office.do(nudge, scene.kim, scene.number)
    with pytest.raises(Denied):
        await office.do(nudge, scene.sam, scene.number)


async def test_an_owner_without_an_account_is_asked_among_staff(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(claim, await office.given_person("Noa"), scene.number)
    await told_since(office, "line")
    await office.do(nudge, scene.kim, scene.number)
    assert [one.channel for one in await told_since(office, "line")] == [scene.triage]
