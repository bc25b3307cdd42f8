"""How the desk of the contract tests is put together: who is there, and what is wired."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any
from uuid import UUID

from pydantic import SecretStr

from bot.bootstrap.desk import build_desk
from bot.process.opening import Opened
from bot.process.roles import ALL, Roles
from bot.process.running import Desk
from core.access.actor import Role, the_desk
from core.access.vault import Vault
from core.clock import Clock
from core.conversation.places import serve_channel
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.events.listening import keep_doing
from core.events.sequencer import sequence_events
from core.founding import found_organisation
from core.people.organisation import OrganisationSettings, change_organisation
from core.people.people import PersonDraft, create_person
from core.reactions import REACTIONS
from core.settings import FilesSettings, Settings
from core.settings_chats import SlackSettings
from tests.contract.chats import Led
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.apps import Apps
from tests.fakes.slack.sockets import SocketHost

ADDRESS = "http://127.0.0.1:8080"
TRIAGE, SUPPORT = "C0TRIAGE", "C0SUPPORT"
PEOPLE = {
    "ana": ("Ana", Role.CUSTOMER),
    "bob": ("Bob", Role.CUSTOMER),
    "sam": ("Sam", Role.AGENT),
    "mia": ("Mia", Role.AGENT),
    "kim": ("Kim", Role.MANAGER),
    "alex": ("Alex", Role.ADMIN),
}
STAFF = ("sam", "mia", "kim", "alex")


async def furnish(url: str) -> None:
    """An organisation with its people, as every test of the contract finds it."""
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    organisation_id = await found_organisation(database, "acme", "Acme", is_demo=True)
    async with database.unit_of_work(organisation_id) as uow:
        for key, (name, role) in PEOPLE.items():
            draft = PersonDraft(name=name, role=role, email=f"{key}@example.org")
            person = await create_person(uow, the_desk(organisation_id), draft)
            person.preferences = {"persona": key}
        # Most journeys are about what follows a reply: it is said at once.
        at_once = OrganisationSettings(undo_seconds=0)
        await change_organisation(uow, the_desk(organisation_id), at_once)
    await database.close()


def build_slack_workspace(clock: Clock) -> FakeSlack:
    """A Slack with everybody in it: staff in the triage channel, all in support."""
    fake = FakeSlack(clock)
    for key, (name, _) in PEOPLE.items():
        fake.add_user(f"U0{key.upper()}", name)
    fake.add_channel(TRIAGE, *(f"U0{key.upper()}" for key in STAFF), kind="group")
    fake.add_channel(SUPPORT, *fake.users)
    return fake


def slack_settings(api_url: str, *, over_sockets: bool = False) -> SlackSettings:
    """Settings that lead to the fake, which is heard by HTTP or over a socket."""
    return SlackSettings(
        bot_token=SecretStr(FakeSlack.token),
        signing_secret=SecretStr(FakeSlack.signing_secret),
        triage_channel=TRIAGE,
        client_id=Apps.client_id,
        client_secret=SecretStr(Apps.client_secret),
        api_url=api_url,
        app_token=SecretStr(SocketHost.app_token) if over_sockets else None,
    )


async def wire(
    url: str,
    clock: Clock,
    api_url: str,
    files_url: str = "memory://",
    roles: Roles = ALL,
    chats: Sequence[Led] = (),
    *,
    over_sockets: bool = False,
) -> tuple[Database, UUID, Desk]:
    """The real composition on that database, connected to the fake Slack at that address,
    and to these other chats."""
    database = Database(build_engine(url, pool_size=12, overflow=0), REACTIONS, clock)
    settings = Settings(
        _env_file=None,
        database_url=SecretStr(url),
        secret_key=SecretStr("k" * 40),
        slack=slack_settings(api_url, over_sockets=over_sockets),
        files=FilesSettings(url=files_url),
        **{name: group for chat in chats for name, group in chat.settings().items()},
    )
    opened = Opened(settings, database, url, url, Vault("k" * 40), None)
    organisation_id = await opened.organisation_id()
    assert organisation_id is not None
    desk = await build_desk(opened, organisation_id, demo=True, roles=roles)
    for connect in desk.connecting:
        await connect()
    async with database.unit_of_work(organisation_id) as uow:
        await serve_channel(uow, "slack", FakeSlack.team, SUPPORT, "support")
        for chat in chats:
            await chat.furnish(uow)
    return database, organisation_id, desk


def loops_of(desk: Desk, poll: float) -> list[Coroutine[Any, Any, None]]:
    """What handles, sends and puts events in order, for ever."""
    database, listener = desk.opened.database, desk.listener
    doings: tuple[tuple[str, Callable[[], Awaitable[bool]], str], ...] = (
        ("receipts", desk.router.handle_waiting, "receipts"),
        ("deliveries", desk.sender.send_waiting, "deliveries"),
        ("events", lambda: sequence_events(database), "events"),
    )
    return [keep_doing(name, work, listener, channel, poll=poll) for name, work, channel in doings]
