"""Marks on what people typed themselves: rendered from the state of their words."""

from dataclasses import replace

from sqlalchemy import delete, select

from bot.ports_marks import Marks
from bot.sending.parcels import Parcel, Undeliverable, build_parcel
from core.conversation.audience import Audience
from core.conversation.models import Message, MessageRef, Place
from core.conversation.refs import MESSAGE, keep_ref, ref_of
from core.database.unit_of_work import UnitOfWork
from core.events.models import Delivery
from core.ids import to_id
from core.tickets.announcements.marking import MARK
from core.tickets.announcements.marks import sign_of


async def render_mark(uow: UnitOfWork, delivery: Delivery) -> Parcel:
    """The parcel of a mark. Raises :class:`Undeliverable` where it stands already."""
    place = await uow.session.get(Place, delivery.place_id)
    wanted = to_id((delivery.content or {}).get("message", ""), "that message")
    note = await uow.session.get(Message, wanted)
    ref = await ref_of(uow, place.id, MESSAGE, note.id) if place and note else None
    if place is None or note is None or note.deleted_at is not None or ref is None:
        raise Undeliverable("the message is gone")
    was = await _mark_there(uow, place, note)
    sign = await sign_of(uow, note)
    if sign == was:
        raise Undeliverable("it is marked so already")
    parcel = build_parcel(delivery, place, Audience(note.audience), None, MARK, ref)
    return replace(parcel, message_id=note.id, mark=sign, was=was)


async def set_mark(platform: object, parcel: Parcel) -> None:
    """Let the platform show it; one that has no marks does without."""
    if isinstance(platform, Marks) and parcel.ref:
        await platform.mark(parcel.spot, parcel.ref, parcel.mark, was=parcel.was)


async def remember_mark(uow: UnitOfWork, parcel: Parcel) -> None:
    """From now on this mark stands there, and no other."""
    if parcel.act != MARK or parcel.ref is None:
        return
    marks = MessageRef.kind.startswith(f"{MARK}:")
    await uow.session.execute(
        delete(MessageRef).where(
            MessageRef.place_id == parcel.place.id,
            MessageRef.message_id == parcel.message_id,
            marks,
        )
    )
    kind = f"{MARK}:{parcel.mark}"
    await keep_ref(uow, parcel.place.id, kind, parcel.ref, parcel.message_id)


async def _mark_there(uow: UnitOfWork, place: Place, note: Message) -> str | None:
    kind: str | None = await uow.session.scalar(
        select(MessageRef.kind).where(
            MessageRef.place_id == place.id,
            MessageRef.message_id == note.id,
            MessageRef.kind.startswith(f"{MARK}:"),
        )
    )
    return kind.partition(":")[2] if kind else None
