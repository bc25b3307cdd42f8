"""Steps that many tests of the contract begin with."""

from dataclasses import dataclass

from core.events.due import sweep_due
from core.sweeps import SWEEPS
from tests.contract.drivers.base import Driver, Post, card
from tests.contract.world import World


@dataclass(frozen=True)
class Opened:
    """A ticket that a customer has opened: its name, card and the customer's thread."""

    ref: str
    card: Post
    thread: str

    @property
    def number(self) -> int:
        """The number in its name."""
        return int(self.ref.removeprefix("TIK-"))


async def open_ticket(
    door: Driver,
    text: str = "The blue printer hums",
    who: str = "ana",
    *,
    agents: Driver | None = None,
) -> Opened:
    """Ask in support, press [Open a ticket], and wait for the card in triage."""
    thread = await door.say(who, text, "support")

    async def offered() -> Post | None:
        posts = await door.thread(who, "support", thread)
        return next((post for post in posts if "Open a ticket" in post.acts), None)

    await door.press(who, await door.world.until(offered, "an answer"), "Open a ticket")

    async def named() -> str | None:
        posts = await door.thread(who, "support", thread)
        return next((to_ref(post.text) for post in posts if "Solved" in post.acts), None)

    ref = await door.world.until(named, "the ticket's number")
    return Opened(ref, await card(agents or door, "sam", ref), thread)


def to_ref(text: str) -> str:
    """The first ticket that a text names."""
    return next((word.rstrip(".:,") for word in text.split() if word.startswith("TIK-")), "")


async def sweep(world: World, **later: float) -> None:
    """So much later the scheduler looks at what is due."""
    await world.settled()
    world.clock.move(**later)
    await sweep_due(world.database, SWEEPS)
