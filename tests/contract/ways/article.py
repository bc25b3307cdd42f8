"""The matrix as an article of the handbook: what the test of the ways has shown.

``python -m tests.contract.ways.article`` writes it anew.
"""

from collections import defaultdict
from collections.abc import Iterable

from bot.shortcuts import SHORTCUTS
from core.knowledge.handbook import FOLDER
from tests.contract.ways.cases import CUSTOMERS, STAFF, Case
from tests.contract.ways.driving import WAYS, ways_of

FILE = FOLDER / "every-verb-by-every-way-in.md"
_TEMPLATE = """---
title: Every verb by every way in
audience: staff
category: For agents
tags: verbs, ways in, slash command, mention, direct message, button, form, shortcut, reaction
asked: can I do this without the slash command | which commands have a button | what works \
by mention | what can I say in a direct message | does it matter how I say it
---

## Five ways to say the same
A verb can be said as a slash command (`/ticket claim 1042`), as a mention of the bot \
(`@Ticket claim` in the ticket's thread, where Slack knows no slash commands), as a direct \
message to it, by the button or the line of the menu on the ticket's card, and by the form \
that opens when words are missing. Whichever you take, the same happens: the same rights are \
asked for, the same history is written and the same people are told. The web chat, Slack and \
Discord understand all five. Teams has no slash commands: there you mention the app, or write \
to it in its own chat.

## What agents can say, and how
{agents}

## What customers can say, and how
{customers}

Customers say `/support` instead of `/ticket`, and only of their own tickets. The buttons on \
their card, Solved and Reopen, are the commands `resolve` and `reopen`.

## Besides, in Slack
Slack's own menus have the shortcuts {shortcuts}. Agents can put an emoji on a message: it \
opens a ticket (`new`), claims one (`claim`), resolves one (`resolve`) or sends your own note \
(`reply`); see "Reactions in Slack". Each is a typed command like any other, so rights and \
refusals are those of the command.

## How this is known
These lists are not written by hand. A test says every verb by every way listed here, in the \
web chat, in Slack, Discord and Teams, on a fresh ticket each time, and compares what came of it: \
which events were recorded, by whom, and which messages were written for whom. They must be \
equal. If a verb or a way is added, the test and this article change together.
"""


def build_article() -> str:
    """The article's file, as the cases say."""
    labels = [f"“{one.label}” (`{one.says.split()[0]}`)" for one in SHORTCUTS]
    return _TEMPLATE.format(
        agents=_lists(STAFF),
        customers=_lists(CUSTOMERS),
        shortcuts=", ".join(labels[:-1]) + f" and {labels[-1]}",
    )


def _lists(cases: Iterable[Case]) -> str:
    """The verbs, those with the same ways together."""
    ways: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        ways[case.verb].update(ways_of(case))
    verbs: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for verb, found in ways.items():
        verbs[tuple(way for way in WAYS if way in found)].append(f"`{verb}`")
    return "\n".join(f"- By {_row(by)}: {', '.join(said)}." for by, said in verbs.items())


def _row(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"


if __name__ == "__main__":
    FILE.write_text(build_article(), encoding="utf-8")
