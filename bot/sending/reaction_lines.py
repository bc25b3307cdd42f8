"""Reactions in words: who put which emoji on a message, the same on every platform.

Words, and not an emoji of our own account: that would not say whose it is, and would look like
our delivery marks. They end the message where we can change it. What its author typed there
themselves we cannot: a platform that can show them beside it does
(:class:`bot.ports_marks.ShowsReactions`), elsewhere one line stands below, is changed as they
change, and goes with the last of them.
"""

from collections.abc import Mapping

from bot.cards import Text
from bot.ports import NotOurs
from bot.ports_marks import ShowsReactions
from bot.sending.parcels import Parcel
from bot.showing.texts import cut, in_a_line
from core.conversation.models import Message, Place
from core.database.unit_of_work import UnitOfWork
from core.tickets.collaboration.reacted import reactions_shown

_EMOJI = 10
_NAMES = 5
_NAME = 40
_QUOTE = 60


async def reactions_in_words(uow: UnitOfWork, message: Message, place: Place) -> str:
    """``👍 Ana, Sam · 🎉 Mia``; empty if nobody reacted whom that place does not show itself."""
    return to_words(await reactions_shown(uow, message, place))


def to_words(shown: Mapping[str, tuple[str, ...]]) -> str:
    """The same from who reacted how."""
    parts = [f"{emoji} {_names(names)}" for emoji, names in list(shown.items())[:_EMOJI]]
    left = len(shown) - len(parts)
    return " · ".join([*parts, f"+{left} more"] if left else parts)


def line_below(message: Message, words: str) -> Text:
    """A line below somebody's own words, or below the card on which they stand."""
    quote = cut(in_a_line(message.body), _QUOTE)
    return Text(text=f"{words} on “{quote}”", internal=message.audience != "public")


async def set_reactions(platform: object, parcel: Parcel) -> None:
    """Let the platform show them beside what its author wrote there. Raises :class:`NotOurs`
    where it cannot: then a line does."""
    if not isinstance(platform, ShowsReactions) or parcel.ref is None:
        raise NotOurs("a line below tells who reacted")
    await platform.show_reactions(parcel.spot, parcel.ref, parcel.mark)


def _names(names: tuple[str, ...]) -> str:
    shown = [cut(in_a_line(name), _NAME) or "Somebody" for name in names[:_NAMES]]
    left = len(names) - len(shown)
    return ", ".join(shown) + (f" and {left} more" if left else "")
