"""The doctor's checks of the machine."""

import socket
from pathlib import Path

import pytest
from aiohttp import web

from bot.checks.machine import PACKAGES, check_names, check_port, check_python
from core.settings import Settings, load


def settings(port: int) -> Settings:
    """Settings with this port."""
    return load(env_file=None, port=port)


@pytest.mark.parametrize(
    ("version", "state"), [((3, 10, 9), "wrong"), ((3, 11, 0), "ok"), ((3, 14, 2), "ok")]
)
def test_an_old_python_is_named(version: tuple[int, int, int], state: str) -> None:
    assert check_python(version).state == state


def test_our_names_are_ours_here() -> None:
    assert [one.state for one in check_names()] == ["ok"]


def test_another_distribution_with_our_names_is_named() -> None:
    (found,) = check_names({"api": ["deskhand", "Api"], "bot": ["deskhand"]})
    assert (found.state, found.text) == ("wrong", "`api` is claimed by Api too")
    assert found.mend == "Uninstall Api from this environment."


def test_a_package_from_elsewhere_is_named(tmp_path: Path) -> None:
    found = check_names({}, tmp_path)
    assert [one.state for one in found] == ["wrong"] * len(PACKAGES)


async def test_a_port_is_free_ours_or_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        found = await check_port(settings(port))
        assert (found.state, "DESKHAND_PORT" in found.mend) == ("wrong", True)
    assert "not running" in (await check_port(settings(port))).text

    async def alive(request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    app = web.Application()
    app.router.add_get("/healthz", alive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found = await check_port(settings(int(runner.addresses[0][1])))
    await runner.cleanup()
    assert (found.state, "Deskhand is running" in found.text) == ("ok", True)
