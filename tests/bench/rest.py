"""Requests over REST: what each costs, against a bare driver and an empty route."""

import http.client
import itertools
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit
from uuid import uuid4

import psycopg

from bot.seeding.seeding import PRODUCTS
from core.database.engine import normalise
from tests.bench.application import EMPTY
from tests.bench.data import Office, add_tickets
from tests.bench.figures import Figure, Goal
from tests.bench.processes import App, Meter, Server, Spent, an_app, measure
from tests.bench.statements import count_statements

OPENING = Goal(statements=12, cpu_ms=6)
REPLYING = Goal(cpu_ms=6)
LISTING = Goal(statements=5, cpu_ms=6)
SEARCHING = Goal(statements=5, cpu_ms=10, p50_ms=10)
TICKETS = 200_000
PAGE = 50
TIMES = 500
FLOOR_TIMES = 5000
"""A floor is so low that it takes many to be read from a clock of ten milliseconds."""
RUN = uuid4().hex
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Request:
    """One request to be made again and again; ``body`` and key are made anew each time."""

    method: str
    path: str | Callable[[], str]
    key: str = ""
    body: Callable[[], dict[str, object]] | None = None
    status: int = 200
    more: dict[str, str] = field(default_factory=dict)

    def address(self) -> str:
        """The path to ask for now."""
        return self.path if isinstance(self.path, str) else self.path()

    def content(self) -> bytes | None:
        """The body to send now."""
        return json.dumps(self.body()).encode() if self.body else None

    def headers(self) -> dict[str, str]:
        """The headers to send now."""
        headers = dict(self.more)
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        if self.body:
            headers |= {"Content-Type": "application/json"}
            headers["Idempotency-Key"] = f"{RUN}-{next(_numbers)}"
        return headers


class Client:
    """One connection to the application, kept open; refuses other answers than expected."""

    def __init__(self, app: App) -> None:
        parts = urlsplit(app.origin)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)

    def send(self, request: Request) -> bytes:
        """The answer's body. Raises ``RuntimeError`` if the status is another."""
        self._connection.request(
            request.method, request.address(), request.content(), request.headers()
        )
        answer = self._connection.getresponse()
        said = answer.read()
        if answer.status != request.status:
            raise RuntimeError(f"{request.method} {request.path}: {answer.status} {said[:300]!r}")
        if answer.headers["Idempotency-Replayed"]:
            raise RuntimeError("what was to be measured was done before and only answered again")
        return said


class Requests:
    """The requests of one office."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.unanswered: list[int] = []
        self._answered: list[int] = []

    def opening(self, *, customer: bool) -> Request:
        """Open a ticket: a customer's own, or by an agent for a known customer."""
        office = self._office

        def body() -> dict[str, object]:
            said: dict[str, object] = {
                "subject": f"Cannot print {next(_numbers)}",
                "description": "The blue printer hums and nothing comes out of it.",
                "category": "Hardware",
                "priority": "high",
            }
            return said | ({"customer": office.customer_email} if customer else {})

        key = office.agent_key if customer else office.customer_key
        return Request("POST", "/api/v1/tickets", key, body, 201)

    def first_reply(self) -> Request:
        """An agent's first reply to a new ticket: it opens the ticket and meets a clock."""

        def number() -> int:
            self._answered.append(self.unanswered.pop())
            return self._answered[-1]

        return self._reply(number)

    def further_reply(self) -> Request:
        """An agent's second reply to a ticket that is being worked on."""
        return self._reply(lambda: self._answered.pop())

    def _reply(self, number: Callable[[], int]) -> Request:
        return Request(
            "POST",
            lambda: f"/api/v1/tickets/{number()}/reply",
            self._office.agent_key,
            lambda: {"text": f"Please switch it off and on again ({next(_numbers)})."},
            201,
        )

    def list_of(self, query: str) -> Request:
        """A page of 50 tickets."""
        return Request("GET", f"/api/v1/tickets?limit=50&{query}", self._office.agent_key)

    def search(self, words: str) -> Request:
        """Tickets with these words."""
        return Request("GET", f"/api/v1/search?q={quote(words)}", self._office.agent_key)


