"""Forms fit into modals step by step; commands come from the registry and fit Discord."""

from typing import Any

import pytest
from hypothesis import given

from adapters.discord.inbound.commands import (
    ROOTS,
    build_commands,
    focused,
    text_of,
    to_choices,
    to_typed,
    typed_options,
)
from adapters.discord.render.forms import (
    FORM,
    GO_ON,
    Origin,
    steps_of,
    to_modal,
    to_origin,
    to_values,
)
from bot.cards import FieldKind, Form, FormField, Option
from bot.grammar.registry import build_registry
from bot.ports import Refused
from core.ids import new_id
from tests.adapters.slack.strategies import forms, often
from tests.fakes.discord.components import units
from tests.fakes.discord.modals import check_modal, fields_of

Json = dict[str, Any]


@often
@given(forms)
def test_no_modal_ever_breaks_a_rule_and_no_field_is_lost(form: Form) -> None:
    asked: list[str] = []
    for step in range(len(steps_of(form))):
        modal = to_modal(form, Origin("ticket", "new", step))
        check_modal(modal)
        asked += [one["custom_id"] for _, one in fields_of(modal)]
    assert asked == [field.name for field in form.fields]


def test_what_a_modal_remembers_comes_back() -> None:
    origin = Origin("support", f"reply note-id:{new_id()}", 1, 2, "AZrKz3wBeXp9mQ2rT0aBcw")
    for kind in (FORM, GO_ON):
        name = origin.to_name(kind)
        assert units(name) <= 100
        assert to_origin(name, kind) == origin
    assert to_origin("press:1:claim", FORM) is None


def test_a_command_too_long_to_be_remembered_is_refused_never_cut() -> None:
    with pytest.raises(Refused):
        Origin("ticket", "list " + "x" * 100).to_name(FORM)


def test_many_choices_become_a_field_for_words() -> None:
    options = tuple(Option(label=f"Person {at}", says=f"p{at}") for at in range(40))
    field = FormField(name="to", label="To", kind=FieldKind.SELECT, options=options, value="p3")
    modal = to_modal(Form(title="Assign", says="assign", fields=(field,)), Origin("ticket", "a"))
    [(_, element)] = fields_of(modal)
    assert (element["type"], element["value"]) == (4, "Person 3")


def test_a_mistake_stands_beside_its_field() -> None:
    field = FormField(name="text", label="Text", error="say something")
    modal = to_modal(Form(title="Reply", says="reply", fields=(field,)), Origin("ticket", "reply"))
    assert modal["components"][0]["description"] == "⚠️ say something"


def test_what_was_filled_in_is_read_by_field() -> None:
    components = [
        {"type": 18, "component": {"type": 4, "custom_id": "text", "value": "hello"}},
        {"type": 18, "component": {"type": 3, "custom_id": "priority", "values": ["high"]}},
        {"type": 10, "id": 3},
    ]
    assert to_values({"components": components}) == {"text": "hello", "priority": "high"}


def test_every_verb_of_the_registry_is_a_subcommand_and_all_keep_to_the_limits() -> None:
    registry, commands = build_registry(), build_commands(build_registry())
    for words in ROOTS:
        root = next(one for one in commands if one["name"] == words)
        assert [one["name"] for one in root["options"]] == list(registry.of(words))
        assert len(root["options"]) <= 25
        assert text_of(root) <= 8000
        for sub in root["options"]:
            assert len(sub["options"]) <= 25
            assert 1 <= len(sub["description"]) <= 100
            assert len({one["name"] for one in sub["options"]}) == len(sub["options"])


def test_no_option_that_people_type_is_left_out() -> None:
    registry = build_registry()
    [ticket] = [one for one in build_commands(registry) if one["name"] == "ticket"]
    for sub in ticket["options"]:
        names = {one["name"] for one in sub["options"]}
        assert {one.name for one in typed_options(registry.verbs[sub["name"]])} <= names


def test_staffs_words_are_shown_to_moderators_and_customers_words_to_everybody() -> None:
    shown = {
        one["name"]: (one.get("default_member_permissions"), one["contexts"])
        for one in build_commands(build_registry())
        if one["type"] == 1
    }
    assert shown["ticket"] == (str(1 << 13), [0])
    assert shown["desk"] == (str(1 << 13), [0])
    assert shown["support"] == (None, [0, 1])


def _typed(root: str, verb: str, text: str) -> str:
    options = [{"name": "text", "value": text}]
    return to_typed({"name": root, "options": [{"name": verb, "options": options}]})


def test_what_was_picked_from_discords_menus_is_named_by_its_id() -> None:
    assert _typed("desk", "channel", "<#1234567> role:triage") == "channel #1234567 role:triage"
    assert _typed("desk", "link", "<@!1234567> a@b.org") == "link @1234567 a@b.org"
    assert _typed("desk", "group", "<@&1234567> team:X") == "group @1234567 team:X"
    assert _typed("ticket", "note", "ask <@1234567>") == "note ask <@1234567>"


def test_a_suggestion_that_would_not_fit_is_left_out() -> None:
    choices = to_choices([("ok", "v"), ("long", "x" * 101), ("", "w")])
    assert choices == {"choices": [{"name": "ok", "value": "v"}, {"name": "w", "value": "w"}]}


def test_what_is_being_typed_is_found() -> None:
    option = {"name": "ticket", "type": 3, "value": "10", "focused": True}
    data = {"options": [{"name": "claim", "type": 1, "options": [option]}]}
    assert focused(data) == ("claim", "ticket", "10")
