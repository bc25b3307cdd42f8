"""The composition root: the only file that knows everybody. Imported by ``__main__`` alone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from starlette.types import ASGIApp

from adapters.jobs import JobQueue, JobWorker
from adapters.scheduler import Scheduler, Tick
from adapters.web.addresses import SUPPORT, TRIAGE
from adapters.web.app import build_web
from adapters.web.platform import WebPlatform, link_person
from adapters.web.posts import add_said
from api.app import create_app
from api.pages.app import build_pages
from api.pages.hosts import Hosts
from api.pages.session import Door
from api.pages.signing_in import Persona, ReadPersonas
from api.serving import serve_http
from bot.answering import Answers
from bot.checks.checked import Checked, noted
from bot.demo.clock import DemoClock
from bot.demo.playing import Player, Progress
from bot.grammar.registry import build_registry
from bot.handling import Handler
from bot.incoming import Spot
from bot.opening import Opened
from bot.outcomes import Outcomes
from bot.outgoing import Sender
from bot.ports import ChatPlatform, Profile
from bot.rendering import Renderer
from bot.router import Router
from bot.running import Desk
from core.access.actor import Actor
from core.assistant.extracting import Extractive
from core.assistant.ports import Assistant
from core.clock import SystemClock
from core.conversation.places import serve_channel
from core.database.organisations import list_in_directory
from core.database.unit_of_work import UnitOfWork
from core.events.due import sweep_due
from core.events.listening import Listener
from core.housekeeping import clean_up
from core.ids import new_id
from core.knowledge.handbook import refresh_handbook
from core.people.models import Person
from core.settings import Settings
from core.sla.clocks import DUE_KIND, clock_is_due

log = structlog.get_logger()
DEMO_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


async def build_desk(
    opened: Opened, organisation_id: UUID, *, demo: bool, assistant: Assistant | None = None
) -> Desk:
    """Wire all parts for the default organisation, with our own assistant unless one is given."""
    database, settings = opened.database, opened.settings
    listener = Listener(opened.direct_url)
    platforms: dict[str, ChatPlatform] = {"web": WebPlatform(database, database.clock)}
    answers = Answers(opened.vault)
    registry, assistant = build_registry(), assistant or Extractive()
    handler = Handler(database, registry, platforms, answers, assistant, settings.address)
    router = Router(database, registry, handler, settings.address)
    sender = Sender(database, platforms, Renderer(answers), Outcomes(database))
    jobs = JobQueue()
    worker = JobWorker(
        opened.direct_url,
        {
            "refresh_handbook": lambda payload: refresh_handbook(database, payload),
            "housekeeping": lambda payload: clean_up(database),
        },
    )
    ticks = _ticks(opened, jobs, organisation_id)
    desk = Desk(
        opened=opened,
        organisation_id=organisation_id,
        listener=listener,
        router=router,
        sender=sender,
        scheduler=Scheduler(opened.direct_url, ticks),
        worker=worker,
        jobs=jobs,
        app=_no_app,
        serve=serve_http,
        platforms=platforms,
    )
    routes = [*_connect_slack(desk)]
    personas = _personas if demo else None
    desk.app = _build_app(desk, assistant, routes, personas)
    await _serve_web_channels(opened, organisation_id)
    return desk


async def _no_app(*_: Any) -> None:
    """Stands in until the application is built."""


def _ticks(opened: Opened, jobs: JobQueue, organisation_id: UUID) -> list[Tick]:
    database = opened.database

    async def sweep() -> None:
        await sweep_due(database, {DUE_KIND: clock_is_due})

    async def housekeeping() -> None:
        async with database.unit_of_work(organisation_id) as uow:
            await jobs.enqueue(uow, "housekeeping", {})

    return [Tick("due", 1.0, sweep), Tick("housekeeping", 600.0, housekeeping)]


def _build_app(
    desk: Desk, assistant: Assistant, routes: Sequence[Any], personas: ReadPersonas | None
) -> ASGIApp:
    opened, settings = desk.opened, desk.opened.settings
    door = Door(
        opened.database, Hosts(opened.database).organisation_of, public_url=settings.address
    )
    return create_app(
        opened.database,
        address=settings.address,
        listener=desk.listener,
        assistant=assistant,
        routers=[
            build_pages(door, personas, link_person),
            build_web(door, desk.router, desk.listener, opened.database.clock, personas),
        ],
        routes=routes,
        # Personas are administrators for anybody who reaches the port: no other name
        # than our own may lead here (DNS rebinding).
        allowed_hosts=DEMO_HOSTS if personas is not None else frozenset(),
    )


def _connect_slack(desk: Desk) -> list[Any]:
    """Slack's door, if a workspace is set; it learns its own ids when we start."""
    settings = desk.opened.settings.slack
    if settings is None:
        return []
    from adapters.slack.app import build_slack  # a large SDK: loaded only where it is used

    slack = build_slack(settings, desk.router, desk.opened.database.clock)
    desk.platforms["slack"] = slack.platform

    async def connect() -> None:
        own = await slack.platform.connect()
        database = desk.opened.database
        async with database.owner() as session:
            key = f"slack:{own.team}"
            await list_in_directory(session, "workspace", key, desk.organisation_id)
        async with database.unit_of_work(desk.organisation_id) as uow:
            await serve_channel(uow, "slack", own.team, settings.triage_channel, "triage")

    desk.connecting.append(connect)
    desk.closing.append(slack.platform.close)
    return slack.routes


