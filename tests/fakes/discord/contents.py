"""Which rule the contents of a message break: text, embeds, mentions, files."""

from collections.abc import Iterator
from typing import Any

from tests.fakes.discord.components import broken_by_components, units
from tests.fakes.discord.rules import Refusal

Json = dict[str, Any]

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 15
SUPPRESS_NOTIFICATIONS = 1 << 12
_PARSED = {"users": "users", "roles": "roles"}


def check_contents(payload: Json, kept: list[Json], brought: list[Json], flags: int) -> None:
    """Refuse contents that break a rule. ``kept`` and ``brought`` are files of the message."""
    for rule, at in _broken(payload, [*kept, *brought], flags):
        raise Refusal(rule, at)


def _broken(payload: Json, files: list[Json], flags: int) -> Iterator[tuple[str, str]]:
    content, embeds = payload.get("content") or "", payload.get("embeds") or []
    components = payload.get("components") or []
    v2 = bool(flags & V2)
    if v2 and (content or embeds or payload.get("sticker_ids") or payload.get("poll")):
        yield "message.v2_legacy", "content" if content else "embeds"
    if not _says_something(payload, files, v2):
        yield "message.empty", ""
    if units(content.strip()) > 2000:
        yield "message.content", "content"
    if units(payload.get("nonce")) > 25:
        yield "message.nonce", "nonce"
    yield from _mentions(payload.get("allowed_mentions") or {})
    yield from _embeds(embeds)
    yield from _files(files)
    yield from broken_by_components(components, {one["filename"] for one in files}, v2=v2)


def _says_something(payload: Json, files: list[Json], v2: bool) -> bool:
    if v2:
        return bool(payload.get("components"))
    others = ("embeds", "components", "sticker_ids", "poll")
    return bool((payload.get("content") or "").strip() or files) or any(map(payload.get, others))


def _mentions(allowed: Json) -> Iterator[tuple[str, str]]:
    for kind, parsed in _PARSED.items():
        named = allowed.get(kind) or []
        if named and parsed in (allowed.get("parse") or []):
            yield "message.mentions", "allowed_mentions.parse"
        if len(named) > 100:
            yield "message.mentions_most", f"allowed_mentions.{kind}"


def _files(files: list[Json]) -> Iterator[tuple[str, str]]:
    if len(files) > 10:
        yield "file.many", ""
    for number, one in enumerate(files):
        if units(one.get("description")) > 1024:
            yield "file.description", f"attachments.{number}.description"


def _embeds(embeds: list[Json]) -> Iterator[tuple[str, str]]:
    if len(embeds) > 10:
        yield "embed.many", "embeds"
    total = 0
    for number, embed in enumerate(embeds):
        at = f"embeds.{number}"
        texts = dict(_texts(embed))
        limits = {"title": 256, "description": 4096, "footer.text": 2048, "author.name": 256}
        for name, limit in limits.items():
            if units(texts[name]) > limit:
                yield f"embed.{name.split('.')[0]}", f"{at}.{name}"
        yield from _fields(embed.get("fields") or [], at)
        if not any(texts.values()) and not any(map(embed.get, ("fields", "image", "thumbnail"))):
            yield "embed.empty", f"{at}.description"
        url = str(embed.get("url") or "https://")
        if not url.startswith(("http://", "https://")):
            yield "embed.url", f"{at}.url"
        total += sum(map(units, texts.values()))
        total += sum(
            units(f.get("name")) + units(f.get("value")) for f in embed.get("fields") or []
        )
    if total > 6000:
        yield "embed.all", "embeds"


def _texts(embed: Json) -> Iterator[tuple[str, str]]:
    for name in ("title", "description", "footer.text", "author.name"):
        part: Any = embed
        for key in name.split("."):
            part = (part or {}).get(key)
        yield name, str(part or "").strip()


def _fields(fields: list[Json], at: str) -> Iterator[tuple[str, str]]:
    if len(fields) > 25:
        yield "embed.fields", f"{at}.fields"
    for number, field in enumerate(fields):
        for name, limit in (("name", 256), ("value", 1024)):
            if not 1 <= units(str(field.get(name) or "").strip()) <= limit:
                yield f"embed.field_{name}", f"{at}.fields.{number}.{name}"
