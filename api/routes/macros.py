"""Macros: ready answers with actions."""

from typing import Annotated

from fastapi import Body, Path, Response

from api.entering import Call, Posting, Reading, Seen
from api.etags import etag_of
from api.reference import WRITING, problems
from api.routing import build_router
from api.schemas.common import Number
from api.schemas.conversation import Message
from api.schemas.macros import (
    Macro,
    MacroPatch,
    MacroPreview,
    Macros,
    MacroUse,
    MacroUsed,
    WantedPreview,
)
from api.schemas.patching import to_draft
from api.schemas.tickets import to_ticket
from core.tickets import models
from core.tickets.macros.applying import apply_macro, preview_macro
from core.tickets.macros.macros import (
    MacroDraft,
    actions_in_words,
    get_macro,
    list_macros,
    remove_macro,
    save_macro,
)
from core.tickets.reading.history import to_message_view
from core.tickets.reading.views import view_ticket

router = build_router("Macros")
MacroPath = Annotated[str, Path(min_length=1, max_length=50, description="The macro's name.")]
MACRO = {
    "refund": {
        "value": {
            "name": "refund",
            "text": "Dear {customer.first_name}, the money is on its way back.",
            "actions": {"status": "Pending", "add_tags": ["refund"]},
        }
    }
}
MACRO_PATCH = {"text": {"summary": "Other words", "value": {"text": "The money is on its way."}}}
PREVIEW = {"preview": {"value": {"ticket": 1042}}}
USE = {"use": {"value": {"name": "refund"}}}


@router.get("/macros", summary="List macros")
async def read_macros(call: Reading) -> Macros:
    """The macros that are offered to you, by name; staff only."""
    found = await list_macros(call.uow, call.actor)
    return Macros(items=[await _shown(call, macro) for macro in found])


@router.post("/macros", status_code=201, summary="Write a macro", responses=WRITING)
async def add_macro(
    draft: Annotated[MacroDraft, Body(openapi_examples=MACRO)], call: Posting, response: Response
) -> Macro:
    """Adds a macro. A variable that does not exist is refused and named. Managers only."""
    macro = await save_macro(call.uow, call.actor, draft)
    response.headers["Location"] = f"/api/v1/macros/{macro.name}"
    return await _shown(call, macro)


@router.get("/macros/{name}", summary="Read a macro", responses=problems(404))
async def read_macro(name: MacroPath, call: Reading) -> Macro:
    """One macro with its variables as they were written; staff only."""
    return await _shown(call, await get_macro(call.uow, call.actor, name))


@router.patch("/macros/{name}", summary="Change a macro", responses=WRITING)
async def update_macro(
    name: MacroPath,
    patch: Annotated[MacroPatch, Body(openapi_examples=MACRO_PATCH)],
    call: Reading,
) -> Macro:
    """Changes the fields that are given. Managers only."""
    current = await _shown(call, await get_macro(call.uow, call.actor, name))
    draft = to_draft(MacroDraft, current, patch)
    return await _shown(call, await save_macro(call.uow, call.actor, draft, name))


@router.delete("/macros/{name}", status_code=204, summary="Remove a macro", responses=problems(404))
async def delete_macro(name: MacroPath, call: Reading) -> None:
    """Takes a macro away; what was said with it stays. Managers only."""
    await remove_macro(call.uow, call.actor, name)


@router.post("/macros/{name}/preview", summary="Preview a macro", responses=WRITING)
async def show_macro(
    name: MacroPath,
    wanted: Annotated[WantedPreview, Body(openapi_examples=PREVIEW)],
    call: Posting,
) -> MacroPreview:
    """What the macro would say and do on a ticket. Nothing is done."""
    return MacroPreview.model_validate(
        await preview_macro(call.uow, call.actor, name, wanted.ticket)
    )


@router.post(
    "/tickets/{number}/macro",
    summary="Use a macro",
    responses=problems(400, 404, 409, 412, 413),
)
async def use_macro(
    number: Number,
    wanted: Annotated[MacroUse, Body(openapi_examples=USE)],
    call: Posting,
    response: Response,
    seen: Seen,
) -> MacroUsed:
    """Says what the macro says (or your `text`) and does what it does, as one change."""
    used = await apply_macro(call.uow, call.actor, wanted.name, number, text=wanted.text, seen=seen)
    view = await view_ticket(call.uow, call.actor, number)
    response.headers["ETag"] = etag_of(view)
    said = used.message
    return MacroUsed(
        ticket=to_ticket(call.actor, view),
        message=Message.model_validate(to_message_view(said, call.actor.name)) if said else None,
    )


async def _shown(call: Call, macro: models.Macro) -> Macro:
    values = {name: getattr(macro, name) for name in ("id", "name", "description", "text")}
    return Macro(
        **values,
        send_as="note" if macro.as_note else "reply",
        actions=await actions_in_words(call.uow, macro),
        team_id=macro.team_id,
        created_at=macro.created_at,
        updated_at=macro.updated_at,
    )
