"""CHT-08 by REST: which tickets are posted to which channel."""

import pytest

from core.access.actor import Role
from core.tickets.configuration.categories import CategoryDraft, save_category
from tests.api.asking import V1, fields, problem
from tests.api.conftest import Rest


def _address(rest: Rest) -> str:
    return f"{V1}/workspaces/web/{rest.office.organisation_id}/subscriptions"


async def test_a_channel_is_subscribed_changed_and_left_alone_again(rest: Rest) -> None:
    admin, address = await rest.given(Role.ADMIN), _address(rest)
    team = await rest.office.given_team("Accounts")
    lamps = await rest.office.do(save_category, rest.office.desk, CategoryDraft(name="Lamps"))
    wanted = {"channel": "fires", "priorities": ["P1", "high"], "categories": ["lamps"]}
    made = await admin.post(address, json=wanted)
    assert made.status_code == 201
    first = {
        "channel": "fires",
        "priorities": ["critical", "high"],
        "teams": [],
        "categories": [{"id": str(lamps.id), "name": "Lamps"}],
    }
    assert made.json() == first
    other = (await admin.post(address, json={"channel": "money", "teams": ["accounts"]})).json()
    assert other["teams"] == [{"id": str(team), "name": "Accounts"}]
    assert (await admin.get(address)).json() == {"items": [first, other]}

    ana = await rest.office.given_customer()
    number = (await rest.office.given_ticket(ana, priority="high", category="Lamps")).number
    mirrors = "SELECT channel, ticket_id IS NOT NULL FROM places WHERE role = 'mirror'"
    assert await rest.office.sql(mirrors) == [("fires", True)]

    again = await admin.post(address, json={"channel": "fires", "priorities": ["low"]})
    assert again.json()["categories"] == []
    for _ in range(2):
        assert (await admin.delete(f"{address}/fires")).status_code == 204
    assert (await admin.get(address)).json() == {"items": [other]}
    await rest.office.given_ticket(ana, priority="low")
    assert await rest.office.sql(mirrors) == [("fires", True)], f"TIK-{number} alone"


async def test_a_filter_whose_team_is_gone_says_so(rest: Rest) -> None:
    admin, address = await rest.given(Role.ADMIN), _address(rest)
    team = await rest.office.given_team("Accounts")
    await admin.post(address, json={"channel": "money", "teams": ["Accounts"]})
    assert (await admin.delete(f"{V1}/teams/{team}")).status_code == 204
    [left] = (await admin.get(address)).json()["items"]
    assert left["teams"] == [{"id": str(team), "name": "one that is gone"}]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"channel": "fires"}, "subscribe"),
        ({"channel": "fires", "priorities": ["urgentest"]}, "priority"),
        ({"channel": "#fires", "priorities": ["low"]}, "channel"),
        ({"channel": "fires", "teams": ["Nobody"]}, "team"),
        ({"priorities": ["low"]}, "channel"),
    ],
)
async def test_what_cannot_be_meant_is_named(
    rest: Rest, draft: dict[str, object], field: str
) -> None:
    admin = await rest.given(Role.ADMIN)
    assert fields(await admin.post(_address(rest), json=draft)) == {field}


async def test_only_administrators_and_only_their_own_workspaces(rest: Rest) -> None:
    draft = {"channel": "fires", "priorities": ["low"]}
    for role in (Role.AGENT, Role.MANAGER, Role.CUSTOMER):
        client = await rest.given(role)
        problem(await client.post(_address(rest), json=draft), 403, "denied")
        problem(await client.get(_address(rest)), 403, "denied")
        problem(await client.delete(f"{_address(rest)}/fires"), 403, "denied")
    admin = await rest.given(Role.ADMIN)
    elsewhere = f"{V1}/workspaces/slack/T0OTHER/subscriptions"
    problem(await admin.post(elsewhere, json=draft), 404, "not_found")
    problem(await admin.get(elsewhere), 404, "not_found")
    problem(await admin.delete(f"{elsewhere}/fires"), 404, "not_found")
