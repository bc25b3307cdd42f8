"""USR-07: people, who may change whom, and how one is meant by name."""

import pytest
from pydantic import ValidationError

from core.access.actor import Role
from core.access.sessions import WrongPassword, session_of, sign_in
from core.errors import Denied, Invalid, NotFound
from core.ids import new_id
from core.people.actors import actor_for
from core.people.identities import Suspended, actor_of
from core.people.models import Identity
from core.people.people import (
    PersonDraft,
    change_password,
    change_person,
    create_person,
    find_person,
    get_person,
    list_people,
)
from core.tickets.claiming import assign
from core.tickets.reading.listing import Filter, list_tickets
from tests.builders import Office


async def test_a_person_is_kept_as_said_and_the_change_recorded(office: Office) -> None:
    team = await office.given_team("Red")
    draft = PersonDraft(
        name=" Ana Ruiz ",
        email=" Ana@Acme.Example",
        role=Role.AGENT,
        team_id=team,
        phone="+34 1",
        timezone="Europe/Madrid",
        language="es",
        avatar_url="https://a.example/a.png",
    )
    person = await office.do(create_person, office.desk, draft)
    assert (person.name, person.email) == ("Ana Ruiz", "ana@acme.example")
    office.clock.move(hours=1)
    changed = draft.model_copy(update={"phone": None, "status": "inactive"})
    person = await office.do(change_person, office.desk, person.id, changed)
    assert (person.phone, person.status, person.updated_at) == (
        None,
        "inactive",
        office.clock.now(),
    )
    (event,) = [e for e in await office.events() if e.type == "PersonChanged"]
    assert sorted(event.data["fields"]) == ["phone", "status"]
    recorded = repr([e.data for e in await office.events()])
    assert "acme.example" not in recorded
    assert "Ruiz" not in recorded


async def test_addresses_are_unique_whatever_their_capitals(office: Office) -> None:
    ana = await office.given_customer("Ana", email="ana@acme.example")
    with pytest.raises(Invalid, match="somebody has this address"):
        await office.given_customer("Other", email="ANA@acme.example")
    await (await office.neighbour()).given_customer("Ana", email="ana@acme.example")
    assert ana.person_id is not None
    same = PersonDraft(name="Ana R.", email="ana@acme.example")
    await office.do(change_person, office.desk, ana.person_id, same)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ana"),
        ("email", "ana@host"),
        ("email", "a na@acme.example"),
        ("email", "@acme.example"),
        ("name", "  "),
        ("status", "asleep"),
        ("role", "king"),
        ("shoe_size", 42),
    ],
)
def test_what_is_wrong_with_a_person_is_said_by_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        PersonDraft.model_validate({"name": "Ana"} | {field: value})
    assert [error["loc"][0] for error in refused.value.errors()] == [field]


@pytest.mark.parametrize("status", ["suspended", "inactive"])
async def test_who_is_not_active_cannot_act_on_any_surface(office: Office, status: str) -> None:
    sam = await office.given_person("Sam")
    assert sam.person_id is not None
    identity = Identity(
        id=new_id(),
        organisation_id=office.organisation_id,
        platform="slack",
        workspace="w",
        external_id="U1",
        person_id=sam.person_id,
        direct="D1",
        guest=False,
        checked_at=office.clock.now(),
    )
    assert (await office.do(actor_of, identity)).person_id == sam.person_id
    draft = PersonDraft(name="Sam", role=Role.AGENT, status=status)
    await office.do(change_person, office.desk, sam.person_id, draft)
    for surface in ("web", "api", "slack"):
        assert await office.do(actor_for, sam.person_id, surface) is None
    with pytest.raises(Suspended):
        await office.do(actor_of, identity)


async def test_a_manager_cannot_raise_anybody_above_an_agent(office: Office) -> None:
    boss = await office.given_person("Max", Role.MANAGER)
    ada = await office.given_person("Ada", Role.ADMIN)
    sam = await office.given_person("Sam")
    for role in (Role.MANAGER, Role.ADMIN):
        with pytest.raises(Denied):
            await office.do(create_person, boss, PersonDraft(name="New", role=role))
        with pytest.raises(Denied):
            await office.do(change_person, boss, sam.person_id, PersonDraft(name="S", role=role))
    with pytest.raises(Denied):
        await office.do(change_person, boss, ada.person_id, PersonDraft(name="Ada"))
    await office.do(create_person, boss, PersonDraft(name="New", role=Role.AGENT))


