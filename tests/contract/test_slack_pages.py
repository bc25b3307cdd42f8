"""CHT-01, SRC-08, INT-01: Slack's shortcuts, homes and links, over the wire on the whole desk."""

import json
from typing import Any

from core.events.due import sweep_due
from core.knowledge.articles import ArticleDraft, publish_article
from core.people.teams import TeamDraft, save_team
from core.sweeps import SWEEPS
from core.tickets.claiming import assign, claim
from core.tickets.configuration.fields import FieldDraft, save_field
from core.tickets.editing import TicketEdit, edit
from core.tickets.reading.history import list_messages
from core.tickets.relations.moving import move
from tests.contract.drivers.base import OpenForm, card, heard, told
from tests.contract.drivers.slack import SlackDriver, to_form
from tests.contract.journeys import open_ticket
from tests.contract.wiring import ADDRESS, SUPPORT, TRIAGE
from tests.contract.world import World

SAM, ANA, BOB = "U0SAM", "U0ANA", "U0BOB"


async def opened(slack: SlackDriver, before: set[str]) -> OpenForm:
    """The form that has opened since."""
    fresh = [name for name in slack.world.slack.views if name not in before]
    assert len(fresh) == 1
    return to_form(slack.world.slack.views[fresh[0]])


async def test_a_ticket_from_anywhere(slack: SlackDriver, world: World) -> None:
    await world.slack.ask.shortcut(SAM, "new_ticket")
    form = await opened(slack, set())
    said = {"subject": "The door squeaks", "description": "All day", "customer": "new@example.org"}
    assert await slack.fill("sam", form, **said) is None
    post = await card(slack, "sam", "TIK-1001", "The door squeaks")
    assert "new via Slack" in post.text
    await told(slack, "sam", "TIK-1001")
    await world.settled()
    assert world.slack.broken == []


async def test_a_ticket_from_a_customers_message(slack: SlackDriver, world: World) -> None:
    file = world.slack.share("error.txt", b"It says 42")
    said = await world.slack.send.say(BOB, SUPPORT, "The scanner beeps", files=[file])
    stamp = said.ts
    await world.settled()
    before = set(world.slack.views)
    await world.slack.ask.message_shortcut(SAM, SUPPORT, stamp, "create_ticket")
    form = await opened(slack, before)
    assert form.values["description"] == "The scanner beeps"
    assert form.values["customer"] == "bob@example.org"
    assert await slack.fill("sam", form, subject="Scanner") is None
    found = await card(slack, "sam", "TIK-1001", "Scanner", "Bob via Slack")
    await heard(slack, "bob", "support", stamp, "TIK-1001")
    await world.settled()
    note, *_ = [p for p in await slack.thread("sam", "triage", found.id) if "🔒" in p.text]
    assert f"https://acme.slack.test/archives/{SUPPORT}/p{stamp.replace('.', '')}" in note.text
    sam = await world.person("sam")
    [first, *_] = await world.office.do(list_messages, sam, 1001)
    assert [one.name for one in first.attachments] == ["error.txt"]
    await world.slack.ask.message_shortcut(SAM, SUPPORT, stamp, "create_ticket")
    again = await opened(slack, {*before, form.raw["id"]})
    assert await slack.fill("sam", again, subject="Scanner") is None
    await told(slack, "sam", "There is a ticket for this already", "TIK-1001")
    assert world.slack.broken == []


async def test_a_ticket_from_a_colleagues_message_that_we_cannot_read(
    slack: SlackDriver, world: World
) -> None:
    place = world.slack.add_channel("C0LUNCH", SAM, ANA)
    place.members.discard(world.slack.bot_user)
    place.messages["1.000001"] = {"ts": "1.000001", "user": ANA, "text": "priority:high lamps!"}
    await world.slack.ask.message_shortcut(SAM, "C0LUNCH", "1.000001", "create_ticket")
    form = await opened(slack, set())
    assert form.values["description"] == "priority:high lamps!"
    assert form.values["priority"] == "medium"
    world.slack.trouble("error", "conversations.history", error="not_in_channel")
    world.slack.trouble("error", "conversations.replies", error="not_in_channel")
    assert await slack.fill("sam", form, subject="Lamps", customer="ana@example.org") is None

    async def told_there() -> bool:
        return any("not on the ticket" in json.dumps(one) for one in world.slack.ephemerals)

    await world.until(told_there, "that files are missing")
    await card(slack, "sam", "TIK-1001", "Ana via Slack")


async def test_nobody_reads_a_message_by_naming_it(slack: SlackDriver, world: World) -> None:
    stamp = await slack.say("sam", "secret words", "triage")
    await slack.slash("ana", f"new x from-message:{TRIAGE}:{stamp}", room="support")
    await told(slack, "ana", "choose a message")


async def test_ones_own_note_is_sent(slack: SlackDriver, world: World) -> None:
    ticket = await open_ticket(slack)
    stamp = await slack.say("sam", "It is the fuse", "triage", ticket.card.id)
    await world.settled()
    await world.slack.ask.message_shortcut(SAM, TRIAGE, stamp, "send_to_customer")
    post = await heard(slack, "ana", "support", ticket.thread, "It is the fuse")
    assert post.raw["username"] == "Sam · agent"
    await world.slack.ask.message_shortcut("U0MIA", TRIAGE, stamp, "send_to_customer")
    await told(slack, "mia", "Not done")


async def home(world: World, user: str, *words: str) -> str:
    """The words of a person's home, once they are all there."""

    async def shown() -> str | None:
        view = world.slack.homes.get(user)
        text = json.dumps(view["blocks"], ensure_ascii=False) if view else ""
        return text if view and all(word in text for word in words) else None

    return await world.until(shown, f"{user}'s home says {words}", step=0.2)


