"""The pages in the frame of another application, and nowhere else."""

import httpx
from fastapi import FastAPI
from starlette.responses import PlainTextResponse, Response

from api.pages.framing import FRAME_COOKIE, Framing, build_frame_door
from api.pages.headers import SecurityHeaders

THERE = ("https://teams.microsoft.com", "https://*.cloud.microsoft")


async def _page() -> Response:
    page = PlainTextResponse("hello")
    page.set_cookie("deskhand_session", "secret", httponly=True, samesite="lax", secure=True)
    return page


def visitor() -> httpx.AsyncClient:
    """A browser at a small site that may be framed."""
    app = FastAPI()
    app.add_api_route("/chat", _page)
    app.router.routes.append(build_frame_door("/tab", "/chat"))
    app.add_middleware(SecurityHeaders, https=True)
    app.add_middleware(Framing, ancestors=THERE, door="/tab")
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="https://desk.test")


async def test_the_door_may_be_framed_and_gives_a_cookie_for_that_frame_alone() -> None:
    answer = await visitor().get("/tab")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")
    assert f"frame-ancestors {' '.join(THERE)}" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{FRAME_COOKIE}=1;")
    assert {"Partitioned", "Secure", "SameSite=None", "HttpOnly"} <= set(cookie.split("; "))


async def test_a_page_in_the_frame_may_be_shown_and_keeps_its_cookies_there() -> None:
    answer = await visitor().get("/chat", headers={"Cookie": f"{FRAME_COOKIE}=1"})
    assert f"frame-ancestors {' '.join(THERE)}" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    parts = answer.headers["set-cookie"].split("; ")
    assert {"SameSite=None", "Secure", "Partitioned", "HttpOnly"} <= set(parts)
    assert not [one for one in parts if one.casefold() == "samesite=lax"]


async def test_everywhere_else_nobody_may_frame_us() -> None:
    answer = await visitor().get("/chat")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert "samesite=lax" in answer.headers["set-cookie"].casefold()
