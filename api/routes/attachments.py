"""Files: bring one, name it in what you say, read it back."""

from datetime import timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from api.entering import Reading, Secret, enter_with_key
from api.pages.downloads import make_link
from api.pages.uploads import file_response, files_or_down, thumbnail_response
from api.reference import Responses, problems
from api.routing import build_router
from api.schemas.attachments import Attachment, DownloadLink
from api.schemas.common import Number
from api.services import services_of
from api.uploading import BODY, Alone, StreamedRoute, ToTicket
from core.conversation.ports import StorageDown
from core.database.outside import Results, with_work_outside
from core.errors import NotFound
from core.tickets.files.attaching import keep_file
from core.tickets.files.attachments import read_attachment, remove_attachment, thumbnail_of

LASTS = timedelta(minutes=15)
BINARY = {"schema": {"type": "string", "format": "binary"}}
CONTENT: Responses = {
    200: {"description": "The content.", "content": {"application/octet-stream": BINARY}}
}
PICTURE: Responses = {200: {"description": "The small copy.", "content": {"image/webp": BINARY}}}
KNOWN: Responses = {304: {"description": "You have this state already."}}

router = build_router("Files", 404)
bringing = build_router("Files", 400, 409, 413, route_class=StreamedRoute)


@bringing.post(
    "/tickets/{number}/attachments",
    status_code=201,
    summary="Bring a file to a ticket",
    openapi_extra=BODY,
    responses=problems(404),
)
async def attach_file(number: Number, call: ToTicket) -> Attachment:
    """Keeps one file, as yours alone, until a reply or note names it in `attachment_ids`; a file
    that none names is removed after a day. 413 with `file.too_large`, 422 with `file.refused`."""
    kept = await keep_file(call.uow, call.actor, call.stored, number=number)
    return Attachment.model_validate(kept)


@bringing.post("/attachments", status_code=201, summary="Bring a file", openapi_extra=BODY)
async def bring_file(call: Alone) -> Attachment:
    """The same for a ticket that is yet to be opened: name it when you open the ticket."""
    return Attachment.model_validate(await keep_file(call.uow, call.actor, call.stored))


@router.get(
    "/attachments/{attachment_id}",
    summary="Download a file",
    response_class=Response,
    responses={**CONTENT, **KNOWN},
)
async def read_file(attachment_id: UUID, secret: Secret, request: Request) -> Response:
    """The content, if you may read the message that names it. Never shown as a page."""
    # The transaction is over before the storage is asked: that may take long.
    async with enter_with_key(services_of(request), secret, request.state.request_id) as call:
        attachment = await read_attachment(call.uow, call.actor, attachment_id)
    return await file_response(services_of(request).files, attachment, request)


@router.get(
    "/attachments/{attachment_id}/thumbnail",
    summary="Read a picture's thumbnail",
    response_class=Response,
    responses={**PICTURE, **KNOWN},
)
async def read_thumbnail(attachment_id: UUID, secret: Secret, request: Request) -> Response:
    """A small copy of a picture, as WebP without metadata."""
    services = services_of(request)
    files = files_or_down(services.files)

    async def attempt(results: Results) -> str:
        async with enter_with_key(services, secret, request.state.request_id) as call:
            call.uow.results = results
            return await thumbnail_of(call.uow, call.actor, attachment_id, files)

    return await thumbnail_response(files, await with_work_outside(attempt), request)


@router.get("/attachments/{attachment_id}/link", summary="Get a download link")
async def read_file_link(attachment_id: UUID, call: Reading, request: Request) -> DownloadLink:
    """A signed address for a browser that has no key. It ends after 15 minutes."""
    attachment = await read_attachment(call.uow, call.actor, attachment_id)
    services = services_of(request)
    files = files_or_down(services.files)
    if attachment.storage_key is None:
        raise NotFound(ref="that file")
    url = await files.store.link(attachment.storage_key, LASTS)
    expires_at = call.uow.now + LASTS
    if url is None:
        if services.vault is None:
            raise StorageDown(name="The file")
        url = make_link(services.vault, services.address, attachment, expires_at)
    return DownloadLink(url=url, expires_at=expires_at)


@router.delete("/attachments/{attachment_id}", status_code=204, summary="Remove a file")
async def remove_file(attachment_id: UUID, call: Reading) -> None:
    """Takes back a file of yours, wherever it stands. Its content is erased soon after."""
    await remove_attachment(call.uow, call.actor, attachment_id)


router.routes[:0] = bringing.routes
