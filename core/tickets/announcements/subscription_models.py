"""Table of the channels that subscribed to tickets."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from core.database.base import Base, Owned


class SubscriptionRow(Owned, Base):
    """A channel in which the cards of some tickets are posted.

    ``wanted`` holds ``priorities``, and the ids of ``teams`` and ``categories``.
    """

    __tablename__ = "subscriptions"

    platform: Mapped[str]
    workspace: Mapped[str]
    channel: Mapped[str]
    wanted: Mapped[dict[str, Any]]

    __table_args__ = (UniqueConstraint("organisation_id", "platform", "workspace", "channel"),)
