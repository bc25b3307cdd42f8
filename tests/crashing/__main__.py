"""Waits for orders, one a line, and forks a desk for each: ``python -m tests.crashing``.

An order is JSON: the database's ``url``, Slack's ``api_url``, the settings that lead to each
other platform (``chats``), the ``point`` at which to die and the ``platform`` that it concerns
(for ``any moment`` the seconds until then). It answers with the port that the desk listens on
and its pid, and when it has ended with the signal that ended it.

An order with ``roles`` begins a process that plays these as ``deskhand run`` does, at the
``port`` of the order, with leases of so many seconds as ``lease`` says; it lives beside
others until it dies or is killed. ``{"reap": pid}`` asks whether it has ended.
"""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TextIO

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.process.roles import to_roles
from bot.process.running import running
from bot.sending import outgoing
from core.clock import SystemClock
from core.database.unit_of_work import UnitOfWork
from core.events import leasing
from tests.contract.wiring import loops_of, wire
from tests.crashing.points import (
    ANY_MOMENT,
    POINTS,
    SCHEDULED,
    TO_CUSTOMER,
    acknowledged,
    any_moment,
    sent_to_customer,
)
from tests.without import pytest_configure


@dataclass(frozen=True)
class _Furnished:
    """A far end where the desk is known already."""

    group: Mapping[str, Any]

    def settings(self) -> Mapping[str, Any]:
        """What leads to it."""
        return self.group

    async def furnish(self, uow: UnitOfWork) -> None:
        """Nothing is left to be done."""


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
    chats = [_Furnished({slug: group}) for slug, group in order["chats"].items()]
    _, _, desk = await wire(order["url"], SystemClock(), order["api_url"], chats=chats)
    points = {**POINTS, TO_CUSTOMER: sent_to_customer, ANY_MOMENT: any_moment}
    points[order["point"]](order["platform"])
    await desk.listener.start()
    loops = [asyncio.create_task(loop) for loop in loops_of(desk, poll=0.1)]
    config = uvicorn.Config(_Watched(desk.app), log_level="critical", lifespan="off")
    await uvicorn.Server(config).serve([port])
    await asyncio.gather(*loops)


async def run_roles(order: dict[str, Any], port: socket.socket) -> None:
    """Some roles at work until they die."""
    leasing.LEASE = timedelta(seconds=order["lease"])
    outgoing.LEASE_SECONDS = order["lease"]
    url, api_url, files = order["url"], order["api_url"], order["files"]
    roles = to_roles(order["roles"])
    _, _, desk = await wire(url, SystemClock(), api_url, files, roles)
    points = {**POINTS, **SCHEDULED}
    if order["point"] in points:
        points[order["point"]](order["platform"])
    async with running(desk):
        config = uvicorn.Config(desk.app, log_level="critical", lifespan="off")
        await uvicorn.Server(config).serve([port])


def main() -> None:
    """Carry out orders until there are none."""
    pytest_configure()  # a function that the tests do without is taken away here too
    # What a desk logs must not come between our answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    living: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        if "reap" in order:
            _reap(answers, living, order["reap"])
            continue
        port = socket.socket()
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        port.bind(("127.0.0.1", order.get("port", 0)))
        port.listen()
        number = port.getsockname()[1]
        pid = os.fork()
        if pid == 0:
            asyncio.run(run_roles(order, port) if "roles" in order else run_desk(order, port))
            os._exit(0)
        port.close()
        _say(answers, port=number, pid=pid)
        if "roles" in order:
            living.add(pid)
            continue
        _, status = os.waitpid(pid, 0)
        _say(answers, ended=os.waitstatus_to_exitcode(status))
    for pid in living:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _reap(answers: TextIO, living: set[int], pid: int) -> None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended:
        living.discard(pid)
    _say(answers, ended=os.waitstatus_to_exitcode(status) if ended else None)


def _say(answers: TextIO, **words: int | None) -> None:
    answers.write(json.dumps(words) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
