"""Which cases of the contract are tried each time; `make test-long` tries all the others too.

The same core stands behind every door, and each verb is said on each of them by the test of
the ways. So a test over doors and ways tries each door and each way once, in other pairs than
the next test does, and a test over doors alone tries two of them, others than the next. Tried
besides are the cases by which a requirement is shown, and tests that are marked
``every_door``. Who names a single case, or says ``-m ""``, gets what was named.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import TypeVar
from zlib import crc32

import pytest

from tests.requirements import requirements

T = TypeVar("T")
_PLAIN = SimpleNamespace(params={})


def spread(doors: Sequence[str], ways: Sequence[T], shift: int) -> list[tuple[str, T]]:
    """Pairs in which each door and each way stands; others with another ``shift``."""
    several = range(max(len(doors), len(ways)))
    return [(doors[(n + shift) % len(doors)], ways[n % len(ways)]) for n in several]


def leave_out(items: Iterable[pytest.Item]) -> None:
    """Mark as long what is not tried each time."""
    named = {test for row in requirements() for test in row.tests if "[" in test}
    tests: dict[str, dict[tuple[str, str], pytest.Item]] = defaultdict(dict)
    for item in items:
        params = dict(getattr(item, "callspec", _PLAIN).params)
        if isinstance(door := params.pop("door", None), str):
            tests[item.nodeid.partition("[")[0]][door, repr(sorted(params.items()))] = item
    for name, cases in tests.items():
        tried = _tried(list(cases), shift_of(name))
        for case, item in cases.items():
            if case not in tried and item.nodeid not in named and not _on_every_door(item):
                item.add_marker(pytest.mark.long)


def shift_of(name: str) -> int:
    """A number of a test's own, the same in each run."""
    return crc32(name.encode())


def _tried(cases: list[tuple[str, str]], shift: int) -> set[tuple[str, str]]:
    doors, ways = (list(dict.fromkeys(values)) for values in zip(*cases, strict=True))
    if len(ways) > 1:
        return set(spread(doors, ways, shift))
    pairs = list(itertools.combinations(doors, 2)) or [tuple(doors)]
    return {(door, ways[0]) for door in pairs[shift % len(pairs)]}


def _on_every_door(item: pytest.Item) -> bool:
    return item.get_closest_marker("every_door") is not None
