"""The fake Teams' server: sign-in, keys, Bot Connector and files, over HTTP on loopback."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from core.clock import Clock, SystemClock
from tests.fakes.far_end import Listener
from tests.fakes.teams.activities import Activities
from tests.fakes.teams.asking import Asks
from tests.fakes.teams.cards import texts_in
from tests.fakes.teams.changing import Changes
from tests.fakes.teams.conversations import Conversations
from tests.fakes.teams.files import FileHost
from tests.fakes.teams.members import Rosters
from tests.fakes.teams.pressing import Presses
from tests.fakes.teams.rates import Rates
from tests.fakes.teams.records import Conversation, Json, Refusal, User
from tests.fakes.teams.sending import Sender
from tests.fakes.teams.signing import Signer
from tests.fakes.teams.state import TeamsState
from tests.fakes.teams.tls import make_certificate
from tests.fakes.teams.tokens import SignIn
from tests.fakes.troubles import PAGE, Trouble

Did = Json | list[Json] | web.StreamResponse | None


class FakeTeams(TeamsState):
    """A tenant and the Bot Connector; see the package for what it offers."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock or SystemClock())
        self.signer = Signer(self)
        self.sign_in = SignIn(self)
        self.connector = Conversations(self)
        self.rosters = Rosters(self)
        self.files = FileHost(self)
        self.activities = Activities(self)
        self.send = Sender(self)
        self.change = Changes(self)
        self.press = Presses(self)
        self.ask = Asks(self)
        self.rates: Rates | None = None
        self._busy: Counter[str] = Counter()
        self._listener = Listener()
        self._secure_port = 0

    @property
    def origin(self) -> str:
        """Where it listens."""
        return self._listener.origin

    @property
    def service_url(self) -> str:
        """The Bot Connector's address, as activities tell it."""
        return f"{self.origin}/amer/"

    @property
    def token_url(self) -> str:
        """Where the bot gets its token."""
        return f"{self.origin}/{self.tenant}/oauth2/v2.0/token"

    @property
    def authority(self) -> str:
        """The sign-in as MSAL takes it, once :meth:`start_secure` was called."""
        return f"https://127.0.0.1:{self._secure_port}/adfs"

    @property
    def openid_url(self) -> str:
        """The document that leads to the keys of the channel service."""
        return f"{self.origin}/v1/.well-known/openidconfiguration"

    async def start(self) -> None:
        """Listen; after :meth:`stop`, at the same port again."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        self._add_to(app)
        await self._listener.start(app)

    async def start_secure(self, folder: Path) -> Path:
        """Listen with a certificate too, for :attr:`authority`; the file that clients must trust
        (``REQUESTS_CA_BUNDLE``)."""
        context, trusted = make_certificate(folder)
        self._secure_port = await self._listener.start_secure(context)
        return trusted

    def _add_to(self, app: web.Application) -> None:
        self.signer.add_to(app)
        self.sign_in.add_to(app)
        self.connector.add_to(app)
        self.rosters.add_to(app)
        self.files.add_to(app)

    async def stop(self) -> None:
        """Refuse connections; what was said is kept."""
        self.heal()
        await self._listener.stop()

    def calls(self, name: str) -> list[Json]:
        """What was asked in every call of that name."""
        return [args for call, args in self.requests if call == name]

    def can_reach(self, user: User) -> bool:
        """Whether the bot may write to somebody: they, or a team of theirs, have the app."""
        theirs = any(user.id in one.members and one.installed for one in self.teams.values())
        return user.installed or theirs

    def take_turn(self, call: str, conversation: str) -> None:
        """Count a call against the rates, when they are kept."""
        if self.rates is not None:
            self.rates.check(call, conversation, self.clock.now())

    def note_pings(self, place: Conversation, body: Json) -> None:
        """Remember whom a message calls: those whose mention stands in its words."""
        cards = [one["content"] for one in body.get("attachments") or () if "content" in one]
        words = [body.get("text") or "", *(text for card in cards for text in texts_in(card))]
        inside = [one for card in cards for one in (card.get("msteams") or {}).get("entities", ())]
        for one in [*(body.get("entities") or ()), *inside]:
            called = (one.get("mentioned") or {}).get("id")
            if any(one.get("text") and one["text"] in text for text in words):
                self.pings.append(str(called))

    async def answer(
        self,
        call: str,
        args: Json,
        do: Callable[[], Did],
        request: web.Request,
        *,
        free: bool = False,
    ) -> web.StreamResponse:
        """Do what was asked and tell, or refuse; troubles come between. ``free``: no token."""
        self.requests.append((call, args))
        trouble = self.take_trouble(call)
        if trouble is not None and trouble.kind in ("status", "garbage") and not trouble.there:
            return await self._tell(_troubled(trouble))
        where = request.match_info.get("conversation", "")
        self._busy[where] += 1
        try:
            told = self._do(do, request, where, free=free)
            await self.notify()
            if trouble is not None and trouble.kind == "hang":
                await self.healed.wait()
        finally:
            self._busy[where] -= 1
        if trouble is not None and trouble.kind == "drop" and request.transport:
            request.transport.abort()
        if trouble is not None and trouble.there:
            return _troubled(trouble)
        return told

    def _do(
        self, do: Callable[[], Did], request: web.Request, where: str, *, free: bool
    ) -> web.StreamResponse:
        try:
            if not free:
                self.sign_in.check(request)
            if self.strict_order and where and self._busy[where] > 1:
                raise Refusal("conversation.busy")
            did = do()
        except Refusal as refusal:
            self.broken.append(refusal.rule)
            return refused(refusal)
        if isinstance(did, web.StreamResponse):
            return did
        if did is None:
            return web.Response(status=200)
        return web.json_response(did, status=201 if request.method == "POST" and not free else 200)

    async def _tell(self, response: web.Response) -> web.Response:
        await self.notify()
        return response


def refused(refusal: Refusal) -> web.Response:
    """Teams' answer to a call that breaks a rule."""
    row, headers = refusal.row, {}
    if refusal.retry_after is not None:
        headers = {"Retry-After": str(refusal.retry_after)}
    told: Json = {"error": {"code": row.error, "message": row.words}}
    if refusal.rule.startswith("auth."):
        told = {"message": row.words}
    elif refusal.rule.startswith("token."):
        told = {"error": row.error, "error_description": row.words}
    elif refusal.rule == "person.blocked":
        inner = f'{{\r\n  "subCode": "{row.error}",\r\n  "details": "{row.words}"\r\n}}'
        told = {"errorCode": 209, "message": inner}
    return web.json_response(told, status=row.status, headers=headers)


def _troubled(trouble: Trouble) -> web.Response:
    if trouble.kind == "garbage":
        return web.Response(text=trouble.body or PAGE, content_type=trouble.content_type)
    headers = {"Retry-After": trouble.retry_after} if trouble.retry_after else {}
    return web.json_response(
        {"error": {"code": trouble.error or "ServiceError", "message": "Trouble"}},
        status=trouble.status,
        headers=headers,
    )
