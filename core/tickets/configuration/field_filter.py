"""Finding tickets by what a custom field of theirs says: ``device=ABC``."""

from sqlalchemy import ColumnElement, and_, func

from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.tickets.configuration.catalogue import Catalogue
from core.tickets.configuration.field_rules import FieldKind, FieldWord, to_values
from core.tickets.configuration.fields import person_in_field
from core.tickets.models import Ticket


async def filled_in(
    uow: UnitOfWork, actor: Actor, words: Catalogue, said: str
) -> ColumnElement[bool]:
    """Tickets that have this field, filled in so; without a value: not filled in.

    Raises :class:`Invalid` for a field that the actor does not know, or a wrong value.
    """
    key, _, value = said.partition("=")
    field = _named(actor, words, key)
    kept = to_values([field], {field.key: value.strip('"')})[field.key]
    if kept is None:
        fits: ColumnElement[bool] = ~Ticket.custom_fields.has_key(field.key)
    else:
        if field.kind is FieldKind.USER:
            kept = await person_in_field(uow, actor, field, kept)
        fits = Ticket.custom_fields.contains({field.key: kept})
    if field.within is None:
        return fits
    filed = func.coalesce(Ticket.subcategory_id, Ticket.category_id)
    return and_(fits, filed.in_(field.within))


def _named(actor: Actor, words: Catalogue, key: str) -> FieldWord:
    wanted = key.strip().casefold()
    for field in words.fields:
        if field.key == wanted and (actor.is_staff or not field.staff_only):
            return field
    raise Invalid(field="field", problem=f"there is no field {key!r}; say KEY=VALUE")
