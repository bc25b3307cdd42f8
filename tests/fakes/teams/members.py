"""Rosters and teams, as the Bot Connector tells them to bots that are there."""

from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.teams.records import Conversation, Json, Refusal, Team

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams

_AT, _TEAMS = "/amer/v3/conversations/{conversation}", "/amer/v3/teams/{team}"
FEWEST, MOST = 50, 500


class Rosters:
    """Who is where."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams

    def add_to(self, app: web.Application) -> None:
        """Serve them."""
        app.router.add_get(_AT + "/members", self._members)
        app.router.add_get(_AT + "/members/{member}", self._member)
        app.router.add_get(_AT + "/pagedmembers", self._paged)
        app.router.add_get(_AT + "/activities/{activity}/members", self._members)
        app.router.add_get(_TEAMS, self._team)
        app.router.add_get(_TEAMS + "/conversations", self._channels)

    async def _members(self, request: web.Request) -> web.StreamResponse:
        def tell() -> list[Json]:
            return self._roster(request)

        return await self._teams.answer("members", dict(request.match_info), tell, request)

    async def _member(self, request: web.Request) -> web.StreamResponse:
        def tell() -> Json:
            wanted = request.match_info["member"]
            for one in self._roster(request):
                if wanted in (one["id"], one["aadObjectId"]):
                    return one
            raise Refusal("member.unknown")

        return await self._teams.answer("members", dict(request.match_info), tell, request)

    async def _paged(self, request: web.Request) -> web.StreamResponse:
        def tell() -> Json:
            found = self._roster(request)
            asked = int(request.query.get("pageSize", MOST))
            size = min(max(asked, FEWEST), self._teams.page_size)
            token = request.query.get("continuationToken", "0")
            if not token.isdigit() or int(token) >= max(len(found), 1):
                raise Refusal("members.token")
            start = int(token)
            told: Json = {"members": found[start : start + size]}
            more = start + size < len(found)
            return told | ({"continuationToken": str(start + size)} if more else {})

        asked = {**request.match_info, **request.query}
        return await self._teams.answer("members", asked, tell, request)

    def _roster(self, request: web.Request) -> list[Json]:
        place = self._there(request.match_info["conversation"])
        self._teams.take_turn("members", place.id)
        users = sorted(self._teams.members_of(place))
        return [self._teams.users[one].to_member() for one in users]

    def _there(self, conversation: str) -> Conversation:
        place, _ = self._teams.place_of(conversation)
        if not self._teams.bot_is_in(place):
            raise Refusal("conversation.roster")
        return place

    async def _team(self, request: web.Request) -> web.StreamResponse:
        def tell() -> Json:
            team = self._known(request)
            return {
                "id": team.id,
                "name": team.name,
                "type": "standard",
                "aadGroupId": team.aad_group,
                "channelCount": len(self._channels_of(team)),
                "memberCount": len(team.members),
            }

        return await self._teams.answer("teams", dict(request.match_info), tell, request)

    async def _channels(self, request: web.Request) -> web.StreamResponse:
        def tell() -> Json:
            found = self._channels_of(self._known(request))
            channels = [
                {"id": one.id, "name": one.name or None, "type": "standard"} for one in found
            ]
            return {"conversations": channels}

        return await self._teams.answer("teams", dict(request.match_info), tell, request)

    def _known(self, request: web.Request) -> Team:
        team = self._teams.teams.get(request.match_info["team"])
        if team is None:
            raise Refusal("team.unknown")
        self._there(team.id)
        self._teams.take_turn("teams", team.id)
        return team

    def _channels_of(self, team: Team) -> list[Conversation]:
        places = self._teams.conversations.values()
        return [one for one in places if one.team == team.id and not one.private]
