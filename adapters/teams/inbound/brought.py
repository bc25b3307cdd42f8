"""Files of Teams' messages as :class:`bot.incoming.Brought`. Pure."""

import re

from adapters.teams.webapi.own import Payload, is_direct, part, parts
from bot.incoming import Brought

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
HTML = "text/html"
_ATTACHED = re.compile(r'<attachment\b[^>]*?\bid="([^"]+)"', re.IGNORECASE)
_PICTURED = re.compile(r"<emoji\b|<img\b(?![^>]*AMSImage)", re.IGNORECASE)
"""What is shown in the message itself: emoji, animated pictures of other sites."""
_UNNAMED = "The file"
_ELSEWHERE = (
    "Teams gives bots only files of personal chats; this one is kept in the channel's own folder."
)


def to_files(activity: Payload) -> tuple[Brought, ...]:
    """The files that came along with a message.

    In channels and group chats Teams tells nothing but that there is one, inside the HTML.
    """
    found = []
    for one in parts(activity, "attachments"):
        kind = str(one.get("contentType") or "")
        if kind == DOWNLOAD:
            found.append(_brought(one, str(part(one, "content").get("downloadUrl") or "")))
        elif kind == HTML:
            ids = _ATTACHED.findall(str(one.get("content") or ""))
            found += [Brought(id=id, name=_UNNAMED, trouble=_ELSEWHERE) for id in ids]
        elif kind.startswith("image/") and one.get("contentUrl"):
            found.append(_brought(one, str(one["contentUrl"])))
    return tuple(found)


def to_unseen(activity: Payload) -> tuple[Brought, ...]:
    """The file that a message of a channel or group chat must be which has neither words nor
    files: often Teams does not even tell that there is one.

    It is always the same one, so that what Teams sends again is known.
    """
    found = parts(activity, "attachments")
    kinds = {one.get("contentType") for one in found}
    shown = any(_PICTURED.search(str(one.get("content") or "")) for one in found)
    if is_direct(activity) or kinds != {HTML} or shown:
        return ()
    return (Brought(id="", name=_UNNAMED, trouble=_ELSEWHERE),)


def _brought(one: Payload, address: str) -> Brought:
    name = str(one.get("name") or part(one, "content").get("name") or "")
    kind = str(one.get("contentType") or "").partition("/")[2]
    extension = kind if kind in {"png", "jpeg", "gif"} else "png"
    return Brought(
        id=str(part(one, "content").get("uniqueId") or one.get("id") or address),
        name=name or f"picture.{extension}",
        address=address,
    )
