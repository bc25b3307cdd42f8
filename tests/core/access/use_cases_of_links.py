"""The use cases by which accounts become one, each on accounts that it makes itself."""

from typing import Any

from core.access.actor import Actor, Role
from core.access.permissions import SCOPES
from core.access.permissions import Permission as P
from core.database.unit_of_work import UnitOfWork
from core.ids import new_id
from core.people import joining, link_codes
from core.people.models import Identity
from core.people.people import PersonDraft, create_person
from core.tickets import entering
from core.tickets import going_on_elsewhere as elsewhere
from tests.core.access.use_cases import Scene, UseCase, case, on_ticket


def _account(actor: Actor) -> link_codes.Account:
    return "plaza", "P1", str(actor.person_id)


async def _has_account(uow: UnitOfWork, actor: Actor) -> None:
    platform, workspace, name = _account(actor)
    uow.session.add(
        Identity(
            id=new_id(),
            organisation_id=uow.organisation_id,
            platform=platform,
            workspace=workspace,
            external_id=name,
            person_id=actor.person_id,
            direct=name,
            guest=False,
            checked_at=uow.now,
        )
    )
    await uow.session.flush()


async def _other(uow: UnitOfWork, actor: Actor) -> Actor:
    """A customer whose account says the actor's code, or the other way round."""
    desk = Actor(None, uow.organisation_id, Role.ADMIN, "Deskhand", "system")
    person = await create_person(uow, desk, PersonDraft(name="Fox"))
    await uow.session.flush()
    other = Actor(person.id, uow.organisation_id, Role.CUSTOMER, "Fox", "plaza")
    await _has_account(uow, other)
    await _has_account(uow, actor)
    return other


async def _make(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    await _has_account(uow, actor)
    await link_codes.make_link_code(uow, actor, _account(actor))


async def _say(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    other = await _other(uow, actor)
    code = await link_codes.make_link_code(uow, other, _account(other))
    assert await link_codes.say_link_code(uow, actor, _account(actor), code)


async def _said(uow: UnitOfWork, maker: Actor, says: Actor) -> Any:
    full = Actor(maker.person_id, maker.organisation_id, maker.role, maker.name, "plaza")
    code = await link_codes.make_link_code(uow, full, _account(maker))
    whole = Actor(says.person_id, says.organisation_id, says.role, says.name, "plaza")
    offer = await link_codes.say_link_code(uow, whole, _account(says), code)
    assert offer is not None
    return offer.id


async def _agree(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    other = await _other(uow, actor)
    code_id = await _said(uow, other, actor)
    await link_codes.agree_to_link(uow, actor, _account(actor), code_id)


async def _confirm(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    other = await _other(uow, actor)
    code_id = await _said(uow, actor, other)
    await link_codes.agree_to_link(uow, other, _account(other), code_id)
    await link_codes.confirm_link(uow, actor, _account(actor), code_id)


async def _refuse(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    other = await _other(uow, actor)
    await link_codes.refuse_link(uow, actor, _account(actor), await _said(uow, actor, other))


async def _part(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    other = await _other(uow, actor)
    assert actor.person_id is not None
    assert other.person_id is not None
    await joining.join_people(uow, actor, actor.person_id, other.person_id)
    await joining.part_people(uow, actor)


_THERE = {"platform": "plaza", "workspace": "w", "channel": "c", "thread": "t"}
CUSTOMERS = frozenset({"owner", "stranger"})
STAFF = frozenset({"member", "outsider", "manager", "admin", "key people:write", "key admin"})

OF_LINKS: dict[str, UseCase] = {
    "core.people.link_codes:make_link_code": case(_make, P.LINK),
    "core.people.link_codes:say_link_code": case(_say, P.LINK),
    # What a customer's code is said for, staff cannot agree to; customers confirm nothing.
    "core.people.link_codes:agree_to_link": UseCase(_agree, frozenset({P.LINK}), hidden_from=STAFF),
    "core.people.link_codes:confirm_link": UseCase(
        _confirm, frozenset({P.LINK}), hidden_from=CUSTOMERS
    ),
    "core.people.link_codes:refuse_link": case(_refuse, P.LINK),
    "core.people.joining:part_people": case(_part, P.LINK),
    "core.tickets.entering:invite_in": UseCase(
        lambda u, a, s: entering.invite_in(u, a, s.number),
        frozenset({P.READ}),
        on_ticket=True,
        denied_to=frozenset({"member", "manager", "admin", *(f"key {one}" for one in SCOPES)}),
    ),
    "core.tickets.going_on_elsewhere:opening_words": on_ticket(
        lambda u, a, s: elsewhere.opening_words(u, a, s.number), P.READ
    ),
    "core.tickets.going_on_elsewhere:go_on_at": on_ticket(
        lambda u, a, s: elsewhere.go_on_at(u, a, s.number, **_THERE), P.READ
    ),
}
