"""SRC-01, SRC-03, SRC-05: finding tickets by their words and numbers."""

import pytest
from sqlalchemy import text

from core.errors import Invalid
from core.tickets.claiming import assign
from core.tickets.editing import TicketEdit, delete_ticket, edit
from core.tickets.reading import searching
from core.tickets.reading.searching import search_tickets
from core.tickets.replying import note, reply
from tests.builders import Office


async def found(office: Office, actor: object, said: str) -> list[int]:
    page = await office.do(search_tickets, actor, said)  # type: ignore[arg-type]
    return [view.number for view in page.tickets]


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("en", "The printers were burning", "printer burns"),
        ("de", "Die Drucker brannten in den Häusern", "haus"),
        ("es", "Las impresoras fallaron", "impresora"),
        ("fr", "Les imprimantes sont cassées", "imprimante cassée"),
        ("xx", "Printers burning", "printers"),
    ],
)
async def test_words_are_found_in_other_forms(
    office: Office, language: str, written: str, asked: str
) -> None:
    async with office.database.owner() as session:
        await session.execute(text("UPDATE organisations SET language = :l"), {"l": language})
    ana = await office.given_customer()
    ticket = await office.given_ticket(ana, subject="Something else", description=written)
    assert await found(office, ana, asked) == [ticket.number]
    assert await found(office, ana, "unrelated") == []


async def test_the_last_message_is_found_at_once(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    for word in ("aardvark", "bumblebee", "caterpillar"):
        await office.do(reply, ana, number, f"I saw a {word}")
        assert await found(office, sam, word) == [number]
    await office.do(edit, sam, number, TicketEdit(subject="A dragonfly"))
    for word in ("dragonfly", "aardvark"):
        assert await found(office, ana, word) == [number]


async def test_an_exact_number_comes_first_however_it_is_written(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    wanted = (await office.given_ticket(ana)).number
    for _ in range(3):
        await office.given_ticket(ana, subject=f"Same as {wanted}", description=str(wanted))
    for said in (f"{wanted}", f"#{wanted}", f"TIK-{wanted}", f"tik-{wanted}"):
        assert (await found(office, sam, said))[0] == wanted, said
    assert len(await found(office, sam, str(wanted))) == 4


async def test_an_exact_number_obeys_the_filters_and_rights(office: Office) -> None:
    ana, ben = await office.given_customer("Ana"), await office.given_customer("Ben")
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    assert await found(office, sam, f"{number} status:closed") == []
    assert await found(office, sam, f"{number} status:new") == [number]
    assert await found(office, ben, str(number)) == []


async def test_a_planted_secret_is_found_by_nobody_who_may_not_see_it(office: Office) -> None:
    secret = "zanzibar"
    ana, ben = await office.given_customer("Ana"), await office.given_customer("Ben")
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim")
    await office.given_team("Secret", sam, private=True)
    sam = await office.again(sam)
    private = (await office.given_ticket(ana, subject=f"My {secret}")).number
    await office.do(assign, office.desk, private, "Secret")
    noted = (await office.given_ticket(ben)).number
    await office.do(note, sam, noted, f"He knows of the {secret}")
    gone = (await office.given_ticket(ben, subject=f"Another {secret}")).number
    await office.do(delete_ticket, office.desk, gone)
    other = await office.neighbour()
    await other.given_ticket(await other.given_customer(), subject=f"Their {secret}")
    assert set(await found(office, sam, secret)) == {private, noted}
    assert await found(office, kim, secret) == [noted]
    assert await found(office, ana, secret) == [private]
    assert await found(office, ben, secret) == []


async def test_a_customer_s_own_ticket_is_found_however_many_others_fit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "CANDIDATES", 2)
    ana, ben = await office.given_customer("Ana"), await office.given_customer("Ben")
    for _ in range(4):
        await office.given_ticket(ben, subject="My card is lost")
    own = (await office.given_ticket(ana, subject="Which card do I need?")).number
    assert await found(office, ana, "card") == [own]
    assert len(await found(office, office.desk, "card")) == 2


async def test_the_better_fit_comes_first(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    body = (await office.given_ticket(ana, subject="Broken", description="the scanner")).number
    title = (await office.given_ticket(ana, subject="Scanner", description="is broken")).number
    assert await found(office, sam, "scanner") == [title, body]


async def test_phrases_alternatives_and_exclusions_are_understood(office: Office) -> None:
    ana = await office.given_customer()
    first = (await office.given_ticket(ana, subject="blue screen of death")).number
    second = (await office.given_ticket(ana, subject="the screen is blue")).number
    assert await found(office, ana, '"blue screen"') == [first]
    assert set(await found(office, ana, "death or screen")) == {first, second}
    assert await found(office, ana, "screen -death") == [second]


@pytest.mark.parametrize(
    "said",
    ["'; DROP TABLE tickets; --", "a & | !", "((((", "\\", "%", "*:*", "the", "🎫", "a'b\\c"],
)
async def test_odd_words_find_nothing_and_break_nothing(office: Office, said: str) -> None:
    ana = await office.given_customer()
    await office.given_ticket(ana)
    assert await found(office, ana, said) == []


async def test_nothing_to_look_for_is_said(office: Office) -> None:
    with pytest.raises(Invalid, match="say what to look for"):
        await office.do(search_tickets, office.desk, "  ")
