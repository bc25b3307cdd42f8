"""What people see of us in Slack besides messages: forms, homes, cards under links."""

from collections.abc import Mapping

from adapters.slack.inbound.asking import SharedLinks
from adapters.slack.render.forms import origin_of, to_view
from adapters.slack.render.home import to_home_view
from adapters.slack.render.messages import to_unfurls
from adapters.slack.workspaces.connections import Workspaces
from bot.cards import Card, Form, Home
from bot.incoming import Incoming, Spot

_FORM_SECONDS = 2.0


class ShowsPages:
    """The part of the platform that shows them, each in the workspace that it is meant for."""

    workspaces: Workspaces

    async def open_form(self, trigger: str, form: Form, incoming: Incoming) -> None:
        """Open a form for who just pressed or typed. The trigger lives three seconds."""
        line = await self.workspaces.of(incoming.spot.workspace)
        view = to_view(form, origin_of(incoming, form))
        await line.calls.write(
            "views.open", repeatable=False, within=_FORM_SECONDS, trigger_id=trigger, view=view
        )

    async def show_home(self, spot: Spot, user: str, home: Home) -> None:
        """The user's home shows this from now on."""
        line = await self.workspaces.of(spot.workspace)
        await line.calls.write(
            "views.publish", repeatable=True, user_id=user, view=to_home_view(home)
        )

    async def unfurl(self, links: SharedLinks, cards: Mapping[str, Card]) -> None:
        """Put cards under the links of a message."""
        line = await self.workspaces.of(links.incoming.spot.workspace)
        await line.calls.write(
            "chat.unfurl",
            repeatable=True,
            channel=links.channel,
            ts=links.stamp,
            unfurls=to_unfurls(cards),
        )
