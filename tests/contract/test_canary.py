"""No note reaches a customer by push or pull, whoever does whatever through whichever door."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import true

from core.conversation.gate import pass_gate
from core.conversation.visibility import visible_messages
from tests.contract.canary import calling, matrix
from tests.contract.canary.matrix import drive_matrix
from tests.contract.world import World


@contextmanager
def without(function: Callable[..., Any], instead: Callable[..., Any]) -> Iterator[None]:
    """Everybody who holds the function holds ``instead`` meanwhile."""
    holders = [
        (module, name)
        for module in list(sys.modules.values())
        for name, value in list(vars(module).items())
        if value is function and not module.__name__.startswith("tests.")
    ]
    assert holders
    for module, name in holders:
        setattr(module, name, instead)
    try:
        yield
    finally:
        for module, name in holders:
            setattr(module, name, function)


@pytest.mark.parametrize(("through", "cells"), [("web", 100), ("slack", 100), ("rest", 100)])
async def test_no_note_reaches_a_customer(world: World, through: str, cells: int) -> None:
    assert await drive_matrix(world, [through]) > cells


@pytest.mark.long
async def test_no_note_reaches_a_customer_whoever_is_at_whatever_door(world: World) -> None:
    assert await drive_matrix(world, everybody=True) > 400


@pytest.mark.long
@pytest.mark.usefixtures("discord", "teams")
@pytest.mark.parametrize("slug", ["discord", "teams"])
async def test_no_note_reaches_a_customer_there_either(world: World, slug: str) -> None:
    assert await drive_matrix(world, [slug], everybody=True) > 100


@pytest.mark.long
async def test_without_the_gate_the_matrix_turns_red(world: World) -> None:
    with (
        without(pass_gate, lambda *_: None),
        pytest.raises(AssertionError, match=r"canary.* reached .*U0GUEST"),
    ):
        await drive_matrix(world, ["slack"])


@pytest.mark.long
async def test_without_the_filter_the_matrix_turns_red(world: World) -> None:
    with (
        without(visible_messages, lambda _: true()),
        pytest.raises(AssertionError, match=r"canary.* reached .*read_messages"),
    ):
        await drive_matrix(world, ["rest"])


async def test_a_verb_that_nobody_drives_turns_it_red(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(matrix.LINES, "note")
    with pytest.raises(AssertionError, match=r"undriven: .*note"):
        await drive_matrix(world)


async def test_an_operation_that_nobody_drives_turns_it_red(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = calling.bodies("", "")
    del known["write_note"]
    monkeypatch.setattr(calling, "bodies", lambda *_: known)
    with pytest.raises(AssertionError, match=r"undriven: .*write_note"):
        await drive_matrix(world)