async def test_the_home_of_an_agent(slack: SlackDriver, world: World) -> None:
    first, second = await open_ticket(slack), await open_ticket(slack, "The red one hums")
    sam = await world.person("sam")
    await world.office.do(claim, sam, first.number)
    await world.settled()
    await world.slack.ask.open_home(SAM, tab="messages")
    assert await world.slack.ask.open_home(SAM)
    text = await home(world, SAM, "Hello Sam", first.ref, second.ref, "Quiet hours")
    assert text.index("Mine, the next due") < text.index(first.ref) < text.rindex("*Unassigned*")
    assert f"Claim: {second.ref}" in text
    await world.slack.ask.press_home(SAM, "Claim", second.ref)
    await world.until(lambda: _owner(world, second.number), "Sam has it")
    world.clock.move(seconds=11)
    await sweep_due(world.database, SWEEPS)
    await home(world, SAM, "Everything has an owner.")
    before = len(world.slack.views)
    await world.slack.ask.press_home(SAM, "New ticket")
    assert len(world.slack.views) == before + 1
    await world.slack.ask.press_home(SAM, "My settings")
    assert len(world.slack.views) == before + 2
    await world.slack.ask.press_home(SAM, "Open tickets")
    await told(slack, "sam", "Open tickets", "2 tickets")
    await world.slack.ask.open_home(ANA)
    text = await home(world, ANA, "Your open tickets", first.ref, second.ref)
    assert "Claim" not in text
    await world.slack.ask.open_home(BOB)
    text = await home(world, BOB, "You have no open tickets")
    assert first.ref not in text
    assert world.slack.broken == []


async def _owner(world: World, number: int) -> bool:
    view = await world.office.see(number)
    return view.assignee is not None


async def unfurled(world: World, user: str, channel: str, path: str, **more: Any) -> str:
    """What stands under a link that somebody posts."""
    message = await world.slack.ask.share_link(user, channel, f"{ADDRESS}{path}", **more)
    return json.dumps(message.get("unfurls") or {}, ensure_ascii=False)


async def test_links_show_no_more_than_all_who_read_may_see(
    slack: SlackDriver, world: World
) -> None:
    ticket = await open_ticket(slack)
    path = f"/chat/tickets/{ticket.number}"
    alex = await world.person("alex")
    for audience in ("public", "staff"):
        draft = ArticleDraft(title=f"Fuses {audience}", body="# F\nChange it.", audience=audience)
        await world.office.do(publish_article, alex, draft)
    await slack.slash("sam", "help")
    await slack.slash("bob", "help", room="support")
    await world.settled()
    assert "Customer" in await unfurled(world, SAM, TRIAGE, path)
    assert await unfurled(world, SAM, TRIAGE, path, composing=True) == "{}"
    assert await unfurled(world, SAM, SUPPORT, path) == "{}"
    assert await unfurled(world, BOB, SUPPORT, path) == "{}"
    assert await unfurled(world, BOB, SUPPORT, path, thread_ts=ticket.thread) == "{}"
    own = await unfurled(world, ANA, SUPPORT, path, thread_ts=ticket.thread)
    assert ticket.ref in own
    assert "Owner" not in own
    assert "{}" not in await unfurled(world, BOB, SUPPORT, "/chat/articles/fuses-public")
    assert await unfurled(world, SAM, SUPPORT, "/chat/articles/fuses-staff") == "{}"
    assert "Change it." in await unfurled(world, SAM, TRIAGE, "/chat/articles/fuses-staff")
    sam = await world.person("sam")
    team = TeamDraft(name="Secret", is_private=True, member_ids=[sam.person_id])
    await world.office.do(save_team, alex, team)
    await world.office.do(assign, alex, ticket.number, "Secret")
    assert await unfurled(world, SAM, TRIAGE, path) == "{}"
    world.slack.channels[TRIAGE].shared = True
    world.clock.move(minutes=2)
    assert await unfurled(world, SAM, TRIAGE, "/chat/articles/fuses-staff") == "{}"
    assert world.slack.broken == []


async def test_links_show_nothing_in_a_place_that_the_ticket_has_left(
    slack: SlackDriver, world: World
) -> None:
    ticket = await open_ticket(slack)
    alex, where = await world.person("alex"), {"thread_ts": ticket.thread}
    path = f"/chat/tickets/{ticket.number}"
    draft = FieldDraft(key="licence", label="Licence key", kind="text")
    await world.office.do(save_field, alex, draft)
    filled = TicketEdit(custom_fields={"licence": "X-123"})
    await world.office.do(edit, alex, ticket.number, filled)
    await slack.slash("sam", "help")
    await slack.slash("bob", "help", room="support")
    await world.settled()
    for shared in (False, True):
        await world.office.sql("UPDATE places SET shared = :s WHERE role = 'customer'", s=shared)
        shown = await unfurled(world, SAM, SUPPORT, path, **where)
        assert ticket.ref in shown
        assert ("X-123" in shown) is not shared
    await world.office.sql("UPDATE places SET left_at = now() WHERE role = 'customer'")
    assert await unfurled(world, SAM, SUPPORT, path, **where) == "{}"
    await world.office.sql("UPDATE places SET left_at = NULL WHERE role = 'customer'")
    await world.office.do(move, alex, ticket.number, "bob@example.org", "Another's")
    assert await unfurled(world, SAM, SUPPORT, path, **where) == "{}"
    await world.settled()
    assert world.slack.broken == []
