"""Files on their way to platforms that keep them themselves: one delivery for each."""

from dataclasses import replace
from typing import Protocol, runtime_checkable
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from bot.cards import Text, content_json
from bot.incoming import Spot
from bot.ports import CarriesFiles, ListsFiles, Refused, SentFile
from bot.sending.parcels import Parcel, Undeliverable, check_thread
from core.conversation.audience import Audience
from core.conversation.file_models import Attachment
from core.conversation.files import Files
from core.conversation.models import Message, MessageRef, Place
from core.conversation.places import INTERNAL, address, places_of
from core.conversation.refs import COPY, keep_ref, ref_of
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.events.models import Delivery
from core.ids import to_id
from core.tickets.announcements.announcing_amendments import TAKEN_BACK
from core.tickets.files.attaching import KEPT, REMOVED, files_of

FILE = "file"
_ENDED = ("withheld", "superseded")


@runtime_checkable
class CarriesFilesInPlaces(Protocol):
    """A platform that keeps files in some of its places only; elsewhere it shows where they
    are."""

    def carries_at(self, spot: Spot) -> bool:
        """Whether files can be brought there."""


def carries_files(platform: object, spot: Spot) -> bool:
    """Whether files of a message are brought to that place one by one."""
    if isinstance(platform, CarriesFilesInPlaces) and not platform.carries_at(spot):
        return False
    return isinstance(platform, CarriesFiles)


def kind_of_ref(attachment_id: UUID) -> str:
    """Under which kind it is remembered where a file stands on a platform."""
    return f"{FILE}:{attachment_id}"


async def owe_files(uow: UnitOfWork, parcel: Parcel) -> None:
    """After a message has come to a platform that keeps files itself: bring its files too.

    What is there already, or on its way, is not brought twice.
    """
    place, message_id = parcel.place, parcel.message_id
    if parcel.kind not in {"message", COPY, "edit"} or message_id is None:
        return
    named = (await files_of(uow, [message_id])).get(message_id, ())
    kept = {str(one.id) for one in named if one.state == KEPT}
    if not kept:
        return
    kinds = await uow.session.scalars(
        select(MessageRef.kind).where(
            MessageRef.place_id == place.id, MessageRef.message_id == message_id
        )
    )
    there = {kind.partition(":")[2] for kind in kinds}
    under_way = await uow.session.scalars(
        select(Delivery.content["attachment"].astext).where(
            Delivery.place_id == place.id,
            Delivery.kind == FILE,
            Delivery.content["message"].astext == str(message_id),
            Delivery.state.not_in(_ENDED),
        )
    )
    missing = sorted(kept - there - set(under_way))
    owed = [
        owe(
            uow,
            address(place),
            FILE,
            ticket_id=place.ticket_id,
            content={"attachment": attachment, "message": str(message_id)},
        )
        for attachment in missing
    ]
    owe_all(uow, owed)


async def render_file(uow: UnitOfWork, delivery: Delivery) -> Parcel:
    """The parcel of a file. Raises :class:`Undeliverable` for one that was taken back."""
    place = await uow.session.get(Place, delivery.place_id)
    content = delivery.content or {}
    attachment = await uow.session.get(Attachment, to_id(content["attachment"], "that file"))
    message = await uow.session.get(Message, to_id(content["message"], "that message"))
    gone = attachment is None or attachment.state != KEPT or message is None or message.deleted_at
    if place is None or gone or attachment is None or message is None:
        raise Undeliverable("the file is gone")
    if await ref_of(uow, place.id, kind_of_ref(attachment.id), message.id):
        raise Undeliverable("the file is there already")
    await check_thread(uow, delivery, place)
    return replace(_parcel(delivery, place, message), attachment=attachment)


async def render_taken_back(uow: UnitOfWork, delivery: Delivery) -> Parcel:
    """The parcel that lets the files of a message disappear which its author took back, from
    what they said there as well. Raises :class:`Undeliverable` if there are none."""
    place = await uow.session.get(Place, delivery.place_id)
    message = await uow.session.get(Message, delivery.message_id)
    if place is None or message is None:
        raise Undeliverable("the message is gone")
    query = select(Attachment.id).where(
        Attachment.message_id == message.id, Attachment.state == REMOVED
    )
    removed = tuple(await uow.session.scalars(query))
    if not removed:
        raise Undeliverable("no file was taken back")
    kinds = MessageRef.kind.in_([kind_of_ref(one) for one in removed])
    refs = await _files_there(uow, place.id, message.id, kinds)
    parcel = _parcel(delivery, place, message)
    return replace(parcel, audience=Audience.PUBLIC, file_refs=refs, taken_back=removed)


