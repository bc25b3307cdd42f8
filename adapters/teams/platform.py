"""Teams as a chat platform: what :class:`bot.ports.ChatPlatform` promises, over the Connector."""

from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import quote, urlencode
from uuid import UUID

from adapters.teams.inbound.origins import Origins
from adapters.teams.render.messages import render
from adapters.teams.sending.files import TeamsFiles
from adapters.teams.sending.posting import Posting, is_private
from adapters.teams.webapi.own import SLUG, Own, is_account, is_personal, to_moment
from adapters.teams.webapi.reporting import report
from bot.cards import Card, Text
from bot.incoming import Brought, Spot
from bot.ports import OutcomeUnknown, PrivateAnswer, Profile, Refused, SentFile
from bot.process.health import ConnectionHealth
from core.conversation.audience import Audience

_OTHER = "That place is in another tenant of Microsoft's."


class TeamsPlatform:
    """Our tenant."""

    slug = SLUG
    hears_others = True
    direct_is_one_conversation = True
    is_a_menu = False
    tells_threads = True

    def __init__(
        self,
        own: Own,
        posting: Posting,
        files: TeamsFiles,
        origins: Origins,
        *,
        address: str,
        targeted: bool,
    ) -> None:
        self.own = own
        self.origins = origins
        self.posting = posting
        self.files = files
        self._files_at = f"{address}/chat/files"
        self._targeted = targeted

    async def health(self, workspaces: tuple[str, ...]) -> list[ConnectionHealth]:
        """How the connection to our tenant stands, if it is one of these."""
        return await report(self.posting.line, self.posting.service, self.own, workspaces)

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """Who the user is; None when Teams does not know, does not answer, or it is a bot."""
        if workspace != self.own.tenant:
            return None
        return await self.posting.people.profile(user)

    async def audience_of(self, spot: Spot) -> Audience:
        """Who can see that place now, asked at most once a minute; public when in doubt.

        Raises :class:`bot.ports.TryLater` while it cannot be asked: then nothing is sent.
        """
        if spot.workspace != self.own.tenant:
            return Audience.PUBLIC
        return await self.posting.people.audience(spot.channel)

    async def readers_of(self, spot: Spot) -> frozenset[str]:
        """The members of the channel, asked at most once a minute."""
        self._require_ours(spot)
        return frozenset(await self.posting.people.members_of(spot.channel))

    async def post(self, spot: Spot, content: Text | Card, *, delivery: UUID) -> str:
        """Post a message."""
        self._require_ours(spot)
        return await self.posting.say(spot, self._said(spot, content))

    async def update(self, spot: Spot, ref: str, content: Text | Card) -> None:
        """Replace the message ``ref``."""
        self._require_ours(spot)
        said = self._said(spot, content, private=is_private(ref))
        await self.posting.change(spot, ref, said)

    async def remove(self, spot: Spot, ref: str) -> None:
        """Delete the message ``ref``; one that is gone already counts as deleted."""
        self._require_ours(spot)
        await self.posting.take_back(spot, ref)

    async def answer(
        self, spot: Spot, to: PrivateAnswer, content: Text | Card, *, delivery: UUID
    ) -> str:
        """Say something that only ``to.viewer`` sees."""
        self._require_ours(spot)
        said = self._said(spot, content, private=True)
        return await self.posting.whisper(spot, to.viewer, said, targeted=self._targeted)

    def address(self, spot: Spot, ref: str) -> str | None:
        """The message's deep link, as Teams' clients understand it."""
        if is_account(spot.channel) or is_personal(spot.channel):
            return None
        query = {"tenantId": self.own.tenant, "parentMessageId": spot.thread or ref}
        where = f"{quote(spot.channel, safe='')}/{quote(ref, safe='')}"
        return f"https://teams.microsoft.com/l/message/{where}?{urlencode(query)}"

    def moment_of(self, ref: str) -> datetime | None:
        """The moment that an id of a channel's message is."""
        return to_moment(ref)

    async def find(self, spot: Spot, delivery: UUID) -> str | None:
        """Nobody can say: a message in Teams carries no name of ours, and cannot be read."""
        raise OutcomeUnknown("Teams does not say whether the message is there.")

    def vocabulary_of(self, words: str, *, staff: bool) -> str:
        """What customers and staff say differs by their rights alone."""
        return words

    def begins(self, words: str, *, direct: bool) -> str:
        """A mention; our own chat knows none, and takes a slash instead."""
        if direct:
            return f"/{words}"
        return "@Ticket" if words == "ticket" else f"@Ticket {words}"

    def carries_at(self, spot: Spot) -> bool:
        """Whether files can be brought there: to one person alone."""
        return is_personal(spot.channel) or is_account(spot.channel)

    async def fetch_file(self, brought: Brought) -> AsyncIterator[bytes]:
        """The content of a file that somebody shared with us."""
        async for chunk in self.files.fetch(brought):
            yield chunk

    async def put_file(self, spot: Spot, file: SentFile, *, delivery: UUID) -> str:
        """Offer a file in a personal chat."""
        self._require_ours(spot)
        if not self.carries_at(spot):
            raise Refused("Teams takes files of bots in personal chats alone.")
        return await self.posting.say(spot, self.files.offer(file))

    async def find_file(self, spot: Spot, name: str, size: int, delivery: UUID) -> str | None:
        """Nobody can say, as with messages."""
        raise OutcomeUnknown("Teams does not say whether the file is there.")

    async def remove_file(self, spot: Spot, ref: str) -> None:
        """Take the offer back; what its reader has kept is theirs."""
        await self.remove(spot, ref)

    def _said(
        self, spot: Spot, content: Text | Card, *, private: bool = False
    ) -> dict[str, object]:
        files_at = "" if self.carries_at(spot) else self._files_at
        brings = self.origins.to_data(spot) if private else None
        return render(content, files_at, brings).to_activity()

    def _require_ours(self, spot: Spot) -> None:
        if spot.workspace != self.own.tenant:
            raise Refused(_OTHER)
