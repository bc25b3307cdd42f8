"""What the desk itself is: as its source tree says, or else the package that is installed."""

import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

OURS = "deskhand"
_SOURCE = Path(__file__).parents[1] / "pyproject.toml"


@cache
def project() -> dict[str, Any]:
    """What the project file beside the source says; nothing where there is none of ours."""
    if not _SOURCE.is_file():
        return {}
    found: dict[str, Any] = tomllib.loads(_SOURCE.read_text("utf-8")).get("project", {})
    return found if found.get("name") == OURS else {}


def product_version() -> str:
    """Which version this is; an empty text where nobody says so."""
    try:
        return str(project().get("version") or version(OURS))
    except PackageNotFoundError:
        return ""
