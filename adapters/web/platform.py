"""The web chat as one of the chat platforms: posts are rows of our own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from adapters.web.addresses import (
    DIRECT,
    PLATFORM,
    SUPPORT,
    TRIAGE,
    direct_channel,
    person_of,
    to_uuid,
)
from adapters.web.posts import (
    NoSuchThread,
    add_delivered,
    change_post,
    find_delivered,
    mark_post,
    remove_post,
    unlist_files,
)
from bot.cards import Card, Text
from bot.incoming import Spot
from bot.ports import Gone, PrivateAnswer, Profile, Refused, TryLater
from core.access.actor import STAFF
from core.clock import Clock
from core.conversation.audience import Audience
from core.database.unit_of_work import Database, UnitOfWork
from core.errors import HelpdeskError
from core.ids import moment_of
from core.people.identities import link_identity
from core.people.models import Person

BUSY = "our own database does not answer"
MARKS = {
    "note": None,
    "waiting": "⏳ about to be sent",
    "sent": "📨 sent to the customer",
    "failed": "❌ failed",
    "unknown": "❔ outcome unknown",
    "dead": "🪦 not delivered",
}
"""What stands beside a note that its author has sent."""


class WebPlatform:
    """Implements ``bot.ports.ChatPlatform``. A workspace is an organisation's id.

    Sending is idempotent by delivery, so an outcome is never unknown here.
    """

    slug = PLATFORM
    on_the_web = True

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """The person behind a session; None if there is none such or they may not act."""
        person = await self._person(workspace, user)
        if person is None or person.status != "active":
            return None
        return to_profile(person)

    def address(self, spot: Spot, ref: str) -> str | None:
        """The post in its thread."""
        slug = DIRECT if person_of(spot.channel) else spot.channel
        return f"/chat/{slug}/{spot.thread or ref}#thread-{ref}"

    def moment_of(self, ref: str) -> datetime | None:
        """When the post was made that has this id."""
        return moment_of(_id(ref))

    async def audience_of(self, spot: Spot) -> Audience:
        """Staff alone see triage and their direct channels; anything else counts as public."""
        if spot.channel == TRIAGE:
            return Audience.INTERNAL
        person_id = person_of(spot.channel)
        if person_id is None:
            return Audience.PUBLIC
        person = await self._person(spot.workspace, str(person_id))
        is_staff = person is not None and person.status == "active" and person.role in STAFF
        return Audience.INTERNAL if is_staff else Audience.PUBLIC

    async def post(self, spot: Spot, content: Text | Card, *, delivery: UUID) -> str:
        """Post there, once per delivery, and return the post's id."""
        if spot.channel == SUPPORT and spot.thread is None:
            raise Refused("a message in support needs the thread of its customer")
        return await self._add(spot, None, content, delivery)

    async def update(self, spot: Spot, ref: str, content: Text | Card) -> None:
        """Replace a post in place. Raises :class:`Gone` if it was removed."""
        try:
            async with self._database.unit_of_work(_tenant(spot), clock=self._clock) as uow:
                changed = await change_post(uow, _id(ref), content)
        except DBAPIError as error:
            raise TryLater(BUSY) from error
        if not changed:
            raise Gone("the post was removed")

    async def remove(self, spot: Spot, ref: str) -> None:
        """Remove a post; one that is gone already counts as removed."""
        try:
            async with self._database.unit_of_work(_tenant(spot), clock=self._clock) as uow:
                await remove_post(uow, _id(ref))
        except DBAPIError as error:
            raise TryLater(BUSY) from error

    async def unlist_files(self, spot: Spot, files: tuple[UUID, ...]) -> None:
        """The thread's posts lose these files, those that people wrote among them."""
        try:
            async with self._database.unit_of_work(_tenant(spot), clock=self._clock) as uow:
                thread = None if spot.thread is None else _id(spot.thread)
                await unlist_files(uow, _channel(spot), thread, files)
        except DBAPIError as error:
            raise TryLater(BUSY) from error

    async def mark(self, spot: Spot, ref: str, mark: str, *, was: str | None = None) -> None:
        """A word beside what somebody wrote. That a note is one is shown already."""
        if mark == "note" and was is None:
            return
        await self._show(spot, ref, mark=MARKS[mark])

    async def show_reactions(self, spot: Spot, ref: str, words: str) -> None:
        """The same words below what somebody wrote."""
        await self._show(spot, ref, reactions=words)

    async def _show(self, spot: Spot, ref: str, **shown: str | None) -> None:
        try:
            async with self._database.unit_of_work(_tenant(spot), clock=self._clock) as uow:
                marked = await mark_post(uow, _id(ref), **shown)
        except DBAPIError as error:
            raise TryLater(BUSY) from error
        if not marked:
            raise Gone("the post was removed")

    async def answer(
        self, spot: Spot, to: PrivateAnswer, content: Text | Card, *, delivery: UUID
    ) -> str:
        """A post that only the viewer sees, where they asked."""
        viewer = to_uuid(to.viewer)
        if viewer is None:
            raise Refused("there is nobody of that id")
        return await self._add(spot, viewer, content, delivery)

    async def find(self, spot: Spot, delivery: UUID) -> str | None:
        """The post of that delivery; we keep them ourselves, so None is certain."""
        try:
            async with self._database.unit_of_work(_tenant(spot), clock=self._clock) as uow:
                found = await find_delivered(uow, delivery)
        except DBAPIError as error:
            raise TryLater(BUSY) from error
        return str(found) if found else None

    async def _add(
        self, spot: Spot, viewer: UUID | None, content: Text | Card, delivery: UUID
    ) -> str:
        channel, thread = _channel(spot), None if spot.thread is None else _id(spot.thread)
        try:
            async with self._database.unit_of_work(_tenant(spot), clock=self._clock) as uow:
                post_id = await add_delivered(uow, channel, thread, viewer, content, delivery)
        except NoSuchThread as error:
            raise Refused("that thread does not exist") from error
        except DBAPIError as error:
            raise TryLater(BUSY) from error
        return str(post_id)

    async def _person(self, workspace: str, user: str) -> Person | None:
        organisation_id, person_id = to_uuid(workspace), to_uuid(user)
        if organisation_id is None or person_id is None:
            return None
        try:
            async with self._database.unit_of_work(organisation_id) as uow:
                person: Person | None = await uow.session.scalar(
                    select(Person).where(Person.id == person_id)
                )
        except (DBAPIError, HelpdeskError):
            return None
        return person


