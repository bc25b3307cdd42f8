"""The two lanes: asking changes nothing, telling is kept first and done once."""

import pytest

from bot.cards import Card, Form, Text
from bot.incoming import Kind
from tests.bot.talking import Talking
from tests.builders import Office


async def _rows(talking: Talking) -> dict[str, object]:
    tables = ("receipts", "deliveries", "events", "messages", "tickets", "drafts", "people")
    counts = {}
    for table in tables:
        [(counts[table],)] = await talking.receipts(f"SELECT count(*) FROM {table}")
    return counts


async def test_asking_changes_nothing(office: Office, talking: Talking) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    ticket = await office.given_ticket(ana)
    await talking.ask(sam, "new")  # who he is, is kept from now on
    before = await _rows(talking)
    for kind in (Kind.COMMAND, Kind.PRESS):
        for said in ("new", "reply", "note", "set", "status", "priority", "assign"):
            asked = said if said == "new" else f"{said} {ticket.number}"
            assert isinstance(await talking.ask(sam, asked, kind), Form), said
        for said in ("search", "kb", "ask"):
            assert isinstance(await talking.ask(sam, said, kind), Form), said
            assert await talking.ask(sam, said, Kind.FORM, values={"text": " "}) is not None
            assert await talking.ask(sam, said, Kind.FORM, values={"text": "toner"}) is None
    filled = {"subject": "", "description": "x", "customer": "new@example.org"}
    assert await talking.ask(sam, "new", Kind.FORM, values=filled) is not None
    assert await _rows(talking) == before


@pytest.mark.parametrize(
    "said",
    [
        "claim {n}",
        "show {n}",
        "list",
        "reply {n} hello",
        "note {n} x",
        "set {n} tags:+vip",
        "xyzzy",
        "reply 9999",
        "reply",
        "status {n} open",
        "resolve {n} fixed",
        "search toner",
        "search similar:{n}",
        "kb toner",
        "ask why",
        "ask {n}",
        "reply {n} again:x",
    ],
)
async def test_what_needs_no_form_is_told(office: Office, talking: Talking, said: str) -> None:
    sam = await office.given_person()
    ticket = await office.given_ticket(await office.given_customer())
    assert await talking.ask(sam, said.format(n=ticket.number)) is None


async def test_no_form_for_what_one_may_not_do(office: Office, talking: Talking) -> None:
    ana = await office.given_customer()
    ticket = await office.given_ticket(ana)
    for said in ("note", "set", "assign", "status"):
        assert await talking.ask(ana, f"{said} {ticket.number}", Kind.PRESS) is None


async def test_only_commands_presses_and_forms_are_asked(office: Office, talking: Talking) -> None:
    sam = await office.given_person()
    for kind in (Kind.SAID, Kind.EDITED, Kind.DELETED):
        assert await talking.ask(sam, "new", kind) is None


async def test_a_right_form_is_told_and_a_wrong_one_comes_back(
    office: Office, talking: Talking
) -> None:
    sam = await office.given_person()
    wrong = {"subject": "", "description": "x", "priority": "banana"}
    form = await talking.ask(sam, "new", Kind.FORM, values=wrong)
    assert form is not None
    assert {field.name for field in form.fields if field.error} == {"subject", "priority"}
    assert {field.name: field.value for field in form.fields}["description"] == "x"
    right = {"subject": "No ink", "description": "x", "priority": "urgent"}
    assert await talking.ask(sam, "new", Kind.FORM, values=right) is None


async def test_told_twice_is_done_once(office: Office, talking: Talking) -> None:
    sam = await office.given_person()
    ticket = await office.given_ticket(await office.given_customer())
    said = talking.incoming(sam, f"note {ticket.number} only once")
    for _ in range(3):
        await talking.router.tell(said)
    while await talking.router.handle_waiting():
        pass
    await talking.router.tell(said)
    assert not await talking.router.handle_waiting()
    [(count,)] = await office.sql("SELECT count(*) FROM messages WHERE body = 'only once'")
    assert count == 1


async def test_what_was_said_is_not_kept_after_it_was_handled(
    office: Office, talking: Talking
) -> None:
    sam = await office.given_person()
    await talking.tell(sam, "list", reply_token="https://hooks.test/secret")
    rows = await talking.receipts("SELECT state, payload FROM receipts")
    assert rows == [("handled", None)]


async def test_one_bad_receipt_harms_no_other(office: Office, talking: Talking) -> None:
    sam = await office.given_person()
    ticket = await office.given_ticket(await office.given_customer())
    spot = {"platform": "web", "workspace": "nobody's", "channel": "triage"}
    await talking.router.tell(talking.incoming(sam, "list", spot=spot))
    await talking.router.tell(talking.incoming(sam, f"claim {ticket.number}"))
    assert await talking.router.handle_waiting()
    await talking.router.stop()  # what takes longer goes on by itself
    assert (await office.see(ticket.number)).assignee is not None
    states = "SELECT state FROM receipts ORDER BY seq"
    assert await talking.receipts(states) == [("received",), ("handled",)]
    for _ in range(8):
        office.clock.move(hours=1)
        await talking.router.handle_waiting()
    assert await talking.receipts(states) == [("dead",), ("handled",)]


