"""A permission for every use case, which role has it, and which API scope covers it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.access.actor import Actor, Role
from core.errors import Denied, NotFound


class Permission(StrEnum):
    """What one may do; the value completes "You may not ..."."""

    OPEN = "open tickets"
    OPEN_FOR_OTHERS = "open tickets for somebody else"
    READ = "read tickets"
    CLAIM = "claim tickets"
    ASSIGN = "assign tickets"
    REPLY = "reply on tickets"
    NOTE = "write notes"
    EDIT = "change a ticket's fields"
    RESOLVE = "resolve tickets"
    CLOSE = "close tickets"
    REOPEN = "reopen tickets"
    DELETE = "delete tickets"
    ESCALATE = "escalate tickets"
    MAKE_PRIVATE = "make tickets private"
    MERGE = "merge tickets"
    FOLLOW = "follow tickets"
    HISTORY = "read a ticket's history"
    SEARCH = "search"
    READ_ARTICLES = "read articles"
    WRITE_ARTICLES = "write articles"
    ASK = "ask the assistant"
    ASSIST = "have replies suggested and tickets summed up"
    READ_PEOPLE = "look up people"
    WRITE_PEOPLE = "manage people"
    WRITE_TEAMS = "manage teams"
    CONFIGURE = "configure the desk"
    READ_CONFIGURATION = "read the desk's configuration"
    MANAGE_KEYS = "manage API keys"
    READ_EVENTS = "follow the event stream"
    READ_DELIVERIES = "see deliveries"
    REDRIVE = "send deliveries again"
    IMPORT = "import"
    USE_MACROS = "use macros"
    WRITE_MACROS = "write macros"
    NOTE_PEOPLE = "write notes about people"
    RATE = "rate the support"
    READ_RATINGS = "read ratings"
    READ_REPORTS = "read digests"
    NUDGE = "nudge owners"
    LINK = "link accounts"
    KEEP_SETTINGS = "keep settings of your own"


_P = Permission
_CUSTOMER = frozenset(
    {
        _P.OPEN,
        _P.READ,
        _P.REPLY,
        _P.CLOSE,
        _P.REOPEN,
        _P.ESCALATE,
        _P.MAKE_PRIVATE,
        _P.LINK,
        _P.SEARCH,
        _P.READ_ARTICLES,
        _P.ASK,
    }
    | {_P.READ_CONFIGURATION, _P.READ_EVENTS, _P.RATE}
)
_AGENT = _CUSTOMER | {
    _P.OPEN_FOR_OTHERS,
    _P.CLAIM,
    _P.ASSIGN,
    _P.NOTE,
    _P.EDIT,
    _P.RESOLVE,
    _P.MERGE,
    _P.FOLLOW,
    _P.HISTORY,
    _P.ASSIST,
    _P.READ_PEOPLE,
    _P.NOTE_PEOPLE,
    _P.USE_MACROS,
    _P.READ_DELIVERIES,
    _P.REDRIVE,
    _P.READ_REPORTS,
    _P.KEEP_SETTINGS,
}
_MANAGER = _AGENT | {_P.DELETE, _P.WRITE_ARTICLES, _P.WRITE_PEOPLE, _P.WRITE_TEAMS}
_MANAGER |= {_P.READ_RATINGS, _P.NUDGE, _P.WRITE_MACROS}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CUSTOMER: _CUSTOMER,
    Role.AGENT: frozenset(_AGENT),
    Role.MANAGER: frozenset(_MANAGER),
    Role.ADMIN: frozenset(Permission),
}

_READING = frozenset(
    {_P.READ, _P.HISTORY, _P.ASSIST, _P.SEARCH, _P.READ_DELIVERIES, _P.READ_CONFIGURATION}
)
SCOPES: dict[str, frozenset[Permission]] = {
    "tickets:read": _READING,
    "tickets:write": _READING
    | {_P.OPEN, _P.OPEN_FOR_OTHERS, _P.CLAIM, _P.ASSIGN, _P.REPLY, _P.NOTE, _P.EDIT}
    | {_P.RESOLVE, _P.CLOSE, _P.REOPEN, _P.DELETE, _P.REDRIVE}
    | {_P.MAKE_PRIVATE, _P.ESCALATE, _P.MERGE, _P.FOLLOW, _P.RATE, _P.NUDGE}
    | {_P.USE_MACROS, _P.WRITE_MACROS},
    "people:read": frozenset({_P.READ_PEOPLE}),
    "people:write": frozenset({_P.READ_PEOPLE, _P.WRITE_PEOPLE, _P.WRITE_TEAMS, _P.NOTE_PEOPLE})
    | {_P.LINK, _P.KEEP_SETTINGS},
    "articles:read": frozenset({_P.READ_ARTICLES, _P.ASK}),
    "articles:write": frozenset({_P.READ_ARTICLES, _P.ASK, _P.WRITE_ARTICLES}),
    "events:read": frozenset({_P.READ_EVENTS}),
    "reports:read": frozenset({_P.READ_REPORTS, _P.READ_RATINGS}),
    "admin": frozenset(Permission),
}
"""What an API key's scope covers. A key never exceeds its owner's role."""


@dataclass(frozen=True)
class Scope:
    """What rights need to know of a ticket: whose it is and which team has it.

    ``others`` are the customers whose tickets were merged into it.
    """

    ref: str
    requester_id: UUID
    team_id: UUID | None = None
    team_is_private: bool = False
    others: frozenset[UUID] = frozenset()


def may(actor: Actor, wanted: Permission) -> bool:
    """Whether the actor's role, narrowed by the key's scopes, grants this."""
    if wanted not in GRANTS[actor.role]:
        return False
    if actor.scopes is None:
        return True
    return any(wanted in SCOPES[scope] for scope in actor.scopes if scope in SCOPES)


def can_see(actor: Actor, scope: Scope) -> bool:
    """Customers see their own; staff see all but the private teams they are not in."""
    if not actor.is_staff:
        return actor.person_id == scope.requester_id or actor.person_id in scope.others
    if scope.team_is_private and actor.role is Role.AGENT:
        return scope.team_id in actor.team_ids
    return True


def require(actor: Actor, wanted: Permission, scope: Scope | None = None) -> None:
    """Let pass or raise: :class:`NotFound` where the actor may not even see it."""
    if scope is not None and not (can_see(actor, scope) and may(actor, Permission.READ)):
        raise NotFound(ref=scope.ref)
    if not may(actor, wanted):
        raise Denied(act=wanted.value)
