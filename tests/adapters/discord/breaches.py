"""One breach of each rule of the fake Discord about contents: messages, modals, commands."""

from typing import Any

Json = dict[str, Any]

V2 = 1 << 15


def button(**more: Any) -> Json:
    """A good button, but for what is given."""
    return {"type": 2, "style": 1, "label": "Press", "custom_id": "b", **more}


def row(*parts: Json) -> Json:
    """A row."""
    return {"type": 1, "components": list(parts)}


def option(**more: Any) -> Json:
    """A line of a select."""
    return {"label": "l", "value": "v", **more}


def select(*options: Json, **more: Any) -> Json:
    """A select."""
    return {"type": 3, "custom_id": "s", "options": list(options or [option()]), **more}


def text(length: int = 1) -> Json:
    """A text display."""
    return {"type": 10, "content": "x" * length}


def container(*parts: Json, **more: Any) -> Json:
    """A framed group."""
    return {"type": 17, "components": list(parts), **more}


def section(*parts: Json, **more: Any) -> Json:
    """Texts with a button beside them."""
    return {"type": 9, "components": list(parts), "accessory": button(), **more}


def gallery(*urls: str, **more: Any) -> Json:
    """Pictures."""
    return {"type": 12, "items": [{"media": {"url": url}, **more} for url in urls]}


def plain(*parts: Json) -> Json:
    """A message in the older layout."""
    return {"content": "x", "components": list(parts)}


def newer(*parts: Json) -> Json:
    """A message in the newer layout."""
    return {"flags": V2, "components": list(parts)}


def embed(**more: Any) -> Json:
    """A message with an embed."""
    return {"embeds": [{"title": "t", **more}]}


def texts(**lengths: int) -> Json:
    """Texts of these lengths."""
    return {name: "x" * length for name, length in lengths.items()}


HTTPS = "https://example.org/a.png"
LINK: Json = {"type": 2, "style": 5, "label": "Open", "url": HTTPS}

