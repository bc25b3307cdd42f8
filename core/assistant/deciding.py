"""Whether passages answer a question: what is known of the best one, weighed together.

The weights are those of a logistic regression on the questions of `tests/eval/tuning.toml`;
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
    doubt: float
    gap: float
    start: float


WORDS = Weights(coverage=4.25, strength=3.22, asked=0.0, doubt=0.0, gap=0.0, start=-4.64)
"""Where words alone are known."""

MEANING = Weights(coverage=3.23, strength=1.8, asked=4.77, doubt=-3.31, gap=-9.31, start=-3.14)
"""Where the meaning was looked at too."""


def trust(hit: Hit) -> float:
    """How surely the hit answers: above zero if it rather does than not."""
    weights = WORDS if hit.asked is None else MEANING
    return (
        weights.start
        + weights.coverage * hit.coverage
        + weights.strength * hit.strength
        + weights.asked * (hit.asked or 0.0)
        + weights.doubt * hit.doubt
        + weights.gap * hit.gap
    )