async def _serve_web_channels(opened: Opened, organisation_id: UUID) -> None:
    async with opened.database.unit_of_work(organisation_id) as uow:
        workspace = str(organisation_id)
        await serve_channel(uow, "web", workspace, TRIAGE, "triage")
        await serve_channel(uow, "web", workspace, SUPPORT, "support")


async def _personas(uow: UnitOfWork) -> list[Persona]:
    """The demo's people with an address, customers first."""
    people = await uow.session.scalars(
        select(Person)
        .where(Person.preferences["persona"].as_string() != "")
        .order_by(Person.preferences["persona"].as_string())
    )
    return [Persona(p.id, p.name, p.role, p.preferences.get("line", "")) for p in people]


class WebStage:
    """The demo's stage: customers write in the web chat's support channel."""

    def __init__(self, platform: WebPlatform) -> None:
        self._platform = platform

    async def profile(self, workspace: str, person_id: UUID) -> Profile:
        """What the web chat vouches for."""
        profile = await self._platform.profile(workspace, str(person_id))
        assert profile is not None
        return profile

    async def says(
        self, uow: UnitOfWork, actor: Actor, text: str, thread: str | None
    ) -> tuple[Spot, str]:
        """Keep a post of the customer's; where it stands, and its id."""
        post, root = new_id(), UUID(thread) if thread else None
        assert actor.person_id is not None
        await add_said(uow, post, SUPPORT, root, actor.person_id, text)
        workspace = str(uow.organisation_id)
        spot = Spot(platform="web", workspace=workspace, channel=SUPPORT, thread=thread)
        return spot, str(post)


def build_player(desk: Desk) -> Player:
    """Who plays the demo's day on this desk's web chat."""
    web = desk.platforms["web"]
    assert isinstance(web, WebPlatform)
    return Player(desk.opened.database, desk.organisation_id, WebStage(web))


async def play_morning(player: Player, desk: Desk, clock: DemoClock, progress: Progress) -> None:
    """Link the figures and play the morning, delivering everything as it happens."""
    await player.link_people("web", str(desk.organisation_id))

    async def settle() -> None:
        await desk.sender.send_waiting()
        await desk.sender.stop()

    await player.play_morning(clock, settle, progress)


async def check_platforms(settings: Settings) -> list[Checked]:
    """How the chat platforms are connected: for ``deskhand doctor``."""
    if settings.slack is None:
        return [
            noted("Slack", "not connected", "The handbook says how: Connect a Slack workspace.")
        ]
    from adapters.slack.checking import check_slack  # a large SDK: loaded only where it is used

    return await check_slack(settings.slack, SystemClock())


def slack_manifest(address: str) -> str:
    """The manifest for a desk at this address, which must begin with https://."""
    from adapters.slack.manifest import COMMANDS, build_manifest, to_manifest_text

    return to_manifest_text(build_manifest(address, COMMANDS))
