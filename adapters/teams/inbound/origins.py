"""Where a private answer was asked for, as its buttons bring it back: sealed.

The answer stands in somebody's own chat, but a button of it acts in the thread of which it
speaks.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from adapters.teams.render.elements import Json
from adapters.teams.webapi.own import Payload, has_threads
from bot.incoming import Incoming, Spot
from core.access.vault import Unreadable, Vault

_AT = "at"
_BELONGS = "where a private answer was asked for"


class Origins:
    """Seals spots into what buttons bring back, and opens them again."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def to_data(self, spot: Spot) -> Json:
        """What the buttons of an answer bring back besides: nothing where there is no thread."""
        if spot.thread is None or not has_threads(spot.channel):
            return {}
        told = json.dumps([spot.channel, spot.thread])
        return {_AT: urlsafe_b64encode(self._vault.seal(told, _BELONGS)).decode()}

    def restored(self, incoming: Incoming, data: Payload) -> Incoming:
        """The press as if it had been made there; unchanged without a seal of ours."""
        try:
            sealed = urlsafe_b64decode(str(data.get(_AT) or ""))
            channel, thread = json.loads(self._vault.open(sealed, _BELONGS))
        except (Unreadable, ValueError):
            return incoming
        spot = incoming.spot.model_copy(update={"channel": channel, "thread": thread})
        return incoming.model_copy(update={"spot": spot, "direct": False})
