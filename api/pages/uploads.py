"""Files in and out over HTTP, the same for REST and pages: streamed, never whole in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import quote

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive

from core.conversation.file_models import Attachment
from core.conversation.files import PIECE, Files, too_large
from core.conversation.files_types import INLINE_IMAGES
from core.conversation.ports import NoSuchFile, StorageDown
from core.errors import Invalid, NotFound

FIELD = "file"
OVERHEAD = 64 * 1024
"""What a form has around its file: field names, boundaries, a token."""

# Whatever a file is, a browser that shows it must not run it.
SANDBOX = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox"
_RUN_BY_BROWSERS = ("html", "svg", "xml", "javascript", "xhtml")
_MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class Upload:
    """A file as it came in: its name and its content, to be read once."""

    name: str
    chunks: AsyncIterator[bytes]


def files_or_down(files: Files | None) -> Files:
    """The storage. Raises :class:`StorageDown` where an application has none."""
    if files is None:
        raise StorageDown(name="The file")
    return files


@asynccontextmanager
async def read_upload(request: Request, most: int) -> AsyncIterator[tuple[FormData, Upload]]:
    """The form of the request and its one file. Raises :class:`Invalid`, ``FileTooLarge``.

    What is larger than one file may be is refused before it was read to its end.
    """
    if not request.headers.get("content-type", "").startswith(_MULTIPART):
        raise Invalid(field=FIELD, problem=f"send one file as {_MULTIPART}")
    said = Headers(scope=request.scope).get("content-length", "0")
    if said.isdecimal() and int(said) > most + OVERHEAD:
        raise too_large("The file", most)
    counted = Request(request.scope, _counted(request, most))
    try:
        async with counted.form(max_files=1, max_fields=10, max_part_size=OVERHEAD) as form:
            given = form.get(FIELD)
            if not isinstance(given, UploadFile) or not given.filename:
                raise Invalid(field=FIELD, problem="there is no file in this form")
            yield form, Upload(given.filename, _pieces(given))
    except HTTPException as error:
        raise Invalid(field=FIELD, problem="this form cannot be read") from error


def _counted(request: Request, most: int) -> Receive:
    read = 0

    async def receive() -> Message:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > most + OVERHEAD:
            raise too_large("The file", most)
        return message

    return receive


async def _pieces(given: UploadFile) -> AsyncIterator[bytes]:
    while piece := await given.read(PIECE):
        yield piece


async def raw_body(request: Request) -> AsyncIterator[bytes]:
    """A body that is nothing but the file."""
    async for chunk in request.stream():
        if chunk:
            yield chunk


async def file_response(files: Files | None, attachment: Attachment, request: Request) -> Response:
    """The content: pictures in place, all else as a download. Raises ``NotFound``."""
    if attachment.storage_key is None:
        raise NotFound(ref="that file")
    return await _stored(
        files_or_down(files),
        attachment.storage_key,
        request,
        etag=attachment.sha256,
        size=attachment.size,
        media_type=attachment.media_type,
        disposition=disposition_of(attachment),
    )


async def thumbnail_response(files: Files | None, key: str, request: Request) -> Response:
    """A small copy of a picture."""
    return await _stored(
        files_or_down(files),
        key,
        request,
        etag=key.rpartition("/")[2],
        size=None,
        media_type="image/webp",
        disposition="inline",
    )


def disposition_of(attachment: Attachment) -> str:
    """Whether a browser shows or saves it, and under which name."""
    kind = "inline" if attachment.media_type in INLINE_IMAGES else "attachment"
    plain = "".join(c if c.isascii() and c.isprintable() else "_" for c in attachment.name)
    plain = plain.replace('"', "_").replace("\\", "_")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(attachment.name, safe='')}"


async def _stored(
    files: Files,
    key: str,
    request: Request,
    *,
    etag: str,
    size: int | None,
    media_type: str,
    disposition: str,
) -> Response:
    headers = {
        "ETag": f'"{etag}"',
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": SANDBOX,
        "Content-Disposition": disposition,
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if any(word in media_type for word in _RUN_BY_BROWSERS):
        media_type = "application/octet-stream"
    if size is not None:
        headers["Content-Length"] = str(size)
    first = await _begun(files, key)
    return StreamingResponse(first, media_type=media_type, headers=headers)


async def _begun(files: Files, key: str) -> AsyncIterator[bytes]:
    """The stream, once its beginning is there: until then a failure can still be told."""
    stream = files.store.read(key)
    try:
        first = await anext(stream, b"")
    except NoSuchFile as error:
        raise NotFound(ref="that file") from error

    async def rest() -> AsyncIterator[bytes]:
        yield first
        async for chunk in stream:
            yield chunk

    return rest()
