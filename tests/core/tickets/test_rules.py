"""The rules of a ticket's life: moves, priorities, trees."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from core.tickets.rules import (
    DONE,
    REOPEN_WITHIN,
    SHIPPED_STATUSES,
    TRANSITIONS,
    WORKING,
    Base,
    Impossible,
    check_reopening,
    check_transition,
    parse_priority,
    waiting_on,
    would_loop,
)

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "priority"),
    [
        ("critical", "critical"),
        ("Urgent", "critical"),
        ("P1", "critical"),
        (" HIGH ", "high"),
        ("p2", "high"),
        ("Normal", "medium"),
        ("medium", "medium"),
        ("p3", "medium"),
        ("low", "low"),
        ("p4", "low"),
    ],
)
def test_priorities_have_other_names(said: str, priority: str) -> None:
    assert parse_priority(said) == priority


KNOWN = {"critical", "urgent", "p1", "high", "p2", "medium", "normal", "p3", "low", "p4"}


@given(st.text(max_size=20))
def test_no_other_priority_exists(said: str) -> None:
    if said.strip().lower() not in KNOWN:
        with pytest.raises(Invalid) as refused:
            parse_priority(said)
        assert refused.value.details["field"] == "priority"


def test_six_statuses_ship_one_for_each_meaning() -> None:
    assert [name for name, _ in SHIPPED_STATUSES] == [
        "New",
        "Open",
        "In progress",
        "Pending",
        "Resolved",
        "Closed",
    ]
    assert [base for _, base in SHIPPED_STATUSES] == list(Base)


@given(st.lists(st.sampled_from(list(Base)), min_size=1, max_size=15))
def test_every_walk_that_is_allowed_keeps_the_rules(wanted: list[Base]) -> None:
    state = Base.NEW
    for after in wanted:
        try:
            check_transition("TIK-1", state, after, after.value)
        except Impossible:
            # Nothing becomes new again, and what is closed must be reopened first.
            assert after is Base.NEW or (state is Base.CLOSED and after in DONE)
            continue
        assert after is not Base.NEW
        state = after


def test_every_state_can_be_left() -> None:
    assert all(TRANSITIONS[base] for base in Base)
    assert TRANSITIONS[Base.CLOSED] == WORKING


@pytest.mark.parametrize("base", sorted(DONE))
def test_an_end_is_final_after_a_while(base: Base) -> None:
    check_reopening("TIK-1", base, NOW - REOPEN_WITHIN, NOW)
    with pytest.raises(Impossible, match="closed for good"):
        check_reopening("TIK-1", base, NOW - REOPEN_WITHIN - timedelta(seconds=1), NOW)


@pytest.mark.parametrize("base", sorted(set(Base) - DONE))
def test_what_has_not_ended_cannot_be_reopened(base: Base) -> None:
    with pytest.raises(Impossible, match="nothing to reopen"):
        check_reopening("TIK-1", base, None, NOW)


@pytest.mark.parametrize(
    ("base", "said_by", "waits"),
    [
        (Base.NEW, "customer", "us"),
        (Base.OPEN, "customer", "us"),
        (Base.OPEN, "staff", "customer"),
        (Base.PENDING, "customer", "customer"),
        (Base.RESOLVED, "customer", "nobody"),
        (Base.CLOSED, "staff", "nobody"),
    ],
)
def test_whose_move_it_is(base: Base, said_by: str, waits: str) -> None:
    assert waiting_on(base, said_by) == waits


@given(st.data())
def test_a_tree_never_becomes_a_ring(data: st.DataObject) -> None:
    nodes = [UUID(int=n) for n in range(1, 8)]
    parents: dict[UUID, UUID | None] = dict.fromkeys(nodes)
    moves = st.tuples(st.sampled_from(nodes), st.none() | st.sampled_from(nodes))
    for node, parent in data.draw(st.lists(moves, max_size=20)):
        if not would_loop(node, parent, parents):
            parents[node] = parent
    for node in nodes:
        seen, above = {node}, parents[node]
        while above is not None:
            assert above not in seen
            seen.add(above)
            above = parents[above]
