"""The use cases of chat: workspaces and what is mapped there, homes, notes that are sent."""

from datetime import UTC, datetime
from typing import Any

from core.access import installations
from core.access.actor import Actor
from core.access.permissions import Permission as P
from core.access.vault import Vault
from core.conversation import alert_bots, mapping, workspaces
from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import private_place
from core.database.unit_of_work import UnitOfWork
from core.events.loads import connection_loads, workspace_load
from core.people import groups, preferences
from core.people.suggesting import suggest_people
from core.tickets import sending
from core.tickets.announcements import homes
from core.tickets.announcements.line_breaker import resume_lines
from core.tickets.announcements.subscriptions import list_subscriptions, subscribe, unsubscribe
from core.tickets.collaboration.reacted import list_reactions
from core.tickets.collaboration.reacting import react, unreact
from core.tickets.held import held_sending
from core.tickets.held.holding import hold_note, hold_reply
from core.tickets.reading.suggesting import own_names, suggest_tickets
from core.tickets.replying import note
from tests.core.access.use_cases import Scene, UseCase, case, on_ticket, own_message

_HERE = ("slack", "T1")
_OWN = preferences.OwnSettings(timezone="Europe/Madrid")
_VAULT = Vault("k" * 40)


async def _installed(uow: UnitOfWork, actor: Actor) -> installations.Installation:
    granted = installations.Granted(
        platform="slack",
        workspace="T9",
        name="Acme",
        bot_user="U9",
        bot="B9",
        bot_name="Ticket",
        url="",
        scopes=("chat:write",),
        tokens=installations.Tokens("xoxb-1", None, datetime(2030, 1, 1, tzinfo=UTC)),
    )
    return await installations.begin_installation(uow, actor, _VAULT, granted)


async def _uninstalled(uow: UnitOfWork, actor: Actor, _: Scene) -> None:
    await installations.end_installation(uow, actor, await _installed(uow, actor), "removed")


async def _forbidden(uow: UnitOfWork, actor: Actor, _: Scene) -> None:
    await alert_bots.allow_bot(uow, actor, *_HERE, "B0123")
    await alert_bots.forbid_bot(uow, actor, *_HERE, "B0123")


async def _own_note(uow: UnitOfWork, actor: Actor, scene: Scene) -> Any:
    return (await note(uow, actor, scene.number, "It is the fan.")).id


async def _held(uow: UnitOfWork, actor: Actor, scene: Scene) -> str:
    held = await hold_reply(uow, actor, scene.number, "Is it better now?")
    return str(held.id) if held else held_sending.LAST


async def _home(uow: UnitOfWork, actor: Actor) -> Place:
    who = actor.person_id
    return await private_place(uow, "slack", "T1", "home", None, who, Audience.INTERNAL)


