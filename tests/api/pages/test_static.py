"""Static files: versioned, cached for ever by version, and vendored as they came."""

import hashlib
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Mount

from api.pages.templates import STATIC, TEMPLATES, Assets, StaticAssets
from tests.e2e.conftest import AXE

VENDOR = STATIC / "vendor"
LISTED = re.compile(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", re.MULTILINE)


@pytest.mark.parametrize("folder", [VENDOR, AXE.parent], ids=["product", "tests"])
def test_vendored_files_are_the_ones_that_are_listed(folder: Path) -> None:
    listed = dict(LISTED.findall((folder / "VENDOR.md").read_text("utf-8")))
    found = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.glob("*.js")}
    assert found == listed
    assert list(folder.glob("*.LICENSE"))


async def test_versioned_files_are_kept_and_others_are_asked_for_again() -> None:
    app = FastAPI(routes=[Mount("/static", StaticAssets(directory=STATIC))])
    url = Assets({"/static": STATIC})("/static/tokens.css")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://site"
    ) as client:
        assert "immutable" in (await client.get(url)).headers["cache-control"]
        plain = await client.get("/static/tokens.css")
        assert plain.headers["cache-control"] == "no-cache"
        again = {"If-None-Match": plain.headers["etag"]}
        assert (await client.get("/static/tokens.css", headers=again)).status_code == 304
        assert (await client.get("/static/%2e%2e/app.py")).status_code == 404


def test_an_unknown_asset_is_an_error_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        Assets({"/static": STATIC})("/static/nothing.css")


def test_no_page_asks_others_for_anything() -> None:
    for file in [*TEMPLATES.glob("*.html"), *STATIC.glob("*.css")]:
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//[a-z]+\.", text), file.name
