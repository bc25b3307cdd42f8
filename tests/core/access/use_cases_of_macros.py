"""The use cases of macros, custom fields, many tickets at once, and people's stories."""

from uuid import UUID

from core.access.actor import Actor, the_desk
from core.access.permissions import Permission as P
from core.database.unit_of_work import UnitOfWork
from core.people.notes import note_person
from core.tickets import bulk
from core.tickets.configuration import fields
from core.tickets.macros import applying, macros
from core.tickets.models import Ticket
from core.tickets.reading import recent
from core.tickets.reading.listing import Filter
from core.tickets.reading.queries import find_ticket
from core.tickets.reading.timeline import timeline
from tests.core.access.use_cases import Scene, UseCase, case

_MACRO = macros.MacroDraft(name="hello", text="Hello {customer.name}")
_FIELD = fields.FieldDraft(key="device", label="Device")
_CHANGE = bulk.BulkEdit(subject="B")


async def _macro(uow: UnitOfWork) -> str:
    """A macro that is there already."""
    desk = the_desk(uow.organisation_id)
    return (await macros.save_macro(uow, desk, _MACRO)).name


async def _get(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await macros.get_macro(uow, actor, await _macro(uow))


async def _remove(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await macros.remove_macro(uow, actor, await _macro(uow))


async def _preview(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await applying.preview_macro(uow, actor, await _macro(uow), scene.number)


async def _apply(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await applying.apply_macro(uow, actor, await _macro(uow), scene.number)


async def _look(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await recent.look_at(uow, actor, await _id(uow, scene.number))


async def _id(uow: UnitOfWork, number: int) -> UUID:
    ticket = await find_ticket(uow, Ticket.number == number)
    assert ticket is not None
    return ticket.id


OF_MACROS: dict[str, UseCase] = {
    "core.tickets.macros.macros:save_macro": case(
        lambda u, a, s: macros.save_macro(u, a, _MACRO), P.WRITE_MACROS
    ),
    "core.tickets.macros.macros:list_macros": case(
        lambda u, a, s: macros.list_macros(u, a), P.USE_MACROS
    ),
    "core.tickets.macros.macros:get_macro": case(_get, P.USE_MACROS),
    "core.tickets.macros.macros:remove_macro": case(_remove, P.USE_MACROS, P.WRITE_MACROS),
    "core.tickets.macros.applying:preview_macro": case(
        _preview, P.USE_MACROS, P.READ, by_filter=True
    ),
    "core.tickets.macros.applying:apply_macro": case(
        _apply, P.USE_MACROS, P.READ, P.REPLY, by_filter=True
    ),
    "core.tickets.configuration.fields:save_field": case(
        lambda u, a, s: fields.save_field(u, a, _FIELD), P.CONFIGURE
    ),
    "core.tickets.configuration.fields:list_fields": case(
        lambda u, a, s: fields.list_fields(u, a), P.READ_CONFIGURATION
    ),
    "core.tickets.configuration.fields:schema_of": case(
        lambda u, a, s: fields.schema_of(u, a, None), P.READ_CONFIGURATION
    ),
    "core.tickets.bulk:pick": case(lambda u, a, s: bulk.pick(u, a, Filter(), 10), P.READ),
    "core.tickets.bulk:edit_many": case(
        lambda u, a, s: bulk.edit_many(u, a, [bulk.Picked(s.number, 1)], _CHANGE), P.EDIT
    ),
    "core.tickets.reading.recent:look_at": case(_look, P.READ),
    "core.tickets.reading.recent:list_recent": case(
        lambda u, a, s: recent.list_recent(u, a, []), P.READ
    ),
    "core.tickets.reading.recent:recent_names": case(
        lambda u, a, s: recent.recent_names(u, a), P.READ
    ),
    "core.tickets.reading.timeline:timeline": case(
        lambda u, a, s: timeline(u, a, s.person_id), P.READ_PEOPLE
    ),
    "core.people.notes:note_person": case(
        lambda u, a, s: note_person(u, a, s.person_id, "Tall"), P.NOTE_PEOPLE, P.READ_PEOPLE
    ),
}
