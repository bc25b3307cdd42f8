"""The audience gate: what is for staff never enters a place that others can see."""

import itertools

import pytest

from core.conversation.audience import Audience
from core.conversation.gate import Withheld, may_enter, pass_gate
from core.conversation.models import Place

PUBLIC, INTERNAL = Audience.PUBLIC, Audience.INTERNAL


@pytest.mark.parametrize(
    ("content", "place", "seen_by"), list(itertools.product(Audience, repeat=3))
)
def test_internal_words_need_a_place_that_is_internal_by_both_accounts(
    content: Audience, place: Audience, seen_by: Audience
) -> None:
    enters = content is PUBLIC or (place is INTERNAL and seen_by is INTERNAL)
    assert may_enter(content, place, seen_by) is enters
    spot = Place(platform="slack", channel="C1", audience=place.value)
    if enters:
        pass_gate(content, spot, seen_by)
    else:
        with pytest.raises(Withheld, match="slack C1"):
            pass_gate(content, spot, seen_by)
