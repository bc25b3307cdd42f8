"""CNV-10 in two real browsers: a colleague's page shows at once who is there and who writes."""

from uuid import uuid4

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from core.ids import new_id
from core.tickets.models import Status, Ticket
from tests.e2e.conftest import Served, be, watched
from tests.e2e.scenes import CARD

pytestmark = pytest.mark.browser
KIM = "Kim Larsen"


async def _thread(served: Served) -> str:
    """The address of the staff's thread of a ticket that exists."""
    site = served.site
    async with site.database.unit_of_work(site.organisation_id) as uow:
        owned = {"organisation_id": uow.organisation_id}
        status = Status(id=new_id(), name="New", base="new", position=1, **owned)
        uow.session.add(status)
        await uow.session.flush()
        uow.session.add(
            Ticket(
                id=new_id(),
                number=7,
                subject="Printer on fire",
                status_id=status.id,
                priority="medium",
                requester_id=site.people["ana"],
                source="web",
                language="en",
                created_at=uow.now,
                updated_at=uow.now,
                **owned,
            )
        )
    root = await site.platform.post(site.spot("triage"), CARD, delivery=uuid4())
    return f"{served.url}/chat/triage/{root}"


async def test_who_replies_is_seen_by_whoever_looks_at_the_ticket(
    served: Served, context: BrowserContext, chromium: Browser
) -> None:
    address = await _thread(served)
    mine = await context.new_page()
    await be(mine, served, "Sam Okafor")
    await mine.goto(address)
    line = mine.locator("#presence")
    await expect(line).to_be_empty()
    async with watched(chromium) as other:
        theirs = await other.new_page()
        await be(theirs, served, KIM)
        await theirs.goto(address)
        await expect(theirs.locator("#presence")).to_have_text("Also here: Sam Okafor.")
        await expect(line).to_have_text(f"Also here: {KIM}.")
        thread = theirs.locator("section.thread")
        await thread.get_by_label("Reply to customer").check()
        await thread.get_by_role("textbox").press_sequentially("Take the other cable")
        await expect(line).to_have_text(f"{KIM} is replying.")
