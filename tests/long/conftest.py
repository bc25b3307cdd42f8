"""The desks of the contract, for runs that take minutes."""

from tests.contract.conftest import fleet, mortal, world

__all__ = ["fleet", "mortal", "world"]
