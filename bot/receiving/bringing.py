"""Files that come with what somebody says: fetched outside every transaction, then kept.

What cannot be had never holds the words back: it is told, with a way to try again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from bot.cards import Button, Card, Link, Text
from bot.grammar.command import Command
from bot.incoming import Brought
from bot.ports import CarriesFiles, SendError
from bot.talk import Answer, Talk
from core.clock import Clock
from core.conversation.audience import Audience
from core.conversation.files import FileRefused, Files, StoredFile, too_large
from core.conversation.files_names import safe_name
from core.conversation.ports import StorageDown
from core.errors import NotFound
from core.ids import to_id
from core.tickets.files.attaching import keep_file, put_in_thread
from core.tickets.files.missing import fill_missing, keep_missing, missing_of
from core.tickets.files.uploading import invite_upload

PATIENCE = 30.0
"""Seconds for all files of a message: less than a receipt's lease."""


@dataclass(frozen=True)
class Missed:
    """A file that could not be had. ``again``: trying again may help; ``elsewhere``: its
    platform does not give it, so its owner may bring it another way."""

    name: str
    why: str
    again: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class Fetch:
    """Work for ``UnitOfWork.outside``: bring files from their platform into the storage."""

    key: str
    brought: tuple[Brought, ...]
    organisation_id: UUID
    files: Files = field(compare=False)
    platform: CarriesFiles = field(compare=False)
    clock: Clock = field(compare=False)

    async def do(self) -> tuple[StoredFile | Missed, ...]:
        """Each file or why not, in order."""
        ends = asyncio.get_running_loop().time() + PATIENCE
        return tuple([await self._one(brought, ends) for brought in self.brought])

    async def _one(self, brought: Brought, ends: float) -> StoredFile | Missed:
        name = safe_name(brought.name)
        try:
            if brought.size > self.files.largest:
                raise too_large(name, self.files.largest)
            async with asyncio.timeout_at(ends):
                chunks = self.platform.fetch_file(brought)
                now = self.clock.now()
                return await self.files.take_in(self.organisation_id, name, chunks, now)
        except FileRefused as refused:
            return Missed(name, str(refused))
        except StorageDown:
            why = "the file storage is not answering"
        except SendError as error:
            why = error.reason.rstrip(".")
            return Missed(name, _not_taken(name, why), again=True, elsewhere=True)
        except TimeoutError:
            why = "it took too long to fetch"
        return Missed(name, _not_taken(name, why), again=True)


def _not_taken(name: str, why: str) -> str:
    return f"{name} was not taken: {why}."


@dataclass(frozen=True)
class Bundle:
    """The files of one message: which it may name, and which are missing."""

    ids: tuple[UUID, ...] = ()
    missed: tuple[tuple[Missed, UUID], ...] = ()


async def bring_files(
    talk: Talk, *, number: int | None = None, thread: str | None = None
) -> Bundle:
    """Keep what came along as the sender's own, for a ticket or for the thread of a question."""
    brought = talk.incoming.files
    talk.brought.extend(brought)
    ids = [to_id(one.id, "that file") for one in brought if one.is_kept]
    if thread is not None and ids:
        await put_in_thread(talk.uow, talk.actor, ids, thread)
    missed: list[tuple[Missed, UUID]] = []
    remote = tuple(one for one in brought if not one.is_kept)
    for one, got in zip(remote, _fetched(talk, talk.incoming.key, remote), strict=True):
        if isinstance(got, StoredFile):
            kept = await keep_file(talk.uow, talk.actor, got, number=number, thread=thread)
        else:
            origin = one.model_dump(mode="json") if got.again else None
            kept = await keep_missing(
                talk.uow, talk.actor, got.name, got.why, origin=origin, number=number, thread=thread
            )
            missed.append((got, kept.id))
        ids.append(kept.id)
    return Bundle(tuple(ids), tuple(missed))


def _fetched(talk: Talk, key: str, brought: Sequence[Brought]) -> tuple[StoredFile | Missed, ...]:
    if not brought:
        return ()
    platform: object = talk.platform
    if talk.files is None or not isinstance(platform, CarriesFiles):
        why = "this desk cannot fetch files from there"
        return tuple(Missed(safe_name(b.name), _not_taken(b.name, why)) for b in brought)
    work = Fetch(key, tuple(brought), talk.uow.organisation_id, talk.files, platform, talk.clock)
    return talk.uow.outside(work)


async def told_of_missing(
    talk: Talk, bundle: Bundle, number: int | None, audience: Audience
) -> Text | None:
    """What the sender hears of files that were not taken: why, and what to do."""
    if not bundle.missed:
        return None
    lines = [missed.why for missed, _ in bundle.missed]
    lines.append("Your message was sent." if number else "Your message was kept.")
    again = [(missed, kept) for missed, kept in bundle.missed if missed.again]
    buttons = tuple(
        Button(label=f"Try again: {missed.name}"[:70], says=_says_again(talk, number, kept))
        for missed, kept in again[:5]
    )
    if number is not None and any(missed.elsewhere for missed, _ in again):
        link = await upload_link(talk, number, audience)
        lines.append(f"Or bring one here, once, within 24 hours: {link.url}")
    return Text(text="\n\n".join(lines), buttons=buttons)


def _says_again(talk: Talk, number: int | None, kept: UUID) -> str:
    ref = f"{talk.uow.ticket_prefix}-{number} " if number else ""
    return f"reply {ref}fetch:{kept}"


async def upload_link(talk: Talk, number: int, audience: Audience) -> Link:
    """A one-time address at which the sender may bring a file to the ticket."""
    token = await invite_upload(talk.uow, talk.actor, number, audience)
    return Link(label="Bring a file", url=f"{talk.address}/upload/{token}")


async def fetch_again(talk: Talk, command: Command) -> Answer:
    """Try once more to have a file that was missing; from then on it stands in its message."""
    missing = await missing_of(talk.uow, talk.actor, to_id(command.options["fetch"], "that file"))
    if not missing.origin:
        raise NotFound(ref="that file")
    brought = Brought.model_validate(missing.origin)
    # Each press is another try, so its result must not be taken for an earlier one's.
    [got] = _fetched(talk, talk.incoming.key, [brought])
    if isinstance(got, StoredFile):
        await fill_missing(talk.uow, talk.actor, missing.id, got)
        return Answer(private=Text(text=f"{got.name} was taken. It stands with your message now."))
    number = talk.number if command.number is None else command.number
    buttons: tuple[Button, ...] = ()
    if got.again:
        says = _says_again(talk, number, missing.id)
        buttons = (Button(label=f"Try again: {got.name}"[:70], says=says),)
    return Answer(private=Text(text=got.why, buttons=buttons))


def with_told(answer: Answer, told: Text | None) -> Answer:
    """The answer, with what is to be told of its files besides."""
    if told is None:
        return answer
    if isinstance(answer.private, Text):
        text = f"{answer.private.text}\n\n{told.text}"
        return replace(answer, private=told.model_copy(update={"text": text}))
    if isinstance(answer.private, Card):
        card = answer.private
        body = "\n\n".join(filter(None, (card.body, told.text)))
        more = {"body": body, "buttons": (*card.buttons, *told.buttons)}
        return replace(answer, private=card.model_copy(update=more))
    return replace(answer, private=told)
