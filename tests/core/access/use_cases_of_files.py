"""The use cases of files: one of the actor's own, named by a message of the private ticket."""

from typing import Any
from uuid import UUID

from adapters.files.store import build_memory_store
from core.access.actor import Actor
from core.access.permissions import Permission as P
from core.conversation.audience import Audience
from core.conversation.file_models import Attachment
from core.conversation.files import Files, StoredFile
from core.database.unit_of_work import UnitOfWork
from core.ids import new_id
from core.tickets.files import attaching, attachments, missing, uploading
from core.tickets.messages import say
from core.tickets.models import Ticket
from tests.core.access.use_cases import Scene, UseCase, case, on_ticket, ticket_id

_STORED = StoredFile("a.png", "image/png", 3, "0" * 64, "nowhere")


async def _own_file(uow: UnitOfWork, actor: Actor, scene: Scene, **more: Any) -> UUID:
    ticket = await uow.session.get(Ticket, await ticket_id(uow, scene.number))
    assert ticket is not None
    message = await say(uow, actor, ticket, "mine", Audience.PUBLIC)
    await uow.flush()
    values: dict[str, Any] = {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "ticket_id": ticket.id,
        "message_id": message.id,
        "person_id": actor.person_id,
        "name": "a.png",
        "media_type": "image/png",
        "size": 3,
        "sha256": "0" * 64,
        "storage_key": "nowhere",
        "thumbnail_key": "nowhere.small",
        "width": 1,
        "height": 1,
        "state": "kept",
        "origin": {},
        "created_at": uow.now,
    }
    uow.session.add(Attachment(**values | more))
    await uow.session.flush()
    found: UUID = values["id"]
    return found


async def _read(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await attachments.read_attachment(uow, actor, await _own_file(uow, actor, scene))


async def _thumbnail(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    files = Files(build_memory_store())
    await attachments.thumbnail_of(uow, actor, await _own_file(uow, actor, scene), files)


async def _remove(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await attachments.remove_attachment(uow, actor, await _own_file(uow, actor, scene))


async def _missing(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await missing.missing_of(uow, actor, await _own_file(uow, actor, scene, state="missing"))


async def _fill(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    found = await _own_file(uow, actor, scene, state="missing")
    await missing.fill_missing(uow, actor, found, _STORED)


OF_FILES: dict[str, UseCase] = {
    "core.tickets.files.attaching:keep_file": on_ticket(
        lambda u, a, s: attaching.keep_file(u, a, _STORED, number=s.number), P.REPLY
    ),
    "core.tickets.files.attaching:keep_file before there is a ticket": case(
        lambda u, a, s: attaching.keep_file(u, a, _STORED), P.OPEN
    ),
    "core.tickets.files.missing:keep_missing": on_ticket(
        lambda u, a, s: missing.keep_missing(u, a, "a.png", "gone", number=s.number), P.REPLY
    ),
    "core.tickets.files.attachments:read_attachment": case(_read, P.READ, by_filter=True),
    "core.tickets.files.attachments:thumbnail_of": case(_thumbnail, P.READ, by_filter=True),
    "core.tickets.files.attachments:remove_attachment": case(
        _remove, P.READ, P.REPLY, by_filter=True
    ),
    "core.tickets.files.missing:missing_of": case(_missing, P.READ, by_filter=True),
    "core.tickets.files.missing:fill_missing": case(_fill, P.READ, by_filter=True),
    "core.tickets.files.uploading:invite_upload": on_ticket(
        lambda u, a, s: uploading.invite_upload(u, a, s.number), P.REPLY
    ),
}
