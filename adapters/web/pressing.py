"""POST: buttons, menus and forms. A press may open a form; a form may come back with errors,
and keeps the files that came with the words that opened it."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.addresses import Where, to_uuid, to_where
from adapters.web.channels import Extras
from adapters.web.composing import new_nonce
from adapters.web.files import sent_files, to_brought
from adapters.web.inbound import to_act
from adapters.web.responding import BROKEN, Web, go, log
from adapters.web.sending import Sent, read_sent, require_spot, tell_act
from adapters.web.views import FormView
from bot.cards import File, Form
from bot.incoming import Incoming, Kind
from core.access.actor import Actor
from core.errors import HelpdeskError

FIELD = "f."


async def press(web: Web, request: Request) -> Response:
    """A button or a line of a menu: it says a typed command."""
    sent = await read_sent(web, request)
    more = {"stamp": sent.text("stamp") or None}
    return await _act(web, request, sent, Kind.PRESS, more)


async def submit(web: Web, request: Request) -> Response:
    """A filled-in form: its command and the values of its fields."""
    sent = await read_sent(web, request)
    values = {
        name.removeprefix(FIELD): sent.text(name) for name in sent.fields if name.startswith(FIELD)
    }
    more = {"stamp": sent.text("stamp") or None, "values": values}
    return await _act(web, request, sent, Kind.FORM, more)


async def _act(
    web: Web, request: Request, sent: Sent, kind: Kind, more: Mapping[str, object]
) -> Response:
    async with web.enter(request) as (visit, actor):
        await require_spot(visit, actor, sent.where)
        files = await sent_files(visit, actor, sent.fields)
    back = to_where(sent.text("back"), actor)
    incoming = _to_incoming(web, actor, sent, kind, {**more, "files": to_brought(files)})
    try:
        form = await web.desk.ask(incoming)
        if form is None:
            return go(await tell_act(web, request, actor, sent, incoming, files) or back)
    except HelpdeskError as error:
        return await web.show_again(request, back, Extras(notice=str(error)), 409)
    except Exception as error:
        log.exception("web.press_failed", error=repr(error))
        return await web.show_again(request, back, Extras(notice=BROKEN), 503)
    status = 422 if kind is Kind.FORM else 200
    return await web.show_again(request, back, Extras(form=_view(form, sent, files)), status)


def _to_incoming(
    web: Web, actor: Actor, sent: Sent, kind: Kind, more: Mapping[str, object]
) -> Incoming:
    words = sent.text("words")
    if words in {"ticket", "support", "desk"}:
        more = {**more, "words": words}
    now = web.clock.now()
    return to_act(kind, actor, sent.where, sent.nonce, now, sent.text("says")[:500], **more)


def _view(form: Form, sent: Sent, files: tuple[File, ...]) -> FormView:
    where: Where = sent.where
    stamp = to_uuid(sent.text("stamp"))
    return FormView(form, where.slug, where.thread, stamp, new_nonce(), files)
