"""Files in the fake Slack: shared by people, brought by the app, kept, refused."""

import json
from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.giving import Giving
from tests.fakes.slack.state import Json, Refusal, SlackState

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

UPLOAD_LASTS = 3600
SIGN_IN = "https://slack.example/signin"

SCOPES: dict[str, set[str]] = {
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
    "files.delete": {"files:write"},
    "files.info": {"files:read"},
}


def files_get_upload_url(state: SlackState, args: Json) -> Json:
    """An address to which one file of that length may be brought."""
    length = int(args.get("length") or 0)
    if not args.get("filename") or length < 1:
        raise Refusal("upload.arguments")
    number = state.next_number()
    file_id = f"F0{number}"
    alt = args.get("alt_txt") or ""
    if len(alt) > 1000:
        raise Refusal("upload.alt")
    said = {"name": args["filename"], "size": length, "at": state.clock.now(), "alt_txt": alt}
    state.uploads[file_id] = said
    return {"upload_url": f"{state.files_origin}/upload/{file_id}", "file_id": file_id}


def files_complete_upload(state: SlackState, args: Json) -> Json:
    """Share what was brought, in a message of the app's."""
    named = args.get("files") or []
    named = json.loads(named) if isinstance(named, str) else named
    channel = state.writable(args.get("channel_id"))
    for one in named:
        if one.get("id") not in state.uploads or one["id"] not in state.contents:
            raise Refusal("file.not_brought")
    if args.get("thread_ts") and str(args["thread_ts"]) not in channel.messages:
        raise Refusal("thread.unknown")
    shared = [state.file_of(one["id"], title=one.get("title")) for one in named]
    stamp = state.next_stamp()
    message: Json = {"type": "message", "ts": stamp, "text": "", "files": shared}
    message |= {"user": state.bot_user, "bot_id": state.bot, "subtype": "file_share"}
    if args.get("thread_ts"):
        message["thread_ts"] = args["thread_ts"]
    channel.messages[stamp] = message
    return {"files": [{"id": one["id"], "title": one["title"]} for one in shared]}


def files_delete(state: SlackState, args: Json) -> Json:
    """Remove a file of the app's wherever it is shared."""
    file_id = str(args.get("file"))
    if file_id not in state.contents:
        raise Refusal("file.unknown")
    if file_id not in state.uploads:
        raise Refusal("file.not_own")
    del state.contents[file_id]
    for channel in state.channels.values():
        for stamp, message in list(channel.messages.items()):
            if any(one["id"] == file_id for one in message.get("files") or ()):
                del channel.messages[stamp]
    return {}


def files_info(state: SlackState, args: Json) -> Json:
    """What a file is, and where to fetch it."""
    file_id = str(args.get("file"))
    if file_id not in state.contents:
        raise Refusal("file.unknown")
    return {"file": state.file_of(file_id)}


METHODS = {
    "files.getUploadURLExternal": files_get_upload_url,
    "files.completeUploadExternal": files_complete_upload,
    "files.delete": files_delete,
    "files.info": files_info,
}


class FileHost:
    """The addresses at which contents are brought and fetched."""

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack
        self.trouble: int | None = None
        self.seen_tokens: list[str] = []
        self.giving = Giving()

    def add_to(self, app: web.Application) -> None:
        """Serve them."""
        app.router.add_post("/upload/{file}", self._bring)
        app.router.add_get("/files/{file}", self._fetch)

    async def _bring(self, request: web.Request) -> web.Response:
        file_id, content = request.match_info["file"], await request.read()
        upload = self._slack.uploads.get(file_id)
        rule = None
        if upload is None or (self._slack.clock.now() - upload["at"]).total_seconds() > (
            UPLOAD_LASTS
        ):
            rule = "upload.expired"
        elif upload["size"] != len(content):
            rule = "upload.size"
        if rule is not None:
            self._slack.broken.append(rule)
            return web.Response(status=400, text=Refusal(rule).error)
        if self.trouble is not None:
            return web.Response(status=self.trouble)
        self._slack.contents[file_id] = content
        await self._slack.notify()
        return web.Response(text=f"OK - {len(content)}")

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        if self.trouble is not None:
            return web.Response(status=self.trouble)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.seen_tokens.append(token)
        scopes = self._slack.scopes
        rule = None
        if token != self._slack.token:
            rule = "download.token"
        elif scopes is not None and "files:read" not in scopes:
            rule = "download.scope"
        if rule is not None:
            # Slack does not refuse here: it leads to its sign-in page.
            self._slack.broken.append(rule)
            return web.Response(status=302, headers={"Location": SIGN_IN})
        file = request.match_info["file"]
        content = self._slack.contents.get(file)
        if content is None:
            return web.Response(status=404)
        return await self.giving.give(request, file, content)
