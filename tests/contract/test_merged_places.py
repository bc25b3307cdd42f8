"""What places of merged tickets tell each other, and what becomes of it when they part."""

from tests.contract.drivers.base import Driver, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket


async def test_what_was_said_while_merged_can_be_changed_and_taken_back_after(
    door: Driver,
) -> None:
    """Found at SEED=400020: the change did not come to the place of the other ticket."""
    one, two = [await open_ticket(door, text) for text in ("It hums", "It sings")]
    await door.slash("sam", f"merge {two.ref} into:{one.ref}")
    await heard(door, "ana", "support", two.thread, "goes on as", one.ref)
    said = await door.say("ana", "my room is 21", "support", two.thread)
    copy = await heard(door, "ana", "support", one.thread, "my room is 21")
    await door.slash("sam", f"merge {two.ref} into:none")
    await heard(door, "ana", "support", two.thread, "by itself again", two.ref)
    await door.edit("ana", said, "my room is 22", "support")
    after = await heard(door, "ana", "support", one.thread, "my room is 22")
    assert after.id == copy.id
    await door.delete("ana", said, "support")

    async def gone() -> bool:
        posts = await door.thread("ana", "support", one.thread)
        return not any("my room" in post.text for post in posts)

    await door.world.until(gone, "the copy is gone")


async def test_a_merge_publishes_nothing(door: Driver) -> None:
    """What is said where nobody reads along stays there, also when that ticket goes on in one
    whose thread everybody reads; what is said there is told to its customer everywhere."""
    world, private = door.world, WebDriver(door.world)
    public = SlackDriver(world) if door.slug == "web" else door
    one = await open_ticket(public, "It hums", agents=private)
    two = await open_ticket(private, "It sings")
    await private.slash("sam", f"merge {two.ref} into:{one.ref}")
    await told(private, "sam", f"what is said on {two.ref} is not told there")
    await heard(private, "ana", "support", two.thread, "goes on as", one.ref)
    await private.say("ana", "my pin is 4711", "support", two.thread)
    threads = [one.card.id, two.card.id]
    for thread in threads:
        await heard(private, "sam", "triage", thread, "my pin is 4711")
    await private.mention("sam", "reply your pin is safe", thread=threads[1])
    await heard(private, "ana", "support", two.thread, "your pin is safe")
    await public.say("ana", "it hums louder", "support", one.thread)
    await heard(private, "ana", "support", two.thread, "it hums louder")
    await private.mention("sam", "reply on its way", thread=threads[0])
    for there, ticket in ((public, one), (private, two)):
        await heard(there, "ana", "support", ticket.thread, "on its way")
    await world.settled()
    posts = await public.thread("ana", "support", one.thread)
    assert not [post.text for post in posts if "pin" in post.text]
