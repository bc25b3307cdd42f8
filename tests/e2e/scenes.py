"""A card, a form, and how to wait for what the server is about to know."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.cards import Button, Card, Form, FormField, Option, Select

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
