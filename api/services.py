"""What the routes work with, put together by the bootstrap and kept by the application."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from starlette.requests import Request

from core.access.vault import Vault
from core.assistant.ports import Assistant
from core.conversation.files import Files
from core.database.unit_of_work import Database
from core.events.listening import Listener

Check = Callable[[], Awaitable[None]]
"""Returns if something that we depend on works; raises (any error) if not."""


@dataclass(frozen=True)
class Services:
    """The ports behind the routes; ``checks`` name what readiness looks at besides."""

    database: Database
    listener: Listener
    assistant: Assistant
    checks: Mapping[str, Check] = field(default_factory=dict)
    files: Files | None = None
    vault: Vault | None = None
    address: str = ""


def services_of(request: Request) -> Services:
    """The services of the application that serves this request."""
    return cast(Services, request.app.state.services)
