"""The web chat where the demo is played, and the channels that a web chat has."""

from uuid import UUID

from adapters.web.addresses import PLATFORM, SUPPORT, TRIAGE
from adapters.web.platform import WebPlatform
from adapters.web.posts import add_said
from bot.cards import File
from bot.incoming import Spot
from bot.ports import Profile
from core.access.actor import Actor
from core.conversation.places import serve_channel
from core.database.unit_of_work import Database, UnitOfWork
from core.ids import new_id


async def serve_web_channels(database: Database, organisation_id: UUID) -> None:
    """Serve the organisation's #triage and #support."""
    async with database.unit_of_work(organisation_id) as uow:
        workspace = str(organisation_id)
        await serve_channel(uow, PLATFORM, workspace, TRIAGE, "triage")
        await serve_channel(uow, PLATFORM, workspace, SUPPORT, "support")


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
        self,
        uow: UnitOfWork,
        actor: Actor,
        text: str,
        thread: str | None,
        files: tuple[File, ...] = (),
    ) -> tuple[Spot, str]:
        """Keep a post of the customer's; where it stands, and its id."""
        post, root = new_id(), UUID(thread) if thread else None
        assert actor.person_id is not None
        await add_said(uow, post, SUPPORT, root, actor.person_id, text, files)
        workspace = str(uow.organisation_id)
        spot = Spot(platform="web", workspace=workspace, channel=SUPPORT, thread=thread)
        return spot, str(post)
