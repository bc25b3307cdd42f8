"""What an agent does with a ticket, and what everybody sees of it (see ``test_ways`` too)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from tests.contract.drivers.base import Driver, OpenForm, Post, card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.journeys import Opened, open_ticket
from tests.contract.world import World


@dataclass(frozen=True)
class Act:
    """One act: how it is typed, pressed and filled in, and what everybody then sees."""

    typed: str
    button: str
    values: dict[str, str] = field(default_factory=dict)
    on_card: tuple[str, ...] = ()
    in_thread: tuple[str, ...] = ()
    for_customer: tuple[str, ...] = ()


Way = Callable[[Driver, Act, Opened], Awaitable[None]]
LIFE = (
    Act("claim", "Claim", on_card=("Owner Sam", "Open"), for_customer=("Sam is looking at this",)),
    Act("release", "Release", on_card=("Owner Unassigned",), in_thread=("Sam released this",)),
    Act(
        "assign {to} to:mia@example.org reason:printers",
        "Assign…",
        {"to": "mia@example.org", "reason": "printers"},
        ("Owner Mia",),
        ("assigned this to Mia", "printers"),
    ),
    Act("status {to} in progress", "Status…", {"text": "In progress"}, ("In progress",)),
    Act("priority {to} high", "Priority…", {"text": "high"}, ("High",)),
    Act(
        "set {to} category:Billing tags:+vip",
        "Details…",
        {"category": "Billing", "tags": "+vip"},
        ("Category Billing", "Tags vip"),
    ),
    Act(
        "note {to} toner is low",
        "Note…",
        {"text": "toner is low"},
        in_thread=("toner is low", "🔒"),
    ),
    Act(
        "reply {to} is it better now",
        "Reply",
        {"text": "is it better now"},
        ("Waiting on customer",),
        ("is it better now", "📨"),
        ("is it better now",),
    ),
    Act(
        "resolve {to} new toner",
        "Resolve",
        {"text": "new toner"},
        ("Resolved",),
        ("Sam resolved this",),
        ("marked this as solved",),
    ),
    Act("reopen {to}", "Reopen", {}, ("Open",), ("Sam reopened this",), ("open again",)),
)


async def _mention(door: Driver, act: Act, ticket: Opened) -> None:
    text = " ".join(act.typed.replace("{to}", "").split())
    await door.mention("sam", text, thread=ticket.card.id)


async def _press(door: Driver, act: Act, ticket: Opened) -> None:
    shown = await card(door, "sam", ticket.ref)
    form = await door.press("sam", shown, act.button)
    assert (form is not None) == bool(act.values), act.button
    if form is not None:
        given = dict(act.values)
        if "category" in given:
            given["category"] = await _category(door.world, given["category"])
        assert await door.fill("sam", form, **given) is None


async def _category(world: World, name: str) -> str:
    [(found,)] = await world.office.sql("SELECT id FROM categories WHERE name = :n", n=name)
    return str(found)


@pytest.mark.parametrize("way", [_mention, _press], ids=["mention", "button"])
async def test_a_whole_life_by_each_way_in(door: Driver, way: Way) -> None:
    ticket = await open_ticket(door)
    for act in LIFE:
        await way(door, act, ticket)
        shown = await card(door, "sam", ticket.ref, *act.on_card)
        assert shown.id == ticket.card.id, f"{act.button}: the card repaints where it stands"
        if act.in_thread:
            await heard(door, "mia", "triage", ticket.card.id, *act.in_thread)
        if act.for_customer:
            await heard(door, "ana", "support", ticket.thread, *act.for_customer)
    await door.world.settled()
    _none_of("toner is low", await door.thread("ana", "support", ticket.thread))
    roots = [p for p in await door.room("sam", "triage") if ticket.ref in p.text and not p.private]
    assert len(roots) == 1


def _none_of(secret: str, posts: list[Post]) -> None:
    assert posts
    assert not any(secret in post.text for post in posts)


async def test_plain_words_under_the_card_are_a_note(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.say("sam", "between us: it is the fan", "triage", ticket.card.id)
    await door.say("ana", "still humming", "support", ticket.thread)
    await heard(door, "sam", "triage", ticket.card.id, "still humming")
    messages = await door.world.office.sql(
        "SELECT audience FROM messages WHERE body = 'between us: it is the fan'"
    )
    assert [audience for (audience,) in messages] == ["internal"]
    await door.world.settled()
    _none_of("fan", await door.thread("ana", "support", ticket.thread))


async def test_an_agents_words_in_the_customers_thread_are_a_reply(world: World) -> None:
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    await slack.say("sam", "I am on it", "support", ticket.thread)
    await heard(slack, "mia", "triage", ticket.card.id, "I am on it", "Sam")
    [(audience,)] = await world.office.sql(
        "SELECT audience FROM messages WHERE body = 'I am on it'"
    )
    assert audience == "public"


async def test_looking_without_changing(door: Driver) -> None:
    ticket = await open_ticket(door)
    for asked, words in {
        "list unassigned": ("Unassigned tickets", ticket.ref),
        "list all": ("All tickets", "1 ticket"),
        "list mine": ("My tickets", "Nothing is assigned to you"),
        f"show {ticket.ref}": (ticket.ref, "Ana via", "The blue printer hums"),
        f"show {ticket.ref} view:history": ("History of", "opened this"),
        "search blue printer": ("Tickets with “blue printer”", ticket.ref),
        f"sla {ticket.ref} why": ("Targets of", "First response"),
        "ask how do I claim a ticket?": ("From the knowledge base", "laim"),
        "ask what is the weather on mars": ("I could not find this",),
        "kb claim": ("Articles with “claim”",),
        "help": ("What you can say", "claim TIK-1042"),
        "help assign": ("assign TIK-1042 to:@sam", "me, @name"),
    }.items():
        await door.slash("sam", asked)
        answer = await told(door, "sam", *words)
        assert answer.private or answer.room == "direct"
    await door.world.settled()
    assert await door.private("mia") == []
    assert await door.private("ana") == []


async def test_a_form_says_what_is_wrong_in_place(door: Driver) -> None:
    ticket = await open_ticket(door)
    form = await door.press("sam", ticket.card, "Reply")
    assert form is not None
    assert form.title == f"Reply to {ticket.ref}"
    again = await door.fill("sam", form, text="  ")
    assert isinstance(again, OpenForm)
    assert again.errors == {"text": "write something first"}
    details = await door.press("sam", ticket.card, "Details…")
    assert details is not None
    assert details.values["subject"] == "The blue printer hums"
    wrong = await door.fill("sam", details, due="banana", tags="+vip")
    assert wrong is not None
    assert "banana" in wrong.errors["due"]
    assert wrong.values["due"] == "banana"
    assert wrong.values["tags"] == "+vip"
    assert await door.fill("sam", wrong, due="2h") is None
    await card(door, "sam", ticket.ref, "Due date", "Tags vip")


async def test_an_agent_opens_for_a_customer(door: Driver) -> None:
    form = await door.slash("sam", "new")
    assert form is not None
    wrong = await door.fill("sam", form, subject="  ", description="x", customer="bob@example.org")
    assert wrong is not None
    assert "subject" in wrong.errors
    done = await door.fill(
        "sam", wrong, subject="Lost key", description="for room 4", customer="bob@example.org"
    )
    assert done is None
    shown = await card(door, "mia", "Lost key", "Customer Bob")
    assert "Claim" in shown.acts
