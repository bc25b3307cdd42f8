"""What people write in Teams, as our kind of text: quotes and links."""

import pytest

from bot.incoming import Kind
from tests.adapters.teams.conftest import ANA, SAM, SUPPORT
from tests.adapters.teams.unheard import a_tenant, read
from tests.fakes.teams import FakeTeams


@pytest.fixture
def teams() -> FakeTeams:
    """A tenant; nobody listens to it."""
    return a_tenant()


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ("@Ticket claim 1042", Kind.COMMAND, "claim 1042"),
        ("so is mine", Kind.SAID, "so is mine"),
    ],
)
def test_the_mark_of_a_quote_is_no_word(teams: FakeTeams, said: str, kind: Kind, text: str) -> None:
    where = "19:chat@thread.v2"
    first = teams.activities.message(ANA, where, "The printer hums")
    heard = read(teams.activities.message(SAM, where, said, quoting=first["id"]))
    assert (heard.kind, heard.text) == (kind, text)


PAGE = "[the page](https://a.example/b?c&d)"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (f"see {PAGE} now", "see the page (https://a.example/b?c&d) now"),
        ("There: [here](https://a.example)", "There: here (https://a.example)"),
        ("[a](https://a.example)\n[a](https://b.io)", "a (https://a.example)\na (https://b.io)"),
        ("https://a.example/b, or [there](https://a.example/b)", "https://a.example/b, or there"),
        ("see [a.example](https://a.example/)", "see a.example"),
        (f"@Ticket reply see {PAGE}", "reply see the page"),
    ],
)
def test_the_address_of_a_link_stands_after_its_label(
    teams: FakeTeams, said: str, text: str
) -> None:
    activity = teams.activities.message(SAM, SUPPORT, said)
    assert read(activity).text == text
    message = teams.conversations[SUPPORT].messages[activity["id"]]
    assert read(teams.change.edited(message, said)).text == text


def test_other_bots_links_are_told_too(teams: FakeTeams) -> None:
    said = teams.activities.message(SAM, SUPPORT, f"Disk full: {PAGE}")
    alert = read(said | {"from": {"id": "28:other", "name": "Grafana"}})
    assert alert.text == "Disk full: the page (https://a.example/b?c&d)"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href='https://a.example'><img></a>", "look (https://a.example)"),
        ("<a href='https://a.example'>Look</a> <![odd[", "look (https://a.example)"),
        ("<a href='mailto:ana@a.example'>look</a>", "look"),
        ("<a href='javascript:x'>look</a><a>look</a><a href='https://", "look"),
    ],
)
def test_a_link_without_its_words_stands_at_the_end_and_some_lead_nowhere(
    teams: FakeTeams, html: str, text: str
) -> None:
    attached = [{"contentType": "text/html", "content": html}]
    said = teams.activities.message(ANA, SUPPORT, "look") | {"attachments": attached}
    assert read(said).text == text
