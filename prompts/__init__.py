"""Prompt texts for a language model: Markdown files with front matter, filled strictly.

``version`` is raised with every change of the text; ``inputs`` names the placeholders.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FILE = re.compile(
    r"---\nversion: (?P<version>\d+)\ninputs: (?P<inputs>[a-z_, ]+)\n---\n"
    r"# System\n(?P<system>.+)\n# User\n(?P<user>.+)",
    re.DOTALL,
)
_PLACE = re.compile(r"\{\{([a-z_]+)\}\}")


@dataclass(frozen=True)
class Filled:
    """A prompt that is ready to be sent."""

    name: str
    version: int
    system: str
    user: str


@dataclass(frozen=True)
class Prompt:
    """A prompt with places for its inputs."""

    name: str
    version: int
    inputs: frozenset[str]
    system: str
    user: str

    def fill(self, **inputs: str) -> Filled:
        """The prompt with its inputs. What stands in an input is never read as a placeholder.

        Raises ``ValueError`` if an input is missing or unknown.
        """
        if set(inputs) != self.inputs:
            raise ValueError(f"{self.name} needs {sorted(self.inputs)}, got {sorted(inputs)}")
        system, user = (
            _PLACE.sub(lambda place: inputs[place[1]], text) for text in (self.system, self.user)
        )
        return Filled(self.name, self.version, system, user)


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt of that name. Raises ``ValueError`` if its file is not as it must be."""
    said = files("prompts").joinpath(f"{name}.md").read_text("utf-8")
    parts = _FILE.fullmatch(said)
    if parts is None:
        raise ValueError(f"{name}.md lacks its front matter, System or User")
    inputs = frozenset(word.strip() for word in parts["inputs"].split(","))
    if inputs != {place[1] for place in _PLACE.finditer(parts["system"] + parts["user"])}:
        raise ValueError(f"{name}.md uses other placeholders than it names")
    return Prompt(
        name, int(parts["version"]), inputs, parts["system"].strip(), parts["user"].strip()
    )
