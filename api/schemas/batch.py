"""Several requests in one, and their answers."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from api.schemas.common import example
from api.schemas.tickets import In

MOST = 100


class BatchItem(In):
    """One request: what would be sent by itself."""

    method: Literal["POST", "PATCH", "PUT", "DELETE"]
    path: str = Field(
        min_length=1, max_length=500, pattern=r"^/api/v1/", description="With its query, if any."
    )
    body: Any = Field(default=None, description="The JSON body, if there is one.")
    key: str | None = Field(
        default=None,
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="The Idempotency-Key of this item.",
    )
    if_match: str | None = Field(
        default=None, max_length=100, description="The ETag of the ticket as you read it."
    )


class Batch(In):
    """Up to 100 requests, carried out in their order."""

    items: list[BatchItem] = Field(min_length=1, max_length=MOST)
    all_or_nothing: bool = Field(
        default=False, description="If one is refused, none is done, and the answer is 422."
    )


class BatchAnswer(BaseModel):
    """How one item was answered."""

    model_config = example(
        status=201, body={"number": 1042}, location="/api/v1/tickets/1042", etag='"r1-1f0c9a2b3d4e"'
    )

    status: int
    body: Any = Field(description="What the request by itself would have been answered.")
    location: str | None = None
    etag: str | None = None


class BatchAnswers(BaseModel):
    """The answers in the order of the items, and how many were done."""

    model_config = example(items=[{"status": 204, "body": None}], done=1, failed=0)

    items: list[BatchAnswer]
    done: int
    failed: int
