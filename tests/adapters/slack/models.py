"""The second opinion of Slack's own SDK: its models know the limits of blocks and views."""

from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View


def check_blocks(blocks: list[dict[str, Any]]) -> None:
    """Raises ``SlackObjectFormationError`` for what the SDK would not send."""
    for said in blocks:
        block = Block.parse(said)
        assert block is not None
        assert block.to_dict()["type"] == said["type"]


def check_view(view: dict[str, Any]) -> None:
    """The same for a modal or a Home."""
    check_blocks(view["blocks"])
    View(**view).to_dict()
