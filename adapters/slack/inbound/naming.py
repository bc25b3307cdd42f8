"""Which workspaces a payload of Slack's names. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

Payload = Mapping[str, Any]


def teams_of(body: Payload) -> tuple[str, ...]:
    """The teams that a payload may be meant for, the likeliest first.

    An event names the installations that it is for; in a channel that is shared with others
    the rest of it may name the other side. Where the app is installed for a whole enterprise,
    an act names the team of its user or of its modal instead.
    """
    return tuple(dict.fromkeys(str(team) for team in _teams(body) if team))


def enterprises_of(body: Payload) -> tuple[str, ...]:
    """The enterprises that it names."""
    return tuple(dict.fromkeys(str(one) for one in _enterprises(body) if one))


def _teams(body: Payload) -> Iterator[Any]:
    for one in body.get("authorizations") or ():
        yield one.get("team_id")
    view = body.get("view")
    if isinstance(view, Mapping):
        yield view.get("app_installed_team_id")
    yield body.get("context_team_id")
    team = body.get("team")
    yield team.get("id") if isinstance(team, Mapping) else team
    yield body.get("team_id")
    user = body.get("user")
    if isinstance(user, Mapping):
        yield user.get("team_id")
    if isinstance(view, Mapping):
        yield view.get("team_id")


def _enterprises(body: Payload) -> Iterator[Any]:
    for one in body.get("authorizations") or ():
        yield one.get("enterprise_id")
    enterprise = body.get("enterprise")
    yield enterprise.get("id") if isinstance(enterprise, Mapping) else enterprise
    yield body.get("context_enterprise_id")
    yield body.get("enterprise_id")
    team = body.get("team")
    if isinstance(team, Mapping):
        yield team.get("enterprise_id")
