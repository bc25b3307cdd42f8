"""Copies of what a fake keeps, for those who look at it as it was."""

import pickle
from typing import TypeVar

T = TypeVar("T")


def copied(value: T) -> T:
    """The same, apart from it: many times as fast as ``copy.deepcopy``."""
    again: T = pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    return again
