"""Letting a file in by REST: rights first, then the stream, then the row with its answer."""

import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.answering import Keeping, KeptRoute, Replayed
from api.entering import Call, Secret, enter_with_key
from api.pages.uploads import FIELD, files_or_down, read_upload
from api.schemas.common import Number
from api.services import services_of
from core.access.idempotency import begin_once
from core.conversation.files import Files, StoredFile
from core.conversation.ports import StorageDown
from core.tickets.files.attaching import require_bringing

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="Any text of yours. The same file with the same key within 24 hours is kept "
        "once and answered alike.",
    ),
]
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "properties": {FIELD: {"type": "string", "format": "binary"}},
                },
            }
        },
    }
}


@dataclass(frozen=True)
class Bringing(Call):
    """Who brings a file, which is stored already, in the transaction that keeps its row."""

    stored: StoredFile


class StreamedRoute(KeptRoute):
    """A route whose request is read once, as it comes: it may be far larger than memory."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The request, without remembering what was read of it."""
        scope.setdefault("state", {})["results"] = {}
        await APIRoute.handle(self, scope, receive, send)


@contextlib.asynccontextmanager
async def _bring(
    request: Request, secret: str, key: str | None, number: int | None
) -> AsyncIterator[Bringing]:
    services, request_id = services_of(request), request.state.request_id
    async with enter_with_key(services, secret, request_id) as call:
        await require_bringing(call.uow, call.actor, number)
        organisation_id, now = call.uow.organisation_id, call.uow.now
    files = files_or_down(services.files)
    async with read_upload(request, files.largest) as (_, upload):
        stored = await files.take_in(organisation_id, upload.name, upload.chunks, now)
    async with (
        _erased_on_failure(files, stored),
        enter_with_key(services, secret, request_id) as call,
    ):
        if key is not None:
            await _once(request, call, key, stored)
        yield Bringing(call.uow, call.actor, stored)


async def _once(request: Request, call: Call, key: str, stored: StoredFile) -> None:
    owner = str(call.actor.person_id)
    said = f"{request.method} {request.url.path}\n{stored.name}\n{stored.sha256}"
    kept = await begin_once(call.uow, owner, key, hashlib.sha256(said.encode()).hexdigest())
    if kept is not None:
        raise Replayed(kept)
    request.state.keeping = Keeping(call.uow, owner, key)


@contextlib.asynccontextmanager
async def _erased_on_failure(files: Files, stored: StoredFile) -> AsyncIterator[None]:
    """Without its row the content is nobody's: do not wait for the sweep."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(StorageDown):
            await files.store.delete(stored.key)
        raise


async def bring_to_ticket(
    request: Request, number: Number, secret: Secret, key: Key = None
) -> AsyncIterator[Bringing]:
    """A file for that ticket."""
    async with _bring(request, secret, key, number) as bringing:
        yield bringing


async def bring_alone(request: Request, secret: Secret, key: Key = None) -> AsyncIterator[Bringing]:
    """A file for a ticket that is yet to be opened."""
    async with _bring(request, secret, key, None) as bringing:
        yield bringing


ToTicket = Annotated[Bringing, Depends(bring_to_ticket, scope="function")]
Alone = Annotated[Bringing, Depends(bring_alone, scope="function")]
