"""Names of files as Discord makes them plain; their titles keep what was meant."""

import re
import unicodedata

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def cleansed(name: str) -> str:
    """The name without accents, spaces and signs; of a name that has nothing else, the ending."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = _UNSAFE.sub("", "_".join(plain.split()))
    stem, _, ending = plain.rpartition(".")
    return plain.strip("._") if stem.strip("._-") else f"unknown.{ending}"
