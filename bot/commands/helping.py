"""``help``: what one may say here."""

from bot.cards import Button, Card, Row
from bot.grammar.command import Command
from bot.grammar.verbs import Verb
from bot.talk import Answer, Talk


async def run_help(talk: Talk, command: Command) -> Answer:
    """All verbs that the asker may use, or one of them with its options."""
    vocabulary = talk.incoming.words
    verbs = talk.registry.offered(vocabulary, talk.actor)
    one = verbs.get(command.text.casefold().strip("/ "))
    if one is not None:
        return Answer(private=_one(one, vocabulary))
    rows = tuple(Row(title=v.usage, detail=v.summary) for v in verbs.values())
    return Answer(
        private=Card(
            title="What you can say",
            body=f"Say `/{vocabulary} VERB` anywhere, or `@Ticket VERB` in a thread. "
            "Inside a ticket's thread its number may be left out.",
            rows=rows,
            footer="help VERB tells more",
        )
    )


def _one(verb: Verb, vocabulary: str) -> Card:
    rows = tuple(
        Row(
            title=f"{option.name}:",
            detail=option.hint + (f" ({', '.join(option.choices)})" if option.choices else ""),
        )
        for option in verb.options
    )
    return Card(
        title=f"/{vocabulary} {verb.usage}",
        body=verb.summary,
        rows=rows,
        buttons=(Button(label="All verbs", says="help"),),
    )
