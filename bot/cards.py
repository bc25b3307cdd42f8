"""What we say, once for every platform: cards, texts and forms as plain data.

A renderer in each adapter turns these into blocks, components or HTML and cuts
them to the platform's limits. Everything here is JSON, so it can wait in a
delivery. Texts are a safe CommonMark subset; renderers never pass them raw.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Said(BaseModel):
    """Base of everything said: frozen, strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Tone(StrEnum):
    """How a state feels; a renderer adds a colour *and* a shape, never colour alone."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    WARNING = "warning"
    DANGER = "danger"


class Badge(Said):
    """A state in a word, e.g. ``Due soon``."""

    word: str
    tone: Tone = Tone.NEUTRAL


class Fact(Said):
    """A named value. With ``moment``, the reader's own time is shown after the value."""

    name: str
    value: str = ""
    moment: datetime | None = None


class Button(Said):
    """A labelled, typed command: pressing it is saying ``says``."""

    label: str
    says: str
    style: Literal["plain", "primary", "danger"] = "plain"
    opens_form: bool = False


class Link(Said):
    """A labelled address, opened in the browser."""

    label: str
    url: str


class Option(Said):
    """One line of a select: its label and the command it says (or the value it gives)."""

    label: str
    says: str


class Select(Said):
    """A closed list of typed commands (``More``)."""

    label: str
    options: tuple[Option, ...]


class Row(Said):
    """One line of a list: a ticket, an article, a passage with its source."""

    title: str
    detail: str = ""
    badges: tuple[Badge, ...] = ()
    moment: datetime | None = None
    url: str | None = None
    buttons: tuple[Button, ...] = ()
    select: Select | None = None


class Author(Said):
    """Under whose name a message appears."""

    name: str
    role: Literal["customer", "agent", "assistant", "system"] = "system"
    avatar_url: str | None = None


class File(Said):
    """A file that a message names. With ``problem`` there is none, and that says why.

    ``width`` and ``height`` are those of a picture of which there is a small copy.
    """

    id: str
    name: str
    media_type: str = ""
    size: int = 0
    width: int | None = None
    height: int | None = None
    problem: str = ""


class Text(Said):
    """A message: what somebody said, or a short line of ours.

    ``mark`` is the delivery mark with its word, e.g. ``📨 sent``; ``internal``
    says that only staff may see it and makes the renderer show so; ``reactions`` who put
    which emoji on it.
    """

    kind: Literal["text"] = "text"
    text: str
    author: Author | None = None
    mark: str | None = None
    internal: bool = False
    edited: bool = False
    buttons: tuple[Button, ...] = ()
    files: tuple[File, ...] = ()
    reactions: str = ""


class Card(Said):
    """A block of facts with acts: a ticket, a list, an answer, an error.

    ``ref`` names the ticket (``TIK-1042``) when the card is one ticket's card.
    ``quote`` is somebody's words; ``body`` is ours.
    """

    kind: Literal["card"] = "card"
    title: str
    ref: str | None = None
    badges: tuple[Badge, ...] = ()
    body: str = ""
    facts: tuple[Fact, ...] = ()
    quote: str = ""
    rows: tuple[Row, ...] = ()
    buttons: tuple[Button, ...] = ()
    selects: tuple[Select, ...] = ()
    links: tuple[Link, ...] = ()
    footer: str = ""
    tone: Tone = Tone.NEUTRAL


class Section(Said):
    """A titled list on a home; ``empty`` is said where it has no rows."""

    title: str
    rows: tuple[Row, ...] = ()
    empty: str = ""
    buttons: tuple[Button, ...] = ()


class Home(Said):
    """One person's own page on a platform that has such: what waits for them, and their acts.

    ``settings`` is what holds for this person.
    """

    title: str
    facts: tuple[Fact, ...] = ()
    buttons: tuple[Button, ...] = ()
    sections: tuple[Section, ...] = ()
    settings: tuple[Fact, ...] = ()


Content = Annotated[Text | Card, Field(discriminator="kind")]
content_json: TypeAdapter[Text | Card] = TypeAdapter(Content)


class FieldKind(StrEnum):
    """What a form field asks for."""

    LINE = "line"
    LONG = "long"
    SELECT = "select"
    DATE = "date"


class Finder(Said):
    """Where a field's choices are found while one types, from ``fewest`` letters on.

    ``source`` is one of :data:`bot.forms.suggesting.SOURCES`. With ``many`` the value is what was
    chosen, joined by commas.
    """

    source: str
    fewest: int = 0
    many: bool = False


class FormField(Said):
    """One input of a form, with its error when it was refused.

    With a ``finder``, a platform that can looks for choices while one types: then
    ``options`` need hold no more than the one that is chosen already. Elsewhere the
    options, or words, are as good.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    required: bool = True
    value: str = ""
    hint: str = ""
    max_length: int = 3000
    options: tuple[Option, ...] = ()
    error: str = ""
    finder: Finder | None = None


class Form(Said):
    """A form that submits a command: ``says`` plus the values of its fields.

    Titles and labels stay within the smallest platform limit (24 characters).
    """

    title: str
    says: str
    submit: str = "Send"
    fields: tuple[FormField, ...]
    intro: str = ""

    def with_errors(self, errors: dict[str, str], values: dict[str, str]) -> "Form":
        """The same form as it was filled in, each refused field naming its mistake."""
        fields = tuple(
            field.model_copy(
                update={
                    "error": errors.get(field.name, ""),
                    "value": values.get(field.name, field.value),
                }
            )
            for field in self.fields
        )
        return self.model_copy(update={"fields": fields})
