"""The demo's clock: stands in the morning, is moved through the day, then goes with us."""

from datetime import UTC, datetime


class DemoClock:
    """Stands where it is set until :meth:`go_live`; from then on the machine's own clock."""

    def __init__(self) -> None:
        self._at: datetime | None = None

    def now(self) -> datetime:
        """The moment it stands at, or the present."""
        return self._at or datetime.now(UTC)

    def set(self, at: datetime) -> None:
        """Stand at this moment."""
        self._at = at

    def go_live(self) -> None:
        """Go with the machine's clock from now on."""
        self._at = None
