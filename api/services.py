"""What the routes work with, put together by the bootstrap and kept by the application."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from starlette.requests import Request

from core.assistant.ports import Assistant
from core.database.unit_of_work import Database
from core.events.listening import Listener

Check = Callable[[], Awaitable[None]]
"""Returns if something that we depend on works; raises (any error) if not."""


@dataclass(frozen=True)
class ApiSettings:
    """How the outside reaches us.

    With ``allowed_hosts`` every other Host header is refused: the demo sets it,
    because its personas would otherwise be at the mercy of DNS rebinding.
    """

    address: str
    allowed_hosts: frozenset[str] = frozenset()

    @property
    def https(self) -> bool:
        """Whether browsers reach us over HTTPS."""
        return self.address.startswith("https://")


@dataclass(frozen=True)
class Services:
    """The ports behind the routes; ``checks`` name what readiness looks at besides."""

    database: Database
    listener: Listener
    assistant: Assistant
    settings: ApiSettings
    checks: Mapping[str, Check] = field(default_factory=dict)


def services_of(request: Request) -> Services:
    """The services of the application that serves this request."""
    return cast(Services, request.app.state.services)
