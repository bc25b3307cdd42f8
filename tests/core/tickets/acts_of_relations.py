"""Acts that put tickets together, aside or up, with what their history row must say."""

from datetime import timedelta
from typing import Any

from core.access.actor import Actor
from core.conversation.beginning import begin_place
from core.tickets.escalating import Escalation, escalate
from core.tickets.privacy import make_private
from core.tickets.relations.gathering import gather, gather_under, let_go
from core.tickets.relations.linking import link, unlink
from core.tickets.relations.merging import merge, unmerge
from core.tickets.relations.moving import move
from core.tickets.relations.splitting import split, unsplit
from core.tickets.replying import reply
from core.tickets.snoozing import snooze, wake
from tests.builders import Office
from tests.core.tickets.acts import Act


async def _other(office: Office) -> int:
    return (await office.given_ticket(await office.given_customer("Bob"), subject="B")).number


async def _merge(office: Office, actor: Actor, number: int) -> Any:
    await office.do(merge, actor, number, await _other(office))


async def _unmerge(office: Office, actor: Actor, number: int) -> Any:
    await office.do(unmerge, actor, number)


async def _join(office: Office, actor: Actor, number: int) -> Any:
    await office.do(merge, actor, await _other(office), number)


async def _part(office: Office, actor: Actor, number: int) -> Any:
    [(other,)] = await office.sql("SELECT number FROM tickets WHERE subject = 'B'")
    await office.do(unmerge, actor, other)


async def _split(office: Office, actor: Actor, number: int) -> Any:
    second = await office.do(reply, actor, number, "And another thing")
    await office.do(split, actor, number, second.id, subject="B")


async def _unsplit(office: Office, actor: Actor, number: int) -> Any:
    [(other,)] = await office.sql("SELECT number FROM tickets WHERE subject = 'B'")
    await office.do(unsplit, actor, other)


async def _split_and_undo(office: Office, actor: Actor, number: int) -> Any:
    await _split(office, actor, number)
    await _unsplit(office, actor, number)


async def _move(office: Office, actor: Actor, number: int) -> Any:
    await office.given_customer("Bob")
    await office.do(move, actor, number, "Bob", "B")


async def _gather(office: Office, actor: Actor, number: int) -> Any:
    await office.do(gather, actor, [number, await _other(office)], "Both")


async def _let_go(office: Office, actor: Actor, number: int) -> Any:
    await office.do(let_go, actor, number)


async def _gather_others(office: Office, actor: Actor, number: int) -> Any:
    await office.sql("UPDATE tickets SET gathers_since = now() WHERE number = :n", n=number)
    await office.do(gather_under, actor, await _other(office), number)


async def _link(office: Office, actor: Actor, number: int) -> Any:
    await office.do(link, actor, number, await _other(office))


async def _unlink(office: Office, actor: Actor, number: int) -> Any:
    [(other,)] = await office.sql("SELECT number FROM tickets WHERE subject = 'B'")
    await office.do(unlink, actor, number, other)


async def _snooze(office: Office, actor: Actor, number: int) -> Any:
    until = office.clock.now() + timedelta(hours=3)
    await office.do(snooze, actor, number, until, reason="because")


async def _wake(office: Office, actor: Actor, number: int) -> Any:
    await office.do(wake, actor, number)


async def _escalate(office: Office, actor: Actor, number: int) -> Any:
    wanted = Escalation(reason="because", priority="p1", to="accounts")
    await office.do(escalate, actor, number, wanted)


async def _share(office: Office, actor: Actor, number: int) -> Any:
    """The ticket stands where others read along."""
    place = await office.do(begin_place, "web", "w", "plaza", "t", None, shared=True)
    statement = (
        "UPDATE places SET ticket_id = (SELECT id FROM tickets WHERE number = :n) WHERE id = :p"
    )
    await office.sql(statement, n=number, p=place.id)


async def _make_private(office: Office, actor: Actor, number: int) -> Any:
    assert await office.do(make_private, actor, number)


RELATIONS = (
    Act(
        "escalate",
        _escalate,
        "TicketEscalated",
        {"priority": ("medium", "critical"), "team": (None, "Accounts")},
        "because",
    ),
    Act("snooze", _snooze, "TicketSnoozed", {}, "because"),
    Act("make private", _make_private, "TicketMadePrivate", {}, "", _share),
    Act("wake", _wake, "TicketWoken", {}, "", _snooze),
    Act("merge", _merge, "TicketMerged", {}),
    Act("undo a merge", _unmerge, "TicketUnmerged", {}, "", _merge),
    Act("merge another into it", _join, "TicketJoined", {}),
    Act("take it out again", _part, "TicketParted", {}, "", _join),
    Act("split", _split, "TicketSplit", {}),
    Act("be split off", _split_and_undo, "TicketSplitOff", {}),
    Act("undo a split", _unsplit, "TicketUnsplit", {}, "", _split),
    Act("move", _move, "TicketMoved", {"customer": ("Ana", "Bob"), "subject": ("A", "B")}),
    Act("gather", _gather, "TicketGathered", {}),
    Act("take out", _let_go, "TicketLetGo", {}, "", _gather),
    Act("gather others", _gather_others, "TicketGathering", {}),
    Act("link", _link, "TicketLinked", {}),
    Act("unlink", _unlink, "TicketUnlinked", {}, "", _link),
)
