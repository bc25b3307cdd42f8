"""The desks of the contract, for runs that take minutes."""

from tests.contract.conftest import discord, fleet, mortal, world

__all__ = ["discord", "fleet", "mortal", "world"]
