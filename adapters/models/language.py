"""A language model behind any endpoint that LangChain knows, for :class:`ChatModel`."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel

from core.assistant.ports import ModelFailed
from core.settings import LlmSettings
from prompts import Filled

log = structlog.get_logger()
Shape = TypeVar("Shape", bound=BaseModel)

LONGEST = 1200
"""Tokens that an answer may have: one without end costs no more than these."""
LARGEST = 8 * LONGEST
"""Characters after which we hang up: not every endpoint keeps to the number of tokens."""
FIRST, BETWEEN = 0.75, 0.25
"""The parts of ``LLM__TIMEOUT`` that it may take to begin, and between two pieces."""


class LangChainModel:
    """The model that ``LLM__MODEL`` names. Loaded in a thread at its first use.

    A name without a provider is taken for one of an OpenAI-compatible endpoint.
    """

    def __init__(self, settings: LlmSettings) -> None:
        self._settings = settings
        self._client: Any = None
        self._loading = threading.Lock()

    @property
    def name(self) -> str:
        """The model's name without its provider."""
        return self._settings.model.rpartition(":")[2]

    def warm(self) -> None:
        """Load what is needed to speak to it: seconds, so never on the event loop."""
        with self._loading:
            if self._client is None:
                self._client = _build(self._settings)

    async def fill_in(self, prompt: Filled, shape: type[Shape]) -> Shape:
        """One question, one answer in that shape, within ``LLM__TIMEOUT`` seconds. It is
        streamed, so that one that stalls or never ends is cut off sooner."""
        said = [("system", prompt.system), ("human", prompt.user)]
        try:
            if self._client is None:
                await asyncio.to_thread(self.warm)
            # As a schema and not as our class: clients try to read each half of an answer.
            model, *reading = self._client.with_structured_output(
                shape.model_json_schema(), method="json_schema", **_strict(self._client)
            ).steps
            async with asyncio.timeout(self._settings.timeout):
                heard = await self._heard(model.astream(said))
        except TimeoutError as error:
            raise ModelFailed("it did not answer in time") from error
        except _Endless as error:
            log.warning("model.endless", model=self.name, prompt=prompt.name)
            raise ModelFailed("its answer had no end") from error
        except Exception as error:
            # Each provider has errors of its own; whatever it is, we go on without it.
            log.warning("model.failed", model=self.name, prompt=prompt.name, error=repr(error))
            raise ModelFailed(_in_words(error)) from error
        try:
            for step in reading:
                heard = await step.ainvoke(heard)
            return shape.model_validate(heard)
        except ValueError as error:
            log.warning("model.wrong_answer", model=self.name, prompt=prompt.name)
            raise ModelFailed("its answer could not be read") from error

    async def _heard(self, stream: AsyncGenerator[Any]) -> Any:
        """All that was said, put together from its pieces: cut off as soon as it stalls or is
        longer than any answer that we ask for."""
        whole, length, pause = None, 0, self._settings.timeout * FIRST
        async with contextlib.aclosing(stream) as pieces:
            while True:
                async with asyncio.timeout(pause):
                    piece = await anext(pieces, None)
                if piece is None:
                    break
                whole = piece if whole is None else whole + piece
                length += len(str(piece.content))
                if length > LARGEST:
                    raise _Endless
                pause = self._settings.timeout * BETWEEN
        if whole is not None and whole.response_metadata.get("finish_reason") == "length":
            raise _Endless  # half an answer can look like a whole one
        return whole


class _Endless(Exception):
    """An answer is longer than any that we ask for."""


def _strict(client: Any) -> dict[str, Any]:
    return {"strict": True} if type(client).__name__ == "ChatOpenAI" else {}


def _in_words(error: Exception) -> str:
    if type(error).__name__ == "LengthFinishReasonError":
        return "its answer had no end"
    status = getattr(error, "status_code", None)
    if status == 429:
        return "it is asked too much at the moment"
    if status in {401, 403}:
        return "it refused our key"
    return "it could not be reached"


def _build(settings: LlmSettings) -> Any:
    from langchain.chat_models import init_chat_model

    provider, colon, _ = settings.model.partition(":")
    named: dict[str, Any] = {}
    if not colon or not provider.isidentifier():
        named["model_provider"] = provider = "openai"
    if provider == "openai":
        # The endpoints that speak its older protocol are many.
        named["use_responses_api"] = False
    if settings.base_url:
        named["base_url"] = settings.base_url
    key = settings.api_key.get_secret_value() if settings.api_key else None
    if key or settings.base_url:
        named["api_key"] = key or "none"
    return init_chat_model(
        settings.model,
        temperature=0,
        max_tokens=LONGEST,
        timeout=settings.timeout,
        max_retries=1,
        **named,
    )
