"""Macros, custom fields and many tickets at once: by each way in, on both chats and by REST."""

from typing import Any

import pytest

from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.fields import FieldDraft, save_field
from core.tickets.macros.macros import MacroActions, MacroDraft, save_macro
from core.tickets.reading.timeline import TICKET, timeline
from tests.contract.drivers.base import Driver, Post, card
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World

V1 = "/api/v1"


async def given_macro(world: World) -> None:
    draft = MacroDraft(
        name="toner",
        text="Dear {customer.name}, new toner comes for {ticket.number}.",
        actions=MacroActions(status="Pending", add_tags=["toner"]),
    )
    await world.office.do(save_macro, await world.person("alex"), draft)


async def given_field(world: World, **said: Any) -> str:
    """A field of the category Hardware; the category's id."""
    async with world.office.work() as uow:
        category = (await catalogue(uow)).category_named("Hardware").id
    draft = FieldDraft(key="device", label="Device", category_id=category, **said)
    await world.office.do(save_field, await world.person("alex"), draft)
    return str(category)


async def private_with(door: Driver, who: str, words: str) -> Post:
    """The private answer that has these words."""

    async def answered() -> Post | None:
        return next((p for p in reversed(await door.private(who)) if words in p.text), None)

    return await door.world.until(answered, words)


@pytest.mark.parametrize("way", ["typed", "menu", "edited"])
async def test_a_macro_is_shown_and_sent(door: Driver, world: World, way: str) -> None:
    await given_macro(world)
    ticket = await open_ticket(door)
    await world.settled()
    if way == "menu":
        form = await door.press("sam", ticket.card, "Macro…")
        assert form is not None
        assert await door.fill("sam", form, name="toner") is None
    else:
        assert await door.slash("sam", f"macro {ticket.ref} toner") is None
    preview = await private_with(door, "sam", f"new toner comes for {ticket.ref}")
    assert "Status Pending" in preview.text
    assert (await world.office.see(ticket.number)).status == "New"
    words = f"new toner comes for {ticket.ref}"
    if way == "edited":
        form = await door.press("sam", preview, "Edit first")
        assert form is not None
        words = "it comes on Monday"
        assert await door.fill("sam", form, text=f"Dear Ana, {words}.") is None
    else:
        assert await door.press("sam", preview, "Send") is None

    async def heard() -> bool:
        posts = await door.thread("ana", "support", ticket.thread)
        return any(f"Dear Ana, {words}." in post.text for post in posts)

    await world.until(heard, "the macro's words")
    view = await world.office.see(ticket.number)
    assert (view.status, view.tags) == ("Pending", ("toner",))


async def test_the_form_follows_the_category(door: Driver, world: World) -> None:
    kind = {"kind": "choice", "choices": ["Printer", "Scanner"], "required_for_customers": True}
    category = await given_field(world, **kind)
    form = await door.slash("ana", "new", room="support")
    assert form is not None
    assert "field.device" not in form.values
    said = {"subject": "Smoke", "description": "It smokes", "category": category}
    more = await door.fill("ana", form, **said)
    assert more is not None
    assert more.values["subject"] == "Smoke"
    assert "field.device" in more.values
    assert await door.fill("ana", more, **said, **{"field.device": "Printer"}) is None
    await world.settled()
    [(fields, number)] = await world.office.sql("SELECT custom_fields, number FROM tickets")
    assert fields == {"device": "Printer"}
    client, key = world.client(), await world.key("ana")
    by_rest = (await client.get(f"{V1}/tickets/{number}", headers=key)).json()
    assert by_rest["custom_fields"] == {"device": "Printer"}
    body = {"subject": "Jam", "category": "Hardware", "custom_fields": {"device": "toaster"}}
    refused = await client.post(f"{V1}/tickets", json=body, headers=key)
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {
            "field": "custom_fields.device",
            "problem": "'toaster' is not one of Printer, Scanner",
        }
    ]


