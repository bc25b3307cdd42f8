"""A language model behind an OpenAI-compatible endpoint: used, or done without in time."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from adapters.models.language import LangChainModel
from core.assistant.drafting import Draft, Drafting
from core.assistant.ports import Citation, Found, ModelFailed
from core.settings import LlmSettings
from prompts import load_prompt
from tests.fakes.openai.server import KEY, FakeOpenAI

ANSWER = {"known": True, "sentences": [{"text": "Choose Forgot password.", "sources": [1]}]}
FILLED = load_prompt("answer").fill(passages="[1] Choose Forgot password.", question="how?")


@pytest.fixture
async def far() -> AsyncIterator[FakeOpenAI]:
    fake = FakeOpenAI()
    fake.answer = lambda _: ANSWER
    await fake.start()
    yield fake
    await fake.stop()


def model_at(far: FakeOpenAI, *, key: str = KEY, timeout: float = 20.0) -> LangChainModel:
    return LangChainModel(
        LlmSettings(
            model="test-model", api_key=SecretStr(key), base_url=far.base_url, timeout=timeout
        )
    )


async def test_it_fills_in_the_shape(far: FakeOpenAI) -> None:
    model = model_at(far)
    draft = await model.fill_in(FILLED, Draft)
    assert model.name == "test-model"
    assert draft == Draft.model_validate(ANSWER)
    system, user = far.requests[0]["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert user["content"] == FILLED.user
    assert far.requests[0]["response_format"]["json_schema"]["strict"] is True
    assert far.requests[0]["stream"] is True


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ("status:500", "could not be reached"),
        ("status:429", "asked too much"),
        ("garbage", "could not be"),
        ("not_json", "could not be"),
        ("wrong_shape", "could not be read"),
        ("hang", "in time"),
        ("silent", "in time"),
        ("stalled", "in time"),
        ("cut", "no end"),
        ("endless", "no end"),
    ],
)
async def test_whatever_goes_wrong_is_said_in_words(
    far: FakeOpenAI, trouble: str, reason: str
) -> None:
    model = model_at(far)
    await model.fill_in(FILLED, Draft)
    far.trouble = trouble
    patient = model_at(far, timeout=0.5 if reason == "in time" else 20)
    with pytest.raises(ModelFailed, match=reason):
        await patient.fill_in(FILLED, Draft)


@pytest.mark.parametrize(
    ("trouble", "limit"), [("silent", "FIRST"), ("stalled", "BETWEEN"), ("endless", "LARGEST")]
)
async def test_we_hang_up_long_before_the_time_is_over(
    far: FakeOpenAI, trouble: str, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {"FIRST": 1.0, "BETWEEN": 1.0, "LARGEST": 10**9} | {limit: 0.002}
    for name, value in others.items():
        monkeypatch.setattr(f"adapters.models.language.{name}", value)
    model = model_at(far, timeout=120)
    await asyncio.to_thread(model.warm)
    far.trouble = trouble
    with pytest.raises(ModelFailed):
        await model.fill_in(FILLED, Draft)
    await far.closed.wait()  # it notices that nobody listens


@pytest.mark.parametrize("trouble", ["stalled", "endless", "cut", "status:429", "not_json"])
async def test_the_passages_stand_whatever_the_endpoint_does(
    far: FakeOpenAI, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.models.language.BETWEEN", 0.01)
    far.trouble = trouble
    passages = Found((Citation("reset", "Passwords", "Reset", "Choose Forgot password."),))
    asked = (("question", "how?"),)
    found = await Drafting(model_at(far), "answer", asked, passages).do()
    assert found.citations == passages.citations
    assert found.text == ""
    assert found.trouble


async def test_a_wrong_key_is_said(far: FakeOpenAI) -> None:
    with pytest.raises(ModelFailed, match="refused our key"):
        await model_at(far, key="sk-wrong").fill_in(FILLED, Draft)


async def test_an_endpoint_that_is_down_is_said(far: FakeOpenAI) -> None:
    model = model_at(far)
    await far.stop()
    with pytest.raises(ModelFailed, match="could not be reached"):
        await model.fill_in(FILLED, Draft)
