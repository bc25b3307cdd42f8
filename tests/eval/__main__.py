"""`make eval`: prints the figures of each set of questions."""

import asyncio
import sys

from core.assistant.extracting import Extractive
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.founding import found_organisation
from core.reactions import REACTIONS
from tests.eval.answers import measure, read_questions
from tests.postgres import drop_database, fresh_database, leave


async def main(names: list[str]) -> None:
    """Measure the sets with these names."""
    url = await fresh_database()
    database = Database(build_engine(url), REACTIONS)
    try:
        organisation_id = await found_organisation(database, "eval", "Evaluation")
        for name in names:
            score = await measure(database, organisation_id, Extractive(), read_questions(name))
            told = score.misses if name != "questions" else ()
            sys.stdout.write("\n".join([f"# {name}", *score.lines(), *told, ""]))
    finally:
        await database.close()
        await drop_database(url)


asyncio.run(main(sys.argv[1:] or ["questions"]))
leave()
