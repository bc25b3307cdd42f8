"""The context in which a command is carried out, and what may come back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from bot.cards import Card, Text
from bot.grammar.command import Command
from bot.grammar.parse import UnknownTicketWord
from bot.incoming import Brought, Incoming, Kind
from bot.ports import ChatPlatform
from core.access.actor import Actor
from core.assistant.ports import Assistant
from core.clock import Clock, SetClock
from core.conversation.files import Files
from core.conversation.mapping import SUPPORT
from core.conversation.models import Place
from core.conversation.places import Served
from core.database.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.grammar.verbs import Registry


@dataclass(frozen=True)
class Answer:
    """What a command answers.

    ``private`` is for the asker alone. ``here`` is said in the place itself, to all
    who read there; ``for_staff``: nobody else may. ``held`` is a reply that waits: its author
    reads how it stands, now and later. ``begun`` is a place that is opened for the asker: they
    read where it is. Nothing means that the card and its line say it already.
    """

    private: Text | Card | None = None
    here: Text | Card | None = None
    for_staff: bool = False
    held: UUID | None = None
    begun: UUID | None = None


NOTHING = Answer()
MOMENT = timedelta(seconds=10)


@dataclass(frozen=True)
class Talk:
    """Who says something, where, and the transaction in which it is carried out.

    ``served`` is what the channel serves, if it does so here. ``under_mirror``: below the
    card of a subscribed channel, where colleagues talk. ``brought`` are those of the files that
    came along which were kept for a message.
    """

    uow: UnitOfWork
    actor: Actor
    incoming: Incoming
    registry: "Registry"
    assistant: Assistant
    address: str
    place: Place | None = None
    number: int | None = None
    served: Served | None = None
    under_mirror: bool = False
    platform: ChatPlatform | None = None
    files: Files | None = None
    platforms: Mapping[str, ChatPlatform] = field(default_factory=dict)
    brought: list[Brought] = field(default_factory=list, compare=False)

    @property
    def clock(self) -> Clock:
        """The time of day in this transaction."""
        return SetClock(self.uow.now)

    @property
    def is_fresh(self) -> bool:
        """Whether it was said a moment ago: what belongs to it may still be on its way."""
        return self.uow.now - self.incoming.at < MOMENT

    @property
    def in_support(self) -> bool:
        """Whether customers are served in this channel."""
        return self.served is not None and self.served.role == SUPPORT

    @property
    def is_read_along(self) -> bool:
        """Whether others than the sender and staff can read here."""
        return not (self.incoming.direct or self.incoming.apart)

    @property
    def thread(self) -> str:
        """The conversation by name, before it is any ticket's."""
        spot = self.incoming.spot
        return f"{spot.platform}:{spot.channel}:{spot.thread or self.incoming.stamp}"

    def ticket(self, command: Command) -> int:
        """The ticket that is meant: named, or the one whose thread this is.

        Raises :class:`UnknownTicketWord`.
        """
        number = command.number if command.number is not None else self.number
        if number is None:
            raise UnknownTicketWord(verb=command.verb)
        return number

    @property
    def seen_by_all(self) -> bool:
        """Whether the act shows in the place itself, so that no private answer is needed."""
        return self.incoming.kind in {Kind.PRESS, Kind.FORM} or self.number is not None

    def done(self, number: int, what: str) -> Answer:
        """A private word that it was done, unless everybody here sees it anyway."""
        if self.seen_by_all and (self.number == number or self.incoming.kind is Kind.PRESS):
            return NOTHING
        return Answer(private=Text(text=f"{what} **{self.uow.ticket_prefix}-{number}**."))
