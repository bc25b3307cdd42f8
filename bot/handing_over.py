"""Deliveries that are no message of ours: each kind is rendered and handed over in its own way."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.carrying import RENDERED_HERE, carries_files
from bot.homes import render_home, show_home
from bot.incoming import Spot
from bot.marking import render_mark, set_mark
from bot.panels import render_panel
from bot.parcels import Parcel
from bot.place_keeping import PIN, STATE, render_pin, render_state, set_pin, set_state
from bot.ports_places import Able, Pins, ShowsState
from bot.private_places import open_place, render_open, render_shut, shut_place
from core.conversation.destinations import OPEN, SHUT
from core.conversation.places import PANEL
from core.tickets.homes import HOME
from core.tickets.marking import MARK

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
}
"""The answer is the id under which it is remembered, if it has got one."""


def abilities_of(platform: object, spot: Spot) -> Able:
    """What the platform can do there beside saying things."""
    return Able(
        files=carries_files(platform, spot),
        pins=isinstance(platform, Pins),
        states=isinstance(platform, ShowsState),
    )