async def test_a_list_is_edited_at_once(door: Driver, world: World) -> None:
    first, second = await open_ticket(door), await open_ticket(door, "The red one hums")
    await world.settled()
    assert await door.slash("sam", "list all status:new") is None
    listed = await private_with(door, "sam", "2 tickets")
    form = await door.press("sam", listed, "Edit these 2…")
    assert form is not None
    await door.slash("mia", f"priority {second.ref} low")
    await world.settled()
    assert await door.fill("sam", form, priority="high", tags="+hum") is None
    result = await private_with(door, "sam", "1 of 2 tickets changed")
    assert f"{second.ref} has changed since: Mia changed the priority" in result.text
    changed, held = [await world.office.see(one.number) for one in (first, second)]
    assert (changed.priority, changed.tags) == ("high", ("hum",))
    assert (held.priority, held.tags) == ("low", ())
    await door.press("sam", result, "Show the 1 that failed")
    await private_with(door, "sam", "These tickets")


async def test_the_tickets_of_a_list_are_merged_at_once(door: Driver, world: World) -> None:
    survivor = await open_ticket(door)
    double, held = await open_ticket(door, "It hums too"), await open_ticket(door, "And hums")
    await world.settled()
    assert await door.slash("sam", "list all status:new") is None
    listed = await private_with(door, "sam", "3 tickets")
    form = await door.press("sam", listed, "Edit these 3…")
    assert form is not None
    await door.slash("mia", f"priority {held.ref} low")
    await world.settled()
    both = await door.fill("sam", form, into=survivor.ref, priority="high")
    assert both is not None
    assert "stands alone" in both.errors["into"]
    assert await door.fill("sam", both, into=survivor.ref, priority="") is None
    result = await private_with(door, "sam", f"1 of 2 tickets merged into {survivor.ref}")
    assert f"{held.ref} has changed" in result.text
    await card(door, "sam", double.ref, "Merged", f"This goes on in {survivor.ref}")
    await door.press("sam", result, "Show the 1 that failed")
    await private_with(door, "sam", "These tickets")


async def test_all_messages_are_found_by_pages(door: Driver, world: World) -> None:
    ticket = await open_ticket(door)
    client, key = world.client(), await world.key("sam")
    for number in range(14):
        said = {"text": f"word number {number} of many"}
        await client.post(f"{V1}/tickets/{ticket.number}/reply", json=said, headers=key)
    await world.settled()
    assert await door.slash("sam", f"show {ticket.ref} view:messages") is None
    latest = await private_with(door, "sam", f"Messages of {ticket.ref}")
    assert "word number 13 of many" in latest.text
    assert "word number 2 of many" not in latest.text
    await door.press("sam", latest, "Earlier messages")
    earlier = await private_with(door, "sam", "word number 2 of many")
    assert "The blue printer hums" in earlier.text
    assert "Earlier messages" not in earlier.acts


async def test_recent_tickets_come_first(door: Driver, world: World) -> None:
    refs = [(await open_ticket(door, f"The {n} hums")).ref for n in ("fan", "lamp", "door")]
    for ref in (refs[2], refs[0]):
        assert await door.slash("sam", f"show {ref}") is None
        await world.settled()
        world.clock.move(seconds=1)
    await door.slash("sam", "list recent")
    listed = await private_with(door, "sam", "Recent tickets")
    assert listed.text.index(refs[0]) < listed.text.index(refs[2])
    assert refs[1] not in listed.text


async def test_three_channels_of_one_customer_are_one_story(
    web: WebDriver, slack: SlackDriver, world: World
) -> None:
    one = await open_ticket(web, "The fan hums")
    two = await open_ticket(slack, "The lamp hums")
    client, key = world.client(), await world.key("ana")
    three = await client.post(f"{V1}/tickets", json={"subject": "The door hums"}, headers=key)
    refs = {one.ref, two.ref, three.json()["ref"]}
    await web.slash("sam", f"note {one.ref} about:customer Likes silence")
    await web.slash("sam", f"show {one.ref} view:customer")
    story = await private_with(web, "sam", "Likes silence")
    assert all(ref in story.text for ref in refs)
    assert "Seen on Slack" in story.text
    ana, sam = await world.person("ana"), await world.person("sam")
    assert ana.person_id is not None
    told = await world.office.do(timeline, sam, ana.person_id)
    doors = {m.ticket.ref: m.doors for m in told.moments if m.kind == TICKET and m.ticket}
    assert doors.keys() == refs
    assert {found[0] for found in doors.values()} == {"web", "slack", "api"}
    own = (await client.get(f"{V1}/people/me/timeline", headers=key)).json()
    assert {i["ticket"]["ref"] for i in own["items"] if i["kind"] == "ticket"} == refs
    assert "note" not in {item["kind"] for item in own["items"]}
