"""Puts the web chat together: the routes under ``/chat`` and its static files."""

from fastapi import APIRouter
from starlette.routing import Mount

from adapters.web import (
    articles,
    files,
    finding,
    owning,
    presence,
    pressing,
    reacting,
    sending,
    tickets,
    viewing,
)
from adapters.web.pages import PageBuilder
from adapters.web.rendering import STATIC, STATIC_URL, Renderer
from adapters.web.responding import Handler, Web, guarded
from adapters.web.streaming import Streams
from api.pages.session import Door
from api.pages.signing_in import ReadPersonas
from api.pages.templates import StaticAssets
from bot.ports import Desk
from core.clock import Clock
from core.conversation.files import LARGEST, Files
from core.events.listening import Listener

GET: dict[str, Handler] = {
    "/chat": viewing.show_home,
    "/chat/channels": viewing.show_channels,
    "/chat/complete": viewing.complete,
    "/chat/articles": articles.show_shelf,
    "/chat/articles/{slug}": articles.show_article,
    "/chat/find": finding.find,
    "/chat/files/{file}": files.show,
    "/chat/files/{file}/thumbnail": files.show_thumbnail,
    "/chat/posts/{post}": viewing.show_post,
    "/chat/posts/{post}/edit": owning.show_edit,
    "/chat/tickets/{number}": tickets.show_ticket,
    "/chat/{channel}": viewing.show_view,
    "/chat/{channel}/{thread}": viewing.show_view,
}
POST: dict[str, Handler] = {
    "/chat/send": sending.send,
    "/chat/files": files.bring,
    "/chat/files/{file}/delete": files.drop,
    "/chat/here": presence.be_here,
    "/chat/press": pressing.press,
    "/chat/form": pressing.submit,
    "/chat/posts/{post}/edit": owning.edit,
    "/chat/posts/{post}/delete": owning.delete,
    "/chat/posts/{post}/dismiss": owning.dismiss,
    "/chat/posts/{post}/react": reacting.put,
}


def build_web(
    door: Door,
    desk: Desk,
    listener: Listener,
    clock: Clock,
    personas: ReadPersonas | None = None,
    storage: Files | None = None,
) -> APIRouter:
    """The web chat's routes. ``personas`` is given in demo mode alone."""
    web = Web(
        door,
        desk,
        clock,
        PageBuilder(clock, personas, storage.largest if storage else LARGEST),
        Renderer(),
        storage,
    )
    router = APIRouter(include_in_schema=False)
    router.routes.append(Mount(STATIC_URL, StaticAssets(directory=STATIC), name="chat-static"))
    stream = Streams(listener).open
    for path, handler in {"/chat/stream": stream, **GET}.items():
        router.add_route(path, guarded(web, handler), methods=["GET"], include_in_schema=False)
    for path, handler in POST.items():
        router.add_route(path, guarded(web, handler), methods=["POST"], include_in_schema=False)
    return router
