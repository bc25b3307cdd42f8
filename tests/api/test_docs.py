"""The reference at /api/docs: ours alone."""

import hashlib
import re

from api.docs import STATIC
from tests.api.conftest import Rest


async def test_the_page_loads_nothing_from_elsewhere(rest: Rest) -> None:
    client = await rest.client()
    page = await client.get("/api/docs")
    assert page.headers["content-type"].startswith("text/html")
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert addresses
    assert all(address.startswith("/") for address in addresses)
    assert not re.search(r"<script>|<style|\son\w+=|style=", page.text)
    for address in addresses:
        if address.startswith("/api/"):
            answer = await client.get(address)
            assert answer.status_code == 200, address


def test_files_of_others_are_as_they_came() -> None:
    listed = dict(
        re.findall(
            r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$",
            (STATIC / "vendor" / "VENDOR.md").read_text("utf-8"),
            re.MULTILINE,
        )
    )
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").iterdir()
        if path.suffix in {".js", ".css"}
    }
    assert listed == found
    assert found
