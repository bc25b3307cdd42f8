"""The words of ``/desk``: the desk itself, for administrators."""

from bot.commands import delaying, health, mapping, subscribing, workspaces
from bot.grammar.verbs import OptionSpec, Verb
from core.access.permissions import Permission as P
from core.conversation.mapping import MODES, POSTS, ROLES
from core.conversation.workspaces import MEANINGS

DESK = frozenset({"desk"})


def desk_verbs() -> tuple[Verb, ...]:
    """``reactions``, ``bots``, ``undo``, and those of connections."""
    return (
        Verb(
            "reactions",
            "Which emoji open, claim, resolve and send in this workspace",
            "reactions [open:ticket] [claim:eyes] [resolve:white_check_mark] [send:none]",
            P.CONFIGURE,
            workspaces.run_reactions,
            changes=True,
            options=tuple(
                OptionSpec(name, f"{what}: one emoji or several, or none")
                for name, what in MEANINGS.items()
            ),
            vocabularies=DESK,
        ),
        Verb(
            "bots",
            "Which bots may open tickets in this workspace",
            "bots [allow B0123ABCD|forbid B0123ABCD]",
            P.CONFIGURE,
            workspaces.run_bots,
            changes=True,
            vocabularies=DESK,
        ),
        Verb(
            "undo",
            "How long a reply waits before it is sent, so that it can be taken back",
            "undo [10s|off]",
            P.CONFIGURE,
            delaying.run_undo_delay,
            changes=True,
            vocabularies=DESK,
        ),
        _subscribing(),
        *_connecting(),
    )


def _subscribing() -> Verb:
    return Verb(
        "subscribe",
        "Which tickets are posted to a channel of this workspace",
        "subscribe [#name priority:critical team:NAME category:NAME|#name off]",
        P.CONFIGURE,
        subscribing.run_subscribe,
        changes=True,
        options=(
            OptionSpec("priority", "one or several, separated by commas"),
            OptionSpec("team", "the names of one team or several"),
            OptionSpec("category", "the names of one category or several"),
        ),
        vocabularies=DESK,
    )


def _connecting() -> tuple[Verb, ...]:
    """``health``, ``channel``, ``group`` and ``link``."""
    team = OptionSpec("team", "the team's name")
    return (
        Verb(
            "health",
            "How the connections to chat platforms do",
            "health",
            P.CONFIGURE,
            health.run_health,
            vocabularies=DESK,
        ),
        Verb(
            "channel",
            "What a channel of this workspace serves",
            "channel [#name] [role:support team:NAME mode:private posts:tickets]",
            P.CONFIGURE,
            mapping.run_channel,
            changes=True,
            options=(
                OptionSpec("role", "what it serves", ROLES),
                team,
                OptionSpec("mode", "where its tickets go on", MODES),
                OptionSpec("posts", "what is posted there", POSTS),
            ),
            vocabularies=DESK,
        ),
        Verb(
            "group",
            "Which team follows a user group of this workspace",
            "group [@name team:NAME|none]",
            P.CONFIGURE,
            mapping.run_group,
            changes=True,
            options=(team,),
            vocabularies=DESK,
        ),
        Verb(
            "link",
            "Say whose account one of this workspace is",
            "link [@account EMAIL]",
            P.CONFIGURE,
            mapping.run_link,
            changes=True,
            vocabularies=DESK,
        ),
    )
