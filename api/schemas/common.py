"""What all answers share."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field


class Out(BaseModel):
    """Something that is answered, read from the attributes of what the core returns."""

    model_config = ConfigDict(from_attributes=True)


class Named(Out):
    """A thing and what it is called."""

    id: UUID
    name: str


class IdQuery(BaseModel):
    """A page of a list that goes by id."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=50, ge=1, le=200, description="How many at most.")
    cursor: UUID | None = Field(default=None, description="The `next` of the page before.")


Number = Annotated[int, Path(ge=1, le=2**62, description="The ticket's number: 1042 for TIK-1042.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]

MOMENT = "2026-03-02T09:15:00Z"
ID = "0195a3c2-7b1e-7d40-9a51-3f2b8c6d4e10"


def example(**values: Any) -> ConfigDict:
    """Model settings with one example of an answer."""
    return ConfigDict(from_attributes=True, json_schema_extra={"examples": [values]})


def page_of(items: list[Any], limit: int) -> tuple[list[Any], str | None]:
    """The first ``limit`` of one more than was asked for, and where to go on."""
    shown = items[:limit]
    return shown, str(shown[-1].id) if len(items) > limit else None
