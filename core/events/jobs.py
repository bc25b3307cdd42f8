"""Jobs: work that has no row of its own, done once it is committed, by any process."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from core.database.unit_of_work import UnitOfWork

Handler = Callable[[dict[str, Any]], Awaitable[object]]
"""Does one kind of job. A job may be begun again, so doing it twice must be as good as once."""


class Jobs(Protocol):
    """Where jobs are put. What is in a payload are ids and plain values, never texts of people."""

    async def enqueue(self, uow: UnitOfWork, name: str, payload: dict[str, Any]) -> None:
        """Queue a job in the transaction of ``uow``: it exists if that commits."""
