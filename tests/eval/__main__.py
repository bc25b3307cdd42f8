"""`make eval`: prints the figures of each set of questions, by words alone and with meaning.

With ``BANKING77`` naming that data set's `train.csv`, those of similar tickets as well, and
how often a bank's customers get an answer about Deskhand.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
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
from tests.eval.answers import Question, measure, read_questions
from tests.eval.likeness import measure_likeness, read_said
from tests.eval.ranks import measure_ranks
from tests.meanings import local_model
from tests.postgres import drop_database, fresh_database, leave

HELD_OUT = ("questions", "unseen")
"""Of these no question is shown: nobody is to learn from them."""
FOREIGN = 300
"""So many of a bank's customers are listened to."""


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
        await _abstain(database, organisation_id, "elsewhere_checked")
        if path := os.environ.get("BANKING77"):
            said = [Question(one.text, "") for one in read_said(Path(path))[:FOREIGN]]
            await _abstain(database, organisation_id, "banking77", said)
            likeness = await measure_likeness(database, organisation_id, Path(path))
            sys.stdout.write(f"{likeness.line()}\n")
        else:
            sys.stdout.write("similar tickets      not measured: BANKING77 names no train.csv\n")
    finally:
        await database.close()
        await drop_database(url)


async def _measure(database: Database, organisation_id: UUID, name: str) -> None:
    questions = read_questions(name)
    for mode, assistant in _modes().items():
        score = await measure(database, organisation_id, assistant, questions)
        told = score.misses if name not in HELD_OUT else ()
        sys.stdout.write("\n".join([f"# {name}: {mode}", *score.lines(), *told, ""]))
    ranks = await measure_ranks(database, organisation_id, questions)
    sys.stdout.write("\n".join([*(one.line() for one in ranks.values()), "", ""]))


async def _abstain(
    database: Database, organisation_id: UUID, name: str, asked: Sequence[Question] = ()
) -> None:
    """Ask what no article speaks of."""
    for mode, assistant in _modes().items():
        score = await measure(database, organisation_id, assistant, asked or read_questions(name))
        sys.stdout.write(f"# {name}: {mode}\n{score.lines()[1]}\n\n")


def _modes() -> dict[str, Assistant]:
    return {
        "words only": Extractive(),
        "words and meaning (local model)": KnowledgeAssistant(local_model()),
    }


asyncio.run(main(sys.argv[1:] or list(HELD_OUT)))
leave()
