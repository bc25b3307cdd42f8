"""`make eval`: prints the figures of each set of questions, by words alone and with meaning.

With ``BANKING77`` naming that data set's `train.csv`, those of similar tickets as well.
"""

import asyncio
import os
import sys
from pathlib import Path
from uuid import UUID

from core.assistant.answering import KnowledgeAssistant
from core.assistant.extracting import Extractive
from core.assistant.ports import Assistant
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.founding import found_organisation
from core.knowledge.embedding import embedding_jobs
from core.reactions import REACTIONS
from tests.eval.answers import measure, read_questions
from tests.eval.likeness import measure_likeness
from tests.eval.ranks import measure_ranks
from tests.meanings import local_model
from tests.postgres import drop_database, fresh_database, leave

HELD_OUT = ("questions", "unseen")
"""Of these no question is shown: nobody is to learn from them."""


async def main(names: list[str]) -> None:
    """Measure the sets with these names."""
    url = await fresh_database()
    database = Database(build_engine(url), REACTIONS)
    try:
        organisation_id = await found_organisation(database, "eval", "Evaluation")
        for job in embedding_jobs(database, local_model()).values():
            await job({"organisation_id": str(organisation_id)})
        for name in names:
            await _measure(database, organisation_id, name)
        if path := os.environ.get("BANKING77"):
            likeness = await measure_likeness(database, organisation_id, Path(path))
            sys.stdout.write(f"{likeness.line()}\n")
        else:
            sys.stdout.write("similar tickets      not measured: BANKING77 names no train.csv\n")
    finally:
        await database.close()
        await drop_database(url)


async def _measure(database: Database, organisation_id: UUID, name: str) -> None:
    questions = read_questions(name)
    modes: dict[str, Assistant] = {
        "words only": Extractive(),
        "words and meaning (local model)": KnowledgeAssistant(local_model()),
    }
    for mode, assistant in modes.items():
        score = await measure(database, organisation_id, assistant, questions)
        told = score.misses if name not in HELD_OUT else ()
        sys.stdout.write("\n".join([f"# {name}: {mode}", *score.lines(), *told, ""]))
    ranks = await measure_ranks(database, organisation_id, questions)
    sys.stdout.write("\n".join([*(one.line() for one in ranks.values()), "", ""]))


asyncio.run(main(sys.argv[1:] or list(HELD_OUT)))
leave()
