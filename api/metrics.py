"""What Prometheus reads: requests by route, and what waits. No labels per organisation."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from core.database.unit_of_work import Database
from core.events.backlog import waiting_deliveries, waiting_receipts

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """The meters of one application, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "deskhand_requests",
            "Answered HTTP requests.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "deskhand_request_seconds",
            "Time from a request to the beginning of its answer.",
            ("route", "method"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._deliveries = Gauge(
            "deskhand_deliveries_waiting",
            "Deliveries that are owed and not sent yet.",
            ("state",),
            registry=self._registry,
        )
        self._database = Gauge(
            "deskhand_database_up", "Whether the database answers.", registry=self._registry
        )
        self._receipts = Gauge(
            "deskhand_receipts_waiting",
            "Inbound things accepted and not handled yet.",
            registry=self._registry,
        )

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route, method).observe(seconds)

    async def read(self, database: Database) -> bytes:
        """All meters in Prometheus' text format, the backlog as it is now."""
        try:
            waiting = await waiting_deliveries(database)
            self._receipts.set(await waiting_receipts(database))
        except SQLAlchemyError:
            self._database.set(0)
        else:
            self._database.set(1)
            for state, count in waiting.items():
                self._deliveries.labels(state).set(count)
        return generate_latest(self._registry)
