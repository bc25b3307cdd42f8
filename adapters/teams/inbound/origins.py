"""What our own buttons and dialogs must bring back, sealed: nobody makes it up.

A private answer stands in somebody's own chat, but a button of it acts in the thread of which it
speaks. A dialog about a message brings what Teams told of that message: it cannot be read later.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from adapters.teams.render.elements import Json
from adapters.teams.webapi.own import Payload, has_threads
from bot.incoming import Chosen, Incoming, Spot
from core.access.vault import Unreadable, Vault

_AT = "at"
_BELONGS = "where a private answer was asked for"
_CHOSEN = "what was told of a message that was chosen"


class Origins:
    """Seals what is brought back, and opens it again."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def to_data(self, spot: Spot) -> Json:
        """What the buttons of an answer bring back besides: nothing where there is no thread."""
        if spot.thread is None or not has_threads(spot.channel):
            return {}
        return {_AT: self._seal([spot.channel, spot.thread], _BELONGS)}

    def restored(self, incoming: Incoming, data: Payload) -> Incoming:
        """The press as if it had been made there; unchanged without a seal of ours."""
        try:
            channel, thread = self._open(str(data.get(_AT) or ""), _BELONGS)
        except (Unreadable, ValueError):
            return incoming
        spot = incoming.spot.model_copy(update={"channel": channel, "thread": thread})
        return incoming.model_copy(update={"spot": spot, "direct": False})

    def to_seal(self, incoming: Incoming) -> str | None:
        """What was told of the message that was chosen, for this one's dialog about it."""
        if incoming.chosen is None:
            return None
        return self._seal([*_about(incoming), incoming.chosen.model_dump()], _CHOSEN)

    def with_chosen(self, incoming: Incoming, seal: str | None) -> Incoming:
        """The submitted dialog with what was told of its message; unchanged without a seal of
        ours for its sender and for that very message."""
        try:
            *about, chosen = self._open(seal or "", _CHOSEN)
        except (Unreadable, ValueError):
            return incoming
        if about != _about(incoming):
            return incoming
        return incoming.model_copy(update={"chosen": Chosen(**chosen)})

    def _seal(self, told: list[Any], belongs: str) -> str:
        return urlsafe_b64encode(self._vault.seal(json.dumps(told), belongs)).decode()

    def _open(self, seal: str, belongs: str) -> list[Any]:
        told: list[Any] = json.loads(self._vault.open(urlsafe_b64decode(seal), belongs))
        return told


def _about(incoming: Incoming) -> list[str | None]:
    return [incoming.sender, incoming.spot.channel, incoming.stamp]
