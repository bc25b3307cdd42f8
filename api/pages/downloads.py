"""Signed download links: what a store cannot sign itself, the desk signs."""

import base64
import json
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.pages.uploads import file_response
from core.access.vault import Unreadable, Vault
from core.conversation.file_models import Attachment
from core.conversation.files import Files
from core.database.unit_of_work import Database
from core.errors import NotFound

PATH = "/files"
_BELONGS = "download link"
_GONE = "This link has ended. Ask for a new one."


def make_link(vault: Vault, address: str, attachment: Attachment, expires_at: datetime) -> str:
    """An address that gives this file until then, to whoever has it."""
    said = {
        "organisation": str(attachment.organisation_id),
        "attachment": str(attachment.id),
        "until": expires_at.isoformat(),
    }
    sealed = vault.seal(json.dumps(said), _BELONGS)
    token = base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()
    return f"{address}{PATH}/{token}"


def build_downloads(database: Database, files: Files, vault: Vault) -> APIRouter:
    """The route that those links lead to."""
    router = APIRouter(include_in_schema=False)

    async def download(request: Request) -> Response:
        try:
            said = _opened(vault, request.path_params["token"])
            if datetime.fromisoformat(said["until"]) <= database.clock.now():
                raise NotFound(ref="that link")
            async with database.unit_of_work(UUID(said["organisation"])) as uow:
                found = await uow.session.get(Attachment, UUID(said["attachment"]))
            if found is None or found.state != "kept":
                raise NotFound(ref="that file")
            return await file_response(files, found, request)
        except (NotFound, Unreadable, ValueError):
            return PlainTextResponse(_GONE, 404)

    router.add_route(f"{PATH}/{{token}}", download, methods=["GET"], include_in_schema=False)
    return router


def _opened(vault: Vault, token: str) -> dict[str, str]:
    sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    found: dict[str, str] = json.loads(vault.open(sealed, _BELONGS))
    return found
