"""Logs: one line per fact, as JSON for machines or coloured for people, on standard error."""

import logging
import logging.config
from typing import Any

import structlog
import structlog.tracebacks

_SECRET = frozenset({"authorization", "password", "secret", "token", "secret_key", "bot_token"})


def configure_logs(level: str = "INFO", *, as_json: bool = True, role: str | None = None) -> None:
    """Send our own log lines and those of the libraries to one place in one shape.

    Each line carries the ``role`` of the process, if one is given.
    """
    shared: list[Any] = [
        *([_of_role(role)] if role else []),
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        hide_secrets,
    ]
    # Without the values of local variables: they hold what people wrote, and keys.
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    traces = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    renderer: list[Any] = (
        [structlog.processors.ExceptionRenderer(traces), structlog.processors.JSONRenderer()]
        if as_json
        else [plain]
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for noisy in ("httpx", "httpcore", "apscheduler", "slack_bolt", "slack_sdk"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def hide_secrets(_logger: Any, _method: str, line: dict[str, Any]) -> dict[str, Any]:
    """A processor that blanks values whose name says that they are secret."""
    for name in _SECRET.intersection(line):
        line[name] = "(hidden)"
    return line


def _of_role(role: str) -> Any:
    def add_role(_logger: Any, _method: str, line: dict[str, Any]) -> dict[str, Any]:
        line.setdefault("role", role)
        return line

    return add_role
