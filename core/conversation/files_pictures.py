"""Pictures: how large they are, and small copies of them. Blocking: call it in a thread."""

import io
import warnings
from typing import IO

WIDE, HIGH = 480, 320
MOST_PIXELS = 24_000_000
"""Of a picture that must be unpacked whole; JPEG can be read smaller than it is."""
MOST_JPEG_PIXELS = 100_000_000
SHOWN = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}


def measure(content: IO[bytes], media_type: str) -> tuple[int, int] | None:
    """Width and height as it is to be shown; None for what we make no small copy of.

    Only the beginning is read, never the pixels.
    """
    if media_type not in SHOWN:
        return None
    from PIL import Image

    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(content, formats=[SHOWN[media_type]])
            width, height = picture.size
            turned = picture.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Warning):
        return None
    except Image.DecompressionBombError:
        return None
    most = MOST_JPEG_PIXELS if media_type == "image/jpeg" else MOST_PIXELS
    if width * height > most or not width or not height:
        return None
    return (height, width) if turned else (width, height)


def to_thumbnail(content: IO[bytes], media_type: str) -> bytes | None:
    """A small copy, the right way up and without any metadata; None if it cannot be read."""
    if measure(content, media_type) is None:
        return None
    from PIL import Image, ImageOps

    content.seek(0)
    try:
        with Image.open(content, formats=[SHOWN[media_type]]) as picture:
            picture.draft("RGB", (2 * WIDE, 2 * HIGH))
            picture.thumbnail((2 * WIDE, 2 * HIGH))
            upright = ImageOps.exif_transpose(picture)
            has_alpha = upright.mode in {"RGBA", "LA", "P", "PA"}
            small = upright.convert("RGBA" if has_alpha else "RGB")
            small.thumbnail((WIDE, HIGH))
            bare = Image.new(small.mode, small.size)
            bare.paste(small)
            out = io.BytesIO()
            bare.save(out, "WEBP", quality=80)
            return out.getvalue()
    except (OSError, ValueError, SyntaxError, MemoryError):
        return None
