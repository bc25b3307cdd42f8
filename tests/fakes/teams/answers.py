"""Which rules our answers to invokes break."""

from collections.abc import Iterator
from typing import Any

from tests.fakes.teams.cards import ADAPTIVE, actions_of
from tests.fakes.teams.rules import broken_by_attached

Json = dict[str, Any]

_ACT = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"
_FOUND = "application/vnd.microsoft.search.searchResponse"
_SIZES = {"small", "medium", "large"}
_RESULTS = {"result", "auth", "config", "message", "botMessagePreview"}
_PREVIEWS = {
    ADAPTIVE,
    "application/vnd.microsoft.card.thumbnail",
    "application/vnd.microsoft.card.hero",
}


def broken_by_act(body: Json) -> str | None:
    """The first rule that the answer to a pressed Action.Execute breaks, or None."""
    return next(_act(body), None)


def broken_by_task(body: Json) -> str | None:
    """The first rule that the answer about a dialog breaks; no task at all closes it."""
    task = body.get("task")
    return next(_task(_object(task)), None) if task else None


def broken_by_extension(body: Json) -> str | None:
    """The first rule that the answer to a search, a link or a submitted action breaks."""
    told = body.get("composeExtension")
    return next(_extension(_object(told)), None) if told else None


def broken_by_search(body: Json) -> str | None:
    """The first rule that choices for a field break, or None."""
    results = _object(body.get("value")).get("results")
    good = body.get("statusCode") == 200 and body.get("type") == _FOUND
    if not good or not isinstance(results, list):
        return "search.shape"
    whole = all(one.get("title") and one.get("value") for one in results)
    return None if whole else "search.shape"


def _object(part: Any) -> Json:
    return part if isinstance(part, dict) else {}


def _act(body: Json) -> Iterator[str]:
    status, kind, value = body.get("statusCode"), body.get("type"), body.get("value")
    if not isinstance(status, int) or not isinstance(kind, str):
        yield "act.shape"
    elif kind == ADAPTIVE:
        if any(broken_by_attached({"contentType": ADAPTIVE, "content": value})):
            yield "act.card"
    elif kind == _ERROR:
        if status == 200 or not isinstance(value, dict) or not value.get("message"):
            yield "act.shape"
    elif kind != _ACT or not isinstance(value, str) or not value:
        yield "act.shape"


def _task(task: Json) -> Iterator[str]:
    value = task.get("value")
    if task.get("type") == "message":
        if not isinstance(value, str) or not value:
            yield "task.type"
        return
    if task.get("type") != "continue" or not isinstance(value, dict):
        yield "task.type"
        return
    if not value.get("title"):
        yield "task.title"
    for name in ("height", "width"):
        size = value.get(name, "medium")
        if size not in _SIZES and not (isinstance(size, int) and size > 0):
            yield "task.size"
    if str(value.get("url", "")).startswith("https://"):
        return
    if any(broken_by_attached(value.get("card"))):
        yield "task.card"
    elif any(one["type"] == "Action.Execute" for one in actions_of(value["card"]["content"])):
        yield "task.execute"


def _extension(told: Json) -> Iterator[str]:
    if told.get("type") not in _RESULTS:
        yield "extension.type"
        return
    if told["type"] == "message":
        if not told.get("text"):
            yield "extension.type"
        return
    if told["type"] != "result":
        return
    if told.get("attachmentLayout", "list") not in ("list", "grid"):
        yield "extension.layout"
    for one in told.get("attachments") or ():
        preview = _object(one.get("preview"))
        if preview.get("contentType") not in _PREVIEWS or not preview.get("content"):
            yield "extension.preview"
        if any(broken_by_attached(one)):
            yield "extension.card"
