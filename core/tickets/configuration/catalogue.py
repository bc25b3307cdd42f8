"""The organisation's own words for tickets, kept in memory: statuses, categories, teams."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.people.models import Team
from core.tickets.configuration.field_rules import FieldKind, FieldWord
from core.tickets.models import Category, CustomField, Status
from core.tickets.rules import Base


@dataclass(frozen=True)
class StatusWord:
    """A status as the organisation calls it."""

    id: UUID
    name: str
    base: Base
    hidden: bool


@dataclass(frozen=True)
class CategoryWord:
    """A category with its path of names from the root."""

    id: UUID
    name: str
    path: tuple[str, ...]
    root_id: UUID
    active: bool
    icon: str
    required: frozenset[str]


@dataclass(frozen=True)
class TeamWord:
    """A team's name, whether its tickets are its own business, and whether it is an
    escalation queue."""

    id: UUID
    name: str
    is_private: bool
    is_escalation: bool = False


@dataclass(frozen=True)
class Catalogue:
    """All words by id."""

    statuses: dict[UUID, StatusWord]
    categories: dict[UUID, CategoryWord]
    teams: dict[UUID, TeamWord]
    fields: tuple[FieldWord, ...] = ()

    def base(self, status_id: UUID) -> Base:
        """What a status means to the rules."""
        return self.statuses[status_id].base

    def first_status(self, base: Base) -> StatusWord:
        """The organisation's first status with that meaning."""
        for status in self.statuses.values():
            if status.base is base:
                return status
        raise Invalid(field="status", problem=f"this organisation has no {base.value} status")

    def status_named(self, said: str) -> StatusWord:
        """The status of that name. Raises :class:`Invalid` naming the choices."""
        wanted = _plain(said)
        for status in self.statuses.values():
            if wanted in {_plain(status.name), str(status.id)}:
                return status
        names = ", ".join(s.name for s in self.statuses.values() if not s.hidden)
        raise Invalid(field="status", problem=f"{said!r} is not one of {names}")

    def category_named(self, said: str) -> CategoryWord:
        """The active category of that name, path (``Accounts > Login``) or id."""
        wanted = _plain(said)
        found = [
            c
            for c in self.categories.values()
            if c.active and wanted in {_plain(c.name), _plain(">".join(c.path)), str(c.id)}
        ]
        if len(found) == 1:
            return found[0]
        problem = (
            f"there is no category {said!r}"
            if not found
            else f"{said!r} could be {' or '.join(' > '.join(c.path) for c in found)}"
        )
        raise Invalid(field="category", problem=problem)

    def is_private(self, team_id: UUID | None) -> bool:
        """Whether tickets of that team are its members' business alone."""
        team = self.teams.get(team_id) if team_id else None
        return team is not None and team.is_private

    def below(self, category: CategoryWord) -> list[UUID]:
        """The ids of a category and of all that hang below it now."""
        depth = len(category.path)
        return [c.id for c in self.categories.values() if c.path[:depth] == category.path]

    def fields_of(self, category_id: UUID | None, *, staff: bool) -> tuple[FieldWord, ...]:
        """The custom fields that tickets of that category have, as far as the reader may know."""
        return tuple(f for f in self.fields if f.is_on(category_id) and (staff or not f.staff_only))

    def team_named(self, said: str) -> TeamWord:
        """The team of that name or id."""
        wanted = _plain(said.lstrip("@"))
        for team in self.teams.values():
            if wanted in {_plain(team.name), str(team.id)}:
                return team
        raise Invalid(field="team", problem=f"there is no team {said!r}")


def _plain(word: str) -> str:
    return "".join(c for c in word.casefold() if c not in " _")


async def catalogue(uow: UnitOfWork) -> Catalogue:
    """The organisation's words; read once until they change."""
    return await uow.cached(_load)


async def _load(uow: UnitOfWork) -> Catalogue:
    statuses = await uow.session.execute(
        select(Status.id, Status.name, Status.base, Status.hidden).order_by(Status.position)
    )
    categories = {c.id: c for c in (await uow.session.execute(select(Category.__table__))).all()}
    teams = await uow.session.execute(
        select(Team.id, Team.name, Team.is_private, Team.is_escalation)
    )
    words: dict[UUID, CategoryWord] = {}
    for row in categories.values():
        line = [row]
        while line[0].parent_id in categories and len(line) < 10:
            line.insert(0, categories[line[0].parent_id])
        words[row.id] = CategoryWord(
            row.id,
            row.name,
            tuple(c.name for c in line),
            line[0].id,
            all(c.active for c in line),
            row.icon,
            frozenset(f for c in line for f in c.required_fields),
        )
    known = Catalogue(
        {s.id: StatusWord(s.id, s.name, Base(s.base), s.hidden) for s in statuses},
        dict(sorted(words.items(), key=lambda item: item[1].path)),
        {t.id: TeamWord(t.id, t.name, t.is_private, t.is_escalation) for t in teams},
    )
    return replace(known, fields=await _load_fields(uow, known))


async def _load_fields(uow: UnitOfWork, known: Catalogue) -> tuple[FieldWord, ...]:
    rows = await uow.session.execute(
        select(CustomField.__table__)
        .where(CustomField.active)
        .order_by(CustomField.position, CustomField.key)
    )
    return tuple(
        FieldWord(
            row.id,
            row.key,
            row.label,
            FieldKind(row.kind),
            row.hint,
            tuple(row.choices),
            frozenset(known.below(known.categories[row.category_id])) if row.category_id else None,
            row.staff_only,
            row.required_for_customers,
            row.required_for_resolving,
        )
        for row in rows
    )
