"""CNV-07: mentions in notes call colleagues and teams in, once each; followers are told."""

from typing import Any

import pytest

from core.access.actor import Actor
from core.errors import Denied
from core.tickets.amending import edit_message
from core.tickets.claiming import assign
from core.tickets.collaboration.following import follow, followers, unfollow
from core.tickets.collaboration.mention_names import said_names
from core.tickets.collaboration.mentions import untold_of
from core.tickets.macros.applying import apply_macro
from core.tickets.macros.macros import MacroDraft, save_macro
from core.tickets.relations.linking import link, related, unlink
from core.tickets.replying import note, reply
from core.tickets.resolving import resolve
from tests.builders import Office


async def reachable(office: Office, *people: Actor) -> None:
    for actor in people:
        await office.sql(
            "INSERT INTO identities (id, organisation_id, platform, workspace, external_id,"
            " person_id, direct, guest, checked_at)"
            " VALUES (gen_random_uuid(), :o, 'slack', 'T1', :x, :p, :x, false, now())",
            o=office.organisation_id,
            x=f"U{actor.name.upper()}",
            p=actor.person_id,
        )


async def told(office: Office) -> list[str]:
    """Who was told directly, in order of names."""
    rows = await office.sql(
        "SELECT p.name FROM deliveries d JOIN people p ON p.id = CAST(d.viewer AS uuid)"
        " WHERE d.kind = 'notice' ORDER BY p.name"
    )
    return [row.name for row in rows]


@pytest.fixture
async def desk(office: Office) -> dict[str, Any]:
    ana = await office.given_customer("Ana")
    sam, mia, kim = [await office.given_person(name) for name in ("Sam", "Mia", "Kim")]
    await reachable(office, sam, mia, kim)
    await office.given_team("Devices", mia, kim)
    number = (await office.given_ticket(ana)).number
    return {"ana": ana, "sam": sam, "mia": mia, "kim": kim, "number": number}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ask @Mia please", [("Mia please", "Mia")]),
        ("@Mia, look", [("Mia",)]),
        ("(@mia)", [("mia",)]),
        ("cc @Service Desk Two now", [("Service Desk Two", "Service Desk", "Service")]),
        ("hi <@U123> and <@U45|mia>", [("U123",), ("U45",)]),
        ("to mia@acme.example and @mia@acme.example.", [("mia@acme.example",)]),
        ("nobody here", []),
        ("see https://x.example/@mia", []),
    ],
)
def test_what_is_a_mention(text: str, names: list[tuple[str, ...]]) -> None:
    assert list(said_names(text)) == names


@pytest.mark.parametrize("said", ["@Mia have a look", "<@UMIA> see", "@mia. Or not?"])
async def test_a_mention_tells_once_and_adds_a_follower(
    office: Office, desk: dict[str, Any], said: str
) -> None:
    await office.do(note, desk["sam"], desk["number"], f"{said} and @Mia again")
    assert await told(office) == ["Mia"]
    [notice] = await office.sql("SELECT message_id FROM deliveries WHERE kind = 'notice'")
    assert notice.message_id is not None
    found = await office.do(followers, desk["sam"], desk["number"])
    assert [person.name for person in found] == ["Mia"]
    [fact] = await office.sql("SELECT data FROM events WHERE type = 'PeopleMentioned'")
    assert fact.data["people"] == [str(desk["mia"].person_id)]


async def test_a_team_is_its_members_but_not_who_writes(
    office: Office, desk: dict[str, Any]
) -> None:
    await office.do(note, desk["mia"], desk["number"], "@Devices and @Kim, please")
    assert await told(office) == ["Kim"]


async def test_a_customer_who_is_named_is_told_nothing(
    office: Office, desk: dict[str, Any]
) -> None:
    written = await office.do(note, desk["sam"], desk["number"], "@Ana was rude")
    assert untold_of(written) == ["Ana is a customer and was not told: notes are for staff only."]
    assert await told(office) == []
    assert await office.do(followers, desk["sam"], desk["number"]) == []


async def test_who_may_not_see_the_ticket_is_told_nothing(
    office: Office, desk: dict[str, Any]
) -> None:
    await office.given_team("Payroll", desk["sam"], private=True)
    sam = await office.again(desk["sam"])
    await office.do(assign, sam, desk["number"], "Payroll")
    written = await office.do(note, sam, desk["number"], "@Mia do you know?")
    assert untold_of(written) == ["Mia may not see this ticket and was not told."]
    assert await told(office) == []


async def test_who_cannot_be_told_apart_is_told_nothing(
    office: Office, desk: dict[str, Any]
) -> None:
    twin = await office.given_person("Mia Other")
    await reachable(office, twin)
    written = await office.do(note, desk["sam"], desk["number"], "@Mia Other knows; @Zed not")
    assert await told(office) == ["Mia Other"]
    assert untold_of(written) == ["I don't know @Zed; nobody was told."]
    await office.given_person("Kim Other")
    both = await office.do(note, desk["mia"], desk["number"], "ask @Kim O., or @kim-")
    assert untold_of(both) == []
    assert await told(office) == ["Kim", "Mia Other"]  # the whole name is Kim's


async def test_of_two_with_one_first_name_nobody_is_told(
    office: Office, desk: dict[str, Any]
) -> None:
    for name in ("Lea Roy", "Lea Roux"):
        await reachable(office, await office.given_person(name))
    written = await office.do(note, desk["sam"], desk["number"], "@Lea, please")
    [sentence] = untold_of(written)
    assert sentence.startswith("@Lea could be lea.")
    assert await told(office) == []


