"""Summing up a conversation with a language model: each point names a message that says it."""

from dataclasses import dataclass

from pydantic import BaseModel, Field

from core.assistant.grounding import numbers_stand_in, stands_in
from core.assistant.masking import Mask
from core.assistant.ports import ChatModel, ModelFailed, numbered
from prompts import load_prompt

LONGEST = 24_000
"""Characters that are shown to the model: of a long conversation, its end."""

INVENTED = "it named messages that are not there"
UNSAID = "it said things that the messages do not say"


class Line(BaseModel):
    """A point and the number of the message that says it."""

    text: str = Field(max_length=400)
    message: int


class Points(BaseModel):
    """What a model made of a conversation."""

    question: Line | None = None
    tried: list[Line] = Field(default=[], max_length=3)
    promised: list[Line] = Field(default=[], max_length=3)
    next: Line | None = None


@dataclass(frozen=True)
class Condensed:
    """The same with the messages by their place in the conversation."""

    question: tuple[str, int] | None
    tried: tuple[tuple[str, int], ...]
    promised: tuple[tuple[str, int], ...]
    next: tuple[str, int] | None


@dataclass(frozen=True)
class Condensing:
    """Work: the points of ``messages`` (role, audience, text), or why there are none."""

    model: ChatModel
    messages: tuple[tuple[str, str, str], ...]

    async def do(self) -> Condensed | str:
        """Ask the model; points without a message are not believed."""
        mask = Mask()
        skipped, shown = _shown(self.messages)
        texts = [mask.hide(f"{role} ({audience}): {body}") for role, audience, body in shown]
        try:
            filled = load_prompt("summary").fill(messages=numbered(texts))
            points = await self.model.fill_in(filled, Points)
        except ModelFailed as error:
            return str(error)
        lines = [*points.tried, *points.promised, points.question, points.next]
        if not all(1 <= line.message <= len(texts) for line in lines if line):
            return INVENTED
        if not _is_said(points, texts):
            return UNSAID

        def placed(line: Line) -> tuple[str, int]:
            return mask.show(line.text), skipped + line.message - 1

        return Condensed(
            question=placed(points.question) if points.question else None,
            tried=tuple(map(placed, points.tried)),
            promised=tuple(map(placed, points.promised)),
            next=placed(points.next) if points.next else None,
        )


def _is_said(points: Points, texts: list[str]) -> bool:
    """Whether what was tried and promised stands in the messages that are named for it. What is
    asked and what comes next is concluded from all of them, in words of the model's own."""
    whole = "\n".join(texts)
    return all(
        stands_in(line.text, texts[line.message - 1]) for line in (*points.tried, *points.promised)
    ) and all(numbers_stand_in(line.text, whole) for line in (points.question, points.next) if line)


def _shown(
    messages: tuple[tuple[str, str, str], ...],
) -> tuple[int, tuple[tuple[str, str, str], ...]]:
    """How many of the oldest are left out, and the rest."""
    length = 0
    for back, (_, _, body) in enumerate(reversed(messages)):
        length += len(body)
        if length > LONGEST and back:
            return len(messages) - back, messages[-back:]
    return 0, messages
