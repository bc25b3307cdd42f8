"""A language model of the tests' own: it answers what it was told to, or fails."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel

from core.assistant.ports import ModelFailed
from prompts import Filled

Shape = TypeVar("Shape", bound=BaseModel)


class Scripted:
    """Implements ``ChatModel``; ``prompts`` holds what it was shown."""

    name = "scripted-1"

    def __init__(self, answer: Callable[[Filled], dict[str, Any]]) -> None:
        self._answer = answer
        self.prompts: list[Filled] = []

    async def fill_in(self, prompt: Filled, shape: type[Shape]) -> Shape:
        self.prompts.append(prompt)
        return shape.model_validate(self._answer(prompt))


class Down:
    """A model that cannot be reached."""

    name = "down-1"

    async def fill_in(self, prompt: Filled, shape: type[Shape]) -> Shape:
        raise ModelFailed("it could not be reached")
