"""USR-03: teams and who is in them."""

import pytest

from core.errors import Invalid, NotFound
from core.ids import new_id
from core.people.teams import (
    TeamDraft,
    find_team,
    get_team,
    list_teams,
    members_of,
    remove_team,
    save_team,
)
from core.tickets.claiming import assign
from core.tickets.reading.listing import Filter, list_tickets
from tests.builders import Office


async def test_a_team_has_name_text_manager_email_and_members(office: Office) -> None:
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim")
    assert sam.person_id is not None
    assert kim.person_id is not None
    draft = TeamDraft(
        name=" Accounts ",
        description="Logins",
        email="accounts@acme.example",
        manager_id=kim.person_id,
        member_ids=[sam.person_id, sam.person_id],
    )
    team = await office.do(save_team, office.desk, draft)
    kept = await office.do(get_team, office.desk, team.id)
    assert (kept.name, kept.manager_id) == ("Accounts", kim.person_id)
    assert await office.do(members_of, office.desk, team.id) == [sam.person_id]
    changed = draft.model_copy(update={"member_ids": [kim.person_id], "description": ""})
    await office.do(save_team, office.desk, changed, team.id)
    assert await office.do(members_of, office.desk, team.id) == [kim.person_id]
    event = (await office.events())[-1]
    assert (event.type, event.data["fields"]) == ("TeamChanged", ["description", "members"])


async def test_names_are_unique_and_people_must_be_ours(office: Office) -> None:
    await office.given_team("Red")
    stranger = await (await office.neighbour()).given_person("Stranger")
    assert stranger.person_id is not None
    with pytest.raises(Invalid, match="another team"):
        await office.given_team("RED")
    for field in ("member_ids", "manager_id"):
        value = [stranger.person_id] if field == "member_ids" else stranger.person_id
        draft = TeamDraft.model_validate({"name": "Blue", field: value})
        with pytest.raises(Invalid, match="nobody here") as refused:
            await office.do(save_team, office.desk, draft)
        assert refused.value.details["field"] == field
    assert [t.name for t in await office.do(list_teams, office.desk)] == ["Red"]


async def test_a_member_of_two_teams_sees_both_queues(office: Office) -> None:
    sam = await office.given_person("Sam")
    for name in ("Red", "Blue"):
        await office.given_team(name, sam, private=True)
    await office.given_team("Green", private=True)
    sam = await office.again(sam)
    ana = await office.given_customer()
    for name in ("Red", "Blue", "Green"):
        await office.do(assign, office.desk, (await office.given_ticket(ana)).number, name)
    seen = (await office.do(list_tickets, sam, Filter())).tickets
    assert {view.team.name for view in seen if view.team} == {"Red", "Blue"}
    reds = (await office.do(list_tickets, sam, Filter(team="red"))).tickets
    assert [view.team.name for view in reds if view.team] == ["Red"]


async def test_a_dissolved_team_s_tickets_stay_without_a_team(office: Office) -> None:
    red = await office.given_team("Red")
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(assign, office.desk, number, "Red")
    await office.do(remove_team, office.desk, red)
    assert (await office.see(number)).team is None
    assert await office.do(find_team, "red") is None
    with pytest.raises(NotFound):
        await office.do(get_team, office.desk, red)
    with pytest.raises(NotFound):
        await office.do(remove_team, office.desk, new_id())
