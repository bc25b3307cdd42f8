"""People, teams, categories and statuses through REST: all of create, read, update, delete."""

from typing import Any

import httpx
import pytest

from core.access.actor import Role
from tests.api.asking import V1, fields, given_ticket, problem
from tests.api.conftest import Rest

STRANGER = "0195a3c2-7b1e-7d40-9a51-3f2b8c6d4e10"


async def test_people_are_added_read_and_changed(rest: Rest, admin: httpx.AsyncClient) -> None:
    draft = {"name": "Ana Ruiz", "email": "Ana@Example.COM", "language": "es"}
    added = await admin.post(f"{V1}/people", json=draft)
    person = added.json()
    assert (person["email"], person["role"]) == ("ana@example.com", "customer")
    path = added.headers["location"]
    assert (await admin.get(path)).json() == person
    changed = (await admin.patch(path, json={"phone": "+34 1"})).json()
    assert changed == person | {"phone": "+34 1"}
    found = (await admin.get(f"{V1}/people", params={"search": "RUIZ"})).json()["items"]
    assert [p["id"] for p in found] == [person["id"]]
    agents = (await admin.get(f"{V1}/people", params={"role": "agent"})).json()["items"]
    assert {p["role"] for p in agents} <= {"agent"}
    facts = await rest.office.sql(
        "SELECT type FROM events WHERE data->>'person_id' = :p", p=person["id"]
    )
    assert {row.type for row in facts} == {"PersonCreated", "PersonChanged"}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"name": None}, "name"),
        ({"name": ""}, "name"),
        ({"email": "no address"}, "email"),
        ({"email": "taken@acme.example"}, "email"),
        ({"role": "king"}, "role"),
        ({"status": "asleep"}, "status"),
        ({"team_id": STRANGER}, "team_id"),
        ({"nickname": "x"}, "nickname"),
    ],
)
async def test_a_wrong_field_of_a_person_is_named(
    rest: Rest, admin: httpx.AsyncClient, body: dict[str, Any], named: str
) -> None:
    await rest.office.given_customer("Taken", email="taken@acme.example")
    ben = await rest.office.given_customer("Ben")
    path = f"{V1}/people/{ben.person_id}"
    before = (await admin.get(path)).json()
    assert fields(await admin.patch(path, json=body)) == {named}
    assert fields(await admin.post(f"{V1}/people", json={"name": "New"} | body)) == {named}
    assert (await admin.get(path)).json() == before


async def test_a_manager_makes_no_administrator(rest: Rest) -> None:
    manager = await rest.given(Role.MANAGER)
    king = {"name": "King", "email": "king@acme.example", "role": "admin"}
    problem(await manager.post(f"{V1}/people", json=king), 403, "denied")


async def test_a_customer_reads_only_itself(rest: Rest) -> None:
    client, other = await rest.given(Role.CUSTOMER), await rest.office.given_customer()
    me = (await client.get(f"{V1}/people/me")).json()
    assert (await client.get(f"{V1}/people/{me['id']}")).json() == me
    problem(await client.get(f"{V1}/people/{other.person_id}"), 403, "denied")


async def test_teams_have_members_and_can_be_dissolved(
    rest: Rest, admin: httpx.AsyncClient
) -> None:
    sam = await rest.office.given_person("Sam")
    draft = {"name": "Accounts", "member_ids": [str(sam.person_id)]}
    added = await admin.post(f"{V1}/teams", json=draft)
    assert added.status_code == 201
    path = added.headers["location"]
    assert (await admin.get(path)).json() == added.json()
    assert added.json()["member_ids"] == [str(sam.person_id)]
    renamed = (await admin.patch(path, json={"name": "Money"})).json()
    assert renamed == added.json() | {"name": "Money"}
    assert (await admin.patch(path, json={"member_ids": []})).json()["member_ids"] == []
    assert fields(await admin.patch(path, json={"member_ids": [STRANGER]})) == {"member_ids"}
    assert fields(await admin.post(f"{V1}/teams", json={"name": "money"})) == {"name"}
    assert [t["name"] for t in (await admin.get(f"{V1}/teams")).json()["items"]] == ["Money"]
    assert (await admin.delete(path)).status_code == 204
    problem(await admin.get(path), 404, "not_found")


async def test_categories_make_a_tree_without_rings(admin: httpx.AsyncClient) -> None:
    printers = (await admin.post(f"{V1}/categories", json={"name": "Printers"})).json()
    jams = {"name": "Jams", "parent_id": printers["id"], "required_fields": ["description"]}
    below = (await admin.post(f"{V1}/categories", json=jams)).json()
    ring = await admin.patch(f"{V1}/categories/{printers['id']}", json={"parent_id": below["id"]})
    assert fields(ring) == {"parent_id"}
    path = f"{V1}/categories/{below['id']}"
    assert (await admin.patch(path, json={"colour": "#ff0000"})).json() == below | {
        "colour": "#ff0000"
    }
    assert fields(await admin.patch(path, json={"colour": "red"})) == {"colour"}
    ticket = await given_ticket(admin, category="Jams", description="It jams")
    assert ticket["category"] == ["Printers", "Jams"]
    await admin.patch(path, json={"active": False})
    refused = await admin.post(f"{V1}/tickets", json={"subject": "x", "category": "Jams"})
    assert fields(refused) == {"category"}
    problem(await admin.patch(f"{V1}/categories/{STRANGER}", json={}), 404, "not_found")


async def test_a_new_status_works_at_once(admin: httpx.AsyncClient) -> None:
    draft = {"name": "Waiting for parts", "base": "pending"}
    added = await admin.post(f"{V1}/statuses", json=draft)
    assert added.status_code == 201
    number = (await given_ticket(admin))["number"]
    moved = await admin.patch(f"{V1}/tickets/{number}", json={"status": "Waiting for parts"})
    assert (moved.json()["status"], moved.json()["base"]) == ("Waiting for parts", "pending")
    path = f"{V1}/statuses/{added.json()['id']}"
    assert (await admin.patch(path, json={"name": "Parts"})).json()["base"] == "pending"
    assert (await admin.get(f"{V1}/tickets/{number}")).json()["status"] == "Parts"
    assert fields(await admin.patch(path, json={"base": "asleep"})) == {"base"}
    assert fields(await admin.post(f"{V1}/statuses", json={"name": "parts", "base": "new"})) == {
        "name"
    }
    problem(await admin.patch(f"{V1}/statuses/{STRANGER}", json={}), 404, "not_found")


async def test_articles_are_published_and_published_again(rest: Rest) -> None:
    manager, customer = await rest.given(Role.MANAGER), await rest.given(Role.CUSTOMER)
    draft = {"title": "Überraschung & more", "body": "One", "audience": "staff"}
    first = await manager.post(f"{V1}/articles", json=draft)
    assert first.status_code == 201
    path = first.headers["location"]
    assert (await manager.get(path)).json() == first.json()
    problem(await customer.get(path), 404, "not_found")
    rest.office.clock.move(minutes=1)
    second = await manager.post(f"{V1}/articles", json=draft | {"audience": "public", "body": "2"})
    assert (second.status_code, second.json()["id"]) == (200, first.json()["id"])
    assert (await customer.get(path)).json()["body"] == "2"
    listed = (await customer.get(f"{V1}/articles", params={"limit": 200})).json()["items"]
    assert first.json()["slug"] in {article["slug"] for article in listed}
    assert fields(await manager.post(f"{V1}/articles", json={"title": "!", "body": "x"})) == {
        "title"
    }
