"""The use cases that put tickets together, aside or up, and those of followers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core.access.actor import Actor, the_desk
from core.access.permissions import SCOPES
from core.access.permissions import Permission as P
from core.conversation.beginning import begin_place
from core.database.unit_of_work import UnitOfWork
from core.tickets import escalating, privacy, replying, snoozing
from core.tickets.claiming import assign
from core.tickets.collaboration import community, following, presence
from core.tickets.models import Ticket
from core.tickets.relations import gathering, linking, merging, moving, splitting
from tests.core.access.use_cases import Scene, UseCase, on_ticket, ticket_id

_WHY = escalating.Escalation(reason="It burns", priority="high")


async def _merged(uow: UnitOfWork, scene: Scene) -> None:
    desk = the_desk(uow.organisation_id)
    await merging.merge(uow, desk, scene.number, scene.owned)


async def _unmerge(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await _merged(uow, scene)
    await merging.unmerge(uow, actor, scene.number)


async def _second(uow: UnitOfWork, scene: Scene) -> UUID:
    """Something that can be split off: said by the desk after the ticket's opening."""
    desk = the_desk(uow.organisation_id)
    return (await replying.reply(uow, desk, scene.number, "And another thing")).id


async def _split(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await splitting.split(uow, actor, scene.number, await _second(uow, scene))


async def _unsplit(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    desk = the_desk(uow.organisation_id)
    fresh = await splitting.split(uow, desk, scene.number, await _second(uow, scene))
    await splitting.unsplit(uow, actor, fresh.number)


async def _move(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await moving.move(uow, actor, scene.number, "olga@acme.example", "For Olga")


async def _moved(uow: UnitOfWork, scene: Scene) -> None:
    desk = the_desk(uow.organisation_id)
    for customer in ("new@acme.example", scene.requester):
        await moving.move(uow, desk, scene.number, customer, "For somebody else")


async def _unmove(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await _moved(uow, scene)
    await moving.unmove(uow, actor, scene.number)


async def _parent(uow: UnitOfWork, number: int) -> Ticket:
    """That ticket gathers others from now on."""
    ticket = await uow.session.get_one(Ticket, await ticket_id(uow, number))
    ticket.gathers_since = uow.now
    await uow.session.flush()
    return ticket


async def _gather_under(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await _parent(uow, scene.owned)
    await gathering.gather_under(uow, actor, scene.number, scene.owned)


async def _let_go(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await _parent(uow, scene.number)
    await gathering.let_go(uow, actor, scene.number)


async def _unlink(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    desk = the_desk(uow.organisation_id)
    await linking.link(uow, desk, scene.number, scene.owned)
    await linking.unlink(uow, actor, scene.number, scene.owned)


async def _snooze(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await snoozing.snooze(uow, actor, scene.number, uow.now + timedelta(hours=1))


async def _wake(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    desk = the_desk(uow.organisation_id)
    await snoozing.snooze(uow, desk, scene.number, uow.now + timedelta(hours=1))
    await snoozing.wake(uow, actor, scene.number)


async def _escalate_to_a_colleague(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await assign(uow, the_desk(uow.organisation_id), scene.number, "Secret")
    await escalating.escalate(uow, actor, scene.number, _WHY)


async def _post_beside(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    place = await begin_place(uow, "web", "w", "c", "t", None, shared=True)
    place.ticket_id = await ticket_id(uow, scene.number)
    await uow.session.flush()
    await community.post_beside(uow, actor, place.id, "Mine too")


_NO_BYSTANDERS = frozenset({"owner", "member", "outsider", "manager", "admin"})
_NO_BYSTANDERS |= {f"key {scope}" for scope in SCOPES}

OF_RELATIONS: dict[str, UseCase] = {
    "core.tickets.collaboration.presence:be_present": on_ticket(
        lambda u, a, s: presence.be_present(u, a, s.number, presence.VIEWING), P.HISTORY
    ),
    "core.tickets.collaboration.presence:who_is_there": on_ticket(
        lambda u, a, s: presence.who_is_there(u, a, s.number), P.HISTORY
    ),
    "core.tickets.collaboration.presence:stop_replying": on_ticket(
        lambda u, a, s: presence.stop_replying(u, a, s.number), P.HISTORY
    ),
    "core.tickets.privacy:make_private": on_ticket(
        lambda u, a, s: privacy.make_private(u, a, s.number), P.MAKE_PRIVATE
    ),
    "core.tickets.collaboration.community:post_beside": UseCase(
        _post_beside, frozenset({P.OPEN}), hidden_from=_NO_BYSTANDERS
    ),
    "core.tickets.relations.merging:merge": on_ticket(
        lambda u, a, s: merging.merge(u, a, s.number, s.owned), P.MERGE
    ),
    "core.tickets.relations.merging:unmerge": on_ticket(_unmerge, P.MERGE),
    "core.tickets.relations.splitting:split": on_ticket(_split, P.MERGE),
    "core.tickets.relations.splitting:unsplit": on_ticket(_unsplit, P.MERGE),
    "core.tickets.relations.moving:move": on_ticket(
        _move, P.MERGE, P.OPEN_FOR_OTHERS, P.READ_PEOPLE
    ),
    "core.tickets.relations.moving:unmove": on_ticket(_unmove, P.MERGE),
    "core.tickets.relations.gathering:gather": on_ticket(
        lambda u, a, s: gathering.gather(u, a, [s.number, s.owned], "Both"), P.MERGE
    ),
    "core.tickets.relations.gathering:gather_under": on_ticket(_gather_under, P.MERGE),
    "core.tickets.relations.gathering:let_go": on_ticket(_let_go, P.MERGE),
    "core.tickets.relations.linking:link": on_ticket(
        lambda u, a, s: linking.link(u, a, s.number, s.owned), P.EDIT
    ),
    "core.tickets.relations.linking:unlink": on_ticket(_unlink, P.EDIT),
    "core.tickets.relations.linking:related": on_ticket(
        lambda u, a, s: linking.related(u, a, s.number), P.HISTORY
    ),
    "core.tickets.escalating:escalate": on_ticket(_escalate_to_a_colleague, P.ESCALATE),
    "core.tickets.snoozing:snooze": on_ticket(_snooze, P.EDIT),
    "core.tickets.snoozing:wake": on_ticket(_wake, P.EDIT),
    "core.tickets.collaboration.following:follow": on_ticket(
        lambda u, a, s: following.follow(u, a, s.number), P.FOLLOW
    ),
    "core.tickets.collaboration.following:unfollow": on_ticket(
        lambda u, a, s: following.unfollow(u, a, s.number), P.FOLLOW
    ),
    "core.tickets.collaboration.following:followers": on_ticket(
        lambda u, a, s: following.followers(u, a, s.number), P.FOLLOW
    ),
}
