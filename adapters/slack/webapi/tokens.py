"""The token that a workspace's calls carry: a fixed one, or one that is renewed."""

from typing import Protocol


class Token(Protocol):
    """Gives the token of one workspace. Raises :class:`bot.ports.SendError`."""

    async def current(self) -> str:
        """The token to use now."""

    async def renewed(self, refused: str) -> bool:
        """Slack says that ``refused`` has ended: whether there is another one now."""


class FixedToken:
    """The token from the settings. Nobody but the operator can renew it."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def current(self) -> str:
        """Always the same."""
        return self._token

    async def renewed(self, refused: str) -> bool:
        """There is no other."""
        return False
