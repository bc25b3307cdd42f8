"""The words of ``/desk``: the desk itself, for administrators."""

from bot.commands import delaying, health, linking, mapping, own_settings, subscribing, workspaces
from bot.grammar.verbs import OptionSpec, Verb
from bot.showing.link_cards import AGREE, CONFIRM, OFF, REFUSE, looks_like_code
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
        Verb(
            "settings",
            "Your own settings: your time zone, and when you are not alerted",
            "settings [zone:Europe/Madrid] [quiet:20:00-08:00|never|organisation]",
            P.KEEP_SETTINGS,
            own_settings.run_settings,
            changes=True,
            options=(
                OptionSpec("zone", "your time zone, such as Europe/Madrid"),
                OptionSpec("quiet", "from-to, never, or organisation"),
            ),
            form=own_settings.settings_form,
            check=own_settings.check_settings,
            vocabularies=DESK,
        ),
        _subscribing(),
        *_connecting(),
        _linking(),
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
    """``health``, ``channel`` and ``group``."""
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
    )


def _linking() -> Verb:
    return Verb(
        "link",
        "Let another account of yours be known as yours",
        "link [CODE|off]",
        P.LINK,
        linking.run_link,
        changes=True,
        options=(
            OptionSpec("code", "the code that your other account was shown"),
            OptionSpec(AGREE, "joins what a code was said for"),
            OptionSpec(CONFIRM, "lets an account be that of a member of staff"),
            OptionSpec(REFUSE, "joins nothing"),
        ),
        form=linking.link_form,
        ends=lambda said, _: said == OFF or looks_like_code(said),
        vocabularies=frozenset({"support", "desk"}),
    )
