"""Asking: an answer with citations, or an honest refusal that is kept as a gap."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.assistant.drafting import Drafting
from core.assistant.ports import Assistant, Citation
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.knowledge.models import Ask

LONGEST = 2000


@dataclass(frozen=True)
class Answer:
    """What was found. No citation means that we do not know.

    ``text`` is what ``model`` wrote from the citations, if it did; ``trouble`` says why a
    model that is set did not.
    """

    id: UUID
    question: str
    citations: tuple[Citation, ...]
    text: str = ""
    model: str = ""
    trouble: str = ""

    @property
    def known(self) -> bool:
        """Whether there is an answer."""
        return bool(self.citations)


async def ask(
    uow: UnitOfWork,
    actor: Actor,
    question: str,
    assistant: Assistant,
    *,
    thread: str | None = None,
) -> Answer:
    """Answer from what the asker may read. The question is kept, answered or not.

    ``thread`` names the conversation in which it was asked.
    """
    require(actor, Permission.ASK)
    asked = question.replace("\x00", "").strip()
    if not asked:
        raise Invalid(field="question", problem="ask something")
    asked_briefly = asked[:LONGEST]
    found = await assistant.find(uow, actor, asked_briefly)
    if found.citations and assistant.model is not None:
        found = uow.outside(
            Drafting(assistant.model, "answer", (("question", asked_briefly),), found)
        )
    row = Ask(
        id=new_id(),
        organisation_id=uow.organisation_id,
        person_id=actor.person_id,
        question=asked,
        answered=bool(found.citations),
        citations=[citation.slug for citation in found.citations],
        surface=actor.surface,
        thread=thread,
        created_at=uow.now,
    )
    uow.session.add(row)
    await uow.session.flush()
    return Answer(row.id, asked, found.citations, found.text, found.model, found.trouble)


async def asked_before(uow: UnitOfWork, actor: Actor, ask_id: UUID) -> str:
    """What the actor asked then, with all else asked in the same thread, oldest first.

    Raises :class:`NotFound`.
    """
    questions = await _questions(uow, actor, ask_id)
    if not questions:
        raise NotFound(ref="that question")
    return "\n\n".join(questions)


async def asked_alone(uow: UnitOfWork, actor: Actor, ask_id: UUID) -> bool:
    """Whether nothing else was asked in the same thread."""
    return len(await _questions(uow, actor, ask_id)) == 1


async def _questions(uow: UnitOfWork, actor: Actor, ask_id: UUID) -> list[str]:
    mine = Ask.person_id == actor.person_id
    thread = select(Ask.thread).where(Ask.id == ask_id, mine).scalar_subquery()
    asked = await uow.session.scalars(
        select(Ask.question)
        .where(mine, Ask.ticket_id.is_(None), (Ask.id == ask_id) | (Ask.thread == thread))
        .order_by(Ask.created_at)
    )
    return list(dict.fromkeys(asked))


async def is_someone_elses(uow: UnitOfWork, actor: Actor, thread: str) -> bool:
    """Whether that conversation began with a question of somebody else's."""
    first = await uow.session.scalar(
        select(Ask.person_id).where(Ask.thread == thread).order_by(Ask.created_at).limit(1)
    )
    return first is not None and first != actor.person_id


async def ticket_of_question(uow: UnitOfWork, actor: Actor, ask_id: UUID) -> UUID | None:
    """The ticket that was opened for what the actor asked then, if there is one."""
    found: UUID | None = await uow.session.scalar(
        select(Ask.ticket_id).where(Ask.id == ask_id, Ask.person_id == actor.person_id)
    )
    return found


async def became_ticket(uow: UnitOfWork, actor: Actor, ask_id: UUID, ticket_id: UUID) -> None:
    """The question was not solved by the answer: a ticket was opened for it."""
    await uow.session.execute(
        update(Ask)
        .where(Ask.id == ask_id, Ask.person_id == actor.person_id)
        .values(ticket_id=ticket_id)
    )
