"""Forms as modals: within the limits, and back with what was typed."""

import pytest
from hypothesis import given

from adapters.slack.render.forms import Origin, to_origin, to_view
from bot.cards import FieldKind, Form, FormField, Option
from bot.ports import Refused
from tests.adapters.slack.models import check_view
from tests.adapters.slack.strategies import forms, often
from tests.fakes.slack import broken_by_view


def origin(says: str = "new") -> Origin:
    """A place in Slack with everything that a modal remembers."""
    return Origin(says, "C1", "1.2", "1.2", "ticket", "https://hooks.slack.com/x", None)


@often
@given(forms)
def test_no_form_breaks_a_rule(form: Form) -> None:
    view = to_view(form, origin(form.says))
    assert broken_by_view(view) is None
    check_view(view)


def test_a_modal_remembers_where_it_came_from() -> None:
    view = to_view(Form(title="New", says="new", fields=()), origin())
    assert to_origin(view["private_metadata"]) == origin()
    assert to_origin("") is None
    assert to_origin('{"foreign": 1}') is None


def test_a_command_too_long_is_refused_and_never_cut() -> None:
    with pytest.raises(Refused, match="too long"):
        to_view(Form(title="t", says="x" * 3000, fields=()), origin("x" * 3000))


def test_a_choice_keeps_what_was_chosen_and_says_what_is_missing() -> None:
    options = tuple(Option(label=f"o{n}", says=str(n)) for n in range(107))
    field = FormField(
        name="team", label="Team", kind=FieldKind.SELECT, options=options, value="105"
    )
    block = to_view(Form(title="t", says="s", fields=(field,)), origin())["blocks"][0]
    assert block["element"]["initial_option"]["value"] == "105"
    assert block["hint"]["text"] == "+7 more choices not shown here."


def test_a_prefilled_text_that_is_cut_says_so() -> None:
    field = FormField(name="text", label="Text", kind=FieldKind.LONG, value="x" * 4000)
    block = to_view(Form(title="t", says="s", fields=(field,)), origin())["blocks"][0]
    assert block["hint"]["text"] == "Cut to 3,000 characters."


def test_an_error_is_shown_beneath_its_field() -> None:
    field = FormField(name="due", label="Due", error="`banana` is not a time.")
    blocks = to_view(Form(title="t", says="s", fields=(field,)), origin())["blocks"]
    assert [one["type"] for one in blocks] == ["input", "context"]
    assert "banana" in blocks[1]["elements"][0]["text"]
