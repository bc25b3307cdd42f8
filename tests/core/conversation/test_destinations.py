"""Which place gets what: the rule by itself, for every kind of delivery."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from core.conversation.destinations import FAREWELL, why_not
from core.conversation.models import Place

LEFT = datetime(2026, 11, 28, tzinfo=UTC)
SAYING = ("message", "edit", "line", "file", "copy", "survey", "state", "pin", "warning")
KINDS = (*SAYING, *sorted(FAREWELL), "open")


def _place(role: str = "customer", **more: object) -> Place:
    return Place(id=uuid4(), role=role, audience="public", **{"channel": "C1", **more})


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "shut"])
def test_where_the_ticket_goes_on_everything_has_its_business(kind: str) -> None:
    assert why_not(_place(), kind) is None
    assert why_not(_place("internal"), kind) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_that_was_left_gets_its_farewell_and_nothing_else(kind: str) -> None:
    reason = why_not(_place(left_at=LEFT), kind)
    assert (reason is None) == (kind in FAREWELL)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_goes_to_a_place_that_is_not_opened_but_its_opening(kind: str) -> None:
    reason = why_not(_place(channel="", instead_of=uuid4()), kind)
    assert (reason is None) == (kind == "open")


def test_only_what_was_left_is_shut() -> None:
    assert why_not(_place(), "shut")
    assert why_not(_place(left_at=LEFT), "shut") is None


@pytest.mark.parametrize("kind", SAYING)
def test_under_a_subscribed_channel_s_card_nothing_is_said(kind: str) -> None:
    assert why_not(_place("mirror"), kind)
    assert why_not(_place("mirror"), "card") is None
