"""ENG-06: each role in a process of its own, on one database; the journey passes over them."""

import asyncio

from core.people.people import change_password
from tests.contract.drivers.base import card, heard
from tests.contract.drivers.slack import SlackDriver
from tests.contract.fleet import PASSWORD, ROLES, Fleet, PasswordDriver
from tests.contract.journeys import open_ticket
from tests.contract.killing import unanswered

BEFORE, MEANWHILE, AFTER = "switch it off", "it smokes now", "the fuse was blown"


async def test_the_journey_passes_over_four_processes_that_are_killed(fleet: Fleet) -> None:
    """Ana writes in Slack, Sam answers there, Mia reads in the web chat, Kim by REST."""
    members = await fleet.start_each()
    slack, web = SlackDriver(fleet), PasswordDriver(fleet)
    mia = await fleet.person("mia")
    assert mia.person_id is not None
    await fleet.office.do(change_password, fleet.office.desk, mia.person_id, PASSWORD)
    ticket = await open_ticket(slack)
    await slack.press("sam", ticket.card, "Claim")
    await card(slack, "sam", ticket.ref, "Owner Sam")
    in_web = await card(web, "mia", ticket.ref, "Owner Sam")
    await slack.slash("sam", f"reply {ticket.ref} {BEFORE}")
    await heard(slack, "ana", "support", ticket.thread, BEFORE)
    await heard(web, "mia", "triage", in_web.id, BEFORE, "📨")

    for role in ROLES:
        answer = await members[role].get("/healthz")
        assert answer.json() == {"status": "alive"}
        assert b"deskhand_database_up 1.0" in (await members[role].get("/metrics")).content
        assert {line.get("role") for line in members[role].lines()} == {role}
        await members[role].kill()
    lost = fleet.slack.send.message("U0ANA", "C0SUPPORT", MEANWHILE, thread_ts=ticket.thread)
    assert await unanswered(fleet.slack.send.event(lost))
    members = await fleet.start_each()
    await fleet.slack.send.event(lost, retry=1)  # as Slack does
    await heard(slack, "sam", "triage", ticket.card.id, MEANWHILE)
    await slack.slash("sam", f"resolve {ticket.ref} {AFTER}")

    await card(slack, "sam", ticket.ref, "Resolved")
    await card(web, "mia", ticket.ref, "Resolved")
    await fleet.settled()
    headers = await fleet.key("kim")
    client = fleet.client()
    read = (await client.get(f"/api/v1/tickets/{ticket.number}", headers=headers)).json()
    assert (read["status"], read["assignee"]["name"]) == ("Resolved", "Sam")
    said = await client.get(f"/api/v1/tickets/{ticket.number}/messages", headers=headers)
    texts = [message["body"] for message in said.json()["items"]]
    assert [texts.count(words) for words in (BEFORE, MEANWHILE)] == [1, 1]
    examined = await fleet.shell("doctor", "--json")
    checks = {check["name"]: check["text"] for check in examined.value["checks"]}
    assert checks["Processes"] == "api (1), bot (1), worker (1), scheduler (1) run"
    assert examined.value["ok"], examined.value
    assert (await members["bot"].get("/chat")).json()["code"] == "role.elsewhere"
    assert await asyncio.gather(*(m.stop() for m in members.values())) == [0, 0, 0, 0]
