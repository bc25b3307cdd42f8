"""POST: what people say. The post is kept first, then the desk is told; both may be repeated."""

from dataclasses import dataclass
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.addresses import SUPPORT, Where, channels_of, to_uuid, to_where
from adapters.web.channels import Extras
from adapters.web.composing import new_nonce
from adapters.web.files import sent_files, to_brought
from adapters.web.inbound import to_act, to_command, to_opening, to_post_id, to_said
from adapters.web.posts import add_said, remove_post
from adapters.web.reading import read_root
from adapters.web.responding import BROKEN, Web, go, log
from adapters.web.views import FormView
from api.pages.session import Visit
from bot.cards import File, Form
from bot.incoming import Incoming, Kind
from core.access.actor import Actor
from core.conversation.files_names import line_of_names
from core.errors import HelpdeskError, NotFound
from core.ids import moment_of, new_id

LONGEST = 12_000


@dataclass(frozen=True)
class Sent:
    """A submitted form of the chat, with the fields that all of them have."""

    fields: FormData
    where: Where
    nonce: str

    def text(self, name: str) -> str:
        """A field's text, trimmed; empty if it was not sent."""
        return str(self.fields.get(name, "")).replace("\r\n", "\n").replace("\x00", "").strip()

    def refused(self, text: str, problem: str) -> Extras:
        """The same text to be sent again, under the same nonce, with what went wrong."""
        return Extras(text=text, error=problem, nonce=self.nonce, composer=self.where.thread)

    def view(self, actor: Actor) -> Where:
        """What the sender looked at: a thread may be open beside the channel written in."""
        back = to_where(self.text("back"), actor)
        return back if back.slug == self.where.slug else self.where


async def read_sent(web: Web, request: Request) -> Sent:
    """The submitted form. Raises ``ForgedRequest`` if it is not one of ours."""
    fields = await web.door.read_form(request)
    where = Where(str(fields.get("channel", "")), to_uuid(str(fields.get("thread", ""))))
    return Sent(fields, where, str(fields.get("nonce", ""))[:64] or new_nonce())


async def require_spot(visit: Visit, actor: Actor, where: Where) -> None:
    """Let pass who may write there. Raises ``NotFound``."""
    if where.slug not in channels_of(actor):
        raise NotFound(ref="that conversation")
    if where.thread is not None:
        root = await read_root(visit.uow, actor, where.channel(actor), where.thread)
        if root is None:
            raise NotFound(ref="that conversation")


async def send(web: Web, request: Request) -> Response:
    """A message, a note, a reply to the customer or a slash command."""
    sent = await read_sent(web, request)
    text = sent.text("text")
    async with web.enter(request) as (visit, actor):
        await require_spot(visit, actor, sent.where)
        files = await sent_files(visit, actor, sent.fields)
    where = sent.view(actor)
    if not text and not files:
        return go(where)
    if len(text) > LONGEST:
        problem = f"This is {len(text):,} characters long; {LONGEST:,} fit. Shorten it a little."
        return await web.show_again(request, where, sent.refused(text, problem), 422)
    try:
        opened, where = await _deal_with(web, request, actor, sent, text, files)
    except HelpdeskError as error:
        return await web.show_again(request, where, sent.refused(text, str(error)), 422)
    except Exception as error:
        log.exception("web.send_failed", error=repr(error))
        return await web.show_again(request, where, sent.refused(text, BROKEN), 503)
    if opened is None:
        return go(where)
    return await web.show_again(request, where, Extras(form=_form_view(opened, sent.where, files)))


def _form_view(form: Form, where: Where, files: tuple[File, ...]) -> FormView:
    return FormView(form, where.slug, where.thread, None, new_nonce(), files)


async def _deal_with(
    web: Web, request: Request, actor: Actor, sent: Sent, text: str, files: tuple[File, ...]
) -> tuple[Form | None, Where]:
    """Carry it to the desk: a form that must be filled in first, and the view to go on to."""
    words = text or line_of_names([one.name for one in files])
    # By the clock that the ids of our own posts tell of, not the desk's, which a demo moves.
    brought = {"files": to_brought(files), "said_at": moment_of(new_id())}
    act = _to_act(web, actor, sent, words)
    if act is not None:
        act = act.model_copy(update=brought)
        form = await web.desk.ask(act)
        if form is not None:
            return form, sent.view(actor)
        return None, await tell_act(web, request, actor, sent, act, files) or sent.view(actor)
    post_id = to_post_id(actor, sent.nonce)
    said = to_said(actor, sent.where, post_id, web.clock.now(), words)
    said = said.model_copy(update=brought)
    if said.kind is Kind.COMMAND:
        form = await web.desk.ask(said)
        if form is not None:
            return form, sent.view(actor)
    await _post_and_tell(web, request, sent.where, said, post_id, text, files)
    starts_thread = sent.where.slug == SUPPORT and sent.where.thread is None
    return None, Where(sent.where.slug, post_id) if starts_thread else sent.view(actor)


async def tell_act(
    web: Web,
    request: Request,
    actor: Actor,
    sent: Sent,
    act: Incoming,
    files: tuple[File, ...] = (),
) -> Where | None:
    """Tell the desk. A ticket that a customer opens in support begins a thread there, whose
    root is what they wrote; then that thread is the view to go on to."""
    opening = to_opening(act) if sent.where.slug == SUPPORT and sent.where.thread is None else ""
    if not opening:
        await web.desk.tell(act)
        return None
    post_id = to_post_id(actor, sent.nonce)
    where = Where(SUPPORT, post_id)
    act = act.model_copy(update={"spot": where.spot(actor)})
    await _post_and_tell(web, request, sent.where, act, post_id, opening, files)
    return where


async def _post_and_tell(
    web: Web,
    request: Request,
    where: Where,
    said: Incoming,
    post_id: UUID,
    text: str,
    files: tuple[File, ...],
) -> None:
    async with web.enter(request) as (visit, author):
        assert author.person_id is not None
        channel = where.channel(author)
        await add_said(visit.uow, post_id, channel, where.thread, author.person_id, text, files)
    try:
        await web.desk.tell(said)
    except Exception:
        # Nobody will answer a post that the desk has not heard of: take it back, so that
        # sending again (with the same nonce) is the first time for everybody.
        async with web.enter(request) as (visit, _):
            await remove_post(visit.uow, post_id)
        raise


def _to_act(web: Web, actor: Actor, sent: Sent, text: str) -> Incoming | None:
    """What is not a post: a slash command, or a reply that the agent chose to send."""
    now = web.clock.now()
    if sent.text("mode") == "reply" and actor.is_staff:
        says = f"reply {sent.text('answers')}"
        values = {"text": text}
        return to_act(Kind.FORM, actor, sent.where, sent.nonce, now, says, values=values)
    command = to_command(text, actor)
    if command is None:
        return None
    words, said = command
    return to_act(Kind.COMMAND, actor, sent.where, sent.nonce, now, said, words=words)
