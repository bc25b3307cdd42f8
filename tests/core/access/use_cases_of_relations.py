"""The use cases that put tickets together, aside or up, and those of followers."""

from datetime import timedelta
from typing import Any

from core.access.actor import Actor, the_desk
from core.access.permissions import Permission as P
from core.database.unit_of_work import UnitOfWork
from core.tickets import escalating, following, linking, merging, snoozing
from core.tickets.claiming import assign
from tests.core.access.use_cases import Scene, UseCase, on_ticket

_WHY = escalating.Escalation(reason="It burns", priority="high")


async def _merged(uow: UnitOfWork, scene: Scene) -> None:
    desk = the_desk(uow.organisation_id)
    await merging.merge(uow, desk, scene.number, scene.owned)


async def _unmerge(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await _merged(uow, scene)
    await merging.unmerge(uow, actor, scene.number)


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


OF_RELATIONS: dict[str, UseCase] = {
    "core.tickets.merging:merge": on_ticket(
        lambda u, a, s: merging.merge(u, a, s.number, s.owned), P.MERGE
    ),
    "core.tickets.merging:unmerge": on_ticket(_unmerge, P.MERGE),
    "core.tickets.linking:link": on_ticket(
        lambda u, a, s: linking.link(u, a, s.number, s.owned), P.EDIT
    ),
    "core.tickets.linking:unlink": on_ticket(_unlink, P.EDIT),
    "core.tickets.linking:related": on_ticket(
        lambda u, a, s: linking.related(u, a, s.number), P.HISTORY
    ),
    "core.tickets.escalating:escalate": on_ticket(_escalate_to_a_colleague, P.ESCALATE),
    "core.tickets.snoozing:snooze": on_ticket(_snooze, P.EDIT),
    "core.tickets.snoozing:wake": on_ticket(_wake, P.EDIT),
    "core.tickets.following:follow": on_ticket(
        lambda u, a, s: following.follow(u, a, s.number), P.FOLLOW
    ),
    "core.tickets.following:unfollow": on_ticket(
        lambda u, a, s: following.unfollow(u, a, s.number), P.FOLLOW
    ),
    "core.tickets.following:followers": on_ticket(
        lambda u, a, s: following.followers(u, a, s.number), P.FOLLOW
    ),
}
