"""A card, a form, and how to wait for what the server is about to know."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from bot.cards import Button, Card, Form, FormField, Option, Select
from core.ids import new_id
from core.tickets.models import Status, Ticket
from tests.e2e.conftest import Served

CARD = Card(
    title="Printer on fire",
    ref="TIK-7",
    quote="It burns",
    buttons=(
        Button(label="Claim", says="claim TIK-7 r1", style="primary"),
        Button(label="Assign…", says="assign TIK-7 r1", opens_form=True),
    ),
    selects=(Select(label="More", options=(Option(label="History", says="show TIK-7"),)),),
)
ASSIGN = Form(
    title="Assign TIK-7",
    says="assign TIK-7 r1",
    submit="Assign",
    fields=(FormField(name="to", label="To"), FormField(name="why", label="Why", required=False)),
)


async def until(holds: Callable[[], Any], seconds: float = 5) -> None:
    """Wait for something that the server is about to know."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


async def thread_of_a_ticket(served: Served) -> str:
    """The address of the staff's thread of a ticket that exists."""
    site = served.site
    async with site.database.unit_of_work(site.organisation_id) as uow:
        owned = {"organisation_id": uow.organisation_id}
        status = Status(id=new_id(), name="New", base="new", position=1, **owned)
        uow.session.add(status)
        await uow.session.flush()
        uow.session.add(
            Ticket(
                id=new_id(),
                number=7,
                subject="Printer on fire",
                status_id=status.id,
                priority="medium",
                requester_id=site.people["ana"],
                source="web",
                language="en",
                created_at=uow.now,
                updated_at=uow.now,
                **owned,
            )
        )
    root = await site.platform.post(site.spot("triage"), CARD, delivery=uuid4())
    return f"{served.url}/chat/triage/{root}"
