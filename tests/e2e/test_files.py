"""TKT-05: a file from the customer's window into the agent's, and what is refused."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.conftest import be, watched

pytestmark = pytest.mark.browser


def picture(path: Path) -> Path:
    """A PNG of some size."""
    out = io.BytesIO()
    Image.new("RGB", (1280, 720), (52, 87, 201)).save(out, "PNG")
    path.write_bytes(out.getvalue())
    return path


async def thread_of(page: Page, title: str) -> Locator:
    """Open the thread of a post or card, and its pane."""
    post = page.locator("#stream-posts .post", has_text=title).last
    await post.locator(".thread-link").click()
    pane = page.locator(".pane.thread")
    await expect(pane).to_be_visible()
    return pane


async def test_files_are_attached_sent_and_seen_on_the_other_side(
    product: str, chromium: Browser, tmp_path: Path
) -> None:
    shot, log, program = (
        picture(tmp_path / "shot.png"),
        tmp_path / "app.log",
        tmp_path / "cat.png",
    )
    log.write_text("12:00 it failed\n" * 200)
    program.write_bytes(b"MZ\x90\x00" + b"\x00" * 300)
    async with watched(chromium) as hers, watched(chromium) as his:
        ana, sam = await hers.new_page(), await his.new_page()
        await be(ana, product, "Ana Ruiz")
        await be(sam, product, "Sam Okafor")
        thread = await thread_of(ana, "I cannot reset my password")
        room = await thread_of(sam, "I cannot reset my password")
        async with ana.expect_file_chooser() as choosing:
            await thread.get_by_role("button", name="Attach files").press("Enter")
        await (await choosing.value).set_files([shot, log, program])
        waiting = thread.get_by_role("list", name="Files to send")
        await expect(waiting.locator("[data-state=done]")).to_have_count(2)
        refused = waiting.get_by_text("cat.png was not taken: programs are not accepted.")
        await expect(refused).to_be_visible()
        box = thread.get_by_role("textbox")
        await box.fill("This is what I see")
        await ana.evaluate("window.stayed = true")
        await box.press("Enter")
        sent = thread.get_by_role("listitem").filter(has_text="This is what I see").last
        await expect(sent.get_by_role("img", name="shot.png")).to_be_visible()
        await expect(waiting.locator("[data-state=done]")).to_have_count(0)
        await expect(refused).to_be_visible()

        # By push on the other side, where it can be opened.
        seen = room.get_by_role("img", name="shot.png")
        await expect(seen).to_be_visible()
        shown = await seen.evaluate("image => image.decode().then(() => image.naturalWidth)")
        assert shown == 480
        async with sam.expect_download() as saving:
            await room.get_by_role("link", name="app.log").click()
        saved = await (await saving.value).path()
        assert Path(saved).read_bytes() == log.read_bytes()
        assert await ana.evaluate("window.stayed")


async def test_a_file_is_pasted_dropped_and_taken_off(
    product: str, chromium: Browser, tmp_path: Path
) -> None:
    async with watched(chromium) as context:
        page = await context.new_page()
        await be(page, product, "Ben Carter")
        thread = await thread_of(page, "The printer in the workshop squeals")
        waiting = thread.get_by_role("list", name="Files to send")
        for event, field in (("paste", "clipboardData"), ("drop", "dataTransfer")):
            await thread.get_by_role("textbox").evaluate(
                """(area, [event, field]) => {
                    const brought = new DataTransfer();
                    brought.items.add(new File(["words"], `${event}.txt`, {type: "text/plain"}));
                    const happening = new Event(event, {bubbles: true, cancelable: true});
                    Object.defineProperty(happening, field, {value: brought});
                    area.dispatchEvent(happening);
                }""",
                [event, field],
            )
            await expect(waiting.locator("[data-state=done]").last).to_contain_text(f"{event}.txt")
        off = waiting.get_by_role("button", name="Take off paste.txt")
        await off.press("Enter")
        await expect(waiting.locator("[data-state=done]")).to_have_count(1)
        await expect(thread.get_by_role("button", name="Attach files")).to_be_focused()
        # Without a word the file alone is a message.
        await thread.get_by_role("textbox").press("Enter")
        last = thread.get_by_role("listitem").filter(has_text="drop.txt").last
        await expect(last.get_by_role("link", name="drop.txt")).to_be_visible()


async def test_what_is_too_large_is_told_before_it_is_sent(
    product: str, chromium: Browser, tmp_path: Path
) -> None:
    large = tmp_path / "video.bin"
    with large.open("wb") as content:
        content.truncate(25 * 1024 * 1024 + 1)
    async with watched(chromium) as context:
        page = await context.new_page()
        await be(page, product, "Ben Carter")
        box = page.get_by_role("textbox", name="Message to support").first
        await box.fill("Here it is")
        await page.locator("[data-attach-input]").first.set_input_files(large)
        told = "video.bin was not taken: it is larger than 25 MB"
        await expect(page.get_by_text(told)).to_be_visible()
        await expect(box).to_have_value("Here it is")


async def test_a_file_goes_on_with_the_form_that_its_words_opened(
    product: str, chromium: Browser, tmp_path: Path
) -> None:
    log = tmp_path / "app.log"
    log.write_text("12:00 it failed\n" * 200)
    async with watched(chromium) as context:
        page = await context.new_page()
        await be(page, product, "Ben Carter")
        box = page.get_by_role("textbox", name="Message to support").first
        await page.locator("[data-attach-input]").first.set_input_files(log)
        waiting = page.get_by_role("list", name="Files to send").first
        await expect(waiting.locator("[data-state=done]")).to_have_count(1)
        await box.fill("/support new")
        await box.press("Enter")
        dialog = page.get_by_role("dialog", name="New ticket")
        await expect(dialog.get_by_role("link", name="app.log")).to_be_visible()
        await expect(waiting.locator("[data-state=done]")).to_have_count(0)
        await dialog.get_by_label("Subject").fill("The lathe stops")
        await dialog.get_by_label("What happened?").fill("It stopped at noon.")
        await dialog.get_by_role("button", name="Open ticket").click()
        await expect(dialog).to_be_hidden()
        root = page.locator(".post", has_text="It stopped at noon.").first
        await expect(root.get_by_role("link", name="app.log")).to_be_visible()
