"""``ask``: answers from the knowledge base."""

from bot.cards import Button, Card, Link, Row
from bot.forms.field_inputs import is_form_needed
from bot.grammar.command import Command
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.assistant.asking import Answer as Found
from core.assistant.asking import ask
from core.assistant.ports import Citation
from core.errors import Invalid
from core.knowledge.articles import anchor_of
from core.tickets.reading.queries import get_ticket

EXCERPT, SHOWN = 350, 2
"""Characters of a passage, and how many passages are shown; further ones are links."""

QUESTION = 600


async def run_ask(talk: Talk, command: Command) -> Answer:
    """A cited answer, for the asker alone."""
    question = command.text or await _question_of(talk, command)
    found = await ask(talk.uow, talk.actor, question, talk.assistant)
    card = answer_card(talk, found, opens_form=await is_form_needed(talk))
    return Answer(private=card.model_copy(update={"quote": excerpt(found.question, QUESTION)}))


async def _question_of(talk: Talk, command: Command) -> str:
    """Without words, in a ticket: what the ticket is about."""
    if command.number is None and talk.number is None:
        raise Invalid(field="question", problem="ask something: `ask how do I ...`")
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.READ)
    return ticket.subject


def answer_card(talk: Talk, found: Found, *, opens_form: bool = False) -> Card:
    """Passages with their sources, or "I could not find this", and the way to a ticket."""
    says = f"new ask:{found.id}"
    open_it = Button(label="Open a ticket", says=says, opens_form=opens_form)
    if not found.known:
        return Card(
            title="I could not find this",
            body="Nothing in the knowledge base answers it. A person can.",
            buttons=(open_it.model_copy(update={"style": "primary"}),),
        )
    shown, further = found.citations[:SHOWN], found.citations[SHOWN:]
    rows = tuple(
        Row(title=source_of(c), detail=excerpt(c.text), url=address_of(talk, c)) for c in shown
    )
    links = tuple(Link(label=source_of(c), url=address_of(talk, c)) for c in further)
    return Card(
        title="From the knowledge base",
        body=found.text,
        rows=rows,
        links=links,
        buttons=(open_it,),
        footer=who_wrote(found.model, found.trouble),
    )


def who_wrote(model: str, trouble: str) -> str:
    """Whose words they are, and why not a model's if one is set."""
    if model:
        return f"Written by {model} from the articles named above."
    local = "Local: quoted from the articles named above, not written by a person."
    return f"{local} The language model did not help: {trouble}." if trouble else local


def source_of(citation: Citation) -> str:
    """The article, and the section of it that is quoted."""
    return " > ".join(filter(None, (citation.title, citation.heading)))


def address_of(talk: Talk, citation: Citation) -> str:
    """Where to read on: the section in its article."""
    section = f"#{anchor_of(citation.heading)}" if citation.heading else ""
    return f"{talk.address}/chat/articles/{citation.slug}{section}"


def excerpt(text: str, longest: int = EXCERPT) -> str:
    """The beginning of a text, cut at a word."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0] + " …"
