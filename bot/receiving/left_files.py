"""Files that came with an act which says nothing to anybody, or which was refused: whoever
brought them is told, and no post pretends that they went along."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from bot.cards import Card, Text
from bot.grammar.command import Command
from bot.incoming import Brought, Incoming, Spot
from bot.ports import ListsFiles, SendError
from bot.receiving.bringing import with_told
from bot.talk import Answer, Talk
from core.conversation.files_names import safe_name
from core.ids import to_id
from core.tickets.held.held_sending import FILES

log = structlog.get_logger()


@dataclass(frozen=True)
class Unlist:
    """Work for ``UnitOfWork.outside``: the post of the act shows these files no longer."""

    spot: Spot
    files: tuple[UUID, ...]
    platform: ListsFiles = field(compare=False)

    async def do(self) -> None:
        """Leave them out. That it cannot be done now ends nothing: they are told of anyway."""
        try:
            await self.platform.unlist_files(self.spot, self.files)
        except SendError as error:
            log.warning("files.still_listed", error=repr(error))


def _unlisting(platform: object, incoming: Incoming, left: Sequence[Brought]) -> Unlist | None:
    """What is to be done where the act stands as a post that lists the files."""
    kept = tuple(to_id(one.id, "that file") for one in left if one.is_kept)
    if not kept or not incoming.stamp or not isinstance(platform, ListsFiles):
        return None
    return Unlist(incoming.spot, kept, platform)


def files_to_keep(incoming: Incoming, command: Command | None) -> dict[str, str]:
    """What of the files is kept with a refused text: those that are here already go with it
    when it is sent again, where the verb says a message."""
    ids = [one.id for one in incoming.files if one.is_kept]
    return {FILES: " ".join(ids)} if ids and command and says_message(command) else {}


def says_message(command: Command) -> bool:
    """Whether a message comes of it that can carry files."""
    return command.verb in {"reply", "note"} or (command.verb == "resolve" and bool(command.text))


def _lost(incoming: Incoming, command: Command | None) -> list[Brought]:
    kept = files_to_keep(incoming, command)
    return [one for one in incoming.files if not (kept and one.is_kept)]


async def unlist_lost(platform: object, incoming: Incoming, command: Command | None) -> None:
    """The post of an act that was refused shows none of the files that are not kept with it."""
    unlisting = _unlisting(platform, incoming, _lost(incoming, command))
    if unlisting is not None:
        await unlisting.do()


async def told_of_left(talk: Talk, command: Command, answer: Answer) -> Answer:
    """The answer, with what is to be told of files that no message of the act names."""
    left = [one for one in talk.incoming.files if one not in talk.brought]
    if not left:
        return answer
    unlisting = _unlisting(talk.platform, talk.incoming, left)
    if unlisting is not None:
        talk.uow.outside(unlisting)
    why = f"this `{command.verb}` sends no message that could carry"
    told = f"{_not_taken(left)}: {why} {_them(left)}. {_again(left)} with `reply`."
    return with_told(answer, Text(text=told))


def refused_with_files(card: Card, incoming: Incoming, command: Command | None) -> Card:
    """The card of a refusal, with a word of those files that are not kept with the text."""
    left = _lost(incoming, command)
    if not left:
        return card
    told = f"{_not_taken(left)}. {_again(left)} when you try again."
    return card.model_copy(update={"body": "\n\n".join(filter(None, (card.body, told)))})


def _not_taken(left: Sequence[Brought]) -> str:
    names = ", ".join(safe_name(one.name) for one in left)
    return f"{names} {'was' if len(left) == 1 else 'were'} not taken"


def _them(left: Sequence[Brought]) -> str:
    return "it" if len(left) == 1 else "them"


def _again(left: Sequence[Brought]) -> str:
    return f"Bring {_them(left)} again"