async def test_customers_read_themselves_alone(office: Office) -> None:
    ana, ben = await office.given_customer("Ana"), await office.given_customer("Ben")
    assert (await office.do(get_person, ana, ana.person_id)).name == "Ana"
    with pytest.raises(Denied):
        await office.do(get_person, ana, ben.person_id)
    with pytest.raises(NotFound):
        await office.do(get_person, office.desk, new_id())


async def test_people_are_listed_in_pages_and_narrowed(office: Office) -> None:
    made = [await office.given_customer(name) for name in ("Ana", "Anders", "Ben", "100% Cy")]
    await office.given_person("Sam")
    first = await office.do(list_people, office.desk, role=Role.CUSTOMER, limit=3)
    rest = await office.do(list_people, office.desk, role=Role.CUSTOMER, after=first[-1].id)
    assert [p.id for p in (*first, *rest)] == [a.person_id for a in made]
    for said, names in (
        ("an", ["Ana", "Anders"]),
        ("BEN", ["Ben"]),
        ("_", []),
        ("0%", ["100% Cy"]),
    ):
        found = [p.name for p in await office.do(list_people, office.desk, search=said)]
        assert found == names


async def test_one_is_meant_by_me_name_address_or_account(office: Office) -> None:
    sam = await office.given_person("Sam Okafor", email="sam@acme.example")
    for name in ("Samantha", "Samir", "Samuel", "Sammy"):
        await office.given_person(name)
    assert (await office.do(find_person, sam, "me")).id == sam.person_id
    for said in ("@sam okafor", "SAM@acme.example", "@Sam_Okafor"):
        assert (await office.do(find_person, office.desk, said)).id == sam.person_id
    with pytest.raises(Invalid, match="use the email address"):
        await office.do(find_person, office.desk, "sam")
    exact = await office.given_person("Sam")
    assert (await office.do(find_person, office.desk, "@sam")).id == exact.person_id
    with pytest.raises(Invalid, match="I don't know"):
        await office.do(find_person, office.desk, "@zoe")


async def test_who_moves_to_another_team_leaves_the_old_one_s_private_tickets(
    office: Office,
) -> None:
    red = await office.given_team("Red", private=True)
    blue = await office.given_team("Blue", private=True)
    sam = await office.given_person("Sam", team_id=red)
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(assign, office.desk, number, "Red")
    assert len((await office.do(list_tickets, sam, Filter())).tickets) == 1
    assert sam.person_id is not None
    draft = PersonDraft(name="Sam", role=Role.AGENT, team_id=blue)
    await office.do(change_person, office.desk, sam.person_id, draft)
    sam = await office.again(sam)
    assert sam.team_ids == {blue}
    assert (await office.do(list_tickets, sam, Filter())).tickets == []


async def test_a_team_of_nobody_s_is_refused(office: Office) -> None:
    other = await office.neighbour()
    for team in (new_id(), await other.given_team("Theirs")):
        with pytest.raises(Invalid, match="no such team"):
            await office.given_person("Sam", team_id=team)


async def test_a_new_password_ends_the_old_one_and_all_sessions(office: Office) -> None:
    sam = await office.given_person("Sam", email="sam@acme.example", password="the old password")
    mia = await office.given_person("Mia", email="mia@acme.example", password="the old password")
    kim = await office.given_person("Kim", Role.MANAGER)
    assert sam.person_id is not None
    assert mia.person_id is not None
    his = (await office.do(sign_in, "sam@acme.example", "the old password")).token
    hers = (await office.do(sign_in, "mia@acme.example", "the old password")).token
    await office.do(change_password, kim, sam.person_id, "the new password")
    assert await office.do(session_of, his) is None
    assert await office.do(session_of, hers) is not None
    with pytest.raises(WrongPassword):
        await office.do(sign_in, "sam@acme.example", "the old password")
    await office.do(sign_in, "sam@acme.example", "the new password")
    *_, event = await office.events()
    assert (event.type, event.actor_id) == ("PersonChanged", kim.person_id)
    assert event.data["fields"] == ["password"]
    assert "the new password" not in str(event)


async def test_who_may_not_change_a_person_may_not_change_the_password(office: Office) -> None:
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim", Role.MANAGER)
    ada = await office.given_person("Ada", Role.ADMIN)
    for actor, whose in ((sam, sam), (sam, ada), (kim, ada), (kim, kim)):
        assert whose.person_id is not None
        with pytest.raises(Denied):
            await office.do(change_password, actor, whose.person_id, "the new password")
    assert sam.person_id is not None
    with pytest.raises(Invalid, match="12 characters"):
        await office.do(change_password, ada, sam.person_id, "short")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Europe"])
def test_a_time_zone_must_exist(zone: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        PersonDraft(name="Ana", timezone=zone)
