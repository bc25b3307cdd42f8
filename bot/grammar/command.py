"""A command: what a person (or a button, or a form) wants, in neutral form."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Command:
    """``verb [TIK-1042 [r7]] [text] [key:value ...]``, taken apart.

    ``seen`` is the revision on the card whose button was pressed.
    """

    verb: str
    number: int | None = None
    seen: int | None = None
    text: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def with_values(self, values: dict[str, str]) -> "Command":
        """The same command with a form's values put in."""
        rest = {name: value for name, value in values.items() if name != "text"}
        return replace(self, text=values.get("text", self.text), options={**self.options, **rest})

    def says(self) -> str:
        """The command as one would type it."""
        parts = [self.verb]
        if self.number is not None:
            parts.append(str(self.number))
        if self.seen is not None:
            parts.append(f"r{self.seen}")
        if self.text:
            parts.append(self.text)
        parts += [f"{name}:{quoted(value)}" for name, value in self.options.items() if value]
        return " ".join(parts)


def quoted(value: str) -> str:
    """A value as it must be typed after ``key:``."""
    if not value or any(c.isspace() for c in value) or '"' in value:
        return '"' + value.replace('"', "'") + '"'
    return value
