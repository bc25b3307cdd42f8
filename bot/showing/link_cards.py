"""What is said about linking accounts: the code, what it would join, and what came of it."""

from uuid import UUID

from bot.cards import Button, Card, Form, FormField, Text, Tone
from bot.grammar.command import Command
from bot.showing.card_parts import source_name
from core.people.link_codes import LENGTH, LETTERS, Offer, Side

ASK = "?"
"""``link code:?`` opens a form for the code."""
AGREE, CONFIRM, REFUSE = "agree", "confirm", "refuse"
OFF = "off"
NOT_GOOD = "That code is not good (any more). Make a new one with `link` on the other account."


def link_button() -> Button:
    """Opens the form for a code, also for somebody whom we do not know yet."""
    return Button(label="Link", says=f"link code:{ASK}", style="primary", opens_form=True)


def asks_for_code(command: Command) -> Form | None:
    """The form for a code, if that is what the command is about."""
    if command.verb != "link" or command.options.get("code") != ASK:
        return None
    field = FormField(name="code", label="Code", max_length=20, hint="For example K7QM-2XPD")
    intro = "Say `link` to me on an account that I know. I show you a code there; type it here."
    return Form(
        title="Link your account", says="link", submit="Go on", intro=intro, fields=(field,)
    )


def code_card(code: str) -> Card:
    """The code, for its maker alone."""
    body = (
        f"Within 10 minutes say `link {code}` to me on your other account. You are then asked"
        " there whether the two are yours. Tell this code nobody: whoever says it wants to be you."
    )
    buttons = (Button(label="I have a code", says=f"link code:{ASK}", opens_form=True),)
    return Card(title=f"Your code: {code}", body=body, buttons=buttons)


def offer_card(offer: Offer) -> Card:
    """What would become one, for whoever said the code."""
    who = f"**{offer.maker.name}** on {source_name(offer.maker.platform)}"
    if offer.refusal:
        return Card(title="Not linked", body=f"The code is {who}'s, but {offer.refusal}")
    staff = ", a member of staff, who must confirm it too" if offer.maker.is_staff else ""
    body = (
        f"The code was made by {who}{staff}. If that is you, both accounts become one, and each"
        " sees all tickets of the other. If somebody gave you this code, press No."
    )
    return _question("Are both accounts yours?", body, AGREE, "Yes, join them", offer.id)


def confirm_card(offer_id: UUID, side: Side) -> Card:
    """What would become one, for the member of staff whose code was said."""
    body = (
        f"**{side.name}** on {source_name(side.platform)} said your code and would act as you,"
        " with all your rights. Press Yes only if that account is your own."
    )
    return _question("Is that account yours?", body, CONFIRM, "Yes, it is mine", offer_id)


def _question(title: str, body: str, act: str, label: str, offer_id: UUID) -> Card:
    return Card(
        title=title,
        body=body,
        tone=Tone.WARNING,
        buttons=(
            Button(label=label, says=f"link {act}:{offer_id}", style="primary"),
            Button(label="No", says=f"link {REFUSE}:{offer_id}"),
        ),
    )


def joined_text(other: Side) -> Text:
    """That it is done, with the way back."""
    return Text(
        text=f"This account and **{other.name}** on {source_name(other.platform)} are one now.",
        buttons=(Button(label="Undo", says=f"link {OFF}"),),
    )


def looks_like_code(said: str) -> bool:
    """Whether somebody means that as a code, though it may be mistyped: what is no word of a
    sentence, or consists of the letters of codes."""
    plain = said.upper().replace("-", "")
    if not plain.isalnum() or abs(len(plain) - LENGTH) > 1:
        return False
    is_no_word = "-" in said or any(c.isdigit() for c in plain)
    return is_no_word or (len(plain) == LENGTH and set(plain) <= set(LETTERS))
