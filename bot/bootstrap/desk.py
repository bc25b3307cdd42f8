"""The desk put together from all parts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from starlette.types import ASGIApp

from adapters.files.store import build_files
from adapters.jobs import JobQueue, JobWorker
from adapters.models.choosing import build_embedder, refuse_unusable
from adapters.models.language import LangChainModel
from adapters.scheduler import Scheduler, Tick
from adapters.web.app import build_web
from adapters.web.platform import WebPlatform, link_person
from adapters.web.stage import WebStage, serve_web_channels
from adapters.web.tickets import begin_thread
from api.app import create_app
from api.pages.app import build_pages
from api.pages.downloads import build_downloads
from api.pages.entering import build_entering
from api.pages.personas import read_personas
from api.pages.signing_in import ReadPersonas
from api.pages.uploading import build_uploading
from api.serving import serve_http
from api.watching import build_health_app
from bot.bootstrap.chats import build_door, connect_chats, frames_of
from bot.demo.clock import DemoClock
from bot.demo.playing import Player, Progress
from bot.grammar.registry import build_registry
from bot.ports import ChatPlatform
from bot.process.opening import Opened
from bot.process.roles import ALL, ProcessRole, Roles, to_name
from bot.process.running import Desk
from bot.receiving.handling import Handler
from bot.receiving.router import Router
from bot.sending.answering import Answers
from bot.sending.outcomes import Outcomes
from bot.sending.outgoing import Sender
from bot.sending.rendering import Renderer
from core.assistant.answering import KnowledgeAssistant
from core.assistant.ports import Assistant
from core.conversation.files import Files
from core.conversation.files_sweeping import sweep_files
from core.events.due import sweep_due
from core.events.listening import Listener
from core.events.presence import connection_name
from core.housekeeping import clean_up
from core.knowledge.embedding import embedding_jobs, queue_embedding
from core.knowledge.handbook import refresh_handbook
from core.knowledge.ports import Embedder
from core.settings import Settings
from core.sweeps import SWEEPS

log = structlog.get_logger()
DEMO_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


async def build_desk(
    opened: Opened,
    organisation_id: UUID,
    *,
    demo: bool,
    roles: Roles = ALL,
    assistant: Assistant | None = None,
) -> Desk:
    """Wire all parts for the default organisation, with our own assistant unless one is
    given. ``roles`` are those that will run here: without ``api`` it serves health alone."""
    database, settings = opened.database, opened.settings
    listener = Listener(opened.direct_url, connection_name(to_name(roles), database.process))
    platforms: dict[str, ChatPlatform] = {"web": WebPlatform(database, database.clock)}
    answers = Answers(opened.vault)
    registry, assistant = build_registry(), assistant or build_assistant(settings)
    files = build_files(settings.files, settings.data_dir)
    handler = Handler(database, registry, platforms, answers, assistant, settings.address, files)
    router = Router(database, registry, handler, settings.address)
    renderer = Renderer(answers, settings.address, platforms)
    sender = Sender(database, platforms, renderer, Outcomes(database), files)
    jobs = JobQueue()
    worker = JobWorker(
        opened.direct_url,
        {
            "refresh_handbook": lambda payload: refresh_handbook(database, payload),
            "housekeeping": lambda payload: clean_up(database),
            "sweep_files": lambda payload: sweep_files(database, files),
            **embedding_jobs(database, assistant.embedder),
        },
        process=database.process,
    )
    ticks = _ticks(opened, jobs, organisation_id, assistant.embedder)
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
        roles=roles,
        files=files,
    )
    routes = connect_chats(desk)
    personas = read_personas if demo else None
    if ProcessRole.API in roles:
        desk.app = _build_app(desk, assistant, routes, personas, files)
    else:
        desk.app = build_health_app(database, listener, assistant, to_name(roles))
    await serve_web_channels(database, organisation_id)
    await refuse_unusable(assistant.embedder)
    return desk


def build_assistant(settings: Settings) -> Assistant:
    """The assistant, with the language model that the settings name, if any."""
    model = LangChainModel(settings.llm) if settings.llm else None
    return KnowledgeAssistant(build_embedder(settings.embeddings), model)


async def _no_app(*_: Any) -> None:
    """Stands in until the application is built."""


def _ticks(
    opened: Opened, jobs: JobQueue, organisation_id: UUID, embedder: Embedder | None
) -> list[Tick]:
    database = opened.database

    async def sweep() -> None:
        await sweep_due(database, SWEEPS)

    async def housekeeping() -> None:
        async with database.unit_of_work(organisation_id) as uow:
            await jobs.enqueue(uow, "housekeeping", {})
            await jobs.enqueue(uow, "sweep_files", {})

    async def meanings() -> None:
        if embedder is not None:
            await queue_embedding(database, jobs, embedder.model)

    return [
        Tick("due", 1.0, sweep),
        Tick("meanings", 2.0, meanings),
        Tick("housekeeping", 600.0, housekeeping),
    ]


def _build_app(
    desk: Desk,
    assistant: Assistant,
    routes: Sequence[Any],
    personas: ReadPersonas | None,
    files: Files,
) -> ASGIApp:
    opened, settings = desk.opened, desk.opened.settings
    database, clock = opened.database, opened.database.clock
    door = build_door(opened)
    return create_app(
        opened.database,
        address=settings.address,
        listener=desk.listener,
        assistant=assistant,
        routers=[
            build_pages(door, personas, link_person),
            build_web(door, desk.router, desk.listener, clock, personas, files),
            build_downloads(database, files, opened.vault),
            build_uploading(door, files, clock),
            build_entering(door, begin_thread),
        ],
        routes=routes,
        # Personas are administrators for anybody who reaches the port: no other name
        # than our own may lead here (DNS rebinding).
        allowed_hosts=DEMO_HOSTS if personas is not None else frozenset(),
        files=files,
        vault=opened.vault,
        frames=frames_of(settings),
    )


def build_player(desk: Desk) -> Player:
    """Who plays the demo's day on this desk's web chat."""
    web = desk.platforms["web"]
    assert isinstance(web, WebPlatform)
    return Player(desk.opened.database, desk.organisation_id, WebStage(web), desk.files)


async def play_morning(player: Player, desk: Desk, clock: DemoClock, progress: Progress) -> None:
    """Link the figures and play the morning, delivering everything as it happens."""
    await player.link_people("web", str(desk.organisation_id))

    async def settle() -> None:
        await desk.sender.send_waiting()
        await desk.sender.stop()

    await player.play_morning(clock, settle, progress)
