"""A message that stands on a platform, on its way to become a ticket: read, or taken as the
platform told of it; its author made known, its thread made the customer's place.
"""

from dataclasses import dataclass, field, replace

from bot.cards import Text
from bot.incoming import Incoming, Spot
from bot.ports import ChatPlatform, Profile, ReadsMessages, Refused, SendError, Written
from bot.receiving.bringing import bring_files, told_of_missing
from bot.receiving.identifying import UnknownSender
from bot.talk import NOTHING, Answer, Talk
from core.conversation.audience import Audience
from core.conversation.beginning import begin_place
from core.conversation.models import Place
from core.conversation.places import role_at
from core.conversation.refs import MESSAGE, keep_ref
from core.errors import HelpdeskError, Unavailable
from core.people.identities import known_identity, link_identity
from core.tickets.messages import opening_of
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.reading.queries import ref_of


class Unreadable(HelpdeskError):
    """The platform does not show us the message."""

    code = "chat.unreadable"
    text = "I can't read that message: {reason}"


@dataclass(frozen=True)
class Look:
    """Work for ``UnitOfWork.outside``: read the message to which somebody reacted."""

    spot: Spot
    stamp: str
    platform: ReadsMessages = field(compare=False)

    async def do(self) -> Written | SendError | None:
        """The message, or why there is none."""
        try:
            return await self.platform.read_message(self.spot, self.stamp)
        except SendError as error:
            return error


@dataclass(frozen=True)
class Introduction:
    """Work for ``UnitOfWork.outside``: who a user of a platform is."""

    workspace: str
    user: str
    platform: ChatPlatform = field(compare=False)

    async def do(self) -> Profile | None:
        """What the platform vouches for."""
        try:
            return await self.platform.profile(self.workspace, self.user)
        except Refused:
            return None


def already(talk: Talk, number: int | None) -> Answer:
    """That there is a ticket for it, by name."""
    if number is None:
        return NOTHING
    ref = ref_of(talk.uow, number)
    return Answer(private=Text(text=f"There is a ticket for this already: **{ref}**."))


def read_there(talk: Talk, stamp: str) -> Written | None:
    """The message as it stands on its platform; where none can be read there, as the platform
    told of the one that was chosen. Raises :class:`Unreadable`."""
    platform: object = talk.platform
    if not isinstance(platform, ReadsMessages):
        return _as_told(talk.incoming)
    found = talk.uow.outside(Look(talk.incoming.spot, stamp, platform))
    if isinstance(found, Refused):
        raise Unreadable(reason=found.reason)
    if isinstance(found, SendError):
        raise Unavailable(what=talk.incoming.spot.platform.capitalize())
    return found


def _as_told(incoming: Incoming) -> Written | None:
    """Its words are those that its form begins with."""
    told = incoming.chosen
    if told is None:
        return None
    return Written(incoming.values.get("description", ""), told.thread, told.author)


@dataclass(frozen=True)
class Begun:
    """A ticket from a message; ``there`` is the talk at it, ``told`` what is said of its files."""

    ticket: Ticket
    there: Talk
    told: Text | None


async def open_from(
    talk: Talk, draft: TicketDraft, place: Place | None, written: Written | None
) -> Begun:
    """Open the ticket with the message's files; in its ``place`` the message is its first.

    ``written`` is None where the message could not be read.
    """
    spot = talk.incoming.spot
    if written is not None:
        spot = spot.model_copy(update={"thread": written.thread})
    brought = {"files": written.files if written else (), "spot": spot}
    there = replace(talk, incoming=talk.incoming.model_copy(update=brought))
    bundle = await bring_files(there, thread=there.thread)
    place_id = place.id if place else None
    ticket = await open_ticket(talk.uow, talk.actor, draft, place_id=place_id, thread=there.thread)
    if place is not None:
        await stands_there(talk, place, ticket)
    told = await told_of_missing(there, bundle, ticket.number, Audience.PUBLIC)
    return Begun(ticket, there, told)


async def stands_there(talk: Talk, place: Place, ticket: Ticket) -> None:
    """The ticket's first message is that very message: its edits and its removal count."""
    first = await opening_of(talk.uow, ticket.id)
    if first is not None and talk.incoming.stamp:
        await keep_ref(talk.uow, place.id, MESSAGE, talk.incoming.stamp, first)


async def author_of(talk: Talk, written: Written) -> str | None:
    """The author as the opening of a ticket takes a customer; None: who reacted.

    A bot is nobody's customer, and whoever asks for a ticket for themselves needs no name.
    """
    spot = talk.incoming.spot
    if not written.author or written.author == talk.incoming.sender:
        return None
    known = await known_identity(talk.uow, spot.platform, spot.workspace, written.author)
    if known is None:
        assert talk.platform is not None
        work = Introduction(spot.workspace, written.author, talk.platform)
        profile = talk.uow.outside(work)
        if profile is None:
            raise UnknownSender(platform=spot.platform.capitalize())
        await link_identity(
            talk.uow, spot.platform, spot.workspace, written.author, profile, welcome=True
        )
    return written.author


async def place_for(talk: Talk, written: Written) -> Place | None:
    """The message's thread, unless staff talk among themselves there."""
    spot = talk.incoming.spot
    role = await role_at(talk.uow, spot.platform, spot.workspace, spot.channel)
    if role == "triage" or talk.incoming.direct:
        return None
    author = await known_identity(talk.uow, spot.platform, spot.workspace, written.author)
    return await begin_place(
        talk.uow,
        spot.platform,
        spot.workspace,
        spot.channel,
        written.thread,
        author.person_id if author else talk.actor.person_id,
        shared=talk.is_read_along,
    )
