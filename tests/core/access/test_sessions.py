"""Signing in: argon2id, nothing learnt from a refusal, nobody who may not act."""

from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY

from core.access.passwords import hash_password, password_matches
from core.access.sessions import LIFETIME, WrongPassword, session_of, sign_in, sign_out
from core.access.tokens import hash_token
from core.errors import Invalid
from core.people.people import PersonDraft, change_person
from tests.builders import Office

PASSWORD = "correct horse battery"


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every hash that argon2 really checks."""
    seen: list[str] = []
    real = PasswordHasher.verify

    def verify(self: PasswordHasher, stored: Any, password: Any) -> Any:
        seen.append(stored)
        return real(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    return seen


async def test_passwords_are_kept_as_argon2id_with_the_recommended_cost(office: Office) -> None:
    sam = await office.given_person("Sam", password=PASSWORD)
    (stored,) = await office.sql(
        "SELECT password_hash FROM people WHERE id = :id", id=sam.person_id
    )
    assert stored[0].startswith("$argon2id$v=19$")
    assert PASSWORD not in stored[0]
    hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
    assert not hasher.check_needs_rehash(stored[0])


async def test_two_people_with_one_password_have_different_hashes() -> None:
    assert await hash_password(PASSWORD) != await hash_password(PASSWORD)


async def test_a_short_password_is_refused() -> None:
    with pytest.raises(Invalid, match="12 characters"):
        await hash_password("elevenchars")


async def test_the_right_password_signs_in(office: Office) -> None:
    sam = await office.given_person("Sam", email="sam@acme.example", password=PASSWORD)
    signed_in = await office.do(sign_in, " SAM@acme.example ", PASSWORD)
    actor = await office.do(session_of, signed_in.token)
    assert actor is not None
    assert (actor.person_id, actor.surface) == (sam.person_id, "web")
    (row,) = await office.sql("SELECT last_login_at FROM people WHERE id = :id", id=sam.person_id)
    assert row[0] == office.clock.now()


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("sam@acme.example", "wrong horse battery"),
        ("nobody@acme.example", PASSWORD),
        ("kim@acme.example", PASSWORD),  # has no password
        ("lee@acme.example", PASSWORD),  # is suspended
    ],
)
async def test_every_refusal_costs_and_says_the_same(
    office: Office, checks: list[str], email: str, password: str
) -> None:
    await office.given_person("Sam", email="sam@acme.example", password=PASSWORD)
    await office.given_person("Kim", email="kim@acme.example")
    await office.given_person("Lee", email="lee@acme.example", password=PASSWORD, status="active")
    await office.sql("UPDATE people SET status = 'suspended' WHERE name = 'Lee'")
    await password_matches(None, "so that nobody's hash is there")
    checks.clear()
    with pytest.raises(WrongPassword) as refused:
        await office.do(sign_in, email, password)
    assert str(refused.value) == "That address and password do not match."
    assert len(checks) == 1, "one full check of argon2, whoever it is"
    assert checks[0].startswith("$argon2id$")
    assert await office.sql("SELECT 1 FROM sessions") == []


async def test_a_session_ends_by_time_by_signing_out_and_by_suspension(office: Office) -> None:
    sam = await office.given_person("Sam", email="sam@acme.example", password=PASSWORD)
    tokens = [(await office.do(sign_in, "sam@acme.example", PASSWORD)).token for _ in range(2)]
    await office.do(sign_out, tokens[0])
    assert await office.do(session_of, tokens[0]) is None
    assert sam.person_id is not None
    draft = PersonDraft(name="Sam", email="sam@acme.example", role=sam.role)
    suspended = draft.model_copy(update={"status": "suspended"})
    await office.do(change_person, office.desk, sam.person_id, suspended)
    assert await office.do(session_of, tokens[1]) is None
    await office.do(change_person, office.desk, sam.person_id, draft)
    assert await office.do(session_of, tokens[1]) is not None
    office.clock.set(office.clock.now() + LIFETIME - timedelta(seconds=1))
    assert await office.do(session_of, tokens[1]) is not None
    office.clock.move(seconds=1)
    assert await office.do(session_of, tokens[1]) is None


async def test_tokens_are_kept_as_hashes_only(office: Office) -> None:
    await office.given_person("Sam", email="sam@acme.example", password=PASSWORD)
    token = (await office.do(sign_in, "sam@acme.example", PASSWORD)).token
    rows = await office.sql("SELECT to_jsonb(s)::text FROM sessions s")
    assert hash_token(token) in rows[0][0]
    assert token not in rows[0][0]
