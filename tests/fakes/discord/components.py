"""Which rule the components of a message break: rows, buttons, selects, and the newer layout."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes.discord.names import cleansed

Json = dict[str, Any]
Broken = Iterator[tuple[str, str]]

ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, THUMBNAIL, GALLERY = 1, 2, 3, 4, 9, 10, 11, 12
FILE, SEPARATOR, CONTAINER, LABEL, UPLOAD, RADIO, CHECKS, CHECK = 13, 14, 17, 18, 19, 21, 22, 23
SELECTS = (3, 5, 6, 7, 8)
_TOP = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
_INSIDE = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)


def units(text: object) -> int:
    """The length of a text in UTF-16 units."""
    return len(str(text or "").encode("utf-16-le", "surrogatepass")) // 2


def or_else(given: int | None, default: int) -> int:
    """A number that may be left out, or be null."""
    return default if given is None else given


def every(components: list[Json]) -> Iterator[Json]:
    """Each component, with those inside it, in the order in which they are shown."""
    for one in components:
        yield one
        inner = list(one.get("components") or ())
        inner += [one[key] for key in ("accessory", "component") if one.get(key)]
        yield from every(inner)


def broken_by_components(components: list[Json], files: set[str], *, v2: bool) -> Broken:
    """The rules that the components of a message break, each with its field."""
    if not v2 and len(components) > 5:
        yield "component.rows", "components"
    allowed = _TOP if v2 else (ROW,)
    for number, one in enumerate(components):
        yield from _one(one, f"components.{number}", allowed, files)
    found = list(every(components))
    if len(found) > 40:
        yield "component.many", "components"
    if sum(units(one.get("content")) for one in found if one.get("type") == TEXT) > 4000:
        yield "component.text", "components"
    yield from broken_by_ids(found)


def broken_by_ids(found: list[Json]) -> Broken:
    """Two components with one name."""
    for key, rule in (("custom_id", "component.custom_id_twice"), ("id", "component.id_twice")):
        named = [one[key] for one in found if one.get(key)]
        if len(set(named)) < len(named):
            yield rule, "components"


def _one(one: Json, at: str, allowed: tuple[int, ...], files: set[str]) -> Broken:
    kind = one.get("type")
    if kind not in allowed:
        yield "component.type", f"{at}.type"
        return
    checks: dict[int, Callable[[Json, str, set[str]], Broken]] = {
        ROW: _row,
        SECTION: _section,
        TEXT: _text,
        THUMBNAIL: _media_of("media"),
        GALLERY: _gallery,
        FILE: _media_of("file"),
        SEPARATOR: _separator,
        CONTAINER: _container,
    }
    yield from checks[int(kind)](one, at, files)


def _row(row: Json, at: str, files: set[str]) -> Broken:
    inner = row.get("components") or []
    if not 1 <= len(inner) <= 5:
        yield "row.buttons", f"{at}.components"
    selects = [one for one in inner if one.get("type") in SELECTS]
    if selects and len(inner) > 1:
        yield "row.mixed", at
    for number, one in enumerate(inner):
        place = f"{at}.components.{number}"
        if one.get("type") == BUTTON:
            yield from _button(one, place)
        elif one.get("type") in SELECTS:
            yield from broken_by_select(one, place)
        else:
            yield "component.type", f"{place}.type"


def _button(button: Json, at: str) -> Broken:
    style = button.get("style")
    if style not in (1, 2, 3, 4, 5, 6):
        yield "button.style", f"{at}.style"
    if units(button.get("label")) > 80:
        yield "button.label", f"{at}.label"
    if not button.get("label") and not button.get("emoji"):
        yield "button.empty", f"{at}.label"
    if (style == 5) != bool(button.get("url")) or (style == 5 and button.get("custom_id")):
        yield "button.link", f"{at}.url"
    if units(button.get("url")) > 512:
        yield "button.url", f"{at}.url"
    if style != 5:
        yield from custom_id(button, at)


def custom_id(one: Json, at: str) -> Broken:
    """A name of 1 to 100 characters."""
    if not 1 <= units(one.get("custom_id")) <= 100:
        yield "component.custom_id", f"{at}.custom_id"


def broken_by_select(select: Json, at: str, *, modal: bool = False) -> Broken:
    """The rules that a select breaks."""
    yield from custom_id(select, at)
    if units(select.get("placeholder")) > 150:
        yield "select.placeholder", f"{at}.placeholder"
    if modal and select.get("disabled"):
        yield "select.disabled", f"{at}.disabled"
    options = select.get("options") or []
    if select.get("type") == SELECT:
        if not 1 <= len(options) <= 25:
            yield "select.options", f"{at}.options"
        yield from broken_by_options(options, at)
    least, most = or_else(select.get("min_values"), 1), or_else(select.get("max_values"), 1)
    there = len(options) if select.get("type") == SELECT else 25
    begun = sum(1 for one in options if one.get("default"))
    if not 0 <= least <= 25 or not max(1, least) <= most <= min(25, there) or begun > most:
        yield "select.values", f"{at}.max_values"
    if modal and least == 0 and select.get("required", True):
        yield "select.values", f"{at}.min_values"


def broken_by_options(options: list[Json], at: str) -> Broken:
    """The rules that the lines of a select, or of a group, break."""
    for number, option in enumerate(options):
        for key, least in (("label", 1), ("value", 1), ("description", 0)):
            if not least <= units(option.get(key)) <= 100:
                yield f"option.{key}", f"{at}.options.{number}.{key}"
    values = [one.get("value") for one in options]
    if len(set(values)) < len(values):
        yield "option.value_twice", f"{at}.options"


def _section(section: Json, at: str, files: set[str]) -> Broken:
    inner = section.get("components") or []
    if not 1 <= len(inner) <= 3:
        yield "section.texts", f"{at}.components"
    for number, one in enumerate(inner):
        yield from _one(one, f"{at}.components.{number}", (TEXT,), files)
    beside = section.get("accessory")
    if not beside:
        yield "section.accessory", f"{at}.accessory"
    elif beside.get("type") == BUTTON:
        yield from _button(beside, f"{at}.accessory")
    else:
        yield from _one(beside, f"{at}.accessory", (THUMBNAIL,), files)


def _text(text: Json, at: str, files: set[str]) -> Broken:
    if not 1 <= units(str(text.get("content") or "").strip()) <= 4000:
        yield "component.text_empty", f"{at}.content"


def _gallery(gallery: Json, at: str, files: set[str]) -> Broken:
    items = gallery.get("items") or []
    if not 1 <= len(items) <= 10:
        yield "gallery.items", f"{at}.items"
    for number, item in enumerate(items):
        yield from _media_of("media")(item, f"{at}.items.{number}", files)


def _media_of(key: str) -> Callable[[Json, str, set[str]], Broken]:
    def check(one: Json, at: str, files: set[str]) -> Broken:
        url = str((one.get(key) or {}).get("url") or "")
        schemes = ("attachment://",) if key == "file" else ("http://", "https://", "attachment://")
        if not url.startswith(schemes):
            yield "media.url", f"{at}.{key}.url"
        elif url.startswith("attachment://") and (
            cleansed(url.removeprefix("attachment://")) not in files
        ):
            yield "media.attachment", f"{at}.{key}.url"
        if units(one.get("description")) > 1024:
            yield "media.description", f"{at}.description"

    return check


def _separator(one: Json, at: str, files: set[str]) -> Broken:
    if one.get("spacing", 1) not in (1, 2):
        yield "separator.spacing", f"{at}.spacing"


def _container(container: Json, at: str, files: set[str]) -> Broken:
    inner = container.get("components") or []
    if not inner:
        yield "container.empty", f"{at}.components"
    if not 0 <= (container.get("accent_color") or 0) <= 0xFFFFFF:
        yield "container.colour", f"{at}.accent_color"
    for number, one in enumerate(inner):
        yield from _one(one, f"{at}.components.{number}", _INSIDE, files)
