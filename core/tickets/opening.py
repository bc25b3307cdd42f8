"""Opening a ticket."""

from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)

from core.access.actor import Actor, Role
from core.access.permissions import Permission, require
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.ids import new_id
from core.tickets.configuration.catalogue import Catalogue, CategoryWord, catalogue
from core.tickets.configuration.customers import to_customer
from core.tickets.configuration.fields import check_fields
from core.tickets.configuration.tagging import put_tags
from core.tickets.events import TicketOpened
from core.tickets.files.attaching import name_files, unsaid_files
from core.tickets.messages import LONGEST, say
from core.tickets.models import Ticket
from core.tickets.relations.group import root_id_of
from core.tickets.rules import SUBJECT_LENGTH, Base, parse_priority


def _without_nulls(value: object) -> object:
    # Postgres keeps no such character, and what is left must still be something.
    return value.replace("\x00", "") if isinstance(value, str) else value


Subject = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=SUBJECT_LENGTH),
    BeforeValidator(_without_nulls),  # last, so that it runs first and the rest checks the result
]
"""What a ticket is called, in a line."""
CustomFields = Annotated[
    dict[str, Any],
    Field(max_length=100, description="Values by key; `/fields/schema` says what they may be."),
]
"""Values of custom fields, which :mod:`core.tickets.configuration.field_rules` checks."""


Source = Literal["phone", "email", "chat", "web"]
"""How somebody may have reached the staff who open a ticket for them."""
SOURCES: tuple[Source, ...] = get_args(Source)


class TicketDraft(BaseModel):
    """What it takes to open a ticket: the same model for forms, chat, REST and imports.

    ``customer`` (an email address or a name) is for staff who open for somebody else, and so
    is ``source``: how that person reached them. ``team`` and ``tags`` of anybody else count for
    nothing: they see neither.
    """

    model_config = ConfigDict(extra="forbid")

    subject: Subject
    description: Annotated[
        str, StringConstraints(max_length=LONGEST), BeforeValidator(_without_nulls)
    ] = ""
    priority: str = "medium"
    category: str | None = Field(default=None, max_length=300)
    customer: str | None = Field(default=None, max_length=254)
    team: str | None = Field(default=None, max_length=100)
    source: Source | None = None
    tags: list[str] = Field(default_factory=list, max_length=50)
    attachment_ids: list[UUID] = Field(default_factory=list, max_length=20)
    custom_fields: CustomFields = Field(default_factory=dict)

    @field_validator("priority")
    @classmethod
    def _known_priority(cls, value: str) -> str:
        try:
            return parse_priority(value)
        except Invalid as error:
            raise ValueError(error.details["problem"]) from error


async def open_ticket(
    uow: UnitOfWork,
    actor: Actor,
    draft: TicketDraft,
    *,
    source: str | None = None,
    place_id: UUID | None = None,
    thread: str | None = None,
    silent: bool = False,
    follows: Ticket | None = None,
) -> Ticket:
    """Open a ticket for the actor, or for ``draft.customer``.

    ``place_id`` is the customer's place in which it was asked for, ``thread`` names the
    conversation in which files may have been brought before. ``silent`` spares
    the triage channel (imports); the card then appears with the first act. What
    ``follows`` another ticket has its category and fields, and is asked for nothing more;
    its team is the one with which that ended, wherever it went on. Raises :class:`Invalid`
    naming the field, or ``Denied``.
    """
    require(actor, Permission.OPEN)
    words = await catalogue(uow)
    category = check_required(draft, words)
    filled = (
        await check_fields(
            uow, actor, category.id if category else None, draft.custom_fields, opening=True
        )
        if follows is None
        else follows.custom_fields
    )
    requester_id = await _requester(uow, actor, draft)
    team = words.team_named(draft.team) if draft.team and actor.is_staff else None
    ticket = _new_ticket(uow, draft, words, category)
    ticket.requester_id = requester_id
    ticket.source = source or _told_source(actor, draft) or actor.surface
    ticket.team_id = team.id if team else None
    ticket.custom_fields = {key: value for key, value in filled.items() if value is not None}
    if follows is not None:
        ticket.team_id = await _team_after(uow, follows)
        ticket.category_id, ticket.subcategory_id = follows.category_id, follows.subcategory_id
    uow.session.add(ticket)
    await uow.session.flush()
    if draft.tags and actor.is_staff:
        await put_tags(uow, ticket, draft.tags, [])
    await uow.record(
        TicketOpened(
            ticket_id=ticket.id,
            number=ticket.number,
            requester_id=requester_id,
            source=ticket.source,
            place_id=place_id,
            silent=silent,
        ),
        actor,
    )
    await _say_first(uow, actor, ticket, draft, place_id, thread)
    return ticket


async def _team_after(uow: UnitOfWork, follows: Ticket) -> UUID | None:
    last = await uow.session.get_one(Ticket, await root_id_of(uow, follows))
    return last.team_id


async def _say_first(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    draft: TicketDraft,
    place_id: UUID | None,
    thread: str | None,
) -> None:
    brought = await unsaid_files(uow, actor, draft.attachment_ids, thread)
    message = await say(
        uow,
        _speaking_for(actor, ticket.requester_id),
        ticket,
        draft.description.strip() or draft.subject,
        Audience.PUBLIC,
        place_id=place_id,
        opening=True,
        files=len(brought),
    )
    await name_files(uow, message, brought)


def _new_ticket(
    uow: UnitOfWork,
    draft: TicketDraft,
    words: Catalogue,
    category: CategoryWord | None,
) -> Ticket:
    return Ticket(
        id=new_id(),
        organisation_id=uow.organisation_id,
        subject=draft.subject,
        status_id=words.first_status(Base.NEW).id,
        priority=draft.priority,
        category_id=category.root_id if category else None,
        subcategory_id=category.id if category and category.id != category.root_id else None,
        language=uow.language,
        revision=1,
        message_count=1,
        last_said_by="customer",
        created_at=uow.now,
        updated_at=uow.now,
    )


def _speaking_for(actor: Actor, requester_id: UUID) -> Actor:
    # The first message is a customer's concern, whoever typed it and whatever their role.
    return Actor(requester_id, actor.organisation_id, Role.CUSTOMER, "", actor.surface)


def check_required(draft: TicketDraft, words: Catalogue) -> CategoryWord | None:
    """The category that was named. Raises :class:`Invalid` for a field it needs."""
    if not draft.category:
        return None
    category = words.category_named(draft.category)
    for field in sorted(category.required):
        said = field not in TicketDraft.model_fields or field in draft.model_fields_set
        value = getattr(draft, field, True)
        if not said or not (value.strip() if isinstance(value, str) else value):
            raise Invalid(field=field, problem=f"{category.name} tickets need this")
    return category


def _told_source(actor: Actor, draft: TicketDraft) -> str | None:
    if draft.source is not None and not actor.is_staff:
        raise Invalid(field="source", problem="only staff say how somebody reached them")
    return draft.source


async def _requester(uow: UnitOfWork, actor: Actor, draft: TicketDraft) -> UUID:
    if not draft.customer:
        if actor.person_id is None:
            raise Invalid(field="customer", problem="say for whom")
        return actor.person_id
    return await to_customer(uow, actor, draft.customer)
