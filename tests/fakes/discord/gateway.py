"""The gateway: sessions over WebSocket that begin, miss nothing, resume, and are cut."""

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import aiohttp
from aiohttp import web

from tests.fakes.discord.hearing import KNOWN, PRIVILEGED, heard
from tests.fakes.discord.links import Link, Session
from tests.fakes.discord.permissions import can_see
from tests.fakes.discord.places import Channel, Guild, is_named
from tests.fakes.discord.rules import RULES

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Json = dict[str, Any]

HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 1, 2, 3, 6, 7
MEMBERS, INVALID, HELLO, ACK = 8, 9, 10, 11
COMMANDS_A_MINUTE = 120


class Gateway:
    """Holds the sessions and their sockets. Heartbeats are asked for every ``beat`` ms."""

    def __init__(self, discord: "FakeDiscord") -> None:
        self._discord = discord
        self.sessions: dict[str, Session] = {}
        self.links: list[Link] = []
        self.identified = 0
        self.resumed = 0
        self.beats = 0
        self.beat = 41_250
        self.duplicates = 0
        self.refuses = False
        self.compresses = True

    def add_to(self, app: web.Application) -> None:
        """Serve the gateway."""
        app.router.add_get("/gateway", self._link)
        app.router.add_get("/gateway/", self._link)

    def deliver(self, event: str, data: Json, channel: Channel | None, guild: Guild | None) -> None:
        """Put an event into the log of each session that may hear it."""
        times = 2 if self.duplicates else 1
        self.duplicates = max(0, self.duplicates - 1)
        for session in self.sessions.values():
            told = heard(self._discord, session.intents, event, data, channel, guild)
            for _ in range(times if told is not None else 0):
                session.add(event, json.loads(json.dumps(told)))
        self._wake()

    async def drop(self) -> None:
        """Cut every socket without a word; what happens meanwhile is kept for resuming."""
        for link in list(self.links):
            if link.transport is not None:
                link.transport.abort()
        await self._discord.wait_for(lambda: not self.links)

    async def close(self, code: int = 1001) -> None:
        """Close every socket with that code; sessions can be resumed."""
        for link in list(self.links):
            link.closed_by_us = True
            await link.socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Ask every client to reconnect and resume (op 7)."""
        for link in list(self.links):
            await link.send({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every client that its session is invalid (op 9), and forget it if for good."""
        for link in list(self.links):
            if not resumable and link.session is not None:
                self.sessions.pop(link.session.id, None)
            await link.send({"op": INVALID, "d": resumable})

    def forget(self) -> None:
        """Sessions are lost: who resumes has to identify anew."""
        self.sessions.clear()

    def _wake(self) -> None:
        for link in self.links:
            link.more.set()

    async def _link(self, request: web.Request) -> web.StreamResponse:
        if self.refuses:
            return web.Response(status=502)
        socket = web.WebSocketResponse(compress=False, autoclose=True)
        await socket.prepare(request)
        link = Link(socket, request.query.get("compress") if self.compresses else None)
        link.transport = request.transport
        self.links.append(link)
        teller = asyncio.create_task(link.tell())
        try:
            await link.send({"op": HELLO, "d": {"heartbeat_interval": self.beat, "_trace": []}})
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._hear(link, message.data)
            theirs = socket.close_code in (1000, 1001) and not link.closed_by_us
            if theirs and link.session is not None:
                self.sessions.pop(link.session.id, None)
        except ConnectionError:
            pass
        finally:
            teller.cancel()
            self.links.remove(link)
            await self._discord.notify()
        return socket

    async def _hear(self, link: Link, raw: str) -> None:
        now = self._discord.clock.now()
        link.commands.append(now)
        while link.commands[0] <= now - timedelta(seconds=60):
            link.commands.popleft()
        try:
            said = json.loads(raw)
        except ValueError:
            return await self._refuse(link, "gateway.body")
        op, data = said.get("op"), said.get("d")
        if len(link.commands) > COMMANDS_A_MINUTE:
            await self._refuse(link, "gateway.fast")
        elif op == HEARTBEAT:
            self.beats += 1
            await link.send({"op": ACK})
        elif op == IDENTIFY:
            await self._identify(link, data)
        elif op == RESUME:
            await self._resume(link, data)
        elif op in (PRESENCE, 4, MEMBERS):
            if link.session is None:
                await self._refuse(link, "gateway.first")
            elif op == MEMBERS:
                self._search(link.session, data)
        else:
            await self._refuse(link, "gateway.opcode")
        await self._discord.notify()

    def _search(self, session: Session, data: Json) -> None:
        """Members by id, or by how their name begins (op 8)."""
        guild = self._discord.guilds[str(data["guild_id"])]
        wanted = data.get("user_ids") or []
        wanted = [str(one) for one in (wanted if isinstance(wanted, list) else [wanted])]
        begun, limit = str(data.get("query") or ""), int(data.get("limit") or 0)
        found = [
            one
            for one in guild.members.values()
            if (one["user"]["id"] in wanted if wanted else is_named(one, begun))
        ]
        told = {
            "guild_id": guild.id,
            "members": found[: limit or None],
            "not_found": [one for one in wanted if one not in guild.members],
            "chunk_index": 0,
            "chunk_count": 1,
        }
        session.add("GUILD_MEMBERS_CHUNK", told | {"nonce": data.get("nonce")})
        self._wake()

    async def _refuse(self, link: Link, rule: str) -> None:
        self._discord.broken.append(rule)
        row = RULES[rule]
        await link.socket.close(code=row.code, message=row.message.encode())

    async def _identify(self, link: Link, data: Json) -> None:
        state = self._discord
        intents = int(data.get("intents", 0))
        wanted = [name for name, bit in PRIVILEGED.items() if intents & bit]
        rule = None
        if link.session is not None:
            rule = "gateway.twice"
        elif data.get("token") != state.token:
            rule = "gateway.token"
        elif intents & ~KNOWN:
            rule = "gateway.intents_invalid"
        elif set(wanted) - state.privileged:
            rule = "gateway.intents"
        if rule is not None:
            await self._refuse(link, rule)
            return
        session = link.session = Session(uuid4().hex, intents)
        self.identified += 1
        self.sessions[session.id] = session
        session.add("READY", self._ready(session))
        for guild in state.guilds.values():
            if state.bot in guild.members:
                told = guild_told(state, guild)
                if heard(state, intents, "GUILD_CREATE", told, None, guild) is not None:
                    session.add("GUILD_CREATE", told)
        link.more.set()

    async def _resume(self, link: Link, data: Json) -> None:
        session = self.sessions.get(str(data.get("session_id")))
        if data.get("token") != self._discord.token:
            await self._refuse(link, "gateway.token")
        elif session is None:
            await link.send({"op": INVALID, "d": False})
        elif not 0 <= int(data.get("seq") or 0) <= len(session.log):
            await self._refuse(link, "gateway.sequence")
        else:
            self.resumed += 1
            link.session, link.told = session, int(data.get("seq") or 0)
            session.add("RESUMED", {"_trace": []})
            link.more.set()

    def _ready(self, session: Session) -> Json:
        state = self._discord
        mine = [one.id for one in state.guilds.values() if state.bot in one.members]
        return {
            "v": 10,
            "user": state.user(state.bot),
            "guilds": [{"id": one, "unavailable": True} for one in mine],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": state.gateway_url,
            "application": {"id": state.application, "flags": 0},
        }


def guild_told(state: "FakeDiscord", guild: Guild) -> Json:
    """A server as GUILD_CREATE tells of it: its channels, its active threads that we see."""
    channels = [one for one in state.channels.values() if one.guild is guild]
    seen = [one for one in channels if one.is_thread and can_see(one, state.bot)]
    return guild.to_json() | {
        "joined_at": guild.joined_at,
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "members": [guild.members[state.bot]],
        "channels": [one.to_json() for one in channels if not one.is_thread],
        "threads": [one.to_json(state.bot) for one in seen if not one.archived],
    }
