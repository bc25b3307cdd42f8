"""Jinja templates for all pages: escaping on, undefined names refused, assets versioned."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.pages import markup, times

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"
STATIC_URL = "/static"


class Assets:
    """Addresses of static files that change when the file changes."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = folders
        self._known: dict[str, str] = {}

    def __call__(self, url: str) -> str:
        """``/static/x.css`` with the file's version; unknown files raise ``FileNotFoundError``."""
        if url not in self._known:
            prefix = next((p for p in self._folders if url.startswith(f"{p}/")), None)
            if prefix is None:
                raise FileNotFoundError(url)
            content = (self._folders[prefix] / url.removeprefix(f"{prefix}/")).read_bytes()
            self._known[url] = f"{url}?v={hashlib.sha256(content).hexdigest()[:12]}"
        return self._known[url]


class StaticAssets(StaticFiles):
    """Static files: kept for ever when asked for by version, else asked again each time."""

    def file_response(
        self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304, with the right ``Cache-Control``."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        versioned = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if versioned else "no-cache"
        )
        return response


class CompiledTemplates(BytecodeCache):
    """What templates were compiled to: once in a process, however many environments."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, unless its template has changed since."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what the bucket holds."""
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = CompiledTemplates()


def build_templates(
    folders: Mapping[str, Path] | None = None, templates: tuple[Path, ...] = ()
) -> Environment:
    """An environment over our base templates plus a guest's; ``folders`` maps a static
    address to its folder."""
    environment = Environment(
        loader=FileSystemLoader([*templates, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )
    environment.globals["asset"] = Assets({STATIC_URL: STATIC, **(folders or {})})
    environment.filters["prose"] = markup.to_html
    environment.filters["relative"] = times.to_relative
    environment.filters["clock"] = times.to_clock
    environment.filters["exact"] = times.to_exact
    environment.filters["day"] = times.to_day
    return environment
