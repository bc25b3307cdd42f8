"""Forms and long threads in a real browser: choices found while typing, earlier messages."""

from uuid import uuid4

import pytest
from playwright.async_api import BrowserContext, Locator, Page, expect

from bot.cards import Card, FieldKind, Finder, Form, FormField, Option, Text
from tests.e2e.conftest import AXE, Served, be, watched
from tests.e2e.scenes import CARD, until
from tests.e2e.test_web_chat_rules import violations

pytestmark = pytest.mark.browser

CHOSEN = Option(label="Mia Berg", says="mia@example.org")
ASSIGN = Form(
    title="Assign TIK-7",
    says="assign TIK-7 r1",
    submit="Assign",
    fields=(
        FormField(
            name="to",
            label="To",
            value=CHOSEN.says,
            options=(CHOSEN,),
            hint="A name, or me",
            finder=Finder(source="owners"),
        ),
        FormField(name="tags", label="Tags", finder=Finder(source="tags", many=True)),
        FormField(
            name="customer",
            label="Customer",
            required=False,
            finder=Finder(source="people", fewest=2),
        ),
        FormField(
            name="team",
            label="Team",
            kind=FieldKind.SELECT,
            required=False,
            options=tuple(Option(label=f"Team {n}", says=f"t{n}") for n in range(30)),
            finder=Finder(source="teams"),
        ),
        FormField(name="why", label="Why", kind=FieldKind.LONG, required=False),
    ),
)
CHOICES = {
    "owners": [CHOSEN, Option(label="Sam Okafor", says="sam@example.org")],
    "tags": [Option(label="vip", says="vip"), Option(label="spam", says="spam")],
    "people": [Option(label="Ana Ruiz · ana@example.org", says="ana@example.org")],
    "teams": [Option(label="Team 27", says="t27")],
}


async def _form(page: Page, served: Served, form: Form = ASSIGN) -> Locator:
    served.site.desk.choices = CHOICES
    served.site.desk.forms[form.says] = form
    await served.site.platform.post(served.site.spot("triage"), CARD, delivery=uuid4())
    await be(page, served, "Sam Okafor")
    await page.get_by_role("button", name="Assign…").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    return dialog


async def test_choices_are_found_by_keyboard_and_the_desk_reads_what_they_say(
    served: Served, context: BrowserContext
) -> None:
    page = await context.new_page()
    dialog = await _form(page, served)
    to = dialog.get_by_role("combobox", name="To", exact=True)
    await expect(to).to_be_focused()
    await expect(to).to_have_value("Mia Berg")
    await expect(to).to_have_attribute("aria-expanded", "false")
    await to.fill("Sam")
    choice = dialog.get_by_role("option", name="Sam Okafor")
    await expect(choice).to_be_visible()
    await expect(to).to_have_attribute("aria-expanded", "true")
    await to.press("ArrowDown")
    await expect(choice).to_have_attribute("aria-selected", "true")
    assert await to.get_attribute("aria-activedescendant") == await choice.get_attribute("id")
    await to.press("Escape")
    await expect(choice).to_have_count(0)
    await expect(dialog).to_be_visible()
    await to.press("ArrowDown")
    await expect(choice).to_be_visible()
    await expect(choice).to_have_attribute("aria-selected", "false")
    await to.press("ArrowDown")
    await to.press("Enter")
    await expect(to).to_have_value("Sam Okafor")

    tags = dialog.get_by_role("combobox", name="Tags")
    await tags.fill("v")
    await dialog.get_by_role("option", name="vip").click()
    await expect(tags).to_be_focused()
    await tags.press_sequentially("sp")
    await expect(dialog.get_by_role("option", name="spam")).to_be_visible()
    await tags.press("ArrowDown")
    await tags.press("Enter")
    await expect(tags).to_have_value("vip, spam, ")

    # Nothing is looked for before there is enough to go by, and words of one's own are kept.
    customer = dialog.get_by_role("combobox", name="Customer")
    await customer.fill("A")
    await customer.press("ArrowDown")
    await expect(customer).to_have_attribute("aria-expanded", "false")
    await customer.fill("nobody@example.org")
    await expect(dialog.get_by_role("option", name="Nothing found")).to_be_visible()

    team = dialog.get_by_role("combobox", name="Team")
    await team.fill("27")
    await dialog.get_by_role("option", name="Team 27").click()
    served.site.desk.forms.clear()
    await dialog.get_by_role("button", name="Assign").click()
    await until(lambda: served.site.desk.told)
    assert served.site.desk.told[0].values == {
        "to": "sam@example.org",
        "tags": "vip,spam",
        "customer": "nobody@example.org",
        "team": "t27",
        "why": "",
    }


