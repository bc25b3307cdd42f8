"""A reply waits and can be taken back; marks; the nudge; words that come back: on every chat."""

from bot.ports_marks import Marks
from core.people.organisation import OrganisationSettings, change_organisation
from core.tickets.resolving import set_status
from tests.contract.drivers.base import Driver, OpenForm, card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import Opened, open_ticket, sweep
from tests.contract.wiring import TRIAGE
from tests.contract.world import World
from tests.fakes.slack.reactions import ours


async def waits(world: World, seconds: int = 10) -> None:
    """From now on replies wait."""
    wanted = OrganisationSettings(undo_seconds=seconds, quiet_hours=None)
    await world.office.do(change_organisation, world.office.desk, wanted)


async def customers(door: Driver, ticket: Opened, words: str) -> int:
    """How often the customer reads these words."""
    await door.world.settled()
    return sum(words in post.text for post in await door.thread("ana", "support", ticket.thread))


async def form_of(door: Driver, words: str, button: str) -> OpenForm:
    """The form that a button of the latest private answer opens."""
    form = await door.press("sam", await told(door, "sam", words), button)
    assert form is not None
    return form


async def test_taken_back_changed_and_sent(door: Driver) -> None:
    world, ticket = door.world, await open_ticket(door)
    await door.slash("alex", "undo 10s", words="desk")
    await told(door, "alex", "after 10 s")
    form = await door.press("sam", ticket.card, "Reply")
    assert form is not None
    assert await door.fill("sam", form, text="it is teh fan") is None
    line = await told(door, "sam", "Sending to Ana in")
    assert {"Undo", "Send now"} <= set(line.acts)
    assert await customers(door, ticket, "fan") == 0
    await door.press("sam", line, "Undo")
    form = await form_of(door, "Taken back", "Edit and send")
    assert form.values["text"] == "it is teh fan"
    await sweep(world, seconds=60)
    assert await customers(door, ticket, "fan") == 0
    assert await door.fill("sam", form, text="it is the fan") is None
    await told(door, "sam", "Sending to Ana in")
    await sweep(world, seconds=10)
    await heard(door, "mia", "triage", ticket.card.id, "it is the fan", "📨")
    assert await customers(door, ticket, "it is the fan") == 1
    await door.slash("sam", "reply undo-send:last")
    await told(door, "sam", "Too late", "was sent", "the customer has it")
    for who in ("mia", "ana"):
        assert not any("Sending to" in post.text for post in await door.private(who))


async def test_sent_now_in_order_and_before_the_end(door: Driver) -> None:
    ticket = await open_ticket(door)
    await waits(door.world)
    await door.slash("sam", f"reply {ticket.ref} first words")
    await told(door, "sam", "Sending")
    await door.slash("sam", f"reply {ticket.ref} second words")
    await door.slash("mia", f"reply {ticket.ref} her words")
    assert await customers(door, ticket, "words") == 0
    await door.slash("mia", "reply send-now:last")
    await heard(door, "ana", "support", ticket.thread, "her words")
    await door.slash("sam", f"resolve {ticket.ref} at the end")
    await card(door, "sam", ticket.ref, "Resolved")
    assert await customers(door, ticket, "words") == 3
    posts = " ".join(p.text for p in await door.thread("ana", "support", ticket.thread))
    order = ("her words", "first words", "second words", "at the end")
    at = [posts.index(words) for words in order]
    assert at == sorted(at)


async def test_refused_when_its_time_comes(door: Driver) -> None:
    ticket = await open_ticket(door)
    await waits(door.world)
    await door.slash("sam", f"reply {ticket.ref} still humming")
    await told(door, "sam", "Sending")
    await door.slash("ana", f"resolve {ticket.ref}", room="support")
    await card(door, "sam", ticket.ref, "Closed")
    await sweep(door.world, seconds=10)
    form = await form_of(door, "was not sent", "Edit and send")
    assert form.values["text"] == "still humming"
    assert await customers(door, ticket, "still humming") == 0


