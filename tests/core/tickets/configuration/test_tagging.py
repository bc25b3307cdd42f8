"""PRI-09: tags put on and taken off, found, and bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Denied, Invalid
from core.tickets.configuration.tagging import list_tags, normal_tag, parse_tags
from core.tickets.editing import TicketEdit, edit
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.searching import search_tickets
from tests.builders import Office

tags = st.from_regex(r"[a-z0-9][a-z0-9.:/]{0,20}", fullmatch=True)


@given(st.lists(tags, max_size=6), st.lists(tags, max_size=6))
def test_signs_say_what_is_put_on_and_what_is_taken_off(add: list[str], remove: list[str]) -> None:
    said = ",".join([*(f"+{t}" for t in add), *(f"-{t}" for t in remove)])
    assert parse_tags(said) == (add, remove)
    assert parse_tags(" ".join(f"#{t}" for t in add)) == (add, [])


@given(st.text(max_size=60))
def test_a_tag_has_one_normal_form_or_is_refused(said: str) -> None:
    try:
        tag = normal_tag(said)
    except Invalid:
        return
    assert normal_tag(tag) == normal_tag(f" #{tag} ") == tag
    assert 1 <= len(tag) <= 50
    assert not any(c.isspace() or c in ",+#" for c in tag)


async def test_fifty_tags_are_carried_and_no_more(office: Office) -> None:
    sam = await office.given_person("Sam")
    number = (await office.given_ticket(await office.given_customer())).number
    fifty = [f"tag-{n:02}" for n in range(50)]
    await office.do(edit, sam, number, TicketEdit(add_tags=fifty))
    assert list((await office.see(number)).tags) == fifty
    with pytest.raises(Invalid, match="at most 50"):
        await office.do(edit, sam, number, TicketEdit(add_tags=["one-more"]))
    await office.do(edit, sam, number, TicketEdit(add_tags=["one-more"], remove_tags=["tag-00"]))
    assert (await office.see(number)).tags == ("one-more", *fifty[1:])


async def test_tags_are_found_and_shared(office: Office) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer()
    first = await office.given_ticket(sam, tags=["VIP", "vpn"])
    second = await office.given_ticket(sam, tags=["#vip"])
    await office.given_ticket(sam, tags=["other"])

    async def tagged(*wanted: str) -> set[int]:
        page = await office.do(list_tickets, sam, Filter(tag=wanted))
        return {view.number for view in page.tickets}

    assert await tagged("#Vip") == {first.number, second.number}
    assert await tagged("vip", "vpn") == {first.number}
    assert await tagged("unheard-of") == set()
    by_search = await office.do(search_tickets, sam, "tag:vip tag:vpn")
    assert [view.number for view in by_search.tickets] == [first.number]
    assert await office.do(list_tags, sam) == ["other", "vip", "vpn"]
    with pytest.raises(Denied):
        await office.do(list_tags, ana)


async def test_putting_on_what_is_there_changes_nothing(office: Office) -> None:
    sam = await office.given_person("Sam")
    ticket = await office.given_ticket(sam, tags=["vip"])
    await office.do(edit, sam, ticket.number, TicketEdit(add_tags=["VIP"], remove_tags=["none"]))
    assert (await office.see(ticket.number)).revision == ticket.revision
    await office.do(edit, sam, ticket.number, TicketEdit(add_tags=["x"], remove_tags=["x", "vip"]))
    assert (await office.see(ticket.number)).tags == ()
