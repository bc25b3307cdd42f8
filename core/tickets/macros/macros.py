"""Macros: ready answers with variables, and what is to be done besides."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import ColumnElement, or_, select, true

from core.access.actor import Actor, Role
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.people.models import Person, Team
from core.tickets.claiming import member_of_staff
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.configuration_events import MacroChanged
from core.tickets.configuration.tagging import normal_tag
from core.tickets.macros.macro_text import check_variables
from core.tickets.messages import LONGEST
from core.tickets.models import Macro
from core.tickets.rules import Base, parse_priority

MacroName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,49}$"
    ),
]
ME = "me"


class MacroActions(BaseModel):
    """What a macro does besides its text. ``assign``: ``me``, somebody's address, or a team."""

    model_config = ConfigDict(extra="forbid")

    status: str | None = Field(default=None, max_length=100)
    priority: str | None = Field(default=None, max_length=20)
    category: str | None = Field(default=None, max_length=300)
    add_tags: list[str] = Field(default_factory=list, max_length=50)
    remove_tags: list[str] = Field(default_factory=list, max_length=50)
    assign: str | None = Field(default=None, max_length=254)


class MacroDraft(BaseModel):
    """What may be said of a macro. ``send_as`` says whether customers get its text."""

    model_config = ConfigDict(extra="forbid")

    name: MacroName
    description: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=LONGEST // 4)
    send_as: Literal["reply", "note"] = "reply"
    actions: MacroActions = Field(default_factory=MacroActions)
    team_id: UUID | None = None


async def save_macro(
    uow: UnitOfWork, actor: Actor, draft: MacroDraft, name: str | None = None
) -> Macro:
    """Write a macro, or change the one called ``name``.

    Raises :class:`Invalid` naming a variable or a word in it that does not exist.
    """
    require(actor, Permission.WRITE_MACROS)
    check_variables(draft.text)
    actions = await _checked(uow, actor, draft.actions)
    if not draft.text.strip() and not actions:
        raise Invalid(field="text", problem="write a text or say what is to be done")
    if draft.team_id is not None and await uow.session.get(Team, draft.team_id) is None:
        raise Invalid(field="team_id", problem="there is no such team")
    macro = await _macro_to_save(uow, actor, draft.name, name)
    values = {
        "name": draft.name,
        "description": draft.description,
        "text": draft.text.strip(),
        "as_note": draft.send_as == "note",
        "actions": actions,
        "team_id": draft.team_id,
    }
    changed = tuple(key for key, value in values.items() if getattr(macro, key) != value)
    for key in changed:
        setattr(macro, key, values[key])
    macro.updated_at = uow.now
    await uow.session.flush()
    await uow.record(MacroChanged(macro_id=macro.id, name=macro.name, fields=changed), actor)
    return macro


async def _macro_to_save(uow: UnitOfWork, actor: Actor, wanted: str, name: str | None) -> Macro:
    twin = await uow.session.scalar(select(Macro).where(Macro.name == wanted))
    if name is None:
        macro = Macro(id=new_id(), organisation_id=uow.organisation_id, created_at=uow.now)
        uow.session.add(macro)
    else:
        macro = await get_macro(uow, actor, name)
    if twin is not None and twin is not macro:
        raise Invalid(field="name", problem="another macro has this name")
    return macro


async def _checked(uow: UnitOfWork, actor: Actor, wanted: MacroActions) -> dict[str, Any]:
    """The actions as they are kept: by id where words may be renamed."""
    words = await catalogue(uow)
    kept: dict[str, Any] = {}
    if wanted.status:
        status = words.status_named(wanted.status)
        if status.base is Base.NEW:
            raise Invalid(field="status", problem="a ticket is new only before anybody answers")
        kept["status"] = str(status.id)
    if wanted.priority:
        kept["priority"] = parse_priority(wanted.priority)
    if wanted.category:
        kept["category"] = str(words.category_named(wanted.category).id)
    for key in ("add_tags", "remove_tags"):
        if tags := [normal_tag(tag) for tag in getattr(wanted, key)]:
            kept[key] = tags
    if wanted.assign:
        kept["assign"] = await _kept_owner(uow, actor, wanted.assign)
    return kept


async def _kept_owner(uow: UnitOfWork, actor: Actor, said: str) -> str:
    if said.strip().lower() == ME:
        return ME
    try:
        return str((await catalogue(uow)).team_named(said).id)
    except Invalid:
        pass
    try:
        return str((await member_of_staff(uow, actor, said)).id)
    except Invalid as error:
        raise Invalid(field="assign", problem=error.details["problem"]) from error


async def remove_macro(uow: UnitOfWork, actor: Actor, name: str) -> None:
    """Take a macro away. What was sent with it stays."""
    require(actor, Permission.WRITE_MACROS)
    macro = await get_macro(uow, actor, name)
    await uow.session.delete(macro)
    await uow.session.flush()
    await uow.record(MacroChanged(macro_id=macro.id, name=macro.name, removed=True), actor)


def _offered_to(actor: Actor) -> ColumnElement[bool]:
    """A team's macros are for its members, and for managers and administrators."""
    if actor.role in {Role.MANAGER, Role.ADMIN}:
        return true()
    return or_(Macro.team_id.is_(None), Macro.team_id.in_(actor.team_ids))


async def list_macros(uow: UnitOfWork, actor: Actor) -> list[Macro]:
    """The macros that are offered to the actor, by name."""
    require(actor, Permission.USE_MACROS)
    return list(
        await uow.session.scalars(select(Macro).where(_offered_to(actor)).order_by(Macro.name))
    )


async def get_macro(uow: UnitOfWork, actor: Actor, name: str) -> Macro:
    """The macro of that name. Raises :class:`NotFound`, also for another team's."""
    require(actor, Permission.USE_MACROS)
    wanted = name.strip().lower()
    macro = await uow.session.scalar(select(Macro).where(Macro.name == wanted, _offered_to(actor)))
    if macro is None:
        raise NotFound(ref=f"the macro {name!r}")
    return macro


async def actions_in_words(uow: UnitOfWork, macro: Macro) -> MacroActions:
    """What a macro does besides, in the organisation's present words; what is gone is left out."""
    words, kept = await catalogue(uow), dict(macro.actions)
    status = words.statuses.get(UUID(kept["status"])) if kept.get("status") else None
    category = words.categories.get(UUID(kept["category"])) if kept.get("category") else None
    owner = kept.get("assign")
    if owner and owner != ME:
        team = words.teams.get(UUID(owner))
        person = None if team else await uow.session.get(Person, UUID(owner))
        owner = team.name if team else (person.email or person.name if person else None)
    return MacroActions(
        status=status.name if status else None,
        priority=kept.get("priority"),
        category=" > ".join(category.path) if category else None,
        add_tags=kept.get("add_tags", []),
        remove_tags=kept.get("remove_tags", []),
        assign=owner,
    )
