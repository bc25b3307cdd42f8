"""``/desk subscribe``: which tickets are posted to which channel of this workspace."""

from bot.cards import Card, Row, Text
from bot.grammar.command import Command
from bot.grammar.parse import first_word
from bot.receiving.naming import check_channel
from bot.talk import Answer, Talk
from core.errors import Invalid
from core.tickets.announcements.subscriptions import (
    Subscription,
    list_subscriptions,
    subscribe,
    unsubscribe,
)
from core.tickets.configuration.catalogue import Catalogue, catalogue

OFF = "off"
FILTERS = ("priority", "team", "category")
_GONE = "one that is gone"


async def run_subscribe(talk: Talk, command: Command) -> Answer:
    """Show what is posted where, or say it of one channel."""
    where = talk.incoming.spot.platform, talk.incoming.spot.workspace
    said = {name: _listed(command.options.get(name, "")) for name in FILTERS}
    name, act = first_word(command.text)
    channel, act = name.lstrip("#"), act.strip().casefold()
    if not channel and not any(said.values()):
        return await _shown(talk, where)
    if not channel or act not in {"", OFF} or (act == OFF) == any(said.values()):
        problem = f"say it like this: `{talk.registry.verbs['subscribe'].usage}`"
        raise Invalid(field="subscribe", problem=problem)
    if act == OFF:
        await unsubscribe(talk.uow, talk.actor, (*where, channel))
        told = f"No further tickets are posted to **#{channel}**. Cards there stay true."
        return Answer(private=Text(text=told))
    check_channel(talk, channel)
    kept = await subscribe(
        talk.uow,
        talk.actor,
        (*where, channel),
        priorities=said["priority"],
        teams=said["team"],
        categories=said["category"],
    )
    words = await catalogue(talk.uow)
    told = (
        f"Tickets of {_described(kept, words)} are posted to **#{channel}** from now on, as long"
        " as only staff read there. Invite the app there if it is not in it."
    )
    return Answer(private=Text(text=told))


def _listed(said: str) -> list[str]:
    return [one.strip() for one in said.split(",") if one.strip()]


async def _shown(talk: Talk, where: tuple[str, str]) -> Answer:
    words = await catalogue(talk.uow)
    rows = tuple(
        Row(title=f"#{one.spot[2]}", detail=_described(one, words))
        for one in await list_subscriptions(talk.uow, talk.actor, *where)
    )
    return Answer(
        private=Card(
            title="Channels that tickets are posted to",
            body="" if rows else "None yet.",
            rows=rows,
            footer="/desk subscribe #name priority:critical · /desk subscribe #name off",
        )
    )


def _described(one: Subscription, words: Catalogue) -> str:
    teams = [words.teams[id].name if id in words.teams else _GONE for id in one.team_ids]
    filed = [
        " > ".join(words.categories[id].path) if id in words.categories else _GONE
        for id in one.category_ids
    ]
    named = (("priority", one.priorities), ("team", teams), ("category", filed))
    return ", ".join(f"{name} {' or '.join(found)}" for name, found in named if found)
