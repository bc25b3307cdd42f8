"""What is set for a connected workspace, as REST shows and changes it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas.common import Out, example
from core.conversation.alert_bots import MOST_BOTS
from core.conversation.workspaces import Workspace

Emoji = Annotated[str, StringConstraints(max_length=100)]


class WorkspaceSettings(Out):
    """What reactions mean in a workspace, and which bots are heard there."""

    model_config = example(
        reactions={
            "open": ["ticket", "admission_tickets"],
            "claim": ["eyes"],
            "resolve": ["white_check_mark"],
            "send": ["incoming_envelope"],
        },
        alert_bots=["B0123ABCD"],
    )

    reactions: dict[str, list[str]] = Field(description="The emoji of each meaning, by name.")
    alert_bots: list[str] = Field(description="Bots whose messages open tickets, by id.")

    @classmethod
    def of(cls, found: Workspace) -> "WorkspaceSettings":
        """The same as an answer."""
        reactions = {meaning: list(names) for meaning, names in found.reactions.items()}
        return cls(reactions=reactions, alert_bots=sorted(found.alert_bots))


class WorkspacePatch(BaseModel):
    """What to change; what is left out stays. ``alert_bots`` is the whole list."""

    model_config = ConfigDict(extra="forbid")

    reactions: dict[str, list[Emoji]] | None = Field(default=None, max_length=10)
    alert_bots: list[str] | None = Field(default=None, max_length=MOST_BOTS)
