"""Files in the web chat: brought before the message is sent, read through its gate."""

from collections.abc import Sequence
from urllib.parse import unquote
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from adapters.web.addresses import to_uuid
from adapters.web.responding import BROKEN, NO_STORE, Web, log
from api.pages.session import Visit
from api.pages.uploads import file_response, files_or_down, raw_body, thumbnail_response
from bot.cards import File
from bot.incoming import Brought
from bot.showing.phrasing import to_file
from core.access.actor import Actor
from core.conversation.files import FileRefused, StoredFile, too_large
from core.conversation.files_names import size_in_words
from core.conversation.ports import StorageDown
from core.database.outside import Results, with_work_outside
from core.errors import HelpdeskError, NotFound
from core.tickets.files.attaching import keep_file, require_bringing
from core.tickets.files.attachments import (
    read_attachment,
    remove_attachment,
    thumbnail_of,
)

MOST = 20
"""Files of one message."""


async def bring(web: Web, request: Request) -> Response:
    """Take one file in, as the reader's own until a message names it. Answers in JSON, with
    what went wrong in words."""
    name = unquote(request.headers.get("x-file-name", "")) or "file"
    try:
        web.door.require_own(request)
        stored = await _taken(web, request, name)
        async with web.enter(request) as (visit, actor):
            kept = to_file(await keep_file(visit.uow, actor, stored))
    except StorageDown as error:
        return _refused(str(error), 503, again=True)
    except FileRefused as error:
        return _refused(str(error), 422)
    except HelpdeskError as error:
        return _refused(str(error), 403)
    except ClientDisconnect:
        return Response(status_code=204)  # cancelled: nobody reads this
    except Exception as error:
        log.exception("web.file_failed", error=repr(error))
        return _refused(BROKEN, 500, again=True)
    shown = {"id": kept.id, "name": kept.name, "size": size_in_words(kept.size)}
    return JSONResponse(shown, 201, NO_STORE)


async def _taken(web: Web, request: Request, name: str) -> StoredFile:
    async with web.enter(request) as (visit, actor):
        await require_bringing(visit.uow, actor, None)
        organisation_id = visit.uow.organisation_id
    files = files_or_down(web.files)
    said = request.headers.get("content-length", "0")
    if said.isdecimal() and int(said) > files.largest:
        raise too_large(name, files.largest)
    return await files.take_in(organisation_id, name, raw_body(request), web.clock.now())


def _refused(problem: str, status: int, *, again: bool = False) -> Response:
    return JSONResponse({"problem": problem, "again": again}, status, NO_STORE)


async def drop(web: Web, request: Request) -> Response:
    """Take back a file that was not sent yet."""
    web.door.require_own(request)
    async with web.enter(request) as (visit, actor):
        await remove_attachment(visit.uow, actor, _wanted(request))
    return Response(status_code=204, headers=NO_STORE)


async def show(web: Web, request: Request) -> Response:
    """The file itself."""
    async with web.enter(request) as (visit, actor):
        attachment = await read_attachment(visit.uow, actor, _wanted(request))
    return await file_response(web.files, attachment, request)


async def show_thumbnail(web: Web, request: Request) -> Response:
    """A picture's small copy."""
    wanted = _wanted(request)

    async def attempt(results: Results) -> str:
        async with web.enter(request) as (visit, actor):
            visit.uow.results = results
            return await thumbnail_of(visit.uow, actor, wanted, files_or_down(web.files))

    return await thumbnail_response(web.files, await with_work_outside(attempt), request)


def _wanted(request: Request) -> UUID:
    found = to_uuid(request.path_params["file"])
    if found is None:
        raise NotFound(ref="that file")
    return found


async def sent_files(visit: Visit, actor: Actor, fields: FormData) -> tuple[File, ...]:
    """The files that a submitted message names, as far as they are the reader's."""
    ids = [to_uuid(str(said)) for said in fields.getlist("file")][:MOST]
    found = [await read_attachment(visit.uow, actor, one) for one in ids if one is not None]
    return tuple(to_file(attachment) for attachment in found if attachment.message_id is None)


def to_brought(files: Sequence[File]) -> tuple[Brought, ...]:
    """The same as the bot speaks of them."""
    return tuple(Brought(id=one.id, is_kept=True, name=one.name, size=one.size) for one in files)
