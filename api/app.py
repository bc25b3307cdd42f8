"""The HTTP application: REST, its reference, health, and whatever doors are given to it."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute

from api.answering import install_replays
from api.docs import build_docs
from api.edge import Edge
from api.limits import BodyLimit
from api.metrics import Metrics
from api.pages.framing import Frames, Framing, build_frame_door
from api.pages.headers import SecurityHeaders
from api.problems import install_problems
from api.reference import install_reference
from api.routes import (
    acts,
    assisting,
    attachments,
    batch,
    configuration,
    conversation,
    events,
    fields,
    health,
    knowledge,
    macros,
    operations,
    organisation,
    parting,
    people,
    relations,
    reports,
    subscriptions,
    surveys,
    tickets,
    timeline,
    workspaces,
)
from api.services import Check, Services
from core.access.vault import Vault
from core.assistant.ports import Assistant
from core.conversation.files import Files
from core.database.unit_of_work import Database
from core.events.listening import Listener

FEATURES = (
    tickets,
    acts,
    parting,
    relations,
    assisting,
    conversation,
    attachments,
    events,
    knowledge,
    people,
    timeline,
    surveys,
    reports,
    configuration,
    fields,
    macros,
    organisation,
    workspaces,
    subscriptions,
    operations,
    batch,
)


def create_app(
    database: Database,
    *,
    address: str,
    listener: Listener,
    assistant: Assistant,
    routers: Sequence[APIRouter] = (),
    routes: Sequence[BaseRoute] = (),
    checks: Mapping[str, Check] | None = None,
    allowed_hosts: frozenset[str] = frozenset(),
    files: Files | None = None,
    vault: Vault | None = None,
    frames: Frames | None = None,
) -> FastAPI:
    """The application at ``address``, with the pages' ``routers`` and the platforms' ``routes``.

    ``checks`` are further dependencies that readiness looks at. With ``allowed_hosts``
    every other Host header is refused. ``vault`` signs the links to ``files``. ``frames``
    are those that may show the pages inside themselves.
    """
    app = FastAPI(
        title="Deskhand REST API",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = Services(
        database, listener, assistant, checks or {}, files, vault, address
    )
    app.state.metrics = Metrics()
    # Routes are looked through in this order: what the chats tell is the most.
    app.router.routes.extend(routes)
    for router in routers:
        app.include_router(router)
    app.include_router(health.router)
    app.include_router(build_docs())
    for feature in FEATURES:
        # As they are: a router that is included gets each of its operations ready once more.
        app.router.routes.extend(feature.router.routes)
    install_problems(app)
    install_replays(app)
    install_reference(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Edge, metrics=app.state.metrics, allowed_hosts=allowed_hosts)
    app.add_middleware(SecurityHeaders, https=address.startswith("https://"))
    if frames is not None:
        app.router.routes.append(build_frame_door(frames.door, frames.leads_to))
        app.add_middleware(Framing, ancestors=frames.ancestors, door=frames.door)
    return app
