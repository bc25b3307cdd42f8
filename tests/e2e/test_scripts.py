"""Whatever people write, a browser shows it as text and runs none of it."""

from uuid import uuid4

import pytest
from playwright.async_api import BrowserContext, expect

from bot.cards import (
    Author,
    Badge,
    Button,
    Card,
    Fact,
    FieldKind,
    Form,
    FormField,
    Link,
    Option,
    Row,
    Select,
    Text,
)
from tests.e2e.conftest import Served, be

pytestmark = pytest.mark.browser

RUN = "window.ran=true"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f"\"><svg onload='{RUN}'></svg>",
    f"</li></ol></form><details open ontoggle='{RUN}'>",
    f"' autofocus onfocus='{RUN}' x='",
    f"[press me](javascript:{RUN})",
    "<iframe srcdoc='<script>parent.ran=true</script>'></iframe>",
    f"<template><style onload='{RUN}'>",
    f"<hx-x hx-on:load='{RUN}' hx-get='/chat' hx-trigger='load'>",
    "{{ 7 * 7 }}${7 * 7}",
)
# What would be there if one of them were taken for markup.
STRAY = (
    ":is(main, dialog) :is(script, img, iframe, details, template, style, hx-x, svg[onload],"
    " [onfocus], a[href^=javascript])"
)


def card_of(words: str) -> Card:
    """A card that says these words wherever it can."""
    option = Option(label=words, says=words)
    button = Button(label=words, says=words)
    return Card(
        title=words,
        ref=words,
        badges=(Badge(word=words),),
        body=words,
        facts=(Fact(name=words, value=words),),
        quote=words,
        rows=(Row(title=words, detail=words, url=words, badges=(Badge(word=words),)),),
        buttons=(button,),
        selects=(Select(label=words, options=(option,)),),
        links=(Link(label=words, url=words),),
        footer=words,
    )


def form_of(words: tuple[str, ...]) -> Form:
    """A form that says these words wherever it can, with mistakes in it."""
    options = tuple(Option(label=one, says=one) for one in words)
    lines = tuple(
        FormField(name=f"line{at}", label=one, hint=one, value=one, error=one)
        for at, one in enumerate(words)
    )
    long = FormField(name="long", label="Long", kind=FieldKind.LONG, value="".join(words))
    chosen = FormField(name="chosen", label="Chosen", kind=FieldKind.SELECT, options=options)
    fields = (*lines, long, chosen)
    return Form(title=words[0], says="x", submit=words[1], intro=words[2], fields=fields)


async def test_no_words_run_anywhere(served: Served, context: BrowserContext) -> None:
    platform, spot = served.site.platform, served.site.spot("triage")
    for words in PAYLOADS:
        await platform.post(spot, card_of(words), delivery=uuid4())
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    titles = page.locator(".card-title")
    await expect(titles).to_have_text(list(PAYLOADS))
    for words in PAYLOADS:  # these are pushed into the open page
        said = Text(text=words, author=Author(name=words, role="customer"), mark=words)
        await platform.post(spot, said, delivery=uuid4())
        await expect(page.locator(".prose").last).to_have_text(words)
    go = Text(text="Go on", buttons=(Button(label="Go", says="go"),))
    await platform.post(spot, go, delivery=uuid4())
    assert await page.locator(STRAY).count() == 0

    served.site.desk.forms["go"] = form_of(PAYLOADS)
    await page.get_by_role("button", name="Go", exact=True).click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    for at, words in enumerate(PAYLOADS):
        await expect(page.locator(f"[name='f.line{at}']")).to_have_value(words)
    assert await page.locator(STRAY).count() == 0
    assert await page.evaluate("window.ran") is None
