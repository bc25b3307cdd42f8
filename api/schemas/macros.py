"""Macros as REST shows and uses them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.common import ID, MOMENT, Out, example
from api.schemas.conversation import Message
from api.schemas.tickets import In, Ticket
from core.tickets.macros.macros import MacroActions, MacroDraft, MacroName
from core.tickets.messages import LONGEST

_SHOWN = {
    "name": "refund",
    "description": "Money goes back",
    "text": "Dear {customer.first_name}, the money is on its way back.",
    "send_as": "reply",
    "actions": {"status": "Pending", "add_tags": ["refund"]},
    "team_id": None,
}


class Macro(Out):
    """A ready answer, and what it does besides."""

    model_config = example(id=ID, **_SHOWN, created_at=MOMENT, updated_at=MOMENT)

    id: UUID
    name: str
    description: str
    text: str = Field(description="With its variables in braces.")
    send_as: Literal["reply", "note"]
    actions: MacroActions
    team_id: UUID | None = Field(description="Offered to that team; null: to all staff.")
    created_at: datetime
    updated_at: datetime


class Macros(Out):
    """The macros that are offered to you, by name."""

    items: list[Macro]


class MacroPatch(MacroDraft):
    """Fields to change; those left out stay. `actions` is replaced as a whole."""

    name: MacroName = Field(default_factory=str)


class WantedPreview(In):
    """On which ticket a macro would be used."""

    ticket: int = Field(ge=1, le=2**62, description="The ticket's number.")


class MacroPreview(Out):
    """What a macro would say and do on a ticket."""

    model_config = example(
        name="refund",
        ref="TIK-1042",
        revision=7,
        text="Dear Ana, the money is on its way back.",
        as_note=False,
        customer="Ana Ruiz",
        actions={"status": "Pending", "add_tags": ["refund"]},
    )

    name: str
    ref: str
    revision: int = Field(description="Of the ticket; see the ETag.")
    text: str = Field(description="With every variable filled in.")
    as_note: bool
    customer: str
    actions: MacroActions


class MacroUse(In):
    """Which macro, and other words than its own if you like."""

    name: str = Field(min_length=1, max_length=50)
    text: str | None = Field(default=None, max_length=LONGEST)


class MacroUsed(Out):
    """The ticket afterwards, and what was said."""

    ticket: Ticket
    message: Message | None
