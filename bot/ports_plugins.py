"""What a plug-in for a chat platform must offer. The platforms that come with the desk are
plug-ins like any other.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.checks.checked import Checked
from core.access.actor import Actor
from core.settings import Settings

if TYPE_CHECKING:
    from bot.process.running import Desk


@dataclass(frozen=True)
class Visitor:
    """Who is at a browser. ``session`` is told to nobody; states are bound to it."""

    actor: Actor
    session: str


WhoIsThere = Callable[[Any], Awaitable[Visitor | None]]
"""Who is signed in at the browser that sends this request, if anybody."""


class PlatformPlugin(Protocol):
    """A chat platform that can be connected: what an entry point of the group
    ``deskhand.platforms`` leads to. The entry point's name is the platform's slug.

    It is loaded at every start, so whatever is large is imported inside its methods.
    """

    title: str
    """What people call the platform."""
    guide: str
    """A sentence: where it is written how it is connected."""

    def read(self, settings: Settings) -> Any | None:
        """Its own settings; None: it is off. Raises ``ValueError`` if they are wrong.

        One that does not come with the desk finds them, by name and as text, in
        ``settings.plugins[SLUG]``: ``DESKHAND_SLUG__TOKEN`` is ``token`` there.
        """

    def connect(self, desk: "Desk", own: Any) -> Sequence[Any]:
        """Put a :class:`bot.ports.ChatPlatform` into ``desk.platforms`` under the slug; the
        routes (of Starlette) that the web server is to open for it.

        What must be awaited is appended to ``desk.connecting`` and tried until it succeeds.
        """

    async def check(self, settings: Settings, own: Any) -> list[Checked]:
        """How the connection does, for ``deskhand doctor``."""
