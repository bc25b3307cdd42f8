"""AUN-06: API keys are shown once, stored hashed, scoped, expiring, rotated and revoked."""

import httpx

from core.access.actor import Role
from core.access.tokens import hash_token
from tests.api.asking import V1, fields, given_ticket, problem
from tests.api.conftest import Rest
from tests.builders import MovableClock

DRAFT = {"name": "Monitoring", "role": "agent", "scopes": ["tickets:read"]}


async def test_a_key_is_shown_once_and_kept_as_a_hash(rest: Rest, admin: httpx.AsyncClient) -> None:
    made = (await admin.post(f"{V1}/api-keys", json=DRAFT)).json()
    assert made["secret"].startswith("dh_")
    listed = await admin.get(f"{V1}/api-keys")
    mine = next(key for key in listed.json()["items"] if key["id"] == made["id"])
    assert (mine["name"], mine["scopes"]) == ("Monitoring", ["tickets:read"])
    assert mine["hint"] == made["secret"][:7]
    assert made["secret"] not in listed.text
    rows = await rest.office.sql("SELECT to_jsonb(k)::text AS said FROM api_keys k")
    said = "".join(row.said for row in rows)
    assert made["secret"] not in said
    assert hash_token(made["secret"]) in said


async def test_a_key_stays_within_its_scopes(rest: Rest, admin: httpx.AsyncClient) -> None:
    made = (await admin.post(f"{V1}/api-keys", json=DRAFT)).json()
    client = await rest.client(made["secret"])
    number = (await given_ticket(admin))["number"]
    assert (await client.get(f"{V1}/tickets/{number}")).status_code == 200
    problem(await client.post(f"{V1}/tickets/{number}/claim"), 403, "denied")
    problem(await client.get(f"{V1}/people"), 403, "denied")
    wrong = DRAFT | {"scopes": ["tickets:everything"]}
    assert fields(await admin.post(f"{V1}/api-keys", json=wrong)) == {"scopes"}
    greedy = DRAFT | {"scopes": ["admin"]}
    secret = (await admin.post(f"{V1}/api-keys", json=greedy)).json()["secret"]
    problem(await (await rest.client(secret)).get(f"{V1}/api-keys"), 403, "denied")


async def test_a_key_ends_when_it_expires(
    rest: Rest, admin: httpx.AsyncClient, clock: MovableClock
) -> None:
    made = (await admin.post(f"{V1}/api-keys", json=DRAFT | {"days": 1})).json()
    client = await rest.client(made["secret"])
    clock.move(hours=23, minutes=59)
    assert (await client.get(f"{V1}/tickets")).status_code == 200
    clock.move(minutes=1)
    problem(await client.get(f"{V1}/tickets"), 401, "api_key.refused")


async def test_rotation_leaves_time_to_change_over(
    rest: Rest, admin: httpx.AsyncClient, clock: MovableClock
) -> None:
    made = (await admin.post(f"{V1}/api-keys", json=DRAFT)).json()
    path = f"{V1}/api-keys/{made['id']}/rotate"
    rotated = await admin.post(path, json={"grace_days": 2})
    assert rotated.status_code == 201
    old, new = await rest.client(made["secret"]), await rest.client(rotated.json()["secret"])
    assert rotated.json()["scopes"] == DRAFT["scopes"]
    people = [(await client.get(f"{V1}/tickets")).status_code for client in (old, new)]
    assert people == [200, 200]
    clock.move(days=2)
    problem(await old.get(f"{V1}/tickets"), 401, "api_key.refused")
    assert (await new.get(f"{V1}/tickets")).status_code == 200


async def test_a_revoked_key_ends_at_once(rest: Rest, admin: httpx.AsyncClient) -> None:
    made = (await admin.post(f"{V1}/api-keys", json=DRAFT)).json()
    client = await rest.client(made["secret"])
    assert (await client.get(f"{V1}/tickets")).status_code == 200
    assert (await admin.delete(f"{V1}/api-keys/{made['id']}")).status_code == 204
    problem(await client.get(f"{V1}/tickets"), 401, "api_key.refused")
    problem(await admin.post(f"{V1}/api-keys/{made['id']}/rotate"), 404, "not_found")


async def test_a_suspended_person_is_refused_with_every_key(
    rest: Rest, admin: httpx.AsyncClient
) -> None:
    sam = await rest.office.given_person("Sam")
    client = await rest.of(sam)
    assert (await client.get(f"{V1}/people/me")).json()["name"] == "Sam"
    path = f"{V1}/people/{sam.person_id}"
    changed = await admin.patch(path, json={"status": "suspended"})
    assert (changed.json()["status"], changed.json()["name"]) == ("suspended", "Sam")
    problem(await client.get(f"{V1}/people/me"), 401, "api_key.refused")


async def test_a_key_leads_to_its_own_organisation_alone(rest: Rest) -> None:
    neighbour = await rest.office.neighbour()
    theirs = await neighbour.given_ticket(await neighbour.given_customer())
    here = await rest.given(Role.ADMIN)
    assert (await here.get(f"{V1}/tickets")).json()["items"] == []
    assert (await here.get(f"{V1}/tickets/{theirs.number}")).status_code == 404


async def test_what_fails_at_the_commit_is_not_answered_with_success(
    rest: Rest, admin: httpx.AsyncClient
) -> None:
    before = (await admin.get(f"{V1}/api-keys")).json()
    nobody = DRAFT | {"person_id": "0195a3c2-7b1e-7d40-9a51-3f2b8c6d4e10"}
    assert fields(await admin.post(f"{V1}/api-keys", json=nobody)) == {"person_id"}
    assert (await admin.get(f"{V1}/api-keys")).json() == before
