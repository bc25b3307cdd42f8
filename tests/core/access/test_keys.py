"""API keys: shown once, kept as hashes, scoped, expiring, rotated, revoked."""

import pytest

from core.access.actor import Role
from core.access.keys import (
    KeyRefused,
    actor_by_key,
    create_key,
    list_keys,
    revoke_key,
    rotate_key,
)
from core.access.permissions import Permission, may
from core.access.tokens import hash_token
from core.errors import Invalid, NotFound
from core.people.people import PersonDraft, change_person
from tests.builders import Office


async def test_a_key_acts_as_its_own_person_within_its_scopes(office: Office) -> None:
    key = await office.do(
        create_key, office.desk, role=Role.AGENT, scopes=["tickets:read"], name="Billing sync"
    )
    actor = await office.do(actor_by_key, key.secret)
    assert (actor.role, actor.name, actor.surface) == (Role.AGENT, "Billing sync", "api")
    assert may(actor, Permission.READ)
    assert not may(actor, Permission.REPLY)


async def test_the_directory_leads_from_the_key_to_its_organisation(office: Office) -> None:
    other = await office.neighbour()
    key = await other.do(create_key, other.desk, role=Role.AGENT, scopes=[])
    async with office.database.unit_of_work_by("key", hash_token(key.secret)) as uow:
        assert uow.organisation_id == other.organisation_id
    with pytest.raises(KeyRefused):
        await office.do(actor_by_key, key.secret)


async def test_the_secret_is_nowhere_in_the_database(office: Office) -> None:
    key = await office.do(create_key, office.desk, role=Role.ADMIN, scopes=[])
    rows = await office.sql("SELECT to_jsonb(k)::text FROM api_keys k")
    events = await office.sql("SELECT data::text FROM events WHERE type = 'ApiKeyCreated'")
    assert hash_token(key.secret) in rows[0][0]
    assert key.secret not in rows[0][0] + events[0][0]
    (listed,) = await office.do(list_keys, office.desk)
    assert key.secret.startswith(listed.hint)
    assert len(listed.hint) < 10


@pytest.mark.parametrize(("days", "lives"), [(None, True), (1, True), (0, False)])
async def test_a_key_lives_as_long_as_was_said(
    office: Office, days: int | None, lives: bool
) -> None:
    key = await office.do(create_key, office.desk, role=Role.AGENT, scopes=[], days=days)
    if lives:
        assert await office.do(actor_by_key, key.secret)
        office.clock.move(days=1 if days else 5000)
    if days is None:
        assert await office.do(actor_by_key, key.secret)
    else:
        with pytest.raises(KeyRefused):
            await office.do(actor_by_key, key.secret)


async def test_rotation_leaves_the_old_key_its_days_of_grace(office: Office) -> None:
    old = await office.do(create_key, office.desk, role=Role.AGENT, scopes=["tickets:write"])
    new = await office.do(rotate_key, office.desk, old.id, grace_days=2)
    both = [await office.do(actor_by_key, key.secret) for key in (old, new)]
    assert both[0].person_id == both[1].person_id
    assert new.scopes == ("tickets:write",)
    office.clock.move(days=2)
    with pytest.raises(KeyRefused):
        await office.do(actor_by_key, old.secret)
    assert await office.do(actor_by_key, new.secret)


async def test_a_revoked_key_and_one_of_a_suspended_person_are_refused(office: Office) -> None:
    first = await office.do(create_key, office.desk, role=Role.AGENT, scopes=[])
    await office.do(revoke_key, office.desk, first.id)
    sam = await office.given_person("Sam")
    assert sam.person_id is not None
    second = await office.do(
        create_key, office.desk, role=Role.AGENT, scopes=[], person_id=sam.person_id
    )
    assert (await office.do(actor_by_key, second.secret)).name == "Sam"
    draft = PersonDraft(name="Sam", role=Role.AGENT, status="suspended")
    await office.do(change_person, office.desk, sam.person_id, draft)
    for key in (first, second):
        with pytest.raises(KeyRefused):
            await office.do(actor_by_key, key.secret)
    with pytest.raises(NotFound):
        await office.do(rotate_key, office.desk, first.id)


async def test_a_scope_that_does_not_exist_is_refused(office: Office) -> None:
    with pytest.raises(Invalid, match="tickets:everything"):
        await office.do(
            create_key, office.desk, role=Role.AGENT, scopes=["tickets:read", "tickets:everything"]
        )


@pytest.mark.parametrize("role", list(Role))
async def test_only_an_administrator_s_key_gets_the_admin_scope_by_itself(
    office: Office, role: Role
) -> None:
    key = await office.do(create_key, office.desk, role=role, scopes=[])
    assert ("admin" in key.scopes) is (role is Role.ADMIN)
