"""`deskhand seed`: invented data of a given size, for measuring."""

from rich.console import Console
from rich.progress import Progress

from bot.cli.attaching import attach
from bot.cli.console import Voice
from bot.seeding.seeding import seed


async def sow(voice: Voice, tickets: int) -> None:
    """Fill the desk of this machine with so many tickets."""
    async with attach() as desk:
        with Progress(console=Console(stderr=True), disable=voice.as_json) as bar:
            task = bar.add_task("Making tickets", total=tickets)
            made = await seed(
                desk.opened.database,
                desk.organisation_id,
                tickets,
                lambda done: bar.update(task, completed=done),
            )
    value = {"tickets": made.tickets, "messages": made.messages, "people": made.people}

    def say(out: Console) -> None:
        out.print(
            f"{made.tickets:,} tickets with {made.messages:,} messages by {made.people:,} people. "
            "The desk is marked as demo data.",
            markup=False,
        )

    voice.answer(value, say)
