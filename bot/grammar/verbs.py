"""The registry of verbs: the one source of parser, completion, help, rights and manifests.

A verb whose capability does not exist is not registered.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.grammar.command import Command
from bot.showing.held_cards import SEND_ANYWAY
from core.access.actor import Actor
from core.access.permissions import Permission, may

if TYPE_CHECKING:
    from bot.cards import Form
    from bot.talk import Answer, Talk

Run = Callable[["Talk", Command], Awaitable["Answer"]]
FormOf = Callable[["Talk", Command], Awaitable["Form | None"]]
Check = Callable[["Talk", Command], Awaitable[None]]
Ends = Callable[[str, Collection[str]], bool]
Grow = Callable[["Talk", Command, bool], Awaitable["Form | None"]]


_OWN = ("held", "draft", "again", "fetch", "elsewhere", SEND_ANYWAY)


def alone(said: str, verbs: Collection[str]) -> bool:
    """For a verb that is followed by nothing but a ticket's number and options."""
    return False


@dataclass(frozen=True)
class OptionSpec:
    """A ``name:`` that a verb understands."""

    name: str
    hint: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Use:
    """How a verb is said, and with which options."""

    usage: str
    options: tuple[OptionSpec, ...] = ()


@dataclass(frozen=True)
class Verb:
    """One verb. ``permission`` is its use case's; core checks it again.

    ``form`` builds the form for a command that is not complete yet (None: it is);
    ``check`` refuses a submitted form before it is accepted; ``grow`` gives the form again,
    with the inputs that what was chosen in it asks for (None: nothing more), and where
    something is wrong.
    ``customers`` is their use of the verb, where some of it is for staff only; ``ends`` tells,
    knowing their verbs, whether words after it that name no ticket belong to it (None: any do),
    for by others it becomes a sentence of theirs.
    """

    name: str
    summary: str
    usage: str
    permission: Permission
    run: Run
    takes_ticket: bool = False
    needs_ticket: bool = False
    changes: bool = False
    options: tuple[OptionSpec, ...] = ()
    form: FormOf | None = None
    check: Check | None = None
    grow: Grow | None = None
    customers: Use | None = None
    ends: Ends | None = None
    vocabularies: frozenset[str] = field(default_factory=lambda: frozenset({"ticket"}))

    @property
    def option_names(self) -> tuple[str, ...]:
        """The names of its options."""
        return tuple(option.name for option in self.options)

    def as_used_by(self, actor: Actor | None) -> "Verb":
        """The verb with no more than what the actor may use of it."""
        if self.customers is None or (actor is not None and actor.is_staff):
            return self
        return replace(self, usage=self.customers.usage, options=self.customers.options)


class Registry:
    """The verbs of all vocabularies, in the order in which help shows them."""

    def __init__(self, verbs: tuple[Verb, ...]) -> None:
        self.verbs = {verb.name: verb for verb in verbs}

    def of(self, vocabulary: str) -> dict[str, Verb]:
        """The verbs that ``/ticket`` or ``/support`` knows."""
        return {n: v for n, v in self.verbs.items() if vocabulary in v.vocabularies}

    def offered(self, vocabulary: str, actor: Actor) -> dict[str, Verb]:
        """The verbs that the actor may use there. ``/support`` is how customers speak,
        whoever says it."""
        reader = None if vocabulary == "support" else actor
        return {
            name: verb.as_used_by(reader)
            for name, verb in self.of(vocabulary).items()
            if may(actor, verb.permission)
        }

    def grammar(self, vocabulary: str) -> dict[str, tuple[bool, tuple[str, ...]]]:
        """What :func:`bot.grammar.parse.parse` needs to know."""
        # These come from our own buttons only: a text that was kept, a file that was missed.
        return {
            name: (
                verb.takes_ticket,
                (*verb.option_names, *_OWN),
            )
            for name, verb in self.of(vocabulary).items()
        }

    def grammar_of_buttons(self) -> dict[str, tuple[bool, tuple[str, ...]]]:
        """The same for buttons and forms, which speak all vocabularies alike: who may say
        what is decided by rights."""
        return self.grammar("support") | self.grammar("desk") | self.grammar("ticket")
