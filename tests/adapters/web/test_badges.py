"""States stand out by shape, word and colour, and can be read in both themes."""

import re

import pytest

from api.pages.templates import STATIC
from bot.cards import Badge, Card, Tone
from tests.adapters.web.gallery.cards import DESKHAND
from tests.adapters.web.gallery.pages import staff_page
from tests.adapters.web.gallery.talk import post
from tests.adapters.web.test_rendering import RENDERER

READABLE = 4.5  # the contrast that small text needs, by WCAG 2.1
THEMES = ("light", "dark")
COLOURS = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
BADGE = re.compile(r"\.badge(?:\[data-tone=\"(\w+)\"\])? {([^}]*)}")


def colours(theme: str) -> dict[str, str]:
    """Every named colour of a theme."""
    found = COLOURS.findall((STATIC / "tokens.css").read_text("utf-8"))
    return {name: pair[THEMES.index(theme)] for name, *pair in found}


def painted(tone: Tone) -> tuple[str, str]:
    """The names of a badge's two colours: of its word and behind it."""
    rules = dict(BADGE.findall((STATIC / "controls.css").read_text("utf-8")))
    rule = rules[""] if tone is Tone.NEUTRAL else rules[tone]
    [word] = re.findall(r"--tone: var\(--([\w-]+)\)", rule)
    [behind] = re.findall(r"background: var\(--([\w-]+)\)", rule)
    return word, behind


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(f * p for f, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_contrast_is_counted_as_it_should_be() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", list(Tone))
def test_each_badge_can_be_read(tone: Tone, theme: str) -> None:
    word, behind = (colours(theme)[name] for name in painted(tone))
    assert contrast(word, behind) >= READABLE


def test_each_tone_has_a_shape_of_its_own_beside_its_word() -> None:
    badges = tuple(Badge(word=f"Is {tone}", tone=tone) for tone in Tone)
    html = RENDERER.post(post(1, DESKHAND, Card(title="t", badges=badges), 1), staff_page(), "x")
    shown = re.findall(r'data-tone="(\w+)"><svg[^>]*>(.*?)</svg><span[^>]*>([^<]*)</span>', html)
    assert [(tone, word) for tone, _, word in shown] == [(t, f"Is {t}") for t in Tone]
    assert len({shape for _, shape, _ in shown if shape}) == len(Tone)
