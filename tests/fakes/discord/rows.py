"""A row of the table of refusals, and the ways in which Discord's forms refuse."""

from dataclasses import dataclass

FORM = 50035
TYPE, CHOICE, NEEDED = "UNION_TYPE_CHOICES", "BASE_TYPE_CHOICES", "BASE_TYPE_REQUIRED"


@dataclass(frozen=True)
class Rule:
    """A rule: its limit (None where it is no number), the status, Discord's code and words.

    ``field`` is the code that stands at the field in a refused form (code 50035).
    """

    limit: int | None
    status: int
    code: int
    message: str
    field: str = ""


def form(limit: int | None, message: str, field: str = "BASE_TYPE_BAD_LENGTH") -> Rule:
    """A field of a form that is refused."""
    return Rule(limit, 400, FORM, message, field)


def most(limit: int, fewest: int = 0) -> Rule:
    """So many characters, or things, at most."""
    return form(limit, f"Must be between {fewest} and {limit} in length.")
