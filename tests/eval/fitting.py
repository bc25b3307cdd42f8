"""`python -m tests.eval.fitting`: the weights of :mod:`core.assistant.deciding`, found anew.

A logistic regression with a little shrinkage on the tuning questions, and on questions about
anything but Deskhand: the sign of an answer is that the question has one and that the right
article would be cited. What it reaches is told by cross-validation: each question is judged by
weights that were found without it. What they reach on the questions to which nothing is fitted
stands below it.
"""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from core.access.actor import the_desk
from core.assistant.extracting import MOST, near_the_best
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.founding import found_organisation
from core.knowledge.embedding import embedding_jobs
from core.knowledge.finding import find_passages
from core.knowledge.gaps import nearest_gap
from core.reactions import REACTIONS
from tests.eval.answers import Question, read_questions
from tests.meanings import local_model
from tests.postgres import drop_database, fresh_database, leave

Floats = NDArray[np.float64]

SIGNS = {
    "words only": ("coverage", "strength"),
    "words and meaning": ("coverage", "strength", "asked", "near", "strange", "gap"),
}
SETS = ("tuning", "elsewhere", "validation", "elsewhere_checked")
LEAN = 0.1
"""Trust that is wanted beyond the balance where the gaps count. An answer about something else is
worse than a refusal with a ticket; and the gaps know the questions here better than others'."""
SHRINKAGE = 3.0
FOLDS, SHUFFLES = 10, 5
STEPS = 30


@dataclass(frozen=True)
class Weighed:
    """What is known of each question's best passage."""

    signs: Floats
    answerable: NDArray[np.bool_]
    right: NDArray[np.bool_]


async def weigh(
    database: Database, organisation_id: UUID, questions: Sequence[Question], way: str
) -> Weighed:
    """Ask every question and keep the signs instead of deciding."""
    signs, right = [], []
    for one in questions:
        meant = way == "words and meaning"
        vector = (await local_model().embed([one.text]))[0] if meant else None
        async with database.unit_of_work(organisation_id) as uow:
            desk = the_desk(organisation_id)
            hits = await find_passages(uow, desk, one.text, MOST, one_each=True, vector=vector)
        known = {"gap": nearest_gap(vector) if vector else 0.0, **(vars(hits[0]) if hits else {})}
        signs.append([known.get(sign, 0.0) for sign in SIGNS[way]])
        right.append(bool({hit.slug for hit in near_the_best(hits)} & one.right))
    answerable = [bool(one.right) for one in questions]
    return Weighed(np.array(signs), np.array(answerable), np.array(right))


def fit(signs: Floats, known: NDArray[np.bool_]) -> Floats:
    """The weight of each sign and, last, what is there to begin with (Newton's method)."""
    middle, spread = signs.mean(axis=0), signs.std(axis=0)
    rows = np.c_[(signs - middle) / spread, np.ones(len(signs))]
    shrink = np.diag([SHRINKAGE] * signs.shape[1] + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - known) + shrink @ weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + shrink
        weights -= np.linalg.solve(bend, slope)
    own = weights[:-1] / spread
    return np.append(own, weights[-1] - own @ middle)


def judge(weighed: Weighed) -> Floats:
    """The trust in each question's answer by weights that were found without it."""
    count = len(weighed.signs)
    trust = np.zeros(count)
    for shuffle in range(SHUFFLES):
        order = np.random.default_rng(shuffle).permutation(count)
        for fold in range(FOLDS):
            asked = order[fold::FOLDS]
            others = np.setdiff1d(order, asked)
            weights = fit(weighed.signs[others], _known(weighed)[others])
            trust[asked] += (weighed.signs[asked] @ weights[:-1] + weights[-1]) / SHUFFLES
    return trust


def _known(weighed: Weighed) -> NDArray[np.bool_]:
    return weighed.answerable & weighed.right


def reached(weighed: Weighed, trust: Floats, enough: float) -> tuple[float, float]:
    """The parts for which the right article is cited, and rightly none is."""
    told = trust >= enough
    cited = (told & weighed.right)[weighed.answerable]
    return float(cited.mean()), float((~told)[~weighed.answerable].mean())


def balance(weighed: Weighed, trust: Floats) -> float:
    """The trust that is enough, where both parts are as great as they can be together."""
    return float(max(trust, key=lambda each: min(reached(weighed, trust, each))))


def lines(way: str, home: Weighed, abroad: Weighed, *unseen: Weighed) -> list[str]:
    """The figures in words. How much trust is enough is asked of the questions of ``home``;
    those about anything else teach nothing where words alone are known."""
    with_meaning = "gap" in SIGNS[way]
    all_of_them = _together(home, abroad) if with_meaning else home
    trust = judge(all_of_them)[: len(home.signs)]
    enough = balance(home, trust) + (LEAN if with_meaning else 0.0)
    weights = fit(all_of_them.signs, _known(all_of_them))
    weights[-1] -= enough
    said = [f"{name}={weight:.2f}" for name, weight in zip(SIGNS[way], weights, strict=False)]
    text = [f"# {way}: {', '.join(said)}, start={weights[-1]:.2f}"]
    for more in (0.0, 0.5, 1.0, 1.5, 2.0):
        text.append(f"trust {more:.1f}: {_told(reached(home, trust, enough + more))}")
    for name, one in zip(SETS[2:], unseen, strict=True):
        checked = one.signs @ weights[:-1] + weights[-1]
        told = _told(reached(one, checked, 0.0)) if one.answerable.any() else _abstained(checked)
        text.append(f"{name}: {told}")
    return text


def _together(one: Weighed, other: Weighed) -> Weighed:
    return Weighed(
        np.concatenate([one.signs, other.signs]),
        np.concatenate([one.answerable, other.answerable]),
        np.concatenate([one.right, other.right]),
    )


def _abstained(trust: Floats) -> str:
    return f"rightly abstained {100 * (trust < 0).mean():.0f} %"


def _told(parts: tuple[float, float]) -> str:
    cited, abstained = parts
    return f"right article cited {100 * cited:.0f} %, rightly abstained {100 * abstained:.0f} %"


async def main() -> None:
    """Fit both kinds of weights."""
    url = await fresh_database()
    database = Database(build_engine(url), REACTIONS)
    try:
        organisation_id = await found_organisation(database, "eval", "Evaluation")
        for job in embedding_jobs(database, local_model()).values():
            await job({"organisation_id": str(organisation_id)})
        for way in SIGNS:
            sets = [
                await weigh(database, organisation_id, read_questions(name), way) for name in SETS
            ]
            sys.stdout.write("\n".join([*lines(way, *sets), "", ""]))
    finally:
        await database.close()
        await drop_database(url)


if __name__ == "__main__":
    asyncio.run(main())
    leave()
