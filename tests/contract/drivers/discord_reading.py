"""What a person reads in Discord: words without their dress, labels, and the modal before them."""

import re
from datetime import UTC, datetime
from typing import Any

from tests.contract.drivers.base import OpenForm, Post, Room
from tests.fakes.copying import copied
from tests.fakes.discord import Interaction
from tests.fakes.discord.components import BUTTON, TEXT, every

Json = dict[str, Any]

_MOMENT = re.compile(r"<t:(\d+):f> \(<t:\d+:R>\)")
_LINK = re.compile(r"\[([^\]]*)\]\(<([^>]*)>\)")
_DRESS = re.compile(r"\*\*|`|(?m:^(?:-# |### |> ))|(?<!\\)[*<>](?=\S)|(?<=\S)(?<!\\)[*<>]")
_ESCAPED = re.compile(r"\\([^\w\s])")


def to_post(message: Json, room: Room, thread: str | None) -> Post:
    """The message as its reader sees it."""
    private = bool(message["flags"] & 64)
    labels = tuple(labels_of(message))
    return Post(message["id"], room, thread, to_words(message), labels, private, copied(message))


def to_words(message: Json) -> str:
    """What is read in a message with the signs put on it, without its buttons."""
    author = message["author"]
    parts = [author["username"]] if author["id"] == message.get("webhook_id") else []
    parts.append(message.get("content") or "")
    parts += [one["content"] for one in every(message["components"]) if one["type"] == TEXT]
    parts += [one["filename"] for one in message.get("attachments") or ()]
    signs = [one["emoji"]["name"] for one in message.get("reactions") or ()]
    return " ".join([*_undressed("\n".join(parts)).split(), *signs])


def _undressed(text: str) -> str:
    text = _MOMENT.sub(lambda found: _moment(int(found[1])), text)
    text = _LINK.sub(r"\1 (\2)", text)
    text = _DRESS.sub("", text)
    return _ESCAPED.sub(r"\1", text).replace("\u200b", "")


def _moment(seconds: int) -> str:
    at = datetime.fromtimestamp(seconds, UTC)
    return f"{at.day} {at:%b %H:%M} UTC"


def labels_of(message: Json) -> list[str]:
    """What can be pressed or chosen there."""
    labels: list[str] = []
    for one in every(message.get("components") or []):
        if one["type"] == BUTTON:
            labels.append(one["label"])
        for line in one.get("options") or ():
            labels += {line["label"]: None, line["label"].partition(" · ")[0]: None}
    return labels


def to_form(asked: Interaction) -> OpenForm | None:
    """The modal as its reader has it before them."""
    modal = asked.modal
    if modal is None:
        return None
    values, errors = {}, {}
    for top in modal["components"]:
        field = top.get("component")
        if field is None:
            continue
        values[field["custom_id"]] = _value(field)
        told = str(top.get("description") or "")
        if told.startswith("⚠️ "):
            errors[field["custom_id"]] = told.removeprefix("⚠️ ")
    return OpenForm(modal["title"], values, errors, asked)


def _value(field: Json) -> str:
    chosen = [one["value"] for one in field.get("options") or () if one.get("default")]
    return ",".join(chosen) or str(field.get("value") or "")
