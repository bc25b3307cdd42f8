"""Which tickets are posted to which channel, as REST shows and changes it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas.common import ID, Named, Out, example
from core.tickets.announcements.subscriptions import Subscription as Wanted
from core.tickets.configuration.catalogue import Catalogue

MOST_WORDS = 100
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Words = Annotated[list[Word], Field(max_length=MOST_WORDS)]
_GONE = "one that is gone"


class Subscription(Out):
    """What one channel wants: any of each kind that is named, and of all kinds."""

    model_config = example(
        channel="C0123ABCD",
        priorities=["critical", "high"],
        teams=[{"id": ID, "name": "Accounts"}],
        categories=[],
    )

    channel: str = Field(description="The platform's id of the channel.")
    priorities: list[str]
    teams: list[Named]
    categories: list[Named] = Field(description="Each with all that lies below it.")

    @classmethod
    def of(cls, one: Wanted, words: Catalogue) -> "Subscription":
        """The same as an answer."""
        teams = ((id, words.teams.get(id)) for id in one.team_ids)
        filed = ((id, words.categories.get(id)) for id in one.category_ids)
        return cls(
            channel=one.spot[2],
            priorities=list(one.priorities),
            teams=[Named(id=id, name=team.name if team else _GONE) for id, team in teams],
            categories=[
                Named(id=id, name=" > ".join(found.path) if found else _GONE) for id, found in filed
            ],
        )


class Subscriptions(Out):
    """All channels of a workspace that tickets are posted to."""

    items: list[Subscription]


class SubscriptionDraft(BaseModel):
    """Which tickets to post to a channel; at least one filter is named."""

    model_config = ConfigDict(extra="forbid")

    channel: Annotated[str, StringConstraints(pattern=r"^[^\s#]{1,64}$")] = Field(
        description="The platform's id of the channel: C0123ABCD."
    )
    priorities: Words = []
    teams: Words = Field(default=[], description="Names of teams.")
    categories: Words = Field(default=[], description="Names of categories.")
