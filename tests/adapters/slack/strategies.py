"""Random things to say: long, empty, hostile, in any script."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from bot.cards import (
    Author,
    Badge,
    Button,
    Card,
    Fact,
    FieldKind,
    Form,
    FormField,
    Link,
    Option,
    Row,
    Select,
    Text,
    Tone,
)

# Shrinking a whole card takes minutes; what broke the rule is in the message anyway.
often = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)

_HOSTILE = [
    "<!channel>",
    "<@U0SAM>",
    "@everyone",
    "&",
    "<",
    ">",
    "**",
    "`",
    "```",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "[a](https://example.org/x|y)",
    "https://example.org/<b>",
    "‮",
    "🎫",
    "x" * 400,
    "& " * 300,
    "語" * 500,
    "<https://" + "a" * 900 + ">",
]
words = st.text(max_size=60) | st.sampled_from(_HOSTILE)
short = words
long = st.lists(words | st.just("\n"), max_size=40).map("".join) | st.integers(0, 9).map(
    lambda n: "<&> word\n" * (300 * n)
)
commands = st.text("abc 0123&<>🎫", min_size=1, max_size=40) | st.sampled_from(
    ["x" * 151, "y" * 2001, "claim TIK-1042 r7", ""]
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
urls = st.sampled_from(["https://example.org/a?b=1&c=2", "javascript:alert(1)", "x" * 3000, ""])
badges = st.builds(Badge, word=short, tone=st.sampled_from(Tone))
buttons = st.builds(
    Button, label=short, says=commands, style=st.sampled_from(["plain", "primary", "danger"])
)
options = st.builds(Option, label=short, says=commands)
selects = st.builds(Select, label=short, options=st.lists(options, max_size=130).map(tuple))


def tuples(of: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Tuples of these."""
    return st.lists(of, max_size=most).map(tuple)


rows = st.builds(
    Row,
    title=short,
    detail=long,
    badges=tuples(badges, 7),
    moment=st.none() | moments,
    url=st.none() | urls,
    buttons=tuples(buttons, 7),
    select=st.none() | selects,
)
cards = st.builds(
    Card,
    title=short,
    ref=st.none() | st.just("TIK-1042"),
    badges=tuples(badges, 12),
    body=long,
    facts=tuples(st.builds(Fact, name=short, value=long, moment=st.none() | moments), 25),
    quote=long,
    rows=tuples(rows, 30),
    buttons=tuples(buttons, 30),
    selects=tuples(selects, 3),
    links=tuples(st.builds(Link, label=short, url=urls), 30),
    footer=long,
    tone=st.sampled_from(Tone),
)
authors = st.builds(
    Author,
    name=short,
    role=st.sampled_from(["customer", "agent", "assistant", "system"]),
)
texts = st.builds(
    Text,
    text=long,
    author=st.none() | authors,
    mark=st.none() | short,
    internal=st.booleans(),
    edited=st.booleans(),
    buttons=tuples(buttons, 30),
)
_ONE = Option(label="One", says="1")
fields = st.builds(
    FormField,
    name=st.uuids().map(lambda one: f"f{one.hex}"),
    label=short,
    kind=st.sampled_from([FieldKind.LINE, FieldKind.LONG, FieldKind.DATE]),
    required=st.booleans(),
    value=long | st.just("2026-11-20"),
    hint=short,
    max_length=st.integers(0, 5000),
    error=short,
)
choices = st.builds(
    FormField,
    name=st.uuids().map(lambda one: f"s{one.hex}"),
    label=short,
    kind=st.just(FieldKind.SELECT),
    options=st.lists(options, max_size=130).map(
        lambda more: (Option(label="One", says="1"), *more)
    ),
    value=st.sampled_from(["", "1", "x" * 151, "claim TIK-1042 r7"]),
)
forms = st.builds(
    Form,
    title=short,
    says=st.sampled_from(["new", "reply TIK-1042 r7", "ask " + "語" * 1000]),
    submit=short,
    fields=tuples(fields | choices, 12),
    intro=long,
)
