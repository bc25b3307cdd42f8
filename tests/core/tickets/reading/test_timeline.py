"""A person's story shows their tickets as they stand now."""

from core.tickets.claiming import claim
from core.tickets.reading.timeline import timeline
from core.tickets.relations.merging import merge
from core.tickets.resolving import resolve
from tests.builders import Office


async def test_a_merged_ticket_stands_as_the_one_in_which_it_goes_on(office: Office) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    mine = await office.given_ticket(ana, subject="A door")
    other = await office.given_ticket(bob, subject="Bob's slip")
    await office.do(merge, sam, mine.number, other.number)
    await office.do(claim, sam, other.number)
    await office.do(resolve, sam, other.number)
    for reader in (ana, sam):
        assert ana.person_id is not None
        story = await office.do(timeline, reader, ana.person_id)
        [ticket] = [one.ticket for one in story.moments if one.ticket is not None]
        assert (ticket.subject, ticket.status) == ("A door", "Resolved")
        assert ticket.merged_into == f"TIK-{other.number}"
