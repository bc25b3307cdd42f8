"""What no file of the project may say: paths of one machine, hosts of package registries."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import shown, text_files

# Written so that this file does not say it either.
PATHS = re.compile(r"(?<![\w.:/])/(?:wor[k]|User[s]|hom[e]|roo[t])/[\w.-]+")
HOSTS = re.compile(
    r"pyp[i]\.or[g]|pythonhoste[d]\.org|registry\.npmj[s]|npmmirro[r]|index-url\s+\S*://",
    re.IGNORECASE,
)


@pytest.mark.parametrize("rule", [PATHS, HOSTS], ids=["paths", "hosts"])
def test_no_file_names_a_place_that_is_not_ours(rule: re.Pattern[str]) -> None:
    found = [
        f"{shown(path, number)} {match.group()}"
        for path in text_files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for match in rule.finditer(line)
    ]
    assert found == []
