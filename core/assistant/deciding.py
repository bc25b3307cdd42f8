"""Whether passages answer a question: what is known of the best one, weighed together.

The weights are those of a logistic regression on the questions of `tests/eval/tuning.toml` and,
lest a question about anything else gets an answer about Deskhand, of `elsewhere.toml`;
`python -m tests.eval.fitting` finds them anew and says what they reach in cross-validation.
"""

from dataclasses import dataclass

from core.knowledge.finding import Hit

ENOUGH = 0.0
"""What the trust in a passage must reach to be shown to somebody who asked."""

SURE = 1.0
"""What it must reach to be put into an agent's mouth."""


@dataclass(frozen=True)
class Weights:
    """What each sign counts, and what is there to begin with."""

    coverage: float
    strength: float
    asked: float
    near: float
    strange: float
    gap: float
    start: float


WORDS = Weights(
    coverage=3.79, strength=3.63, asked=0.0, near=0.0, strange=0.0, gap=0.0, start=-4.79
)
"""Where words alone are known."""

MEANING = Weights(
    coverage=1.58, strength=2.25, asked=8.48, near=2.18, strange=-1.33, gap=-16.63, start=2.53
)
"""Where the meaning was looked at too."""


def trust(hit: Hit, gap: float) -> float:
    """How surely the hit answers: above zero if it rather does than not.

    ``gap`` is how near the question is to what is known to be missing.
    """
    weights = WORDS if hit.asked is None else MEANING
    return (
        weights.start
        + weights.coverage * hit.coverage
        + weights.strength * hit.strength
        + weights.asked * (hit.asked or 0.0)
        + weights.near * (hit.near or 0.0)
        + weights.strange * hit.strange
        + weights.gap * gap
    )
