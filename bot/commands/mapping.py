"""``/desk channel``, ``group`` and ``link``: what serves what here, and who is who."""

from dataclasses import dataclass, field

from bot.cards import Card, Row, Text
from bot.grammar.command import Command
from bot.grammar.parse import first_word
from bot.incoming import Spot
from bot.ports import SendError
from bot.ports_places import OpensPrivateThreads
from bot.receiving.naming import check_channel, check_group, why_unread
from bot.sending.panels import follow_mapping
from bot.talk import Answer, Talk
from core.conversation.mapping import OFF, SUPPORT, TRIAGE, map_channel, mapped_channels
from core.conversation.places import PRIVATE, PUBLIC, QUESTIONS, TICKETS, Served
from core.errors import Invalid
from core.people.groups import link_account, map_group, mapped_groups
from core.people.teams import list_teams

LINKING = "`desk link @somebody their@address`"
NO_ROOM = (
    "But no private thread can be opened for it: its tickets go on in direct messages. Have a text"
    " channel for customers set up as the support channel (`deskhand doctor` says how)"
)
_NOBODY = {"none", "off", "-"}


async def run_channel(talk: Talk, command: Command) -> Answer:
    """Show what the channels of this workspace serve, or say it of one."""
    where = _where(talk)
    role = command.options.get("role", "").casefold()
    if not role:
        _refuse(talk, command, "channel")
        rows = await mapped_channels(talk.uow, talk.actor, *where)
        teams = await _team_names(talk)
        served = [
            Row(
                title=f"#{one.channel}: {one.role}",
                detail=". ".join((teams.get(one.team_id, "every team"), *how_served(one))),
            )
            for one in rows
        ]
        return _shown("Channels of this workspace", served, "desk channel #name role:triage team:X")
    channel = command.text.strip().lstrip("#") or talk.incoming.spot.channel
    said = command.options
    if role != OFF:
        check_channel(talk, channel)
    one = await map_channel(
        talk.uow,
        talk.actor,
        *where,
        channel,
        role,
        said.get("team") or None,
        mode=said.get("mode", "").casefold() or None,
        posts=said.get("posts", "").casefold() or None,
    )
    has_panel = await follow_mapping(talk, channel, one)
    if one is None:
        return Answer(private=Text(text=f"**#{channel}** serves nothing any more."))
    told = (f"**#{channel}** serves {role} from now on", *how_served(one))
    if one.mode == PRIVATE and not _has_room(talk, channel):
        told = (*told, NO_ROOM)
    if has_panel:
        told = (*told, "A message with a button stands there: it opens a ticket in private")
    unread = why_unread(talk, channel) if role == TRIAGE else ""
    if unread:
        told = (
            *told,
            f"I cannot read who is in it, so it makes nobody staff: {unread.rstrip('.')}",
        )
    return Answer(private=Text(text=". ".join((*told, "Invite the app there if it is not in it."))))


@dataclass(frozen=True)
class Room:
    """Work for ``UnitOfWork.outside``: whether private threads can be opened beside a channel."""

    spot: Spot
    platform: OpensPrivateThreads = field(compare=False)

    async def do(self) -> bool:
        """True as well while the platform does not say: nobody is warned in vain."""
        try:
            return await self.platform.has_room(self.spot)
        except SendError:
            return True


def _has_room(talk: Talk, channel: str) -> bool:
    """Whether what begins there in private finds a thread, on a platform that has such."""
    platform: object = talk.platform
    if not isinstance(platform, OpensPrivateThreads):
        return True
    spot = talk.incoming.spot.model_copy(update={"channel": channel, "thread": None})
    return bool(talk.uow.outside(Room(spot, platform)))


def how_served(one: Served) -> tuple[str, ...]:
    """How customers are served in a channel, a sentence for each; nothing for staff's."""
    if one.role != SUPPORT:
        return ()
    where = {
        PUBLIC: "public: a ticket stays in the thread that all there read",
        PRIVATE: "private: tickets go on in private at once",
    }
    what = {
        QUESTIONS: "a message is a question at first",
        TICKETS: "a post is a ticket",
    }
    return (where[one.mode], what[one.posts])


async def run_group(talk: Talk, command: Command) -> Answer:
    """Show which teams follow user groups of this workspace, or say it of one."""
    where = _where(talk)
    group, team = command.text.strip().lstrip("@"), command.options.get("team", "")
    if not group or not team:
        _refuse(talk, command, "group")
        found = await mapped_groups(talk.uow, talk.actor, *where)
        teams = await _team_names(talk)
        rows = [
            Row(title=f"@{one.external_id}", detail=teams.get(one.team_id, "")) for one in found
        ]
        return _shown("User groups that teams follow", rows, "desk group @name team:Accounts")
    leaves = team.casefold() in _NOBODY
    if not leaves:
        check_group(talk, group)
    await map_group(talk.uow, talk.actor, *where, group, None if leaves else team)
    if leaves:
        return Answer(private=Text(text=f"No team follows **@{group}** any more."))
    told = (
        f"**{team}** follows **@{group}** within a minute: who is staff here comes and goes with"
        " the group. The group makes nobody an agent."
    )
    return Answer(private=Text(text=told))


async def run_link(talk: Talk, command: Command) -> Answer:
    """Say whose account one is, where its platform vouches for no address."""
    where = _where(talk)
    account, email = first_word(command.text)
    if not email.strip():
        _refuse(talk, command, "link")
    account = account.lstrip("@")
    person = await link_account(talk.uow, talk.actor, *where, account, email)
    return Answer(private=Text(text=f"**@{account}** is **{person.name}** from now on."))


def _refuse(talk: Talk, command: Command, verb: str) -> None:
    if command.text.strip() or any(command.options.values()):
        problem = f"say it like this: `{talk.registry.verbs[verb].usage}`"
        raise Invalid(field=verb, problem=problem)


async def _team_names(talk: Talk) -> dict[object, str]:
    return {team.id: team.name for team in await list_teams(talk.uow, talk.actor)}


def _shown(title: str, rows: list[Row], footer: str) -> Answer:
    body = "" if rows else "None yet."
    return Answer(private=Card(title=title, body=body, rows=tuple(rows), footer=footer))


def _where(talk: Talk) -> tuple[str, str]:
    return talk.incoming.spot.platform, talk.incoming.spot.workspace
