"""The story's files, made when it is played: a picture of a page that fails, and a log."""

import io
from collections.abc import AsyncIterator

_LINES = (
    "10:38:02 INFO  proxy     certificate of login.harbour.example checked",
    "10:38:02 WARN  proxy     certificate ended today at 10:38:00",
    "10:40:11 ERROR proxy     handshake with the login service failed: certificate has expired",
    "10:40:11 ERROR gateway   GET /login 502 in 31 ms",
    "10:40:14 ERROR gateway   GET /login 502 in 29 ms",
    "10:41:03 ERROR gateway   POST /session 502 in 30 ms",
)


def content_of(name: str) -> bytes:
    """The file of that name."""
    return _picture() if name.endswith(".png") else _log()


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    """The content as a stream."""
    yield content


def _log() -> bytes:
    return "\n".join((*_LINES, *_LINES[2:] * 30, "")).encode()


def _picture() -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (1120, 640), "#f5f6f7")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 1120, 56), fill="#e2e4e8")
    for at, colour in enumerate(("#b3261e", "#8a5300", "#1f6f43")):
        draw.ellipse((24 + at * 28, 20, 40 + at * 28, 36), fill=colour)
    draw.rounded_rectangle((136, 12, 1096, 44), 8, fill="#ffffff", outline="#cdd1d7")
    draw.text((152, 18), "login.harbour.example", fill="#565b64", font=ImageFont.load_default(18))
    draw.rounded_rectangle((280, 168, 840, 488), 12, fill="#ffffff", outline="#cdd1d7")
    draw.text((328, 216), "502", fill="#3457c9", font=ImageFont.load_default(88))
    draw.text((328, 336), "Bad gateway", fill="#1c1e22", font=ImageFont.load_default(36))
    told = "The login service does not answer."
    draw.text((328, 400), told, fill="#565b64", font=ImageFont.load_default(24))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
