"""What goes wrong at a far end, where, and how often."""

import asyncio
from dataclasses import dataclass
from typing import Any

PAGE = "<html><body>Something went wrong</body></html>"


@dataclass
class Trouble:
    """A fault: ``times`` None lasts until healed; no ``calls`` means every call.

    ``there``: what was asked is done all the same.
    """

    kind: str
    calls: tuple[str, ...] = ()
    times: int | None = None
    status: int = 500
    error: str = ""
    body: str = ""
    content_type: str = "text/html"
    retry_after: Any = None
    there: bool = False

    @property
    def acts(self) -> bool:
        """Whether the call is done, and its answer alone goes wrong."""
        return self.there or self.kind in ("drop", "hang")


class Troubles:
    """The troubles of the moment."""

    new_trouble: type[Trouble] = Trouble

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self.healed = asyncio.Event()

    def trouble(self, kind: str, *calls: str, **more: Any) -> None:
        """Make calls fail: ``status``, ``error``, ``garbage``, ``drop`` or ``hang``.

        ``drop`` and ``hang`` do what was asked and then lose the answer, or hold it back until
        :meth:`heal`; the others do so only with ``there=True``, where the far end knows it.
        Without names every call is meant; ``times`` limits how often.
        """
        self.healed.clear()
        self.troubles.append(self.new_trouble(kind, calls, **more))

    def heal(self) -> None:
        """End every trouble; answers that were held back are given."""
        self.troubles.clear()
        self.healed.set()

    def take_trouble(self, call: str) -> Trouble | None:
        """The trouble that this call meets."""
        for trouble in self.troubles:
            if not trouble.calls or call in trouble.calls:
                if trouble.times is not None:
                    trouble.times -= 1
                    if trouble.times == 0:
                        self.troubles.remove(trouble)
                return trouble
        return None
