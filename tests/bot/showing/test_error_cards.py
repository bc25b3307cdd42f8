"""Refusals: each says what happened and what to do, and its buttons are understood."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.cards import Button, Card
from bot.grammar.command import Command
from bot.grammar.parse import UnknownTicketWord, UnknownVerb, parse
from bot.grammar.registry import build_registry
from bot.incoming import Kind
from bot.showing.error_cards import error_card, is_final, our_fault_card
from bot.showing.held_cards import SEND_ANYWAY
from core.errors import Denied, HelpdeskError, Invalid, NotFound, Unavailable
from core.tickets.opening import TicketDraft
from core.tickets.rules import AlreadyClaimed, Impossible, Stale
from tests.bot.talking import Talking
from tests.builders import Office

REGISTRY = build_registry()
GRAMMAR = REGISTRY.grammar_of_buttons()
DRAFT = UUID("01a1f968-0000-7000-8000-000000000001")
STALE = {"ref": "TIK-7", "news": "Sam claimed this 12 s ago.", "revision": 9, "number": 7}
ERRORS: dict[str, HelpdeskError] = {
    "stale": Stale(**STALE),
    "claimed": AlreadyClaimed(ref="TIK-7", name="Sam", ago="12 s ago", number=7, revision=9),
    "invalid": Invalid(field="due", problem="'banana' is not a time"),
    "denied": Denied(act="claim tickets"),
    "odd": Denied(act="change what somebody else wrote"),
    "missing": NotFound(ref="TIK-7"),
    "impossible": Impossible(ref="TIK-7", state="closed", hint="reopen it first."),
    "which": UnknownTicketWord(verb="claim"),
    "verb": UnknownVerb(said="asign", meant="assign", rest='7 to:@sam reason:"x y"'),
    "strange": UnknownVerb(said="xyzzy", meant=None, rest=""),
    "away": Unavailable(what="The database"),
}


def _buttons(card: Card) -> Iterator[Button]:
    yield from card.buttons
    for row in card.rows:
        yield from row.buttons
        if row.select:
            yield from (Button(label=o.label, says=o.says) for o in row.select.options)
    for select in card.selects:
        yield from (Button(label=o.label, says=o.says) for o in select.options)


def _card(error: Exception, command: Command | None, *, text: str = "", draft: bool = True) -> Card:
    verb = REGISTRY.verbs[command.verb] if command else None
    kept = DRAFT if draft else None
    return error_card(error, command, verb, prefix="TIK", draft=kept, text=text)


@pytest.mark.parametrize("name", sorted(ERRORS))
@pytest.mark.parametrize("verb", sorted(REGISTRY.verbs))
def test_every_refusal_has_words_and_buttons_that_are_understood(name: str, verb: str) -> None:
    command = Command(verb, 7 if REGISTRY.verbs[verb].takes_ticket else None, 3, "hello")
    for draft in (True, False):
        card = _card(ERRORS[name], command, text="hello", draft=draft)
        assert card.body.strip()
        assert card.buttons
        for button in card.buttons:
            assert parse(button.says, GRAMMAR).verb in REGISTRY.verbs
        assert name == "claimed" or card.quote == "hello"
        assert ("kept" in card.footer) == (draft and name != "claimed")


@given(st.text(max_size=3000), st.text(max_size=3000))
def test_whatever_was_typed_a_refusal_stays_small_and_sayable(text: str, rest: str) -> None:
    error = UnknownVerb(said="asign", meant="assign", rest=rest.strip())
    for card in (
        _card(error, Command("assign", 7, text=rest), text=text, draft=False),
        _card(error, Command("assign", 7, text=rest), text=text),
        _card(ERRORS["stale"], Command("reply", 7, 3, text), text=text),
        our_fault_card("8F2C", "reply TIK-7 held:x", text),
    ):
        assert len(card.quote) <= 1000
        for button in card.buttons:
            assert len(button.says) <= 1500
            assert parse(button.says, GRAMMAR).verb in REGISTRY.verbs


def test_an_unknown_verb_is_run_with_all_that_was_said() -> None:
    meant = Command("assign", 7, text="to\nhim", options={"to": "@sam", "reason": "x y"})
    [run, _] = _card(ERRORS["verb"], meant).buttons
    assert run.label == "Run it"
    assert parse(run.says, GRAMMAR) == meant


def test_an_unknown_verb_with_many_words_is_run_with_what_was_kept_of_them() -> None:
    meant = Command("assign", 7, 3, text="because " * 20, options={"to": "@sam"})
    [run, _] = _card(ERRORS["verb"], meant, text=meant.text).buttons
    assert parse(run.says, GRAMMAR) == Command("assign", 7, 3, options={"held": str(DRAFT)})


def test_a_held_act_is_offered_on_the_present_state_with_what_was_kept() -> None:
    command = Command("reply", 7, 3, "hi")
    [again, edit, show] = _card(ERRORS["stale"], command, text="hi").buttons
    assert again.label == "Send anyway"
    options = {"held": str(DRAFT), SEND_ANYWAY: "yes"}
    assert parse(again.says, GRAMMAR) == Command("reply", 7, 9, options=options)
    assert edit.opens_form
    assert parse(edit.says, GRAMMAR) == Command("reply", 7, options={"draft": str(DRAFT)})
    assert parse(show.says, GRAMMAR) == Command("show", 7)


def test_a_ticket_that_is_not_named_is_asked_for_once() -> None:
    card = _card(ERRORS["which"], Command("claim"))
    assert card.body.count("claim TIK-1042") == 1


def test_who_was_slower_may_take_over_what_is_there_now() -> None:
    [take, _] = _card(ERRORS["claimed"], Command("claim", 7, 3)).buttons
    assert take.label == "Take over"
    assert parse(take.says, GRAMMAR) == Command("assign", 7, 9, options={"to": "me"})


@pytest.mark.parametrize(
    ("act", "who"),
    [
        ("claim tickets", "staff"),
        ("delete tickets", "managers"),
        ("configure the desk", "administrators"),
    ],
)
def test_a_refused_right_names_who_has_it(act: str, who: str) -> None:
    card = _card(Denied(act=act), Command("claim", 7))
    assert card.body == f"Only {who} may {act}."
    assert ("Ask staff" in [b.label for b in card.buttons]) == (who == "staff")


def test_each_wrong_field_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        TicketDraft(subject="", priority="banana")
    card = _card(caught.value, Command("new", None, None, "x"))
    assert "**subject**" in card.body
    assert "**priority**" in card.body
    assert "new [what is wrong]" in card.body


def test_what_may_work_later_is_not_refused() -> None:
    assert [name for name, error in ERRORS.items() if not is_final(error)] == ["away"]
    assert not is_final(RuntimeError("broken"))


SAID = (
    "list all",
    "list unassigned",
    "search printer",
    "show {n}",
    "show {n} view:history",
    "sla {n} why",
    "help",
    "help assign",
    "ask how do I claim a ticket?",
    "ask what is the weather on mars",
    "kb claim",
    "asign {n} to:me",
    "show 9999",
    "set {n} due:banana",
)


async def test_every_button_of_every_answer_is_understood(office: Office, talking: Talking) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    tickets = [await office.given_ticket(ana, subject=f"printer {n}") for n in range(12)]
    await talking.tell(sam, f"claim {tickets[0].number}")
    await talking.tell(sam, f"resolve {tickets[1].number} done")
    labels = set()
    for who in (sam, ana):
        for ticket in tickets[:3]:
            for said in SAID:
                answer = await talking.tell(who, said.format(n=ticket.number))
                assert isinstance(answer, Card), said
                for button in _buttons(answer):
                    assert parse(button.says, GRAMMAR).verb in REGISTRY.verbs, button
                    labels.add(button.label)
    assert labels >= {"Claim", "Reply", "Reopen", "Solved", "More", "Open a ticket", "Run it"}


async def test_the_list_goes_on_where_it_ended(office: Office, talking: Talking) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    wanted = {(await office.given_ticket(ana)).number for _ in range(23)}
    seen: list[str] = []
    said: str | None = "list all"
    while said:
        answer = await talking.tell(sam, said, Kind.PRESS)
        assert isinstance(answer, Card)
        seen += [row.title.split()[0] for row in answer.rows]
        said = next((b.says for b in answer.buttons if b.label == "More"), None)
    assert sorted(seen) == sorted(f"TIK-{number}" for number in wanted)


@given(
    st.lists(st.sampled_from(sorted(REGISTRY.verbs)), min_size=1, max_size=1), st.text(max_size=80)
)
def test_nothing_that_is_typed_is_our_fault_to_parse(verbs: list[str], rest: str) -> None:
    command = parse(f"{verbs[0]} {rest}", GRAMMAR)
    assert command.verb == verbs[0]