MESSAGES: dict[str, Json] = {
    "message.empty": {"content": "  "},
    "message.content": texts(content=2001),
    "message.nonce": {"content": "x", "nonce": "n" * 26},
    "message.mentions": {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    "message.mentions_most": {
        "content": "x",
        "allowed_mentions": {"users": [str(one) for one in range(101)]},
    },
    "message.reference": {"content": "x", "message_reference": {"message_id": "1"}},
    "message.v2_legacy": newer(text()) | {"content": "x"},
    "embed.many": {"embeds": [{"title": "t"}] * 11},
    "embed.empty": {"content": "x", "embeds": [{}]},
    "embed.title": embed(**texts(title=257)),
    "embed.description": embed(**texts(description=4097)),
    "embed.fields": embed(fields=[{"name": "n", "value": "v"}] * 26),
    "embed.field_name": embed(fields=[{"value": "v"} | texts(name=257)]),
    "embed.field_value": embed(fields=[{"name": "n"} | texts(value=1025)]),
    "embed.footer": embed(footer=texts(text=2049)),
    "embed.author": embed(author=texts(name=257)),
    "embed.url": embed(url="ftp://example.org"),
    "embed.all": {"embeds": [texts(description=3001), texts(description=3000)]},
    "component.type": plain(text()),
    "component.rows": plain(*[row(LINK)] * 6),
    "component.many": newer(*[text() for _ in range(41)]),
    "component.text": newer(text(2001), text(2000)),
    "component.text_empty": newer(text(0)),
    "component.custom_id": plain(row(button(custom_id="c" * 101))),
    "component.custom_id_twice": plain(row(button(), button())),
    "component.id_twice": plain(row(button(id=7), LINK | {"id": 7})),
    "row.buttons": plain(row(*[LINK] * 6)),
    "row.mixed": plain(row(button(), select())),
    "button.label": plain(row(button(label="x" * 81))),
    "button.empty": plain(row(button(label=""))),
    "button.style": plain(row(button(style=7))),
    "button.link": plain(row(LINK | {"custom_id": "b"})),
    "button.url": plain(row(LINK | {"url": f"https://{'x' * 512}"})),
    "select.options": plain(row(select(*[option(value=str(one)) for one in range(26)]))),
    "select.placeholder": plain(row(select(placeholder="x" * 151))),
    "select.values": plain(row(select(min_values=0, max_values=2))),
    "option.label": plain(row(select(option(label="x" * 101)))),
    "option.value": plain(row(select(option(value="")))),
    "option.value_twice": plain(row(select(option(), option()))),
    "option.description": plain(row(select(option(description="x" * 101)))),
    "section.texts": newer(section(*[text()] * 4)),
    "section.accessory": newer(section(text(), accessory=None)),
    "container.empty": newer(container()),
    "container.colour": newer(container(text(), accent_color=1 << 24)),
    "gallery.items": newer(gallery()),
    "media.url": newer(gallery("ftp://example.org")),
    "media.attachment": newer(gallery("attachment://missing.png")),
    "media.description": newer(gallery(HTTPS, description="x" * 1025)),
    "separator.spacing": newer(text(), {"type": 14, "spacing": 3}),
}


def line(**more: Any) -> Json:
    """A text input."""
    return {"type": 4, "custom_id": "i", "style": 1, **more}


def labelled(part: Json | None, **more: Any) -> Json:
    """A labelled field."""
    return {"type": 18, "label": "Field", "component": part, **more}


def modal(*parts: Json, **more: Any) -> Json:
    """A modal."""
    return {"custom_id": "m", "title": "Title", "components": list(parts), **more}


GOOD_MODAL = modal(labelled(line()))

MODALS: dict[str, Json] = {
    "modal.title": modal(labelled(line()), title="x" * 46),
    "modal.custom_id": modal(labelled(line()), custom_id=""),
    "modal.components": modal(),
    "label.label": modal(labelled(line(), label="x" * 46)),
    "label.description": modal(labelled(line(), description="x" * 101)),
    "label.component": modal(labelled(None)),
    "input.label": modal(row(line(label="x" * 46))),
    "input.style": modal(labelled(line(style=3))),
    "input.value": modal(labelled(line(value="x" * 4001))),
    "input.placeholder": modal(labelled(line(placeholder="x" * 101))),
    "input.length": modal(labelled(line(min_length=5, max_length=4))),
    "input.begun": modal(labelled(line(value="long", max_length=3))),
    "select.disabled": modal(labelled(select(disabled=True))),
    "upload.values": modal(labelled({"type": 19, "custom_id": "u", "max_values": 11})),
    "radio.options": modal(labelled({"type": 21, "custom_id": "r", "options": [option()]})),
    "checks.options": modal(labelled({"type": 22, "custom_id": "c", "options": []})),
}


def command(*options: Json, **more: Any) -> Json:
    """A command."""
    return {"name": "ticket", "description": "d", "type": 1, "options": list(options), **more}


def asks(name: str = "text", **more: Any) -> Json:
    """An option that takes a text."""
    return {"type": 3, "name": name, "description": "d", **more}


def choice(**more: Any) -> Json:
    """A choice of an option."""
    return {"name": "n", "value": "v", **more}


def many(number: int, **more: Any) -> list[Json]:
    """So many options, each with a name of its own."""
    return [asks(f"o{one}", **more) for one in range(number)]


COMMANDS: dict[str, list[Json]] = {
    "command.many": [command(name=f"c{one}") for one in range(101)],
    "command.menus": [{"name": f"Menu {one}", "type": 3} for one in range(16)],
    "command.name": [command(name="Claim it")],
    "command.name_twice": [command(), command()],
    "command.description": [command(description="x" * 101)],
    "command.size": [
        command(*many(25, description="x" * 100, choices=[choice(name="x" * 100)] * 3))
    ],
    "command.options": [command(*many(26))],
    "command.option_twice": [command(asks(), asks())],
    "command.option_type": [command(asks(), {"type": 1, "name": "sub", "description": "d"})],
    "command.required_first": [command(asks("a"), asks("b", required=True))],
    "command.choices": [command(asks(choices=[choice()] * 26))],
    "command.choice_name": [command(asks(choices=[choice(name="")]))],
    "command.choice_value": [command(asks(choices=[choice(value="x" * 101)]))],
    "command.choice_autocomplete": [command(asks(choices=[choice()], autocomplete=True))],
}
