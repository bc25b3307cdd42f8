"""What customers must never see, and where it is hidden."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from core.access.actor import Actor
from core.conversation.models import Message
from core.knowledge.articles import ArticleDraft, publish_article
from core.people.notes import note_person
from core.people.teams import TeamDraft, save_team
from core.tickets.claiming import assign, release
from core.tickets.configuration.fields import FieldDraft, save_field
from core.tickets.editing import TicketEdit, edit
from core.tickets.files.attaching import keep_file
from core.tickets.macros.macros import MacroDraft, save_macro
from core.tickets.relations.merging import merge
from core.tickets.replying import note, reply
from tests.contract.drivers.doors import DRIVERS
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.wiring import TRIAGE
from tests.contract.world import World

CANARY = "canary-7f3a9"
WORD = "zebrafish"
SECRET = f"{CANARY} {WORD}"


@dataclass(frozen=True)
class Hidden:
    """Ana's tickets by door, full of secrets, and the ids of things that hold some."""

    refs: dict[str, str]
    ids: dict[str, UUID | str | int]

    def ref(self, door: str) -> str:
        """Ana's ticket of that door."""
        return self.refs[door]


async def invite_guest(world: World) -> None:
    """Somebody from outside sits in the staff's channel in Slack."""
    world.slack.add_user("U0GUEST", "Guest", is_restricted=True)
    world.slack.channels[TRIAGE].members.add("U0GUEST")


async def _hide_file(world: World, sam: Actor, number: int) -> UUID:
    """A note's file, full of secrets, its name too."""
    files, now = world.api.state.services.files, world.clock.now()

    async def content() -> AsyncIterator[bytes]:
        yield SECRET.encode()

    stored = await files.take_in(world.organisation_id, f"{CANARY}.txt", content(), now)
    async with world.office.work() as uow:
        kept = await keep_file(uow, sam, stored, number=number)
        await note(uow, sam, number, SECRET, attachment_ids=[kept.id])
    return kept.id


async def hide(world: World) -> Hidden:
    """Ana opens a ticket on each door; staff put the secret wherever only they may read."""
    office = world.office
    web, slack = WebDriver(world), SlackDriver(world)
    sam, alex = await world.person("sam"), await world.person("alex")
    refs = {"web": (await open_ticket(web, "The lamp flickers")).ref}
    thread = await slack.say("ana", "The lamp buzzes", "support")
    await world.settled()
    offered = [p for p in await slack.thread("ana", "support", thread) if p.acts]
    await slack.press("ana", offered[0], "Open a ticket")
    await world.settled()
    [(latest,)] = await office.sql("SELECT max(number) FROM tickets")
    refs["slack"] = f"TIK-{latest}"
    for slug in world.chats:
        refs[slug] = (await open_ticket(DRIVERS[slug](world), f"The lamp on {slug} glows")).ref
    field = await _hide_field(world, alex)
    written: list[Message] = []
    for ref in refs.values():
        number = int(ref.removeprefix("TIK-"))
        written += [await office.do(note, sam, number, f"{SECRET} {n}") for n in range(3)]
        await office.do(assign, sam, number, "mia@example.org", reason=SECRET)
        await office.do(release, sam, number, reason=SECRET)
        await office.do(edit, sam, number, TicketEdit(add_tags=[CANARY], reason=SECRET))
        filled = TicketEdit(custom_fields={"margin": SECRET})
        await office.do(edit, sam, number, filled)
    harmless = await office.do(note, sam, int(refs["web"].removeprefix("TIK-")), "words for all")
    other = await _merge_another_customers(world, int(refs["web"].removeprefix("TIK-")))
    hidden_file = await _hide_file(world, sam, int(refs["web"].removeprefix("TIK-")))
    team = await office.do(save_team, alex, TeamDraft(name=f"Team {CANARY}"))
    article = await office.do(
        publish_article,
        alex,
        ArticleDraft(title=f"About {WORD}", body=f"## {WORD}\n\n{SECRET}", audience="staff"),
    )
    [(key, category, status, person)] = await office.sql(
        "SELECT (SELECT id FROM api_keys LIMIT 1), (SELECT id FROM categories LIMIT 1),"
        " (SELECT id FROM statuses LIMIT 1), (SELECT id FROM people WHERE name = 'Sam')"
    )
    return Hidden(
        refs,
        {
            "number": int(refs["web"].removeprefix("TIK-")),
            "message_id": written[0].id,
            "harmless_id": harmless.id,
            "attachment_id": hidden_file,
            "team_id": team.id,
            "slug": article.slug,
            "key_id": key or person,
            "category_id": category,
            "status_id": status,
            "person_id": person,
            "delivery_id": person,
            "other": other,
            "field_id": field,
            "name": "secret-note",
            "platform": "slack",
            "workspace": world.slack.team,
            "channel": "C0123ABCD",
        },
    )


async def _hide_field(world: World, alex: Actor) -> UUID:
    """A custom field, two macros and a note about Ana, all of which customers never see."""
    office, ana = world.office, await world.person("ana")
    draft = FieldDraft(key="margin", label=CANARY, hint=SECRET, staff_only=True)
    field = await office.do(save_field, alex, draft)
    for name, text, send_as in (
        ("hello", "words for all", "reply"),
        ("secret-note", SECRET, "note"),
    ):
        macro = {"name": name, "description": SECRET, "text": text, "send_as": send_as}
        await office.do(save_macro, alex, MacroDraft.model_validate(macro))
    assert ana.person_id is not None
    await office.do(note_person, alex, ana.person_id, SECRET)
    return field.id


async def _merge_another_customers(world: World, number: int) -> int:
    """Mia is a customer too: one ticket of hers, full of secrets, goes on in Ana's; the
    number of another one that may be merged as well."""
    office, mia, sam = world.office, await world.person("mia"), await world.person("sam")
    said = {"subject": f"About {CANARY}", "description": SECRET}
    merged = await office.given_ticket(mia, **said)
    await office.do(reply, mia, merged.number, f"{SECRET} before")
    await office.do(reply, sam, merged.number, f"{SECRET}: staff to Mia, before")
    await office.do(merge, sam, merged.number, number)
    await office.do(reply, mia, merged.number, f"{SECRET} after")
    return (await office.given_ticket(mia, **said)).number
