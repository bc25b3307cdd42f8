"""Drives every operation of the OpenAPI document with somebody's key."""

from dataclasses import dataclass
from typing import Any

from tests.contract.canary.eyes import Seen
from tests.contract.canary.secrets import CANARY, SECRET, WORD, Hidden
from tests.contract.streaming import first_pushed
from tests.contract.wiring import STAFF
from tests.contract.world import World


def _parting(other: int) -> dict[str, Any]:
    return {
        "split_ticket": {"first": "01966f6c-7a00-7000-8000-000000000001"},
        "unsplit_ticket": None,
        "move_ticket": {"customer": "ana@example.org", "subject": "words for all"},
        "unmove_ticket": None,
        "gather_tickets": {"with": [other], "subject": "words for all"},
        "let_ticket_go": None,
    }


def _people(secret: str, tag: str) -> dict[str, Any]:
    return {
        "add_person": {"name": "Eve", "email": "eve@example.org"},
        "update_person": {"timezone": "Europe/Madrid"},
        "add_team": {"name": f"{tag} team"},
        "update_team": {"description": secret},
    }


def bodies(secret: str, tag: str, into: int = 1) -> dict[str, Any]:
    """What is sent to the operations that take something; None: nothing."""
    return {
        "create_ticket": {"subject": "My door squeaks"},
        "update_ticket": {"priority": "high", "add_tags": [tag], "reason": secret},
        "claim_ticket": None,
        "release_ticket": {"reason": secret},
        "assign_ticket": {"to": "me", "reason": secret},
        "reply_to_ticket": {"text": "words for all"},
        "write_note": {"text": secret},
        "resolve_ticket": {"text": "words for all"},
        "close_ticket": None,
        "reopen_ticket": {"reason": secret},
        "escalate_ticket": {"reason": secret, "priority": "high"},
        "snooze_ticket": {"until": "2030-01-31T09:00:00Z", "reason": secret},
        "wake_ticket": None,
        "merge_ticket": {"into": into},
        "unmerge_ticket": None,
        **_parting(into),
        "add_link": {"to": into},
        "follow_ticket": None,
        "unfollow_ticket": None,
        "update_message": {"text": f"{secret} changed"},
        "add_reaction": None,
        "send_own_note": None,
        "update_workspace_settings": {"reactions": {"open": ["ticket"]}},
        "add_subscription": {"channel": "C0123ABCD", "priorities": ["low"]},
        "attach_file": None,
        "bring_file": None,
        "ask_question": {"question": f"what is {WORD}"},
        "write_article": {"title": "For staff", "body": secret, "audience": "staff"},
        **_people(secret, tag),
        "add_category": {"name": "Lamps"},
        "update_category": {"active": True},
        "add_status": {"name": "On its way", "base": "pending"},
        "update_status": {"hidden": False},
        "add_key": {"role": "customer", "name": "one"},
        "renew_key": {"grace_days": 1},
        "redrive_delivery": None,
        "nudge_owner": None,
        "add_macro": {"name": "hello", "text": "words for all"},
        "update_macro": {"description": secret},
        "show_macro": {"ticket": into},
        "use_macro": {"name": "secret-note"},
        "add_field": {"key": "margin_two", "label": "Two", "hint": secret, "staff_only": True},
        "update_field": {"position": 3},
        "write_person_note": {"text": secret},
        "run_batch": {
            "items": [
                {
                    "method": "POST",
                    "path": f"/api/v1/tickets/{into}/notes",
                    "body": {"text": secret},
                }
            ]
        },
        "rate_ticket": {"score": 2, "comment": "words for managers"},
        "update_settings": {"ask_after_minutes": 0},
    }


QUERIES: dict[str, dict[str, str]] = {
    "search": {"q": WORD},
    "read_tickets": {"tag": CANARY},
    "read_event_page": {"after": "0", "limit": "500"},
    "remove_ticket": {"reason": SECRET},
}
FILES = ("attach_file", "bring_file")
"""What takes a file and no JSON."""
LAST = (
    "remove_ticket",
    "remove_message",
    "remove_file",
    "delete_macro",
    "delete_subscription",
    "delete_team",
    "end_key",
    "remove_link",
)
"""What takes something away comes after all others have seen it."""


@dataclass(frozen=True)
class Operation:
    """One operation of the document."""

    name: str
    method: str
    path: str


def operations(world: World) -> list[Operation]:
    """All operations; those that take away come last."""
    document = world.api.openapi()
    found = [
        Operation(said["operationId"], method.upper(), path)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]
    return found


def drivable(world: World) -> list[str]:
    """The names of the operations that we know what to send to."""
    known = bodies("", "")
    writing = {"POST", "PATCH", "PUT"}
    return [one.name for one in operations(world) if one.method not in writing or one.name in known]


def _instead(one: Operation, hidden: Hidden) -> dict[str, Any]:
    """Who sends a note means the customer to read it: that one holds no secret."""
    return {"message_id": hidden.ids["harmless_id"]} if one.name == "send_own_note" else {}


async def drive_rest(
    world: World, who: str, hidden: Hidden, seen: Seen, *, taking_away: bool
) -> set[str]:
    """Call everything once with that person's key; the names of what was called."""
    client, headers = world.client(), await world.key(who)
    # Customers do not know the secret, so they cannot have said it themselves.
    into = int(hidden.ids["other"])
    given = bodies(SECRET, CANARY, into) if who in STAFF else bodies("words", "word", into)
    driven = set()
    for one in operations(world):
        if (one.name in LAST) is not taking_away:
            continue
        path = one.path.format(**{**hidden.ids, "emoji": ":eyes:", **_instead(one, hidden)})
        if one.name == "follow_events":
            text = await first_pushed(world, path, {**headers, "last-event-id": "0"})
        else:
            body, query = given.get(one.name), QUERIES.get(one.name)
            said = {"file": ("words.txt", b"words")} if one.name in FILES else None
            answer = await client.request(
                one.method, path, headers=headers, params=query, json=body, files=said
            )
            assert answer.status_code < 500, f"{one.name}: {answer.text}"
            text = answer.text
        seen.append((f"{who} {one.name}", text))
        driven.add(one.name)
    return driven