async def _sent(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await sending.send_note(uow, actor, await _own_note(uow, actor, scene))


async def _kept(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await hold_note(uow, actor, await _own_note(uow, actor, scene))


async def _found_again(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await sending.own_note(uow, actor, await _own_note(uow, actor, scene))


async def _undone(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await held_sending.undo(uow, actor, await _held(uow, actor, scene))


async def _hastened(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await held_sending.send_now(uow, actor, await _held(uow, actor, scene))


async def _at_home(uow: UnitOfWork, actor: Actor, _: Scene) -> None:
    await homes.open_home(uow, actor, await _home(uow, actor), "U1")


async def _board_up(uow: UnitOfWork, actor: Actor, _: Scene) -> None:
    await homes.set_up_board(uow, actor, await _home(uow, actor))


async def _board_down(uow: UnitOfWork, actor: Actor, _: Scene) -> None:
    await homes.take_board_down(uow, actor, await _home(uow, actor))


async def _reacted(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await react(uow, actor, await own_message(uow, actor, scene), "👍")


async def _reactions(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await list_reactions(uow, actor, await own_message(uow, actor, scene))


async def _unreacted(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await unreact(uow, actor, await own_message(uow, actor, scene), "👍")


OF_CHAT: dict[str, UseCase] = {
    "core.access.installations:begin_installation": case(
        lambda u, a, s: _installed(u, a), P.CONFIGURE
    ),
    "core.access.installations:end_installation": case(_uninstalled, P.CONFIGURE),
    "core.conversation.alert_bots:allow_bot": case(
        lambda u, a, s: alert_bots.allow_bot(u, a, *_HERE, "B0123"), P.CONFIGURE
    ),
    "core.conversation.alert_bots:allow_bots": case(
        lambda u, a, s: alert_bots.allow_bots(u, a, *_HERE, ["B0123"]), P.CONFIGURE
    ),
    "core.conversation.alert_bots:forbid_bot": case(_forbidden, P.CONFIGURE),
    "core.conversation.mapping:map_channel": case(
        lambda u, a, s: mapping.map_channel(u, a, *_HERE, "C1", "support"), P.CONFIGURE
    ),
    "core.conversation.mapping:mapped_channels": case(
        lambda u, a, s: mapping.mapped_channels(u, a, *_HERE), P.CONFIGURE
    ),
    "core.conversation.workspaces:map_reactions": case(
        lambda u, a, s: workspaces.map_reactions(u, a, *_HERE, {"claim": ["wave"]}), P.CONFIGURE
    ),
    "core.conversation.workspaces:read_workspace": case(
        lambda u, a, s: workspaces.read_workspace(u, a, *_HERE), P.CONFIGURE
    ),
    "core.events.loads:connection_loads": case(lambda u, a, s: connection_loads(u, a), P.CONFIGURE),
    "core.events.loads:workspace_load": case(
        lambda u, a, s: workspace_load(u, a, *_HERE), P.CONFIGURE
    ),
    "core.people.groups:link_account": case(
        lambda u, a, s: groups.link_account(u, a, *_HERE, "U7", s.requester), P.CONFIGURE
    ),
    "core.people.groups:linked_accounts": case(
        lambda u, a, s: groups.linked_accounts(u, a, *_HERE), P.CONFIGURE
    ),
    "core.people.groups:map_group": case(
        lambda u, a, s: groups.map_group(u, a, *_HERE, "S1", "Secret"), P.CONFIGURE
    ),
    "core.people.groups:mapped_groups": case(
        lambda u, a, s: groups.mapped_groups(u, a, *_HERE), P.CONFIGURE
    ),
    "core.people.preferences:own_settings": case(
        lambda u, a, s: preferences.own_settings(u, a), P.KEEP_SETTINGS
    ),
    "core.people.preferences:change_own_settings": case(
        lambda u, a, s: preferences.change_own_settings(u, a, _OWN), P.KEEP_SETTINGS
    ),
    "core.people.suggesting:suggest_people": case(
        lambda u, a, s: suggest_people(u, a, "ol"), P.READ_PEOPLE
    ),
    "core.tickets.reading.suggesting:suggest_tickets": case(
        lambda u, a, s: suggest_tickets(u, a, "1"), P.READ
    ),
    "core.tickets.reading.suggesting:own_names": case(lambda u, a, s: own_names(u, a), P.READ),
    "core.tickets.announcements.subscriptions:subscribe": case(
        lambda u, a, s: subscribe(u, a, (*_HERE, "C1"), priorities=["high"]), P.CONFIGURE
    ),
    "core.tickets.announcements.subscriptions:unsubscribe": case(
        lambda u, a, s: unsubscribe(u, a, (*_HERE, "C1")), P.CONFIGURE
    ),
    "core.tickets.announcements.subscriptions:list_subscriptions": case(
        lambda u, a, s: list_subscriptions(u, a, *_HERE), P.CONFIGURE
    ),
    "core.tickets.announcements.homes:open_home": case(_at_home, P.READ),
    "core.tickets.announcements.homes:set_up_board": case(_board_up, P.ASSIGN),
    "core.tickets.announcements.homes:take_board_down": case(_board_down, P.ASSIGN),
    "core.tickets.announcements.line_breaker:resume_lines": on_ticket(
        lambda u, a, s: resume_lines(u, a, s.number), P.EDIT
    ),
    "core.tickets.collaboration.reacted:list_reactions": on_ticket(_reactions, P.READ),
    "core.tickets.collaboration.reacting:react": on_ticket(_reacted, P.REPLY),
    "core.tickets.collaboration.reacting:unreact": on_ticket(_unreacted, P.REPLY),
    "core.tickets.sending:own_note": on_ticket(_found_again, P.NOTE),
    "core.tickets.sending:send_note": on_ticket(_sent, P.NOTE, P.REPLY),
    "core.tickets.held.holding:hold_note": on_ticket(_kept, P.NOTE, P.REPLY),
    "core.tickets.held.held_sending:undo": on_ticket(
        _undone, P.REPLY, hidden_from=frozenset({"owner"})
    ),
    "core.tickets.held.held_sending:send_now": on_ticket(
        _hastened, P.REPLY, hidden_from=frozenset({"owner"})
    ),
}
