"""What is set for a workspace: what reactions mean there, and which bots are heard."""

import pytest

from core.access.actor import Role
from core.conversation.alert_bots import MOST_BOTS, allow_bot, allow_bots, forbid_bot
from core.conversation.workspaces import (
    DEFAULT_REACTIONS,
    MOST_EMOJI,
    Workspace,
    map_reactions,
    read_workspace,
    workspace_settings,
)
from core.errors import Denied, Invalid, NotFound
from tests.builders import Office

HERE = ("slack", "T1")


@pytest.mark.parametrize(
    ("emoji", "meaning"),
    [
        ("ticket", "open"),
        ("admission_tickets", "open"),
        ("🎟️", "open"),
        ("eyes", "claim"),
        (":eyes:", "claim"),
        ("eyes::skin-tone-3", "claim"),
        ("👀", "claim"),
        ("white_check_mark", "resolve"),
        ("📨", "send"),
        ("thumbsup", None),
        ("", None),
    ],
)
def test_what_reactions_mean_by_default(emoji: str, meaning: str | None) -> None:
    assert Workspace().meaning_of(emoji) == meaning


async def test_an_administrator_maps_them_for_one_workspace(office: Office) -> None:
    alex = await office.given_person("Alex", Role.ADMIN)
    wanted = {"claim": [":raised_hand:", "✋"], "resolve": []}
    mapped = await office.do(map_reactions, alex, *HERE, wanted)
    for found in (mapped, await office.do(workspace_settings, *HERE)):
        assert found.meaning_of("raised_hand") == found.meaning_of("✋") == "claim"
        assert found.meaning_of("eyes") is None
        assert found.meaning_of("white_check_mark") is None
        assert found.reactions["open"] == DEFAULT_REACTIONS["open"]
    other = await office.do(workspace_settings, "slack", "T2")
    assert other.reactions == DEFAULT_REACTIONS
    neighbour = await office.neighbour()
    assert (await neighbour.do(workspace_settings, *HERE)).reactions == DEFAULT_REACTIONS
    changed = [row for row in await office.events() if row.type == "WorkspaceChanged"]
    assert [row.data["fields"] for row in changed] == [["reactions"]]


@pytest.mark.parametrize(
    "wanted",
    [
        {"dance": ["eyes"]},
        {"open": ["two words"]},
        {"open": ["eyes"]},
        {"open": [f"e{n}" for n in range(MOST_EMOJI + 1)]},
        {"open": ["x" * 101]},
    ],
)
async def test_what_cannot_be_meant_is_refused_and_nothing_changes(
    office: Office, wanted: dict[str, list[str]]
) -> None:
    alex = await office.given_person("Alex", Role.ADMIN)
    with pytest.raises(Invalid):
        await office.do(map_reactions, alex, *HERE, wanted)
    assert (await office.do(workspace_settings, *HERE)).reactions == DEFAULT_REACTIONS


async def test_a_bot_is_heard_from_when_it_is_allowed_until_it_is_forbidden(
    office: Office,
) -> None:
    alex = await office.given_person("Alex", Role.ADMIN)
    first = await office.do(allow_bot, alex, *HERE, " B0PAGER ")
    again = await office.do(allow_bot, alex, *HERE, "B0PAGER")
    assert first == again
    [(role, email)] = await office.sql(
        "SELECT role, email FROM people WHERE id = :id", id=first.person_id
    )
    assert (role, email) == ("customer", None)
    assert set((await office.do(workspace_settings, *HERE)).alert_bots) == {"B0PAGER"}
    assert (await office.do(workspace_settings, "slack", "T2")).alert_bots == {}
    await office.do(forbid_bot, alex, *HERE, "B0PAGER")
    assert (await office.do(workspace_settings, *HERE)).alert_bots == {}
    with pytest.raises(NotFound):
        await office.do(forbid_bot, alex, *HERE, "B0PAGER")
    for several in (["B1", "B2"], ["B2", " B3 "]):
        await office.do(allow_bots, alex, *HERE, several)
    assert set((await office.do(workspace_settings, *HERE)).alert_bots) == {"B2", "B3"}
    for wrong in ("", "two words", "x" * 101):
        with pytest.raises(Invalid):
            await office.do(allow_bot, alex, *HERE, wrong)


async def test_there_is_an_end_to_the_list(office: Office) -> None:
    alex = await office.given_person("Alex", Role.ADMIN)
    async with office.work() as uow:
        for number in range(MOST_BOTS):
            await allow_bot(uow, alex, *HERE, f"B{number}")
    with pytest.raises(Invalid):
        await office.do(allow_bot, alex, *HERE, "BMORE")


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.AGENT, Role.MANAGER])
async def test_administrators_alone_set_it(office: Office, role: Role) -> None:
    person = await office.given_person("Kim", role)
    for act in (
        office.do(map_reactions, person, *HERE, {"claim": ["wave"]}),
        office.do(allow_bot, person, *HERE, "B1"),
        office.do(forbid_bot, person, *HERE, "B1"),
        office.do(read_workspace, person, *HERE),
    ):
        with pytest.raises(Denied):
            await act
