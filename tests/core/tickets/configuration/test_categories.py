"""PRI-06, PRI-07: the tree of categories."""

from uuid import UUID

import pytest

from core.errors import Invalid, NotFound
from core.ids import new_id
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.categories import CategoryDraft, list_categories, save_category
from core.tickets.reading.listing import Filter, list_tickets
from tests.builders import Office


async def save(office: Office, name: str, parent: UUID | None = None, **more: object) -> UUID:
    category_id = more.pop("category_id", None)
    draft = CategoryDraft.model_validate({"name": name, "parent_id": parent} | more)
    return (await office.do(save_category, office.desk, draft, category_id)).id  # type: ignore[arg-type]


async def filed(office: Office, category: str) -> set[int]:
    page = await office.do(list_tickets, office.desk, Filter(category=category))
    return {view.number for view in page.tickets}


async def test_a_category_has_all_that_the_data_model_says(office: Office) -> None:
    made = await save(
        office, "Refunds", description="Money back", icon="💶", colour="#00aa00", active=True
    )
    found = next(c for c in await office.do(list_categories, office.desk) if c.id == made)
    assert (found.name, found.description, found.icon) == ("Refunds", "Money back", "💶")
    assert (found.colour, found.active, found.parent_id) == ("#00aa00", True, None)


async def test_a_new_category_can_be_used_at_once(office: Office) -> None:
    ana = await office.given_customer()
    with pytest.raises(Invalid):
        await office.given_ticket(ana, category="Refunds")
    await save(office, "Refunds")
    ticket = await office.given_ticket(ana, category="refunds")
    assert (await office.see(ticket.number)).category == ("Refunds",)


async def test_a_moved_category_takes_its_tickets_along(office: Office) -> None:
    old, new = await save(office, "Old home"), await save(office, "New home")
    middle = await save(office, "Middle", old)
    leaf = await save(office, "Leaf", middle)
    number = (await office.given_ticket(await office.given_customer(), category="Leaf")).number
    assert (await office.see(number)).category == ("Old home", "Middle", "Leaf")
    for name in ("Old home", "Middle", "old home > middle > leaf"):
        assert await filed(office, name) == {number}
    await save(office, "Middle", new, category_id=middle)
    assert (await office.see(number)).category == ("New home", "Middle", "Leaf")
    assert await filed(office, "New home") == await filed(office, "Leaf") == {number}
    assert await filed(office, "Old home") == set()
    assert leaf != middle


async def test_a_category_cannot_hang_below_itself(office: Office) -> None:
    top = await save(office, "Top")
    middle = await save(office, "Middle", top)
    leaf = await save(office, "Leaf", middle)
    for parent in (top, middle, leaf):
        with pytest.raises(Invalid, match="below itself"):
            await save(office, "Top", parent, category_id=top)
    with pytest.raises(Invalid, match="no such category"):
        await save(office, "Top", new_id(), category_id=top)
    with pytest.raises(NotFound):
        await save(office, "Top", category_id=new_id())


async def test_a_category_that_is_switched_off_takes_no_new_tickets(office: Office) -> None:
    top = await save(office, "Top")
    await save(office, "Leaf", top)
    ana = await office.given_customer()
    number = (await office.given_ticket(ana, category="Leaf")).number
    await save(office, "Top", category_id=top, active=False)
    for name in ("Top", "Leaf"):
        with pytest.raises(Invalid):
            await office.given_ticket(ana, category=name)
    assert (await office.see(number)).category == ("Top", "Leaf")
    await save(office, "Top", category_id=top, active=True)
    await office.given_ticket(ana, category="Top > Leaf")


async def test_siblings_have_different_names_and_cousins_may_share(office: Office) -> None:
    first, second = await save(office, "First"), await save(office, "Second")
    await save(office, "Other", first)
    await save(office, "Other", second)
    with pytest.raises(Invalid, match="already"):
        await save(office, "oTHER", first)
    with pytest.raises(Invalid, match="First > Other or Second > Other"):
        (await office.do(catalogue)).category_named("other")
    with pytest.raises(Invalid, match="leave out"):
        await save(office, "a > b")
