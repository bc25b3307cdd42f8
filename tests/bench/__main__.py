"""`make bench`: measures everything, or the parts that are named, and holds it to the goals."""

import argparse
import asyncio
import logging
import os
import signal
import sys

import structlog

from tests.bench.answering import measure_discord, measure_teams
from tests.bench.chat import measure_acknowledging
from tests.bench.commands import measure_commands
from tests.bench.crossing import measure_crossing
from tests.bench.data import found_office, settings_of
from tests.bench.doors import measure_arrival
from tests.bench.figures import Figure, to_json, to_table
from tests.bench.meaning import measure_asking, measure_embedding
from tests.bench.processes import a_postgres, new_database
from tests.bench.rest import TICKETS, measure_rest
from tests.bench.suggesting import measure_suggesting

PARTS = ("commands", "chat", "rest", "meaning")
CHAT = (
    measure_arrival,
    measure_crossing,
    measure_acknowledging,
    measure_discord,
    measure_teams,
)


async def main(parts: list[str], *, as_json: bool) -> int:
    """Print the figures; 1 if a goal on CPU or statements was missed."""
    task = asyncio.current_task()
    assert task is not None
    # Whoever stops us must not leave our Postgres behind.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    figures: list[Figure] = []
    floor = None
    # Figures of a busy machine are higher: others' work shows in the CPU of ours, too.
    setting = {"load before": f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"}
    if "commands" in parts:
        figures += await measure_commands()
    async with a_postgres() as postgres:
        if "chat" in parts:
            for measure in CHAT:
                server = await new_database(postgres, measure.__name__)
                await found_office(server.url)
                figures += await measure(server)
        if "rest" in parts:
            server = await new_database(postgres, "rest")
            office = await found_office(server.url)
            setting |= {**await settings_of(server.url), "tickets": str(TICKETS)}
            measured, floor = await measure_rest(server, office)
            figures += measured
            figures += await measure_suggesting(server.url, office)
        if "meaning" in parts:
            server = await new_database(postgres, "meaning")
            figures += await asyncio.to_thread(measure_embedding)
            figures += await measure_asking(server, await found_office(server.url))
    if as_json:
        sys.stdout.write(to_json(figures, setting, floor))
    else:
        words = ", ".join(f"{name} {value}" for name, value in setting.items())
        note = "CPU (application, Postgres, both) and wall in milliseconds per operation."
        sys.stdout.write(f"{words}\n{note}\n\n{to_table(figures, floor)}")
    return int(any(figure.is_missed() for figure in figures))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all unless named")
    parser.add_argument("--json", action="store_true", help="figures for programs")
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.exit(asyncio.run(main(chosen.parts or list(PARTS), as_json=chosen.json)))
