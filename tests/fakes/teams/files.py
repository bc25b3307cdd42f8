"""Files in the fake Teams: shared in personal chats, offered by the bot, taken, refused."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import web

from tests.fakes.teams.records import Json, Message, Refusal
from tests.fakes.teams.rules import FILE_CONSENT, RULES
from tests.fakes.teams.sending import Asked

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"


@dataclass
class Stored:
    """A file in somebody's drive, or a picture inside a message."""

    name: str
    content: bytes
    at: datetime


@dataclass
class Upload:
    """An address to which one file may be brought, in one piece or in several."""

    name: str
    user: str
    parts: bytearray = field(default_factory=bytearray)


class FileHost:
    """People share and take files; the addresses at which contents are fetched and brought."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams
        self.stored: dict[str, Stored] = {}
        self.pictures: dict[str, Stored] = {}
        self.uploads: dict[str, Upload] = {}
        self.drives: dict[str, dict[str, bytes]] = {}
        self.seen_tokens: list[str] = []

    def add_to(self, app: web.Application) -> None:
        """Serve them."""
        app.router.add_get("/drive/{file}", self._fetch)
        app.router.add_put("/upload/{file}", self._bring)
        app.router.add_get("/amer/v3/attachments/{file}", self._about)
        app.router.add_get("/amer/v3/attachments/{file}/views/{view}", self._view)

    def share(self, conversation: str, name: str, content: bytes, *, marked: bool = True) -> Json:
        """The attachment of a message with a file. Outside personal chats it tells nothing but
        that there is one; in group chats, and in channels where it is not ``marked``, nothing."""
        file_id = str(uuid4())
        self.stored[file_id] = Stored(name, content, self._teams.clock.now())
        kind = self._teams.conversations[conversation].kind
        if kind == "groupChat" or (kind == "channel" and not marked):
            return {"contentType": "text/html", "content": ""}
        if kind == "channel":
            inside = f'<div><attachment id="{file_id}"></attachment></div>'
            return {"contentType": "text/html", "content": inside}
        address = f"{self._teams.origin}/drive/{file_id}"
        return {
            "contentType": DOWNLOAD,
            "contentUrl": f"https://acme-my.sharepoint.com/personal/{name}",
            "name": name,
            "content": {
                "downloadUrl": f"{address}?tempauth=v1",
                "uniqueId": file_id,
                "fileType": name.rpartition(".")[2],
            },
        }

    def picture(self, content: bytes) -> Json:
        """The attachment of a picture that was pasted into a message."""
        file_id = f"0-{uuid4().hex}"
        self.pictures[file_id] = Stored("image", content, self._teams.clock.now())
        url = f"{self._teams.service_url}v3/attachments/{file_id}/views/original"
        return {"contentType": "image/*", "contentUrl": url}

    async def accept(self, user: str, message: Message) -> Asked:
        """Take the file that a consent card offers: we are told where to bring it."""
        offer = _offer(message)
        file_id = uuid4().hex
        self.uploads[file_id] = Upload(offer["name"], user)
        where = f"https://acme-my.sharepoint.com/personal/{offer['name']}"
        about = {
            "contentUrl": where,
            "name": offer["name"],
            "uploadUrl": f"{self._teams.origin}/upload/{file_id}",
            "uniqueId": file_id,
            "fileType": offer["name"].rpartition(".")[2],
        }
        context = offer["content"].get("acceptContext")
        return await self._answer(user, message, "accept", context, uploadInfo=about)

    async def decline(self, user: str, message: Message) -> Asked:
        """Refuse the file that a consent card offers."""
        context = _offer(message)["content"].get("declineContext")
        return await self._answer(user, message, "decline", context)

    async def _answer(
        self, user: str, message: Message, act: str, context: Any, **more: Json
    ) -> Asked:
        value = {"type": "fileUpload", "action": act, "context": context, **more}
        return await self._teams.send.invoke(
            user, message.conversation, "fileConsent/invoke", value, replyToId=message.id
        )

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        self.seen_tokens.append(request.headers.get("Authorization", ""))

        def tell() -> web.Response:
            found = self.stored.get(request.match_info["file"])
            if found is None or "tempauth" not in request.query:
                raise Refusal("attachment.unknown")
            age = (self._teams.clock.now() - found.at).total_seconds()
            if age > (RULES["download.expired"].limit or 0):
                raise Refusal("download.expired")
            return web.Response(body=found.content, content_type="application/octet-stream")

        return await self._teams.answer("file", dict(request.match_info), tell, request, free=True)

    async def _bring(self, request: web.Request) -> web.StreamResponse:
        content = await request.read()
        told = {**request.match_info, "range": request.headers.get("Content-Range")}

        def take() -> web.Response:
            upload = self.uploads.get(request.match_info["file"])
            if upload is None:
                raise Refusal("upload.unknown")
            if request.headers.get("Authorization"):
                raise Refusal("upload.token")
            start, end = len(upload.parts), len(upload.parts) + len(content)
            total = str(told["range"]).rpartition("/")[2]
            right = f"bytes {start}-{end - 1}/{total}"
            if not content or told["range"] != right or not total.isdigit() or end > int(total):
                raise Refusal("upload.range")
            upload.parts += content
            if end < int(total):
                return web.json_response({"nextExpectedRanges": [f"{end}-"]}, status=202)
            self.drives.setdefault(upload.user, {})[upload.name] = bytes(upload.parts)
            del self.uploads[request.match_info["file"]]
            return web.json_response({"name": upload.name, "size": end}, status=201)

        return await self._teams.answer("upload", told, take, request, free=True)

    async def _about(self, request: web.Request) -> web.StreamResponse:
        def tell() -> Json:
            found = self._picture(request)
            view = {"viewId": "original", "size": len(found.content)}
            return {"name": found.name, "type": "image/png", "views": [view]}

        return await self._teams.answer("file", dict(request.match_info), tell, request)

    async def _view(self, request: web.Request) -> web.StreamResponse:
        def tell() -> web.Response:
            return web.Response(body=self._picture(request).content, content_type="image/png")

        return await self._teams.answer("file", dict(request.match_info), tell, request)

    def _picture(self, request: web.Request) -> Stored:
        found = self.pictures.get(request.match_info["file"])
        if found is None or request.match_info.get("view", "original") != "original":
            raise Refusal("attachment.unknown")
        return found


def _offer(message: Message) -> Json:
    attachments = message.activity.get("attachments") or ()
    offer: Json = next(one for one in attachments if one["contentType"] == FILE_CONSENT)
    return offer
