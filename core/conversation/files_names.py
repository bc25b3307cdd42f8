"""File names as they may be shown and stored: one line, no paths, no tricks."""

import unicodedata

LONGEST = 150
NAMELESS = "file"
_REPLACED = dict.fromkeys(map(ord, '<>:"|?*'), "_")
_SIZES = ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))


def safe_name(said: str) -> str:
    """The last part of a path, without characters that control, hide or reverse text."""
    last = said.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if not _is_hidden(c))
    clean = " ".join(shown.translate(_REPLACED).split()).strip(". ")
    if not clean:
        return NAMELESS
    return clean if len(clean) <= LONGEST else _shortened(clean)


def extension_of(name: str) -> str:
    """What stands after the last dot, in small letters; empty if nothing does."""
    stem, dot, last = name.rpartition(".")
    return last.casefold() if dot and stem else ""


def size_in_words(size: int) -> str:
    """``24 KB``, ``1.4 MB``."""
    for unit, word in _SIZES:
        if size >= unit:
            count = size / unit
            return f"{count:.1f} {word}" if count < 10 else f"{count:.0f} {word}"
    return f"{size} bytes" if size != 1 else "1 byte"


def line_of_names(names: list[str]) -> str:
    """What a message says that brings files and no words."""
    return f"📎 {', '.join(names)}"


def _is_hidden(character: str) -> bool:
    # Control, format (direction marks among them), surrogate, private, unassigned; line ends.
    category = unicodedata.category(character)
    return category.startswith("C") or category in {"Zl", "Zp"}


def _shortened(name: str) -> str:
    stem, dot, last = name.rpartition(".")
    if not dot or len(last) > 12:
        return name[:LONGEST].rstrip()
    return f"{stem[: LONGEST - len(last) - 1].rstrip()}.{last}"
