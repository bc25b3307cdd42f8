"""``/desk reactions`` and ``/desk bots``: what is set for the workspace in which it is said."""

from bot.cards import Card, Row, Text
from bot.grammar.command import Command
from bot.grammar.parse import first_word
from bot.ports_words import HearsOthers
from bot.talk import Answer, Talk
from core.conversation.alert_bots import allow_bot, forbid_bot
from core.conversation.workspaces import (
    MEANINGS,
    Workspace,
    map_reactions,
    read_workspace,
)
from core.errors import HelpdeskError, Invalid

ALLOW, FORBID = "allow", "forbid"
_NONE = {"none", "off", "-"}


class NoReactionsHere(HelpdeskError):
    """It was said where no emoji says a command, and where no bots talk."""

    code = "chat.no_reactions_here"
    text = (
        "In {platform} no emoji says a command, and there are no bots. "
        "Say this in the chat that you mean."
    )


async def run_reactions(talk: Talk, command: Command) -> Answer:
    """Show which emoji mean what in this workspace, or say it."""
    where = _workspace(talk)
    said = {name: command.options[name] for name in MEANINGS if command.options.get(name)}
    if command.text:
        problem = f"say it like this: `{talk.registry.verbs['reactions'].usage}`"
        raise Invalid(field="reactions", problem=problem)
    if not said:
        found = await read_workspace(talk.uow, talk.actor, *where)
        return Answer(private=_reactions_card(found))
    wanted = {name: _emoji(value) for name, value in said.items()}
    found = await map_reactions(talk.uow, talk.actor, *where, wanted)
    return Answer(private=_reactions_card(found))


def _emoji(said: str) -> list[str]:
    """``ticket,admission_tickets``; ``none`` switches the meaning off."""
    return [] if said.strip().casefold() in _NONE else said.split(",")


def _reactions_card(found: Workspace) -> Card:
    rows = tuple(
        Row(title=f"{meaning}: {', '.join(found.reactions[meaning]) or 'off'}", detail=what)
        for meaning, what in MEANINGS.items()
    )
    return Card(
        title="Reactions in this workspace",
        body="Agents put them on messages and cards. Taking one away undoes nothing.",
        rows=rows,
        footer="desk reactions claim:eyes · resolve:none switches one off",
    )


async def run_bots(talk: Talk, command: Command) -> Answer:
    """Show which bots may open tickets in this workspace; allow one, or forbid it again."""
    where = _workspace(talk)
    act, bot = first_word(command.text)
    bot = bot.strip().lstrip("@")
    if act.casefold() == ALLOW:
        allowed = await allow_bot(talk.uow, talk.actor, *where, bot)
        told = f"What **{allowed.id}** says in a served channel opens a ticket from now on."
        return Answer(private=Text(text=told))
    if act.casefold() == FORBID:
        await forbid_bot(talk.uow, talk.actor, *where, bot)
        return Answer(private=Text(text=f"**{bot}** is not listened to any more."))
    if act:
        problem = f"say it like this: `{talk.registry.verbs['bots'].usage}`"
        raise Invalid(field="bots", problem=problem)
    found = await read_workspace(talk.uow, talk.actor, *where)
    rows = tuple(Row(title=bot) for bot in sorted(found.alert_bots))
    body = "Bots whose messages open tickets." if rows else "No bot may open tickets here."
    footer = "desk bots allow B0123ABCD · desk bots forbid B0123ABCD"
    return Answer(private=Card(title="Alert bots", body=body, rows=rows, footer=footer))


def _workspace(talk: Talk) -> tuple[str, str]:
    spot = talk.incoming.spot
    platform: object = talk.platform
    if not isinstance(platform, HearsOthers) or not platform.hears_others:
        raise NoReactionsHere(platform=f"the {spot.platform} chat")
    return spot.platform, spot.workspace
