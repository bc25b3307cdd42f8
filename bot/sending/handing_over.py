"""How each kind of delivery is handed to a platform; those that are no message of ours are
rendered in their own way, too."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.cards import Card, Text
from bot.incoming import Spot
from bot.ports import ChatPlatform, Gone, PrivateAnswer
from bot.ports_places import Able, Pins, ShowsState, TellsMoments
from bot.sending.carrying import FILE, RENDERED_HERE, bring, carries_files, take_away
from bot.sending.homes import render_home, show_home
from bot.sending.marking import render_mark, set_mark
from bot.sending.panels import render_panel
from bot.sending.parcels import Parcel
from bot.sending.place_keeping import PIN, STATE, render_pin, render_state, set_pin, set_state
from bot.sending.private_places import open_place, render_open, render_shut, shut_place
from bot.sending.reaction_lines import set_reactions
from core.conversation.destinations import OPEN, SHUT
from core.conversation.files import Files
from core.conversation.places import PANEL
from core.tickets.announcements.announcing_amendments import TAKEN_BACK
from core.tickets.announcements.announcing_reactions import REACTED
from core.tickets.announcements.homes import HOME
from core.tickets.announcements.marking import MARK

RENDERED = {
    **RENDERED_HERE,
    MARK: render_mark,
    HOME: render_home,
    OPEN: render_open,
    SHUT: render_shut,
    PIN: render_pin,
    STATE: render_state,
    PANEL: render_panel,
}
APART: dict[str, Callable[[Any, Parcel], Awaitable[str | None]]] = {
    MARK: set_mark,
    HOME: show_home,
    OPEN: open_place,
    SHUT: shut_place,
    PIN: set_pin,
    STATE: set_state,
    REACTED: set_reactions,
}
"""The answer is the id under which it is remembered, if it has got one."""


def abilities_of(platform: object, spot: Spot) -> Able:
    """What the platform can do there beside saying things."""
    return Able(
        files=carries_files(platform, spot),
        pins=isinstance(platform, Pins),
        states=isinstance(platform, ShowsState),
        moment_of=platform.moment_of if isinstance(platform, TellsMoments) else None,
    )


async def hand_over(
    platform: ChatPlatform, files: Files | None, parcel: Parcel, *, uncertain: bool
) -> str | None:
    """Let the platform do what the parcel says; the id under which it stands there.

    ``uncertain``: it may be there already. Raises a ``SendError``, and what reading a file does.
    """
    spot, content, delivery = parcel.spot, parcel.content, parcel.delivery_id
    if parcel.act == FILE:
        return await bring(platform, files, parcel, uncertain=uncertain)
    if parcel.act == "remove":
        # Taken back before we knew whether it had arrived: then it is looked for.
        ref = parcel.ref or (await platform.find(spot, delivery) if uncertain else None)
        if ref:
            await platform.remove(spot, ref)
    if parcel.act in {"remove", TAKEN_BACK}:
        await take_away(platform, parcel)
        return None
    if parcel.act in APART:
        return await APART[parcel.act](platform, parcel) or parcel.ref
    assert content is not None
    if parcel.act == "update" and parcel.ref:
        await platform.update(spot, parcel.ref, content)
        return parcel.ref
    if parcel.act == "answer":
        return await _answer(platform, parcel, content)
    return await platform.post(spot, content, delivery=delivery)


async def _answer(platform: ChatPlatform, parcel: Parcel, content: Text | Card) -> str:
    if parcel.ref:
        try:
            await platform.update(parcel.spot, parcel.ref, content)
        except Gone:
            pass  # or it cannot be changed there: then it is said anew
        else:
            return parcel.ref
    to = PrivateAnswer(parcel.viewer or "", parcel.token, parcel.token_until)
    return await platform.answer(parcel.spot, to, content, delivery=parcel.delivery_id)
