"""Contents given away piece by piece, and how much of each somebody really took."""

from aiohttp import web

PIECE = 64 * 1024


class Giving:
    """``given`` counts the bytes of each file that left, as far as the far end took them."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}

    async def give(self, request: web.Request, file: str, content: bytes) -> web.StreamResponse:
        """Send it as long as it is read."""
        response = web.StreamResponse()
        response.content_type = "application/octet-stream"
        response.content_length = len(content)
        await response.prepare(request)
        self.given.setdefault(file, 0)
        view = memoryview(content)
        for at in range(0, len(content), PIECE):
            await response.write(view[at : at + PIECE])
            self.given[file] += len(view[at : at + PIECE])
        await response.write_eof()
        return response
