"""The two pictures that Teams shows for the app: a ticket with a notch on either side."""

import io

_SIZE, _SMALL = 192, 32
_BLUE = (31, 58, 95, 255)
_WHITE = (255, 255, 255, 255)
_CLEAR = (0, 0, 0, 0)
_FINER = 4
"""Drawn so many times larger, and made smaller for smooth edges."""


def draw_color() -> bytes:
    """The full picture, 192 pixels wide: a white ticket on blue."""
    return _draw(_SIZE, ground=_BLUE, ticket=_WHITE, hole=_BLUE, outline=False)


def draw_outline() -> bytes:
    """The small one, 32 pixels wide: white lines on nothing, as Teams asks."""
    return _draw(_SMALL, ground=_CLEAR, ticket=_WHITE, hole=_CLEAR, outline=True)


Colour = tuple[int, int, int, int]


def _draw(size: int, *, ground: Colour, ticket: Colour, hole: Colour, outline: bool) -> bytes:
    from PIL import Image, ImageDraw

    large = size * _FINER
    picture = Image.new("RGBA", (large, large), ground)
    pen = ImageDraw.Draw(picture)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return (left * large, top * large, right * large, bottom * large)

    pen.rounded_rectangle(box(0.12, 0.27, 0.88, 0.73), radius=0.06 * large, fill=ticket)
    for left in (0.12, 0.88):
        pen.ellipse(box(left - 0.08, 0.42, left + 0.08, 0.58), fill=hole)
    if outline:
        pen.rounded_rectangle(box(0.19, 0.34, 0.81, 0.66), radius=0.03 * large, fill=hole)
        for left in (0.12, 0.88):
            pen.ellipse(box(left - 0.15, 0.37, left + 0.15, 0.63), fill=ticket)
            pen.ellipse(box(left - 0.08, 0.42, left + 0.08, 0.58), fill=hole)
        pen.rectangle(box(0, 0, 0.12, 1), fill=hole)
        pen.rectangle(box(0.88, 0, 1, 1), fill=hole)
    line = ticket if outline else hole
    for top in (0.36, 0.46, 0.56):
        pen.rectangle(box(0.6, top, 0.64, top + 0.06), fill=line)
    small = picture.resize((size, size), Image.Resampling.LANCZOS)
    if outline:
        white = Image.new("RGBA", (size, size), _WHITE)
        white.putalpha(small.getchannel("A"))
        small = white
    saved = io.BytesIO()
    small.save(saved, "PNG", optimize=True)
    return saved.getvalue()
