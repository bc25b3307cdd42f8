"""``help``: what one may say here, in the words that work for who asks."""

from bot.cards import Button, Card, Row
from bot.grammar.command import Command
from bot.grammar.verbs import Verb
from bot.ports_words import beginning_of, is_a_menu, vocabulary_for
from bot.talk import Answer, Talk

_MENTION = ", or `@Ticket VERB` in a thread"


async def run_help(talk: Talk, command: Command) -> Answer:
    """All verbs that the asker may use, or one of them with its options."""
    verbs = _said_here(talk)
    name = command.text.casefold().strip("/ ")
    if name in verbs:
        return Answer(private=_one(verbs[name], _beginning(talk, verbs[name])))
    # What another command than the usual one says is shown with all its words.
    usual = _begins(talk, _vocabulary(talk))
    begins = {name: _beginning(talk, verb) for name, verb in verbs.items()}
    rows = tuple(
        Row(title=v.usage if begins[n] == usual else _said(begins[n], v.usage), detail=v.summary)
        for n, v in verbs.items()
    )
    is_for_here = len({_begins(talk, _vocabulary(talk), direct=one) for one in (True, False)}) > 1
    has_none = usual.startswith("@") or (is_for_here and talk.incoming.direct)
    where = ("here" if is_for_here else "anywhere") + ("" if has_none else _MENTION)
    return Answer(
        private=Card(
            title="What you can say",
            body=f"Say `{_said(usual, 'VERB')}` {where}. "
            "Inside a ticket's thread its number may be left out.",
            rows=rows,
            footer="help VERB tells more",
        )
    )


def _said(begins: str, usage: str) -> str:
    return f"{begins} {usage}".strip()


def _vocabulary(talk: Talk) -> str:
    return vocabulary_for(talk.platform, talk.incoming.words, staff=talk.actor.is_staff)


def _begins(talk: Talk, vocabulary: str, *, direct: bool | None = None) -> str:
    """With what it begins in this place; or in direct messages, or elsewhere."""
    here = talk.incoming.direct if direct is None else direct
    return beginning_of(talk.platform, vocabulary, direct=here)


def _said_here(talk: Talk) -> dict[str, Verb]:
    """The verbs of the vocabulary; who says ``ticket`` may say what customers say, too."""
    words = _vocabulary(talk)
    also = talk.registry.offered("support", talk.actor) if words == "ticket" else {}
    own = talk.registry.offered(words, talk.actor)
    return own | {name: verb for name, verb in also.items() if name not in own}


def _beginning(talk: Talk, verb: Verb) -> str:
    """With what the verb is said here: a menu has no other verbs than its own."""
    words = _vocabulary(talk)
    closed = is_a_menu(talk.platform) and words not in verb.vocabularies
    return _begins(talk, "support" if closed else words)


def _one(verb: Verb, begins: str) -> Card:
    rows = tuple(
        Row(
            title=f"{option.name}:",
            detail=option.hint + (f" ({', '.join(option.choices)})" if option.choices else ""),
        )
        for option in verb.options
    )
    return Card(
        title=_said(begins, verb.usage),
        body=verb.summary,
        rows=rows,
        buttons=(Button(label="All verbs", says="help"),),
    )
