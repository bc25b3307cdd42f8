"""Waits for orders, one a line, and forks a desk for each: ``python -m tests.crashing``.

An order is JSON: the database's ``url``, Slack's ``api_url``, the ``point`` at which to
die and the ``platform`` that it concerns (for ``any moment`` the seconds until then). It
answers with the port that the desk listens on and its pid, and when it has ended with the
signal that ended it.
"""

import asyncio
import json
import os
import socket
import sys
from typing import Any, TextIO

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.clock import SystemClock
from tests.contract.wiring import loops_of, wire
from tests.crashing.points import ANY_MOMENT, POINTS, acknowledged, any_moment


class _Watched:
    """Tells when the answer to the first request has left."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, then remember that it was served."""

        async def watched(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                acknowledged.set()

        await self._app(scope, receive, watched)


async def run_desk(order: dict[str, Any], port: socket.socket) -> None:
    """A desk at work until it dies."""
    _, _, desk = await wire(order["url"], SystemClock(), order["api_url"])
    points = {**POINTS, ANY_MOMENT: any_moment}
    points[order["point"]](order["platform"])
    await desk.listener.start()
    loops = [asyncio.create_task(loop) for loop in loops_of(desk, poll=0.1)]
    config = uvicorn.Config(_Watched(desk.app), log_level="critical", lifespan="off")
    await uvicorn.Server(config).serve([port])
    await asyncio.gather(*loops)


def main() -> None:
    """Carry out orders until there are none."""
    # What a desk logs must not come between our answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        port = socket.socket()
        port.bind(("127.0.0.1", 0))
        port.listen()
        number = port.getsockname()[1]
        pid = os.fork()
        if pid == 0:
            asyncio.run(run_desk(json.loads(line), port))
            os._exit(0)
        port.close()
        _say(answers, port=number, pid=pid)
        _, status = os.waitpid(pid, 0)
        _say(answers, ended=os.waitstatus_to_exitcode(status))


def _say(answers: TextIO, **words: int) -> None:
    answers.write(json.dumps(words) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