def _parcel(delivery: Delivery, place: Place, message: Message) -> Parcel:
    return Parcel(
        act=delivery.kind,
        kind=delivery.kind,
        delivery_id=delivery.id,
        place=place,
        spot=Spot(
            platform=place.platform,
            workspace=place.workspace,
            channel=place.channel,
            thread=place.thread,
        ),
        audience=Audience(message.audience),
        message_id=message.id,
    )


async def _files_there(
    uow: UnitOfWork, place_id: UUID, message_id: UUID | None, kinds: ColumnElement[bool]
) -> tuple[str, ...]:
    refs = await uow.session.scalars(
        select(MessageRef.external_id).where(
            MessageRef.place_id == place_id, MessageRef.message_id == message_id, kinds
        )
    )
    return tuple(refs)


RENDERED_HERE = {FILE: render_file, TAKEN_BACK: render_taken_back}
"""What is rendered by the kinds of deliveries that are about files alone."""


async def with_files(uow: UnitOfWork, parcel: Parcel) -> Parcel:
    """A removal, together with the files of the message that stand there."""
    if parcel.act != "remove":
        return parcel
    kinds = MessageRef.kind.startswith(f"{FILE}:")
    refs = await _files_there(uow, parcel.place.id, parcel.message_id, kinds)
    return replace(parcel, file_refs=refs)


async def bring(platform: object, files: Files | None, parcel: Parcel, *, uncertain: bool) -> str:
    """Share the parcel's file there; its id. Looks first whether it is there already."""
    attachment = parcel.attachment
    assert attachment is not None
    if files is None or attachment.storage_key is None or not isinstance(platform, CarriesFiles):
        raise Refused("There is no way to bring files there.")
    name, size = attachment.name, attachment.size
    if uncertain:
        found = await platform.find_file(parcel.spot, name, size, parcel.delivery_id)
        if found is not None:
            return found
    content = files.store.read(attachment.storage_key)
    sent = SentFile(name, attachment.media_type, size, content, attachment.storage_key)
    return await platform.put_file(parcel.spot, sent, delivery=parcel.delivery_id)


async def take_away(platform: object, parcel: Parcel) -> None:
    """Take away the files of a removed message, or those that were taken back."""
    if parcel.taken_back and isinstance(platform, ListsFiles):
        await platform.unlist_files(parcel.spot, parcel.taken_back)
    if isinstance(platform, CarriesFiles):
        for ref in parcel.file_refs:
            await platform.remove_file(parcel.spot, ref)


async def remember_file(uow: UnitOfWork, parcel: Parcel, external_id: str | None) -> None:
    """The file stands there now; or, for a removal, its files do no longer."""
    if parcel.act == FILE and parcel.attachment is not None and external_id:
        kind = kind_of_ref(parcel.attachment.id)
        await keep_ref(uow, parcel.place.id, kind, external_id, parcel.message_id)
    for ref in parcel.file_refs:
        await uow.session.execute(
            delete(MessageRef).where(
                MessageRef.place_id == parcel.place.id, MessageRef.external_id == ref
            )
        )


async def tell_of_lost_file(uow: UnitOfWork, delivery: Delivery, reason: str) -> None:
    """A file will never be accepted there: staff read it where the rest is read."""
    content, place = delivery.content or {}, await uow.session.get(Place, delivery.place_id)
    attachment = await uow.session.get(Attachment, to_id(content["attachment"], "that file"))
    if place is None or attachment is None or delivery.ticket_id is None:
        return
    where = place.platform.capitalize()
    told = Text(text=f"🪦 {attachment.name} did not reach {where}: {reason}")
    content = content_json.dump_python(told, mode="json")
    places = [p for p in await places_of(uow, delivery.ticket_id) if p.role == INTERNAL]
    owe_all(uow, [owe(uow, address(p), "say", content=content) for p in places if p.thread])