async def test_a_reply_calls_in_nobody(office: Office, desk: dict[str, Any]) -> None:
    await office.do(reply, desk["sam"], desk["number"], "@Mia will help you")
    assert await told(office) == []


async def test_followers_hear_of_public_words_and_the_end_but_not_of_their_own(
    office: Office, desk: dict[str, Any]
) -> None:
    number, ana, sam, mia = (desk[key] for key in ("number", "ana", "sam", "mia"))
    await office.do(follow, mia, number)
    assert await office.do(follow, mia, number) is False
    await office.do(note, sam, number, "psst")
    await office.do(reply, mia, number, "Hello")
    assert await told(office) == []
    await office.do(reply, ana, number, "Hello?")
    await office.do(resolve, sam, number)
    assert await told(office) == ["Mia", "Mia"]
    await office.do(unfollow, mia, number)
    await office.do(reply, ana, number, "Thank you")
    assert await told(office) == ["Mia", "Mia"]


async def test_a_follower_who_lost_the_right_hears_no_more(
    office: Office, desk: dict[str, Any]
) -> None:
    await office.do(follow, desk["mia"], desk["number"])
    await office.given_team("Payroll", desk["sam"], private=True)
    await office.do(assign, office.desk, desk["number"], "Payroll")
    await office.do(reply, desk["ana"], desk["number"], "Secret words")
    assert await told(office) == []
    with pytest.raises(Denied):
        await office.do(follow, desk["ana"], desk["number"])


async def test_links_are_seen_from_both_sides_with_their_status(
    office: Office, desk: dict[str, Any]
) -> None:
    sam, one = desk["sam"], desk["number"]
    two = (await office.given_ticket(desk["ana"], subject="Two")).number
    three = (await office.given_ticket(desk["ana"], subject="Three")).number
    assert await office.do(link, sam, one, two) is True
    assert await office.do(link, sam, two, one) is False  # it goes both ways
    await office.do(link, sam, three, one, "duplicate_of")
    await office.do(resolve, sam, three)
    found = await office.do(related, sam, one)
    assert [(r.kind, r.ref, r.status) for r in found] == [
        ("related", f"TIK-{two}", "New"),
        ("has_duplicate", f"TIK-{three}", "Resolved"),
    ]
    assert [r.kind for r in await office.do(related, sam, three)] == ["duplicate_of"]
    await office.do(unlink, sam, two, one)
    assert [r.number for r in await office.do(related, sam, one)] == [three]
    with pytest.raises(Denied):
        await office.do(related, desk["ana"], one)


async def test_an_edit_calls_in_only_who_was_not_called_in_before(
    office: Office, desk: dict[str, Any]
) -> None:
    sam, number = desk["sam"], desk["number"]
    written = await office.do(note, sam, number, "@Mia and @Ana, look")
    for text, names in {
        "@Mia and @Ana, look closely": ["Mia"],
        "@Kim, look": ["Kim", "Mia"],
        "<@UMIA> and @Kim and @Zed, look": ["Kim", "Mia"],
    }.items():
        edited = await office.do(edit_message, sam, written.id, text)
        assert await told(office) == names
        assert untold_of(edited) == (["I don't know @Zed; nobody was told."] * ("Zed" in text))
    found = await office.do(followers, sam, number)
    assert sorted(person.name for person in found) == ["Kim", "Mia"]
    [(kept,)] = await office.sql("SELECT attributes FROM messages WHERE id = :i", i=written.id)
    assert "untold" not in kept


async def test_an_edited_reply_calls_in_nobody(office: Office, desk: dict[str, Any]) -> None:
    written = await office.do(reply, desk["sam"], desk["number"], "Somebody will help you")
    await office.do(edit_message, desk["sam"], written.id, "@Mia will help you")
    assert await told(office) == []


async def test_a_macros_note_calls_in_whom_it_names_and_not_whom_a_customer_names(
    office: Office, desk: dict[str, Any]
) -> None:
    ana = desk["ana"]
    text = "@Devices: {ticket.subject}"
    await office.do(save_macro, office.desk, MacroDraft(name="hand", text=text, send_as="note"))
    number = (await office.given_ticket(ana, subject="@Sam is rude")).number
    await office.do(apply_macro, desk["mia"], "hand", number)
    assert await told(office) == ["Kim"]
    edited = "@Sam and @Zed, have a look"
    applied = await office.do(apply_macro, desk["mia"], "hand", number, text=edited)
    assert await told(office) == ["Kim", "Sam"]
    assert applied.message is not None
    assert untold_of(applied.message) == ["I don't know @Zed; nobody was told."]


async def test_a_platforms_own_mention_names_an_account_however_it_reads(
    office: Office, desk: dict[str, Any]
) -> None:
    said = "@Night owl | late and @Kimberly"
    mentioned = {"Night owl | late": "UMIA", "Kim": "UKIM", "": "USAM"}
    written = await office.do(note, desk["sam"], desk["number"], said, mentioned=mentioned)
    assert await told(office) == ["Mia"]
    assert untold_of(written) == ["I don't know @Kimberly; nobody was told."]
    assert written.body == said
    unknown = {"Mia": "U0NOBODY"}
    await office.do(note, desk["kim"], desk["number"], "@Mia again", mentioned=unknown)
    assert await told(office) == ["Mia", "Mia"]