async def measure_rest(server: Server, office: Office) -> tuple[list[Figure], float]:
    """The figures of all requests, and the floor in milliseconds of CPU."""
    await add_tickets(server.url, office, TICKETS)
    async with an_app(server.url) as app:
        bench = _Bench(server, office, Client(app), Meter(app.pid, server.pid))
        floor = bench.floor()
        figures = [*floor, *await bench.writing(), *await bench.reading()]
    return figures, sum(figure.cpu_ms or 0.0 for figure in floor)


@dataclass
class _Bench:
    server: Server
    office: Office
    client: Client
    meter: Meter

    def __post_init__(self) -> None:
        self.requests = Requests(self.office)

    def floor(self) -> list[Figure]:
        """Two rows by a bare driver, and an empty route of our own application."""
        spent = two_rows(self.server)
        driver = Figure("floor: two rows, bare driver", spent.walls, Goal(), *_costs(spent))
        spent = self._spent(Request("GET", EMPTY), FLOOR_TIMES)
        empty = Figure("floor: an empty route", spent.walls, Goal(), *_costs(spent))
        return [driver, empty]

    async def writing(self) -> list[Figure]:
        """Opening and replying."""
        requests = self.requests
        opened = await self._figure("open a ticket, own", requests.opening(customer=False), OPENING)
        for_other = await self._figure(
            "open a ticket, for a customer", requests.opening(customer=True), OPENING
        )
        fresh = requests.opening(customer=False)
        for _ in range(TIMES + TIMES // 5):
            requests.unanswered.append(int(json.loads(self.client.send(fresh))["number"]))
        first = await self._figure("reply, the first", requests.first_reply(), REPLYING)
        further = await self._figure("reply, the second", requests.further_reply(), REPLYING)
        return [opened, for_other, first, further]

    async def reading(self) -> list[Figure]:
        """Pages of 50, and about 50 hits, under row-level security."""
        requests = self.requests
        wanted = {
            "list 50, status and priority": (
                requests.list_of("status=open&priority=high"),
                LISTING,
            ),
            "list 50, unassigned": (requests.list_of("view=unassigned"), LISTING),
            "list 50, all": (requests.list_of(""), LISTING),
            "search, 50 hits": (requests.search(PRODUCTS[77]), SEARCHING),
        }
        return [
            await self._figure(name, self._full(request), goal)
            for name, (request, goal) in wanted.items()
        ]

    def _full(self, request: Request) -> Request:
        found = len(json.loads(self.client.send(request))["items"])
        if found != PAGE:
            raise RuntimeError(f"{request.address()}: {found} tickets instead of {PAGE}")
        return request

    async def _figure(self, name: str, request: Request, goal: Goal) -> Figure:
        spent = self._spent(request)
        statements = await count_statements(self.server.url, request)
        return Figure(name, spent.walls, goal, *_costs(spent), statements)

    def _spent(self, request: Request, times: int = TIMES) -> Spent:
        return measure(self.meter, lambda: self.client.send(request), times)


def _costs(spent: Spent) -> tuple[float, float]:
    return spent.app_ms, spent.pg_ms


def two_rows(server: Server) -> Spent:
    """One transaction that puts a row into each of two small tables, without any layer."""
    url = normalise(server.url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        connection.execute("CREATE TABLE bench_things (id bigserial PRIMARY KEY, name text)")
        connection.execute(
            "CREATE TABLE bench_facts (id bigserial PRIMARY KEY, thing bigint, fact jsonb)"
        )
        connection.commit()
        connection.prepare_threshold = 0

        def insert() -> None:
            with connection.transaction():
                row = connection.execute(
                    "INSERT INTO bench_things (name) VALUES (%s) RETURNING id", ["Cannot print"]
                ).fetchone()
                assert row is not None
                connection.execute(
                    "INSERT INTO bench_facts (thing, fact) VALUES (%s, %s)", [row[0], "{}"]
                )

        return measure(Meter(os.getpid(), server.pid), insert, FLOOR_TIMES)
