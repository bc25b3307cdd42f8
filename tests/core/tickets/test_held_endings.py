"""Whatever ends a ticket says first what its author still holds there."""

from typing import Any

import pytest

from core.tickets.bulk import BulkEdit, Picked, edit_many
from core.tickets.editing import TicketEdit, edit
from core.tickets.held.holding import hold_reply
from core.tickets.macros.applying import apply_macro
from core.tickets.macros.macros import MacroActions, MacroDraft, save_macro
from core.tickets.resolving import close, resolve, set_status
from core.tickets.rules import DONE
from tests.builders import Office

ENDS: dict[str, Any] = {
    "resolve": lambda number, seen: (resolve, number, "", seen),
    "close": lambda number, seen: (close, number, "", seen),
    "status": lambda number, seen: (set_status, number, "Resolved", seen),
    "edit": lambda number, seen: (edit, number, TicketEdit(status="Closed"), seen),
}


@pytest.mark.parametrize("way", [*ENDS, "bulk", "macro"])
async def test_the_end_comes_after_the_words(office: Office, way: str) -> None:
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer("Ana"))).number
    seen = (await office.see(number)).revision
    await office.do(hold_reply, sam, number, "it works now", seen=seen)
    if way == "bulk":
        picked = [Picked(number, seen)]
        assert (await office.do(edit_many, sam, picked, BulkEdit(status="Closed"))).done == [number]
    elif way == "macro":
        await office.do(
            save_macro,
            office.desk,
            MacroDraft(name="end", text="", actions=MacroActions(status="Closed")),
        )
        await office.do(apply_macro, sam, "end", number, seen=seen)
    else:
        act, *said_of, seen = ENDS[way](number, seen)
        await office.do(act, sam, *said_of, seen=seen)
    query = "SELECT body FROM messages WHERE audience = 'public' ORDER BY id DESC LIMIT 1"
    assert await office.sql(query) == [("it works now",)]
    assert (await office.see(number)).base in DONE
