"""Files of Teams' messages as :class:`bot.incoming.Brought`. Pure."""

from adapters.teams.own import Payload, part, parts
from bot.incoming import Brought

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
_SHARED = "reference"
_ELSEWHERE = (
    "Teams gives bots only files of personal chats; this one is kept in the channel's own folder."
)


def to_files(activity: Payload) -> tuple[Brought, ...]:
    """The files that came along with a message."""
    found = []
    for one in parts(activity, "attachments"):
        kind = str(one.get("contentType") or "")
        if kind == DOWNLOAD:
            found.append(_brought(one, str(part(one, "content").get("downloadUrl") or "")))
        elif kind == _SHARED:
            found.append(_brought(one, "", _ELSEWHERE))
        elif kind.startswith("image/") and one.get("contentUrl"):
            found.append(_brought(one, str(one["contentUrl"])))
    return tuple(found)


def _brought(one: Payload, address: str, trouble: str = "") -> Brought:
    name = str(one.get("name") or part(one, "content").get("name") or "")
    kind = str(one.get("contentType") or "").partition("/")[2]
    extension = kind if kind in {"png", "jpeg", "gif"} else "png"
    return Brought(
        id=str(part(one, "content").get("uniqueId") or one.get("id") or address),
        name=name or f"picture.{extension}",
        address=address,
        trouble=trouble,
    )
