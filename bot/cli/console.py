"""How the command line speaks: answers on standard output, errors in words, exit codes."""

import asyncio
import gc
import json
import signal
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, NoReturn

from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from core.database.failures import to_helpdesk_error
from core.errors import HelpdeskError, Invalid

INTERRUPTED = 130


@dataclass(frozen=True)
class Voice:
    """Says things to a person, or one JSON value to a program."""

    as_json: bool = False

    def answer(self, value: Any, say: Callable[[Console], None]) -> None:
        """The command's one answer: ``value`` for programs, ``say`` for people."""
        if self.as_json:
            sys.stdout.write(json.dumps(value, default=str, ensure_ascii=False, indent=2) + "\n")
        else:
            say(console())

    def note(self, text: str) -> None:
        """A line on the way, for people only."""
        if not self.as_json:
            console().print(text, markup=False, highlight=False)

    def carry_out(self, work: Coroutine[Any, Any, None], *, until_stopped: bool = False) -> None:
        """Run a command to its end; expected errors become words and exit code 1.

        ``until_stopped`` says that being interrupted is how it ends well.
        """
        gc.freeze()
        gc.enable()
        # A service manager asks with this signal: leave as after Ctrl-C, all put away.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            asyncio.run(work)
        except KeyboardInterrupt:
            raise SystemExit(0 if until_stopped else INTERRUPTED) from None
        except HelpdeskError as error:
            self._fail(error)
        except SQLAlchemyError as error:
            known = to_helpdesk_error(error)
            if known is None:
                raise
            self._fail(known)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            problem = first["msg"].removeprefix("Value error, ")
            self._fail(Invalid(field=where, problem=problem))

    def _fail(self, error: HelpdeskError) -> NoReturn:
        if self.as_json:
            value = {"error": {"code": error.code, "text": str(error)}}
            sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        else:
            errors = Console(stderr=True)
            errors.print(str(error), style="red", markup=False, highlight=False)
        raise SystemExit(1) from None


def console() -> Console:
    """Standard output as it is now."""
    return Console()


def build_table(*columns: str) -> Table:
    """An empty table in our look; its first column is never broken, for copying."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    return table
