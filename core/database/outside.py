"""Slow work whose result a use case needs, but for which no transaction may wait.

The use case asks for it where it needs it (``uow.outside(work)``). If it has not been done
yet, the transaction is given up, the work is done with nothing held, and the use case
begins anew with the result at hand: see :func:`with_work_outside`.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, Protocol, TypeVar

R = TypeVar("R", covariant=True)
T = TypeVar("T")

MOST = 8
"""How many pieces of work one use case may ask for: more is a mistake in it."""


class Work(Protocol, Generic[R]):
    """What is to be done: a frozen dataclass, equal if it is the same work.

    It handles its own failures: what it raises ends the use case.
    """

    def __hash__(self) -> int:
        """Equal work has been done before."""

    async def do(self) -> R:
        """Do it. Called once, outside all transactions."""


Results = dict[Any, Any]


class NotDoneYet(Exception):
    """Not an error: this work is to be done before the use case can go on."""

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        super().__init__(f"{type(work).__name__} is to be done first")


async def with_work_outside(attempt: Callable[[Results], Awaitable[T]]) -> T:
    """What ``attempt`` returns, begun anew after each piece of work that it asked for.

    ``attempt`` opens the unit of work itself and gives it the results.
    """
    results: Results = {}
    for _ in range(MOST):
        try:
            return await attempt(results)
        except NotDoneYet as missing:
            results[missing.work] = await missing.work.do()
    return await attempt(results)
