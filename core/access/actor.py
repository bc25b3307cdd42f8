"""Who does something: a person (or the desk itself) with rights, on a surface."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The four base roles."""

    CUSTOMER = "customer"
    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"


STAFF = frozenset({Role.AGENT, Role.MANAGER, Role.ADMIN})


@dataclass(frozen=True)
class Actor:
    """Somebody acting now.

    ``scopes`` narrows the role's rights to what an API key was given; None means
    all of the role's. ``surface`` says where the act came from.
    """

    person_id: UUID | None
    organisation_id: UUID
    role: Role
    name: str
    surface: str
    team_ids: frozenset[UUID] = field(default_factory=frozenset)
    scopes: frozenset[str] | None = None
    timezone: str | None = None

    @property
    def is_staff(self) -> bool:
        """Whether notes and the team's tickets are this actor's business."""
        return self.role in STAFF


def the_desk(organisation_id: UUID, surface: str = "system") -> Actor:
    """Deskhand itself: clocks, sweeps and set-up act under this name."""
    return Actor(None, organisation_id, Role.ADMIN, "Deskhand", surface)
