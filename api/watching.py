"""What a process without pages and REST serves: whether it lives, is ready, and its meters."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from api.edge import Edge
from api.metrics import Metrics
from api.problems import problem_response
from api.routes import health
from api.services import Services
from core.assistant.ports import Assistant
from core.database.unit_of_work import Database
from core.events.listening import Listener


def build_health_app(
    database: Database, listener: Listener, assistant: Assistant, role: str
) -> FastAPI:
    """The application of a process that plays ``role`` and serves nothing else."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.services = Services(database, listener, assistant)
    app.state.metrics = Metrics()
    app.include_router(health.router)

    async def elsewhere(request: Request) -> Response:
        """Whoever comes here by mistake is told where to go."""
        return problem_response(
            404,
            "role.elsewhere",
            f"This process plays the role {role} and serves no pages: ask the one that plays api.",
            request_id=request.state.request_id,
        )

    app.add_route("/{path:path}", elsewhere)
    app.add_middleware(Edge, metrics=app.state.metrics, allowed_hosts=frozenset())
    return app
