"""Files as REST shows them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.common import ID, MOMENT, Out, example

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class Attachment(Out):
    """A file. `missing`: it could not be had from where it was, and `problem` says why."""

    model_config = example(
        id=ID,
        name="screenshot.png",
        media_type="image/png",
        size=48213,
        sha256=SHA256,
        width=1280,
        height=720,
        state="kept",
        problem=None,
        message_id=ID,
        created_at=MOMENT,
    )

    id: UUID
    name: str
    media_type: str = Field(description="By its content, never by its name.")
    size: int = Field(description="Bytes.")
    sha256: str
    width: int | None = Field(description="Of a picture that has a thumbnail.")
    height: int | None
    state: Literal["kept", "missing"]
    problem: str | None
    message_id: UUID | None = Field(description="The message that names it, once one does.")
    created_at: datetime


class DownloadLink(BaseModel):
    """An address that gives the file to whoever has it, for a while."""

    model_config = example(url="https://desk.example.org/files/AbC", expires_at=MOMENT)

    url: str
    expires_at: datetime