def to_profile(person: Person) -> Profile:
    """What the web chat vouches for: it knows its people by themselves."""
    return Profile(
        name=person.name,
        direct=direct_channel(person.id),
        staff=person.role in STAFF,
        timezone=person.timezone,
        avatar_url=person.avatar_url,
        person_id=person.id,
    )


async def link_person(uow: UnitOfWork, person_id: UUID) -> None:
    """Give somebody who signs in their account here at once, so that what Deskhand tells
    them directly arrives before they have said a word."""
    person = await uow.session.get(Person, person_id)
    if person is not None:
        workspace = str(uow.organisation_id)
        await link_identity(uow, PLATFORM, workspace, str(person.id), to_profile(person))


def _tenant(spot: Spot) -> UUID:
    organisation_id = to_uuid(spot.workspace)
    if organisation_id is None:
        raise Refused("there is no such workspace")
    return organisation_id


def _id(ref: str) -> UUID:
    post_id = to_uuid(ref)
    if post_id is None:
        raise Refused("there is no such post")
    return post_id


def _channel(spot: Spot) -> str:
    """The channel as posts are stored under it; a bare person id is that person's direct one."""
    if spot.channel in {SUPPORT, TRIAGE}:
        return spot.channel
    person_id = person_of(spot.channel) or to_uuid(spot.channel)
    if person_id is None:
        raise Refused("there is no such channel")
    return direct_channel(person_id)