async def test_help_shows_what_one_may_say_here(office: Office, talking: Talking) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    hers, his = await talking.tell(ana, "help"), await talking.tell(sam, "help")
    assert isinstance(hers, Card)
    assert isinstance(his, Card)
    assert [row.title.split()[0] for row in hers.rows] == list(talking.registry.of("support"))
    # Who says /ticket may say the customers' words as well.
    staffs = [*talking.registry.of("ticket"), "private", "web", "link"]
    assert [row.title.split()[0] for row in his.rows] == staffs
    # The staff's words are no customer's, wherever they are said.
    other = await talking.tell(ana, "help", words="ticket")
    assert isinstance(other, Card)
    words = {row.title.split()[0] for row in other.rows}
    assert {"private", "link"} <= words
    assert words.isdisjoint({"claim", "release", "assign", "note", "set", "status", "sla"})
    one = await talking.tell(ana, "help claim", words="ticket")
    assert isinstance(one, Card)
    assert one.title == "What you can say"


async def test_an_end_without_a_word_is_not_asked_for_again_once_it_was_held(
    office: Office, talking: Talking
) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    ticket = await office.given_ticket(ana)
    form = await talking.ask(sam, f"resolve {ticket.number} r{ticket.revision}", Kind.PRESS)
    assert form is not None
    await talking.tell(ana, f"reply {ticket.number} and it smokes")
    empty = {"text": ""}
    assert await talking.ask(sam, form.says, Kind.FORM, values=empty) is None
    held = await talking.tell(sam, form.says, Kind.FORM, values=empty)
    assert isinstance(held, Card)
    [again, _] = held.buttons
    assert again.label == "Do it anyway"
    assert await talking.ask(sam, again.says, Kind.PRESS) is None
    assert await talking.tell(sam, again.says, Kind.PRESS) is None
    assert (await office.see(ticket.number)).status == "Resolved"


async def test_a_done_act_is_confirmed_where_it_does_not_show(
    office: Office, talking: Talking
) -> None:
    sam = await office.given_person()
    ticket = await office.given_ticket(await office.given_customer())
    ref = f"TIK-{ticket.number}"
    assert await talking.tell(sam, f"claim {ref}") == Text(text=f"You have **{ref}**.")
    assert await talking.tell(sam, f"release {ref}", Kind.PRESS) is None


class TestCompletion:
    """What is offered while somebody types."""

    async def test_verbs_that_begin_so_and_that_one_may_say(
        self, office: Office, talking: Talking
    ) -> None:
        ana, sam = await office.given_customer(), await office.given_person()
        assert [c.insert for c in await talking.complete(sam, "re")] == [
            "release ", "reply ", "resolve ", "reopen ",
        ]  # fmt: skip
        assert [c.insert for c in await talking.complete(ana, "re")] == [
            "reply ", "resolve ", "reopen ",
        ]  # fmt: skip
        assert await talking.complete(ana, "cl", words="ticket") == []
        assert len(await talking.complete(sam, "")) == len(talking.registry.of("ticket"))
        said = [c.insert for c in await talking.complete(sam, "", words="desk")]
        assert said == ["private ", "help ", "settings ", "link "]

    async def test_customers_are_offered_their_own_tickets_and_no_others(
        self, office: Office, talking: Talking
    ) -> None:
        ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
        hers = [await office.given_ticket(ana) for _ in range(2)]
        his = await office.given_ticket(bob)
        for typed in ("show ", "show TIK-", "show #"):
            found = [c.label for c in await talking.complete(ana, typed)]
            offered = [label for label in found if label.startswith("TIK-")]
            assert offered == [f"TIK-{one.number}" for one in reversed(hers)], typed
        [one] = await talking.complete(ana, f"reply {hers[0].number}")
        assert one.hint == hers[0].subject
        assert await talking.complete(ana, f"show TIK-{his.number}") == []

    async def test_options_and_their_choices(self, office: Office, talking: Talking) -> None:
        sam = await office.given_person()
        options = await talking.complete(sam, "set 1042 ta")
        assert [c.insert for c in options] == ["set 1042 tags:"]
        choices = await talking.complete(sam, "new priority:h")
        assert [c.insert for c in choices] == ["new priority:high "]
        views = {c.label for c in await talking.complete(sam, "list view:")}
        assert {"mine", "unassigned", "recent", "all"} <= views
        assert await talking.complete(sam, "xyzzy foo") == []

    async def test_what_is_inserted_is_understood(self, office: Office, talking: Talking) -> None:
        from bot.grammar.parse import parse

        sam = await office.given_person()
        grammar = talking.registry.grammar("ticket")
        for verb in talking.registry.of("ticket").values():
            for option in await talking.complete(sam, f"{verb.name} "):
                assert parse(option.insert, grammar).verb == verb.name
                for choice in await talking.complete(sam, option.insert):
                    name, _, value = choice.insert.split(" ", 1)[1].partition(":")
                    assert parse(choice.insert, grammar).options == {name: value.strip()}
