"""Figures: what was measured, what was aimed at, and how both are shown."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

SLACK = 1.25
"""CPU figures of one machine move by about a quarter from run to run: more is a miss."""


@dataclass(frozen=True)
class Goal:
    """What is aimed at. Wall times only inform: they move with whatever else runs."""

    statements: int | None = None
    cpu_ms: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None

    def in_words(self) -> str:
        """The goal as the table shows it."""
        said = [f"<= {self.statements} stmts"] if self.statements is not None else []
        for name in ("cpu", "p50", "p95", "p99"):
            value = getattr(self, f"{name}_ms")
            if value is not None:
                said.append(f"{name} <= {value:g}")
        return ", ".join(said)


@dataclass(frozen=True)
class Figure:
    """One operation as it was measured. CPU is milliseconds per operation."""

    name: str
    walls: Sequence[float] = field(repr=False)
    goal: Goal = field(default_factory=Goal)
    app_ms: float | None = None
    pg_ms: float | None = None
    statements: int | None = None

    @property
    def cpu_ms(self) -> float | None:
        """CPU of application and Postgres together."""
        if self.app_ms is None:
            return None
        return self.app_ms + (self.pg_ms or 0.0)

    def wall(self, share: int) -> float:
        """The wall time in milliseconds that so many percent stayed within."""
        return percentile(self.walls, share) * 1000

    def is_missed(self) -> bool:
        """Whether a goal on CPU or statements was missed by more than :data:`SLACK`."""
        measured = ((self.statements, self.goal.statements), (self.cpu_ms, self.goal.cpu_ms))
        return any(
            got is not None and wanted is not None and got > wanted * SLACK
            for got, wanted in measured
        )

    def verdict(self) -> str:
        """``ok``, ``near`` (a goal is missed by what moves anyway), ``slow`` or ``MISSED``."""
        if not self.goal.in_words():
            return ""
        if self.is_missed():
            return "MISSED"
        measured = ((self.statements, self.goal.statements), (self.cpu_ms, self.goal.cpu_ms))
        if any(g is not None and w is not None and g > w for g, w in measured):
            return "near"
        walls = ((50, self.goal.p50_ms), (95, self.goal.p95_ms), (99, self.goal.p99_ms))
        return "slow" if any(w is not None and self.wall(s) > w for s, w in walls) else "ok"


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest value that at least so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def to_json(figures: Sequence[Figure], setting: dict[str, str], floor_ms: float | None) -> str:
    """All figures for programs."""
    rows = [
        {
            "operation": figure.name,
            "n": len(figure.walls),
            "statements": figure.statements,
            "cpu_app_ms": _rounded(figure.app_ms),
            "cpu_pg_ms": _rounded(figure.pg_ms),
            "floors": _rounded(_floors(figure, floor_ms)),
            "wall_ms": {f"p{share}": _rounded(figure.wall(share)) for share in (50, 95, 99)},
            "goal": {name: value for name, value in asdict(figure.goal).items() if value},
            "verdict": figure.verdict(),
        }
        for figure in figures
    ]
    said = {"setting": setting, "floor_ms": _rounded(floor_ms), "figures": rows}
    return json.dumps(said, indent=2) + "\n"


HEAD = ("operation", "n", "stmts", "app", "pg", "cpu", "floors", "p50", "p95", "p99", "goal", "")


def to_table(figures: Sequence[Figure], floor_ms: float | None) -> str:
    """All figures for people; CPU and wall in milliseconds."""
    rows = [HEAD, *(_row(figure, floor_ms) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if column in (0, 10, 11) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _row(figure: Figure, floor_ms: float | None) -> tuple[str, ...]:
    floors = _floors(figure, floor_ms)
    return (
        figure.name,
        str(len(figure.walls)),
        "" if figure.statements is None else str(figure.statements),
        _shown(figure.app_ms),
        _shown(figure.pg_ms),
        _shown(figure.cpu_ms),
        "" if floors is None else f"{floors:.1f}x",
        *(_shown(figure.wall(share)) for share in (50, 95, 99)),
        figure.goal.in_words(),
        figure.verdict(),
    )


def _floors(figure: Figure, floor_ms: float | None) -> float | None:
    return figure.cpu_ms / floor_ms if figure.cpu_ms is not None and floor_ms else None


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
