"""What customers must never see, and where it is hidden."""

from dataclasses import dataclass
from uuid import UUID

from core.conversation.models import Message
from core.knowledge.articles import ArticleDraft, publish_article
from core.people.teams import TeamDraft, save_team
from core.tickets.claiming import assign, release
from core.tickets.editing import TicketEdit, edit
from core.tickets.replying import note
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
    written: list[Message] = []
    for ref in refs.values():
        number = int(ref.removeprefix("TIK-"))
        written += [await office.do(note, sam, number, f"{SECRET} {n}") for n in range(3)]
        await office.do(assign, sam, number, "mia@example.org", reason=SECRET)
        await office.do(release, sam, number, reason=SECRET)
        await office.do(edit, sam, number, TicketEdit(add_tags=[CANARY], reason=SECRET))
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
            "team_id": team.id,
            "slug": article.slug,
            "key_id": key or person,
            "category_id": category,
            "status_id": status,
            "person_id": person,
            "delivery_id": person,
        },
    )
