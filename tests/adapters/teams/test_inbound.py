"""What people do in Teams, as one neutral value. No network, no database."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.teams.inbound.activities import to_incoming
from adapters.teams.webapi.own import to_conversation
from bot.incoming import Kind
from core.conversation.workspaces import to_emoji
from tests.adapters.teams.conftest import ANA, OWN, SAM, SUPPORT, TRIAGE
from tests.adapters.teams.unheard import NOW, a_tenant, read
from tests.fakes.teams import FakeTeams

Json = dict[str, Any]


@pytest.fixture
def teams() -> FakeTeams:
    """A tenant; nobody listens to it."""
    return a_tenant()


def test_plain_words_begin_a_thread_or_stand_in_one(teams: FakeTeams) -> None:
    root = teams.activities.message(ANA, SUPPORT, "The printer\nhums & hums")
    said = read(root)
    assert (said.kind, said.text) == (Kind.SAID, "The printer\nhums & hums")
    assert (said.spot.channel, said.spot.thread, said.stamp) == (SUPPORT, None, root["id"])
    assert (said.sender, said.direct) == (ANA, False)
    answer = read(teams.activities.message(SAM, SUPPORT, "since when?", root["id"]))
    assert answer.spot.thread == root["id"]
    assert to_conversation(SUPPORT, root["id"]) == f"{SUPPORT};messageid={root['id']}"


@pytest.mark.parametrize(
    ("said", "kind", "words", "text"),
    [
        ("@Ticket claim 1042", Kind.COMMAND, "ticket", "claim 1042"),
        ("  @Ticket, claim", Kind.COMMAND, "ticket", "claim"),
        ("@Ticket", Kind.COMMAND, "ticket", ""),
        ("@Ticket /claim", Kind.COMMAND, "ticket", "claim"),
        ("@Ticket desk channel role:off", Kind.COMMAND, "desk", "channel role:off"),
        ("@Ticket /support list", Kind.COMMAND, "support", "list"),
        ("@Ticket assign to:@Ana Ruiz", Kind.COMMAND, "ticket", 'assign to:"Ana Ruiz"'),
        ("@Ticket\nreply 7\nhi Ana", Kind.COMMAND, "ticket", "reply 7\nhi Ana"),
        ("@Ticket desk\nhealth", Kind.COMMAND, "desk", "health"),
        ("@Ticket note ask @Ana Ruiz", Kind.COMMAND, "ticket", "note ask @Ana Ruiz"),
        ("ask @Ticket for help", Kind.SAID, "ticket", "ask @Ticket for help"),
        ("@Sam claim", Kind.SAID, "ticket", "@Sam claim"),
    ],
)
def test_a_mention_that_begins_the_message_is_a_command(
    teams: FakeTeams, said: str, kind: Kind, words: str, text: str
) -> None:
    heard = read(teams.activities.message(SAM, SUPPORT, said))
    assert (heard.kind, heard.words, heard.text) == (kind, words, text)


@pytest.mark.parametrize(
    ("said", "where", "kind", "words"),
    [
        ("/support list", "a:1ana", Kind.COMMAND, "support"),
        ("/support\nlist", "a:1ana", Kind.COMMAND, "support"),
        ("/desk health", "a:1ana", Kind.COMMAND, "desk"),
        ("/etc/hosts is wrong", "a:1ana", Kind.SAID, "ticket"),
        ("support list", "a:1ana", Kind.SAID, "ticket"),
        ("/support list", SUPPORT, Kind.SAID, "ticket"),
    ],
)
def test_in_its_own_chat_a_slash_names_the_words(
    teams: FakeTeams, said: str, where: str, kind: Kind, words: str
) -> None:
    heard = read(teams.activities.message(ANA, where, said))
    assert (heard.kind, heard.words) == (kind, words)
    assert heard.text == ("list" if words == "support" else heard.text)


def test_a_personal_chat_is_direct_and_a_group_chat_has_no_threads(teams: FakeTeams) -> None:
    assert read(teams.activities.message(ANA, "a:1ana", "hello")).direct
    group = read(teams.activities.message(ANA, "19:chat@thread.v2", "hello"))
    assert (group.direct, group.spot.thread) == (False, None)
    assert to_conversation("19:chat@thread.v2", "17") == "19:chat@thread.v2"


def test_the_same_message_again_has_the_same_key_and_another_one_has_not(
    teams: FakeTeams,
) -> None:
    first = teams.activities.message(ANA, SUPPORT, "hello")
    assert read(first).key == read(dict(first)).key
    assert read(first).key != read(teams.activities.message(ANA, SUPPORT, "hello")).key


@pytest.mark.parametrize("seconds", [0, 15, 20])
def test_what_teams_sends_again_under_another_id_is_known(teams: FakeTeams, seconds: int) -> None:
    first = teams.activities.message(ANA, SUPPORT, "hello")
    again = read(teams.activities.repeated(first), NOW.replace(second=seconds))
    assert read(first).twins[0] in again.twins


def test_the_same_words_half_a_minute_later_are_said_again(teams: FakeTeams) -> None:
    first = teams.activities.message(ANA, SUPPORT, "hello")
    later = read(teams.activities.repeated(first), NOW.replace(second=30))
    assert not set(read(first).twins) & set(later.twins)
    other = read(teams.activities.message(SAM, SUPPORT, "hello"))
    assert not set(read(first).twins) & set(other.twins)


def press(teams: FakeTeams, says: str, card: str = "17", who: str = SAM) -> Json:
    """A press of an old client: a message that nobody sees."""
    return teams.activities.of(
        "message", who, TRIAGE, card, id=teams.next_id(), value={"says": says}, replyToId=card
    )


def test_a_button_is_its_typed_command_in_the_thread_of_its_card(teams: FakeTeams) -> None:
    pressed = read(press(teams, "claim TIK-1 r7"))
    assert (pressed.kind, pressed.text) == (Kind.PRESS, "claim TIK-1 r7")
    assert (pressed.spot.thread, pressed.stamp) == ("17", "17")


@pytest.mark.parametrize(
    ("says", "card", "who", "seconds", "same"),
    [
        ("claim TIK-1 r7", "17", SAM, 20, True),
        ("claim TIK-1 r8", "17", SAM, 15, False),
        ("claim TIK-1 r7", "18", SAM, 15, False),
        ("claim TIK-1 r7", "17", ANA, 15, False),
        ("claim TIK-1 r7", "17", SAM, 30, False),
    ],
)
def test_a_press_again_is_the_same_by_who_what_and_where(
    teams: FakeTeams, says: str, card: str, who: str, seconds: int, same: bool
) -> None:
    first = read(press(teams, "claim TIK-1 r7"))
    teams.teams["19:staff@thread.tacv2"].members.add(ANA)
    again = read(press(teams, says, card, who), NOW + timedelta(seconds=seconds))
    assert (first.twins[0] in again.twins) is same
    assert first.key != again.key


def test_an_edit_names_the_message_and_a_deletion_too(teams: FakeTeams) -> None:
    said = teams.activities.message(ANA, SUPPORT, "helo")
    message = teams.conversations[SUPPORT].messages[said["id"]]
    edit = read(teams.change.edited(message, "hello"))
    assert (edit.kind, edit.text, edit.stamp) == (Kind.EDITED, "hello", said["id"])
    update = teams.activities.of("messageDelete", ANA, SUPPORT, said["id"], id=said["id"])
    update["channelData"]["eventType"] = "softDeleteMessage"
    gone = read(update)
    assert (gone.kind, gone.stamp) == (Kind.DELETED, said["id"])
    other = teams.activities.of("messageUpdate", ANA, SUPPORT, said["id"], text="x")
    assert to_incoming(other, OWN, NOW) is None


def test_an_emoji_on_our_message_is_a_reaction_and_can_be_taken_off(
    teams: FakeTeams,
) -> None:
    made = teams.activities.of(
        "messageReaction", SAM, TRIAGE, "17", reactionsAdded=[{"type": "like"}], replyToId="17"
    )
    reacted = read(made)
    assert (reacted.kind, reacted.text, reacted.stamp) == (Kind.REACTED, "like", "17")
    assert reacted.spot.thread == "17"
    off = teams.activities.of(
        "messageReaction", SAM, TRIAGE, "17", reactionsRemoved=[{"type": "like"}], replyToId="17"
    )
    gone = read(off)
    assert (gone.kind, gone.emoji, gone.stamp) == (Kind.UNREACTED, reacted.emoji, "17")
    assert gone.key != reacted.key


@pytest.mark.parametrize(
    ("named", "sign", "meant", "shown"),
    [
        ("1f440_eyes", "👀", "eyes", "👀"),
        ("2705_whiteheavycheckmark", "✅", "white_check_mark", "✅"),
        ("1f39f-fe0f_admissiontickets", "🎟️", "admission_tickets", "🎟️"),
        ("heart", "heart", "heart", "❤️"),
        ("dead_parrot", "dead_parrot", "dead_parrot", ":dead_parrot:"),
        ("ffffff_none", "ffffff_none", "ffffff_none", ":ffffff_none:"),
    ],
)
def test_an_emoji_that_teams_names_by_its_letters_is_what_it_is_elsewhere(
    teams: FakeTeams, named: str, sign: str, meant: str, shown: str
) -> None:
    added = [{"type": named}]
    made = teams.activities.of(
        "messageReaction", SAM, TRIAGE, "17", reactionsAdded=added, replyToId="17"
    )
    assert (read(made).text, read(made).emoji) == (sign, shown)
    assert to_emoji(sign) == meant


def test_we_never_hear_ourselves_and_hear_other_bots_as_such(teams: FakeTeams) -> None:
    ours = teams.activities.message(SAM, SUPPORT, "I am the bot")
    assert to_incoming(ours | {"from": {"id": teams.bot}}, OWN, NOW) is None
    alert = read(ours | {"from": {"id": "28:other", "name": "Grafana"}})
    assert (alert.kind, alert.sender, alert.name) == (Kind.ALERTED, "28:other", "Grafana")


@pytest.mark.parametrize("kind", ["typing", "conversationUpdate", "event", "", "messageUpdate"])
def test_other_activities_tell_us_nothing(teams: FakeTeams, kind: str) -> None:
    assert to_incoming(teams.activities.of(kind, SAM, TRIAGE), OWN, NOW) is None


@pytest.mark.parametrize("wrong", [None, 7, "x", [], {"id": None}])
def test_oddly_shaped_activities_break_nothing(teams: FakeTeams, wrong: Any) -> None:
    whole = teams.activities.message(SAM, SUPPORT, "hello")
    for name in ("from", "conversation", "channelData", "entities", "attachments", "text", "value"):
        told = to_incoming(whole | {name: wrong}, OWN, NOW)
        assert told is None or told.kind is Kind.SAID, name