async def test_a_refused_form_comes_back_as_it_was_filled_in(
    served: Served, context: BrowserContext
) -> None:
    page = await context.new_page()
    dialog = await _form(page, served)
    to = dialog.get_by_role("combobox", name="To", exact=True)
    await to.fill("")
    await to.press_sequentially("Nobody")
    await dialog.get_by_role("combobox", name="Tags").fill("vip")
    refused = ASSIGN.with_errors({"to": "No such person."}, {"to": "Nobody", "tags": "vip"})
    served.site.desk.forms[ASSIGN.says] = refused
    await dialog.get_by_role("button", name="Assign").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("No such person.")
    await expect(to).to_have_value("Nobody")
    await expect(to).to_be_focused()
    await expect(to).to_have_attribute("aria-invalid", "true")
    served.site.desk.forms.clear()
    await to.fill("Mia")
    await dialog.get_by_role("option", name="Mia Berg").click()
    await dialog.get_by_role("button", name="Assign").click()
    await until(lambda: served.site.desk.told)
    assert served.site.desk.told[0].values["to"] == "mia@example.org"
    assert served.site.desk.told[0].values["tags"] == "vip"


async def test_a_push_does_not_take_the_focus_out_of_a_field(
    served: Served, context: BrowserContext
) -> None:
    page = await context.new_page()
    dialog = await _form(page, served)
    why = dialog.get_by_role("textbox", name="Why")
    await why.fill("because of")
    spot = served.site.spot("triage")
    await served.site.platform.post(spot, Text(text="pushed meanwhile"), delivery=uuid4())
    await expect(page.locator("#stream-posts")).to_contain_text("pushed meanwhile")
    await expect(why).to_be_focused()
    await expect(why).to_have_value("because of")


async def test_earlier_messages_come_in_above_and_the_reader_stays(
    served: Served, context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.reading.LONGEST_THREAD", 20)
    spot = served.site.spot("triage")
    root = await served.site.platform.post(
        spot, Card(title="Printer", ref="TIK-7"), delivery=uuid4()
    )
    thread = served.site.spot("triage", root)
    for number in range(45):
        await served.site.platform.post(thread, Text(text=f"line {number}."), delivery=uuid4())
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    await page.goto(f"{served.url}/chat/triage/{root}")
    shown = page.locator("#thread-posts .post")
    await expect(shown).to_have_count(21)
    more = page.get_by_role("link", name="Earlier messages")
    for count, newest in ((41, "line 24."), (46, "line 4.")):
        await more.scroll_into_view_if_needed()
        await more.click()
        await expect(shown).to_have_count(count)
        await expect(shown.filter(has_text=newest)).to_be_focused()
    await expect(more).to_have_count(0)
    lines = await page.locator("#thread-posts .prose").all_inner_texts()
    assert [one for one in lines if one.startswith("line")] == [f"line {n}." for n in range(45)]
    assert page.url.endswith(f"/chat/triage/{root}")
    await served.site.platform.post(thread, Text(text="and live"), delivery=uuid4())
    await expect(shown).to_have_count(47)


async def test_what_changes_far_back_is_no_new_message_and_stands_once_when_read_on(
    served: Served, context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.reading.LONGEST_THREAD", 4)
    monkeypatch.setattr("adapters.web.reading.PAGE", 4)
    post, spot = served.site.platform.post, served.site.spot("triage")
    roots = [await post(spot, Text(text=f"root {n}."), delivery=uuid4()) for n in range(6)]
    thread = served.site.spot("triage", roots[-1])
    said = [await post(thread, Text(text=f"line {n}."), delivery=uuid4()) for n in range(6)]
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    await page.goto(f"{served.url}/chat/triage/{roots[-1]}")
    for place, first, pane in (
        (spot, roots[0], page.locator("#stream-posts .prose")),
        (thread, said[0], page.locator("#thread-posts .post[data-reply] .prose")),
    ):
        await expect(pane).to_have_count(4)
        await served.site.platform.update(place, first, Text(text="changed far back"))
        await post(place, Text(text="and live"), delivery=uuid4())
        await expect(pane.filter(has_text="and live")).to_be_visible()
        await expect(pane).to_have_count(5)
        await expect(pane.filter(has_text="far back")).to_have_count(0)
    await page.get_by_role("region", name="root 5").get_by_text("Earlier messages").click()
    lines = page.locator("#thread-posts .post[data-reply] .prose")
    expected = ["changed far back", *(f"line {n}." for n in range(1, 6)), "and live"]
    await expect(lines).to_have_text(expected)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing_in_an_open_combobox(
    served: Served, context: BrowserContext, theme: str
) -> None:
    browser = context.browser
    assert browser is not None
    async with watched(browser, bypass_csp=True, color_scheme=theme) as checked:
        page = await checked.new_page()
        dialog = await _form(page, served)
        await page.add_script_tag(path=AXE)
        assert await violations(page) == []
        for typed, found in (("a", "Mia Berg"), ("zzz", "Nothing found")):
            await dialog.get_by_role("combobox", name="To", exact=True).fill(typed)
            await expect(dialog.get_by_role("option", name=found)).to_be_visible()
            assert await violations(page) == []
