"""Slack's user groups."""

from adapters.slack.webapi.calls import SlackCalls


async def members_of_group(calls: SlackCalls, group: str) -> list[str]:
    """The accounts in a user group. Raises :class:`bot.ports.SendError`."""
    asked = {"usergroup": group, "include_disabled": "true"}
    told = await calls.read("usergroups.users.list", **asked)
    return [str(one) for one in told.get("users") or ()]
