"""Files of Slack's messages as :class:`bot.incoming.Brought`. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.incoming import Brought


def to_brought(file: Mapping[str, Any], team: str = "") -> Brought:
    """A file of a message, as Slack tells of it to the app in ``team``."""
    mode, access = file.get("mode"), file.get("file_access")
    trouble = ""
    if file.get("is_external") or mode == "external":
        trouble = "It is kept somewhere else, not by Slack."
    elif mode in {"tombstone", "hidden_by_limit"}:
        trouble = "Slack does not keep it any more."
    # In channels that are shared with others, Slack tells only where to ask.
    address = "" if access == "check_file_info" else _address(file)
    return Brought(
        id=str(file.get("id") or ""),
        name=str(file.get("name") or file.get("title") or "file"),
        size=int(file.get("size") or 0),
        address=address,
        workspace=team,
        trouble=trouble,
    )


def _address(file: Mapping[str, Any]) -> str:
    return str(file.get("url_private_download") or file.get("url_private") or "")
