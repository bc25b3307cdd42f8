"""Every act that changes a ticket, with what its history row must say."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from core.access.actor import Actor
from core.tickets.amending import delete_message, edit_message
from core.tickets.claiming import assign, claim, release
from core.tickets.editing import TicketEdit, delete_ticket, edit, set_priority
from core.tickets.replying import note, reply
from core.tickets.resolving import close, reopen, resolve, set_status
from tests.builders import Office


@dataclass(frozen=True)
class Act:
    """``before`` brings the ticket into the state in which the act is done."""

    title: str
    run: Callable[[Office, Actor, int], Awaitable[Any]]
    event: str
    changes: dict[str, tuple[Any, Any]]
    reason: str = ""
    before: Callable[[Office, Actor, int], Awaitable[Any]] | None = None


def _do(use_case: Any, *args: Any, **kwargs: Any) -> Callable[[Office, Actor, int], Awaitable[Any]]:
    async def run(office: Office, actor: Actor, number: int) -> Any:
        return await office.do(use_case, actor, number, *args, **kwargs)

    return run


def _edit(**values: Any) -> Callable[[Office, Actor, int], Awaitable[Any]]:
    return _do(edit, TicketEdit(**values, reason="because"))


async def _edit_message(office: Office, actor: Actor, number: int) -> Any:
    message = await office.do(reply, actor, number, "Helo")
    await office.do(edit_message, actor, message.id, "Hello")


async def _delete_message(office: Office, actor: Actor, number: int) -> Any:
    message = await office.do(reply, actor, number, "Helo")
    await office.do(delete_message, actor, message.id)


_resolved = _do(resolve)
ACTS = (
    Act(
        "claim", _do(claim), "TicketClaimed", {"assignee": (None, "Sam"), "status": ("New", "Open")}
    ),
    Act(
        "release",
        _do(release, reason="because"),
        "TicketReleased",
        {"assignee": ("Sam", None)},
        "because",
        _do(claim),
    ),
    Act(
        "assign to a person",
        _do(assign, "kim", reason="because"),
        "TicketAssigned",
        {"assignee": (None, "Kim"), "status": ("New", "Open")},
        "because",
    ),
    Act(
        "assign to a team",
        _do(assign, "accounts", reason="because"),
        "TicketAssigned",
        {"team": (None, "Accounts")},
        "because",
    ),
    Act(
        "status",
        _do(set_status, "in progress", reason="because"),
        "TicketStatusChanged",
        {"status": ("New", "In progress")},
        "because",
    ),
    Act("resolve", _resolved, "TicketResolved", {"status": ("New", "Resolved")}),
    Act("close", _do(close), "TicketClosed", {"status": ("New", "Closed")}),
    Act(
        "reopen",
        _do(reopen, reason="because"),
        "TicketReopened",
        {"status": ("Resolved", "Open")},
        "because",
        _resolved,
    ),
    Act(
        "priority",
        _do(set_priority, "p1", reason="because"),
        "TicketPriorityChanged",
        {"priority": ("medium", "critical")},
        "because",
    ),
    Act("subject", _edit(subject="B"), "TicketUpdated", {"subject": ("A", "B")}, "because"),
    Act(
        "category",
        _edit(category="Login"),
        "TicketUpdated",
        {"category": (None, "Accounts"), "subcategory": (None, "Login")},
        "because",
    ),
    Act(
        "tags",
        _edit(add_tags=["b"], remove_tags=["a"]),
        "TicketUpdated",
        {"tags": (["a"], ["b"])},
        "because",
        _edit(add_tags=["a"]),
    ),
    Act(
        "due date",
        _edit(due_at="2026-12-01T09:00:00Z"),
        "TicketUpdated",
        {"due_at": (None, "2026-12-01T09:00:00+00:00")},
        "because",
    ),
    Act(
        "status by edit",
        _edit(status="pending"),
        "TicketStatusChanged",
        {"status": ("New", "Pending")},
        "because",
    ),
    Act("reply", _do(reply, "Hello"), "MessagePosted", {}),
    Act("note", _do(note, "Psst"), "MessagePosted", {}),
    Act("edit a message", _edit_message, "MessageEdited", {}),
    Act("remove a message", _delete_message, "MessageDeleted", {}),
)
DELETE = Act("delete", _do(delete_ticket, reason="because"), "TicketDeleted", {}, "because")
