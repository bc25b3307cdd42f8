"""Who may read a thing."""

from enum import StrEnum


class Audience(StrEnum):
    """``public``: the customer and staff. ``internal``: staff only."""

    PUBLIC = "public"
    INTERNAL = "internal"