async def test_a_note_in_the_thread_shows_its_mark_and_may_be_sent(door: Driver) -> None:
    world, ticket = door.world, await open_ticket(door)
    await waits(world)
    note = await door.say("sam", "Hi Ana, it is the fan", "triage", ticket.card.id)
    await world.settled()
    assert await marks(door, note, ticket) == wanted(door, "lock")
    await sweep(world, minutes=5)
    nudge = await told(door, "sam", "looks like an answer", "has not seen it")
    await sweep(world, minutes=30)
    assert sum("looks like an answer" in p.text for p in await door.private("sam")) == 1
    await door.press("sam", nudge, "Send to customer")
    await told(door, "sam", "Sending to Ana")
    await world.settled()
    assert await marks(door, note, ticket) == wanted(door, "hourglass_flowing_sand")
    await sweep(world, seconds=10)
    await heard(door, "ana", "support", ticket.thread, "it is the fan")
    await world.settled()
    assert await marks(door, note, ticket) == wanted(door, "incoming_envelope")
    assert world.slack.pings == []


def wanted(door: Driver, name: str) -> list[str]:
    """What stands on a note. The web chat paints every post itself; other chats must let us put
    a sign on what somebody else has said. Teams does not: its bots cannot react."""
    marks = isinstance(door, WebDriver) or isinstance(door.world.desk.platforms[door.slug], Marks)
    return [name] if marks else []


async def marks(door: Driver, note: str, ticket: Opened) -> list[str]:
    """What stands on a note that somebody typed, by Slack's names."""
    if isinstance(door, SlackDriver):
        return ours(door.world.slack, door.world.slack.channels[TRIAGE].messages[note])
    posts = await door.thread("sam", "triage", ticket.card.id)
    text = next(post.text for post in posts if post.id == note)
    signs = {"📨": "incoming_envelope", "⏳": "hourglass_flowing_sand", "🔒": "lock"}
    return [name for sign, name in signs.items() if sign in text][:1]


async def test_words_in_a_closed_ticket_s_thread_come_back(door: Driver) -> None:
    world, ticket = door.world, await open_ticket(door)
    other = await open_ticket(door, "The red printer smells", who="bob")
    await world.office.do(set_status, await world.person("kim"), ticket.number, "closed")
    await card(door, "sam", ticket.ref, "Closed")
    await door.say("sam", "the smell is ozone", "triage", ticket.card.id)
    form = await form_of(door, f"{ticket.ref} is closed", "Use it…")
    assert (form.values["text"], form.values["ticket"]) == ("the smell is ozone", ticket.ref)
    assert await door.world.office.sql("SELECT 1 FROM messages WHERE body LIKE '%ozone%'") == []
    wrong = await door.fill("sam", form, text=" ", how="reply")
    assert wrong is not None
    assert "text" in wrong.errors
    said = {"text": "the smell is ozone", "ticket": other.ref, "how": "reply"}
    assert await door.fill("sam", wrong, **said) is None
    await heard(door, "bob", "support", other.thread, "the smell is ozone")
    assert await customers(door, ticket, "ozone") == 0


async def test_words_in_a_thread_of_no_ticket_come_back_once(door: Driver) -> None:
    world, ticket = door.world, await open_ticket(door)
    root = await door.say("mia", "who has the key?", "triage")
    await door.say("sam", "the toner is in room 4", "triage", root)
    form = await form_of(door, "belongs to no ticket", "Use it…")
    assert await door.fill("sam", form, ticket=ticket.ref, how="note") is None
    await heard(door, "mia", "triage", ticket.card.id, "the toner is in room 4", "🔒")
    await door.say("sam", "and the key too", "triage", root)
    await world.settled()
    assert sum("belongs to no ticket" in p.text for p in await door.private("sam")) == 1
    assert await customers(door, ticket, "toner") == 0


async def test_marks_wait_while_slack_is_down_and_need_their_permission(world: World) -> None:
    slack = SlackDriver(world)
    ticket = await open_ticket(slack)
    await world.settled()
    await slack.slash("sam", f"claim {ticket.ref}")
    await card(slack, "sam", ticket.ref, "Owner Sam")
    world.slack.trouble("status", "reactions.add", status=500)
    note = await slack.say("sam", "it is the fan", "triage", ticket.card.id)
    await slack.slash("sam", f"priority {ticket.ref} high")
    await card(slack, "sam", ticket.ref, "High")
    assert await marks(slack, note, ticket) == []
    world.slack.heal()
    await world.settled()
    assert await marks(slack, note, ticket) == ["lock"]
    world.slack.scopes = {"chat:write", "users:read", "groups:read", "channels:read", "im:write"}
    for words in ("one", "two"):
        await slack.say("sam", f"note number {words}", "triage", ticket.card.id)
        await world.settled()
    assert world.slack.broken.count("auth.scope") == 1
    assert await world.office.sql("SELECT 1 FROM deliveries WHERE state = 'dead'") == []
