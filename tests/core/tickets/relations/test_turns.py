"""Whose words and places are whose on a ticket that went from one customer to another."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from core.tickets.relations.relation_models import TicketMove
from core.tickets.relations.turns import place_of, said_to, turns_of

START = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = [new_id() for _ in range(4)]


@given(st.lists(st.tuples(st.integers(1, 50), st.sampled_from(PEOPLE)), max_size=6))
def test_every_moment_is_of_exactly_who_had_it_then(steps: list[tuple[int, object]]) -> None:
    """Against an oracle that walks through the minutes one by one."""
    moves, now, has = [], 0, PEOPLE[0]
    for passed, to in steps:
        now += passed
        at = START + timedelta(minutes=now)
        moves.append(TicketMove(from_id=has, to_id=to, at=at))
        has = to
    turns = turns_of(has, moves)
    holder, left = PEOPLE[0], list(moves)
    for minute in range(now + 3):
        at = START + timedelta(minutes=minute)
        assert said_to(turns, at) == holder  # said at the very moment: before the move
        while left and left[0].at == at:
            holder = left.pop(0).to_id
        assert place_of(turns, at) == holder  # made at the very moment: after it
