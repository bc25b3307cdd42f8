"""Logs: one JSON line per fact, ours and the libraries' alike, without secrets."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from core.logs import configure_logs


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """What was logged since; afterwards logging is as it was."""
    root = logging.getLogger()
    handlers, level, before = root.handlers[:], root.level, structlog.get_config()
    yield lambda: capsys.readouterr().err
    root.handlers, root.level = handlers, level
    structlog.configure(**before)


def read(said: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.splitlines()]


def test_ours_and_the_libraries_lines_have_one_shape(logged: Callable[[], str]) -> None:
    configure_logs("info", as_json=True)
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        structlog.get_logger("ours").info("ticket.opened", number=7)
        logging.getLogger("theirs").warning("slow %s", "query")
        logging.getLogger("theirs").debug("too much")
    ours, theirs = read(logged())
    assert (ours["event"], ours["number"], ours["level"]) == ("ticket.opened", 7, "info")
    assert (theirs["event"], theirs["level"]) == ("slow query", "warning")
    assert ours["request_id"] == theirs["request_id"] == "r-1"
    assert ours["timestamp"].endswith("Z")
    assert ours.keys() - {"number"} == theirs.keys()


def test_secrets_and_local_values_stay_out(logged: Callable[[], str]) -> None:
    configure_logs("info", as_json=True)
    customers_words = "my password is hunter2"
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        structlog.get_logger().exception("loop.failed", token="dh_abc", password="x")
    text = logged()
    assert "dh_abc" not in text
    assert customers_words not in text
    said = read(text)[0]
    assert (said["token"], said["password"]) == ("(hidden)", "(hidden)")
    assert said["exception"][0]["exc_value"] == "broken"


def test_for_people_it_is_text(logged: Callable[[], str]) -> None:
    configure_logs("WARNING", as_json=False)
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("database.lost", seconds=3)
    text = logged()
    assert "database.lost" in text
    assert "quiet" not in text
