"""Digests as REST shows them."""

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.schemas.common import ID, MOMENT, Named, Out, example
from core.reports import digest as core
from core.tickets.reading.listing import Filter


class Figure(Out):
    """A number, and the query of `GET /tickets` that lists exactly those tickets."""

    count: int
    query: dict[str, Any]


class Load(Figure):
    """How many open tickets somebody has; nobody's come with `person` null."""

    person: Named | None


class Ratings(Out):
    """What customers answered in the time."""

    count: int
    average: float | None = Field(description="Of 5; null without answers.")


_FIGURE = {"count": 3, "query": {"view": "open"}}


class Digest(Out):
    """How the desk or a team stands at `until`; `..._before` is the time before `since`."""

    model_config = example(
        team=None,
        since=MOMENT,
        until=MOMENT,
        opened=_FIGURE,
        opened_before=_FIGURE,
        solved=_FIGURE,
        solved_before=_FIGURE,
        backlog=_FIGURE,
        waiting=_FIGURE,
        breaching=_FIGURE,
        overdue=_FIGURE,
        longest_waiting="TIK-1042",
        most_urgent="TIK-1042",
        ratings={"count": 12, "average": 4.25},
        workload=[{"person": {"id": ID, "name": "Sam Lee"}, **_FIGURE}],
    )

    team: Named | None
    since: datetime
    until: datetime
    opened: Figure
    opened_before: Figure
    solved: Figure
    solved_before: Figure
    backlog: Figure
    waiting: Figure = Field(description="Open, and the customer spoke last.")
    breaching: Figure = Field(description="In the last quarter of a target, or overdue.")
    overdue: Figure
    longest_waiting: str | None = Field(description="The oldest of those that wait.")
    most_urgent: str | None = Field(description="The first of those that are breaching.")
    ratings: Ratings | None = Field(description="Null for those who may not read them.")
    workload: list[Load]


class DigestQuery(BaseModel):
    """Of whom, and of which time; by default of the last 24 hours."""

    model_config = ConfigDict(extra="forbid")

    team: str | None = Field(default=None, max_length=100, description="A name or id.")
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


FIGURES = tuple(
    [
        "opened",
        "opened_before",
        "solved",
        "solved_before",
        "backlog",
        "waiting",
        "breaching",
        "overdue",
    ]
)


def to_digest(found: core.Digest) -> Digest:
    """The digest as it is answered."""
    longest, urgent = found.longest_waiting, found.most_urgent
    return Digest(
        team=Named.model_validate(found.team) if found.team else None,
        since=found.since,
        until=found.until,
        **{name: _to_figure(getattr(found, name)) for name in FIGURES},
        longest_waiting=longest.ref if longest else None,
        most_urgent=urgent.ref if urgent else None,
        ratings=Ratings.model_validate(found.ratings) if found.ratings else None,
        workload=[
            Load(
                person=Named.model_validate(load.person) if load.person else None,
                count=load.count,
                query=_to_query(load.filter),
            )
            for load in found.workload
        ],
    )


def _to_figure(figure: core.Figure) -> Figure:
    return Figure(count=figure.count, query=_to_query(figure.filter))


def _to_query(wanted: Filter) -> dict[str, Any]:
    """The filter as `GET /tickets` takes it: only what was set."""
    plain = Filter()
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in vars(wanted).items()
        if value != getattr(plain, name)
    }
