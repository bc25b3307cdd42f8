"""Writing from passages with a language model: each sentence cited, or nothing at all."""

from dataclasses import dataclass

from pydantic import BaseModel, Field

from core.assistant.grounding import stands_in
from core.assistant.masking import Mask
from core.assistant.ports import ChatModel, Citation, Found, ModelFailed, numbered
from prompts import load_prompt

UNGROUNDED = "it said things that the articles do not say"


class Sentence(BaseModel):
    """A sentence and the numbers of the passages that it comes from."""

    text: str = Field(max_length=1000)
    sources: list[int] = Field(max_length=10)


class Draft(BaseModel):
    """What a model wrote. ``known`` is false if the passages do not help."""

    known: bool
    sentences: list[Sentence] = Field(max_length=12)


@dataclass(frozen=True)
class Drafting:
    """Work: ``found``, with a text that ``model`` wrote from its passages.

    Without a text if the model failed or said what no passage says; without any
    passage if it says that they do not help.
    """

    model: ChatModel
    prompt: str
    asked: tuple[tuple[str, str], ...]
    found: Found

    async def do(self) -> Found:
        """Ask the model, and believe it only as far as the passages go."""
        mask = Mask()
        passages = [f"{c.title} > {c.heading}\n{c.text}" for c in self.found.citations]
        inputs = {name: mask.hide(text) for name, text in self.asked}
        filled = load_prompt(self.prompt).fill(passages=numbered(passages), **inputs)
        try:
            draft = await self.model.fill_in(filled, Draft)
        except ModelFailed as error:
            return Found(self.found.citations, trouble=str(error))
        if not draft.known:
            return Found(())
        if not draft.sentences or not all(
            is_grounded(sentence, self.found.citations) for sentence in draft.sentences
        ):
            return Found(self.found.citations, trouble=UNGROUNDED)
        return self._cited(draft, mask)

    def _cited(self, draft: Draft, mask: Mask) -> Found:
        """Only the passages that are used, numbered anew in the order of their use."""
        used = list(dict.fromkeys(n for s in draft.sentences for n in s.sources))
        said = [
            f"{mask.show(s.text.strip())} "
            + "".join(f"[{used.index(n) + 1}]" for n in dict.fromkeys(s.sources))
            for s in draft.sentences
        ]
        citations = tuple(self.found.citations[n - 1] for n in used)
        return Found(citations, text=" ".join(said), model=self.model.name)


def is_grounded(sentence: Sentence, citations: tuple[Citation, ...]) -> bool:
    """Whether a sentence cites passages that are there and that have its words and numbers."""
    if not sentence.sources or not all(1 <= n <= len(citations) for n in sentence.sources):
        return False
    cited = [citations[n - 1] for n in sentence.sources]
    return stands_in(sentence.text, " ".join(f"{c.title} {c.heading} {c.text}" for c in cited))
