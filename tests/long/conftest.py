"""The desks of the contract and of REST, for runs that take minutes."""

from tests.api.conftest import rest
from tests.contract.conftest import discord, fleet, mortal, world

__all__ = ["discord", "fleet", "mortal", "rest", "world"]
