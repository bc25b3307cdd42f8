"""How each act of the story is carried out: by the use case of the real thing."""

from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

from bot.cards import File
from bot.demo.story import Step
from bot.incoming import Spot
from bot.ports import Profile
from core.access.actor import Actor, the_desk
from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import CUSTOMER, places_of
from core.conversation.refs import MESSAGE, keep_ref
from core.database.unit_of_work import UnitOfWork
from core.ids import new_id
from core.tickets.claiming import assign, claim
from core.tickets.configuration.tagging import parse_tags
from core.tickets.editing import TicketEdit, edit
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.replying import note, reply
from core.tickets.resolving import resolve, set_status


class Stage(Protocol):
    """The platform on which customers of the story speak."""

    async def profile(self, workspace: str, person_id: UUID) -> Profile:
        """What the platform vouches for."""

    async def says(
        self,
        uow: UnitOfWork,
        actor: Actor,
        text: str,
        thread: str | None,
        files: tuple[File, ...] = (),
    ) -> tuple[Spot, str]:
        """A customer writes in the support channel: where, and the message's id."""


async def _open(
    uow: UnitOfWork, actor: Actor, ticket: Ticket | None, step: Step, stage: Stage
) -> None:
    subject, _, description = step.text.partition("\n")
    spot, stamp = await stage.says(uow, actor, f"{subject}. {description}", None, step.files)
    place = Place(
        id=new_id(),
        organisation_id=uow.organisation_id,
        platform=spot.platform,
        workspace=spot.workspace,
        channel=spot.channel,
        thread=stamp,
        role=CUSTOMER,
        audience=Audience.PUBLIC.value,
        person_id=actor.person_id,
        created_at=uow.now,
    )
    uow.session.add(place)
    await uow.session.flush()
    options = dict(step.options)
    team = options.pop("team", None)
    said = {"subject": subject, "description": description, "attachment_ids": ids_of(step)}
    draft = TicketDraft.model_validate(said | options)
    opened = await open_ticket(uow, actor, draft, place_id=place.id)
    if team:
        desk = the_desk(uow.organisation_id, "demo")
        await assign(uow, desk, opened.number, team)


async def _claim(
    uow: UnitOfWork, actor: Actor, ticket: Ticket | None, step: Step, stage: Stage
) -> None:
    assert ticket is not None
    await claim(uow, actor, ticket.number)


async def _reply(
    uow: UnitOfWork, actor: Actor, ticket: Ticket | None, step: Step, stage: Stage
) -> None:
    assert ticket is not None
    own = [p for p in await places_of(uow, ticket.id) if p.role == CUSTOMER]
    if actor.is_staff or not own:
        await reply(uow, actor, ticket.number, step.text, attachment_ids=ids_of(step))
        return
    _, stamp = await stage.says(uow, actor, step.text, own[0].thread, step.files)
    message = await reply(
        uow, actor, ticket.number, step.text, place_id=own[0].id, attachment_ids=ids_of(step)
    )
    await keep_ref(uow, own[0].id, MESSAGE, stamp, message.id)


async def _note(
    uow: UnitOfWork, actor: Actor, ticket: Ticket | None, step: Step, stage: Stage
) -> None:
    assert ticket is not None
    await note(uow, actor, ticket.number, step.text, attachment_ids=ids_of(step))


def ids_of(step: Step) -> list[UUID]:
    """The step's files as they are named in a message."""
    return [UUID(file.id) for file in step.files]


async def _status(
    uow: UnitOfWork, actor: Actor, ticket: Ticket | None, step: Step, stage: Stage
) -> None:
    assert ticket is not None
    await set_status(uow, actor, ticket.number, step.text)


async def _set(
    uow: UnitOfWork, actor: Actor, ticket: Ticket | None, step: Step, stage: Stage
) -> None:
    assert ticket is not None
    add, remove = parse_tags(step.options["tags"])
    await edit(uow, actor, ticket.number, TicketEdit(add_tags=add, remove_tags=remove))


async def _assign(
    uow: UnitOfWork, actor: Actor, ticket: Ticket | None, step: Step, stage: Stage
) -> None:
    assert ticket is not None
    reason = step.options.get("reason", "")
    await assign(uow, actor, ticket.number, step.options["to"], reason=reason)


async def _resolve(
    uow: UnitOfWork, actor: Actor, ticket: Ticket | None, step: Step, stage: Stage
) -> None:
    assert ticket is not None
    await resolve(uow, actor, ticket.number, step.text)


Act = Callable[[UnitOfWork, Actor, Ticket | None, Step, Stage], Awaitable[None]]
ACTS: dict[str, Act] = {
    "open": _open,
    "claim": _claim,
    "reply": _reply,
    "note": _note,
    "status": _status,
    "set": _set,
    "assign": _assign,
    "resolve": _resolve,
}
