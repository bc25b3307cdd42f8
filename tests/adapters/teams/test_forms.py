"""Forms as dialogs: nothing typed is lost, no limit is broken, mistakes stand in place."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from adapters.teams.render.forms import Origin, origin_of, to_dialog, to_form_card, to_submission
from adapters.teams.render.limits import FORM_BYTES, weight
from bot.cards import FieldKind, Finder, Form, FormField, Option
from bot.incoming import Incoming, Kind, Spot
from bot.ports import Refused
from tests.adapters.slack.strategies import forms, often
from tests.adapters.teams.conftest import OWN, SAM, TRIAGE
from tests.fakes.teams.answers import broken_by_task
from tests.fakes.teams.cards import inputs_of, texts_in

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
PRESSED = Incoming(
    kind=Kind.PRESS,
    key="k",
    spot=Spot(platform="teams", workspace=OWN.tenant, channel=TRIAGE, thread="17"),
    sender=SAM,
    at=NOW,
    stamp="17",
)


def form(*fields: FormField, **more: str) -> Form:
    """A form with these fields."""
    return Form(**({"title": "Note", "says": "note TIK-1 r7"} | more), fields=fields)


def origin(of: Form) -> Origin:
    """Its memory."""
    return origin_of(PRESSED, of, "f1")


def only(field: FormField) -> dict[str, object]:
    """The one input of a form with this field."""
    (found,) = inputs_of(to_form_card(form(field), origin(form(field))))
    return found


@often
@given(forms)
def test_no_form_breaks_a_rule(form: Form) -> None:
    try:
        dialog = to_dialog(form, origin(form))
    except Refused:
        return
    assert broken_by_task({"task": dialog}) is None
    assert weight(dialog["value"]["card"]["content"]) <= FORM_BYTES + 1_000


def test_what_is_filled_in_comes_back_with_its_command_and_its_place() -> None:
    asked = form(FormField(name="text", label="Text", kind=FieldKind.LONG))
    card = to_form_card(asked, origin(asked))
    data = card["actions"][0]["data"] | {"text": "toner is low", "other": None}
    back = to_submission({"from": {"id": SAM}}, data, OWN, NOW)
    assert back is not None
    assert (back.kind, back.text) == (Kind.FORM, "note TIK-1 r7")
    assert back.values == {"text": "toner is low", "other": ""}
    assert (back.spot, back.stamp, back.sender) == (PRESSED.spot, "17", SAM)


def test_the_same_dialog_sent_again_is_one_and_corrected_it_is_another() -> None:
    asked = form(FormField(name="text", label="Text"))
    data = origin(asked).to_data()
    keys = [
        to_submission({"from": {"id": SAM}}, data | {"text": text}, OWN, NOW).key  # type: ignore[union-attr]
        for text in ("low", "low", "empty")
    ]
    assert keys[0] == keys[1] != keys[2]
    other = origin_of(PRESSED, asked, "f2").to_data() | {"text": "low"}
    again = to_submission({"from": {"id": SAM}}, other, OWN, NOW)
    assert again is not None
    assert again.key != keys[0]


@pytest.mark.parametrize("data", [{}, {"deskhand": 7}, {"deskhand": {"says": "x", "odd": 1}}])
def test_a_dialog_that_is_not_ours_is_nothing(data: dict[str, object]) -> None:
    assert to_submission({"from": {"id": SAM}}, data, OWN, NOW) is None


def test_a_mistake_stands_under_its_field_which_keeps_what_was_typed() -> None:
    wrong = form(FormField(name="due", label="Due"), FormField(name="tags", label="Tags"))
    wrong = wrong.with_errors({"due": "“banana” is *no* time"}, {"due": "banana"})
    card = to_form_card(wrong, origin(wrong))
    field, error = card["body"][:2]
    assert (field["id"], field["value"], field["label"]) == ("due", "banana", "Due")
    assert error["text"] == "⚠️ “banana” is \\*no\\* time"
    assert error["color"] == "Attention"


def test_a_required_field_says_what_is_missing() -> None:
    field = only(FormField(name="subject", label="Subject", max_length=200))
    assert (field["isRequired"], field["errorMessage"]) == (True, "Subject is missing.")
    assert field["maxLength"] == 200


def test_choices_are_offered_and_the_chosen_one_is_never_lost() -> None:
    options = tuple(Option(label=f"Option {n}", says=f"o{n}") for n in range(130))
    field = FormField(name="s", label="S", kind=FieldKind.SELECT, options=options, value="o129")
    shown = only(field)
    assert shown["value"] == "o129"
    assert shown["style"] == "filtered"
    assert "more choices not shown here" in "\n".join(
        texts_in(to_form_card(form(field), origin(form(field))))
    )


def test_choices_can_be_found_while_one_types() -> None:
    finder = Finder(source="tags", many=True)
    field = only(FormField(name="tags", label="Tags", value="vip,new", finder=finder))
    assert field["choices.data"] == {"type": "Data.Query", "dataset": "tags"}
    assert (field["isMultiSelect"], field["value"]) == (True, "vip,new")


@pytest.mark.parametrize(("many", "is_found"), [(3, False), (21, True)])
def test_choices_that_all_fit_are_listed_and_a_found_one_is_never_required(
    many: int, is_found: bool
) -> None:
    people = tuple(Option(label=f"Agent {n}", says=f"a{n}") for n in range(many))
    finder = Finder(source="owners")
    kind = FieldKind.SELECT
    field = only(FormField(name="to", label="To", kind=kind, options=people, finder=finder))
    assert ("choices.data" in field) is is_found
    assert field["isRequired"] is not is_found
    assert ("errorMessage" in field) is not is_found


def test_a_date_is_picked() -> None:
    picked = FormField(name="d", label="D", kind=FieldKind.DATE, value="2026-01-31")
    assert only(picked) | {"label": ""} == {
        "type": "Input.Date",
        "value": "2026-01-31",
        "id": "d",
        "label": "",
        "isRequired": True,
        "errorMessage": "D is missing.",
    }


def test_a_long_text_is_cut_and_that_is_said() -> None:
    field = FormField(
        name="t", label="T", kind=FieldKind.LONG, value="x" * 30_000, max_length=40_000
    )
    card = to_form_card(form(field), origin(form(field)))
    assert "Cut to" in "\n".join(texts_in(card))


def test_a_command_too_long_for_a_dialog_is_refused_never_cut() -> None:
    asked = form(says="ask " + "語" * 10_000)
    with pytest.raises(Refused):
        to_form_card(asked, origin(asked))
