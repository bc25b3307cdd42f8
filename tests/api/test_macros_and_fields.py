"""CNV-04, TKT-04, TKT-16, CNV-08 by REST."""

from typing import Any

import httpx

from core.access.actor import Role
from tests.api.asking import V1, fields, given_ticket, problem
from tests.api.conftest import Rest
from tests.builders import MovableClock

MACRO = {"name": "Refund", "text": "Dear {customer.name}", "actions": {"status": "pending"}}


async def test_a_macro_is_written_previewed_used_changed_and_removed(rest: Rest) -> None:
    manager, agent = await rest.given(Role.MANAGER), await rest.given(Role.AGENT)
    made = await manager.post(f"{V1}/macros", json=MACRO)
    assert made.status_code == 201
    assert made.headers["location"] == f"{V1}/macros/refund"
    assert made.json()["actions"]["status"] == "Pending"
    ticket = await given_ticket(agent, customer="ana@acme.example")
    shown = await agent.post(f"{V1}/macros/refund/preview", json={"ticket": ticket["number"]})
    assert shown.json()["text"] == "Dear ana"
    assert (shown.json()["revision"], shown.json()["as_note"]) == (1, False)
    address = f"{V1}/tickets/{ticket['number']}/macro"
    stale = await agent.post(address, json={"name": "refund"}, headers={"If-Match": '"r9"'})
    problem(stale, 412, "ticket.stale")
    used = (await agent.post(address, json={"name": "refund"})).json()
    assert (used["ticket"]["status"], used["message"]["body"]) == ("Pending", "Dear ana")
    assert used["ticket"]["revision"] == 2
    patched = await manager.patch(f"{V1}/macros/refund", json={"description": "Money back"})
    assert (patched.json()["description"], patched.json()["text"]) == ("Money back", MACRO["text"])
    wrong = await manager.patch(f"{V1}/macros/refund", json={"text": "Dear {you}"})
    assert fields(wrong) == {"text"}
    assert "{you}" in wrong.json()["detail"]
    problem(await agent.delete(f"{V1}/macros/refund"), 403, "denied")
    assert (await manager.delete(f"{V1}/macros/refund")).status_code == 204
    assert (await agent.get(f"{V1}/macros")).json() == {"items": []}


async def test_a_field_is_defined_filled_in_filtered_and_switched_off(rest: Rest) -> None:
    admin, customer = await rest.given(Role.ADMIN), await rest.given(Role.CUSTOMER)
    names = (await admin.get(f"{V1}/categories")).json()["items"]
    category = next(c["id"] for c in names if c["name"] == "Hardware")
    said = {"key": "floor", "label": "Floor", "kind": "number", "category_id": category}
    made = (await admin.post(f"{V1}/fields", json=said)).json()
    schema = (await customer.get(f"{V1}/fields/schema", params={"category": "Hardware"})).json()
    assert schema["json_schema"]["properties"]["floor"]["x-kind"] == "number"
    other = (await customer.get(f"{V1}/fields/schema", params={"category": "Billing"})).json()
    assert other["json_schema"]["properties"] == {}
    ticket = await given_ticket(customer, category="Hardware", custom_fields={"floor": "3"})
    assert ticket["custom_fields"] == {"floor": 3}
    wrong = {"subject": "x", "category": "Hardware", "custom_fields": {"floor": "attic"}}
    assert fields(await customer.post(f"{V1}/tickets", json=wrong)) == {"custom_fields.floor"}
    for value, count in (("3", 1), ("4", 0)):
        found = await admin.get(f"{V1}/tickets", params={"field": f"floor={value}"})
        assert len(found.json()["items"]) == count
    assert fields(await admin.get(f"{V1}/tickets", params={"field": "nothing=1"})) == {"field"}
    address = f"{V1}/tickets/{ticket['number']}"
    changed = await admin.patch(address, json={"custom_fields": {"floor": None}})
    assert changed.json()["custom_fields"] == {}
    off = await admin.patch(f"{V1}/fields/{made['id']}", json={"active": False})
    assert off.json()["active"] is False
    assert (await customer.get(f"{V1}/fields")).json()["items"] == []


async def test_what_is_for_staff_is_in_no_customers_ticket(rest: Rest) -> None:
    admin, customer = await rest.given(Role.ADMIN), await rest.given(Role.CUSTOMER)
    for key, staff_only in (("device", False), ("margin", True)):
        said = {"key": key, "label": key.capitalize(), "staff_only": staff_only}
        assert (await admin.post(f"{V1}/fields", json=said)).status_code == 201
    ticket = await given_ticket(customer, custom_fields={"device": "A"})
    address = f"{V1}/tickets/{ticket['number']}"
    both = {"device": "A", "margin": "thin"}
    assert (await admin.patch(address, json={"custom_fields": both})).json()[
        "custom_fields"
    ] == both
    for answer in (await customer.get(address), await customer.get(f"{V1}/fields")):
        assert "margin" not in answer.text


async def test_a_year_of_messages_is_read_by_pages_and_none_is_lost(
    rest: Rest, agent: httpx.AsyncClient, clock: MovableClock
) -> None:
    address = f"{V1}/tickets/{(await given_ticket(agent))['number']}"
    said = ["Cannot reset my password"]
    for week in range(52):
        clock.move(days=7)
        said.append(f"Week {week}")
        kind = "reply" if week % 3 else "notes"
        await agent.post(f"{address}/{kind}", json={"text": said[-1]})
    found: list[Any] = []
    following: str | None = None
    while True:
        params = {"limit": 10, **({"cursor": following} if following else {})}
        page = (await agent.get(f"{address}/messages", params=params)).json()
        found += page["items"]
        following = page["next"]
        if following is None:
            break
        assert len(page["items"]) == 10
    assert [message["body"] for message in found] == said
    whole = (await agent.get(f"{address}/messages")).json()
    assert (whole["items"], whole["next"]) == (found, None)


async def test_a_story_is_read_by_pages_and_notes_are_staffs(rest: Rest) -> None:
    agent = await rest.given(Role.AGENT)
    person = await rest.office.given_customer("Ana")
    customer = await rest.of(person)
    for number in range(4):
        await given_ticket(customer, subject=f"Ticket {number}")
        rest.office.clock.move(days=1)
    notes = f"{V1}/people/{person.person_id}/notes"
    assert (await agent.post(notes, json={"text": "Likes tea"})).status_code == 201
    problem(await customer.post(notes, json={"text": "x"}), 403, "denied")
    address, found = f"{V1}/people/{person.person_id}/timeline", []
    params: dict[str, Any] = {"limit": 2}
    while True:
        page = (await agent.get(address, params=params)).json()
        found += page["items"]
        if page["next"] is None:
            break
        params["cursor"] = page["next"]
    assert [item["kind"] for item in found] == ["note", *["ticket"] * 4]
    assert [item["ticket"]["subject"][-1] for item in found[1:]] == ["3", "2", "1", "0"]
    own = (await customer.get(f"{V1}/people/me/timeline")).json()
    assert [item["kind"] for item in own["items"]] == ["ticket"] * 4
    stranger = await rest.given(Role.CUSTOMER)
    problem(await stranger.get(address), 403, "denied")
