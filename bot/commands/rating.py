"""``resolve rating:4``: the customer says how the support was."""

from bot.cards import FieldKind, Form, FormField, Option, Text
from bot.forms.field_inputs import with_missing_fields
from bot.forms.forms import resolve_form, title_of
from bot.grammar.command import Command
from bot.incoming import Kind
from bot.showing.survey_cards import PRIVATE, thanks
from bot.talk import NOTHING, Answer, Talk
from core.access.permissions import Permission
from core.errors import Invalid
from core.surveys.rating import (
    LONGEST_COMMENT,
    SCORES,
    checked_comment,
    own_rating,
    rate,
    to_score,
)
from core.tickets.configuration.catalogue import catalogue
from core.tickets.reading.queries import get_ticket, ref_of
from core.tickets.resolving import close
from core.tickets.rules import DONE

RATING, CHANGE = "rating", "change"


async def run_rating(talk: Talk, command: Command) -> Answer:
    """Keep the rating, and the comment if there is one.

    Typed on an open ticket it solves that, too; a button of an old question does not.
    """
    number, score = talk.ticket(command), to_score(command.options[RATING])
    ticket = await get_ticket(talk.uow, talk.actor, number, Permission.RATE)
    ends_it = talk.incoming.kind is Kind.COMMAND and ticket.requester_id == talk.actor.person_id
    if ends_it and (await catalogue(talk.uow)).base(ticket.status_id) not in DONE:
        await close(talk.uow, talk.actor, number)
    # The form shows what was written: left empty there, it is taken away.
    written = command.text or ("" if talk.incoming.kind is Kind.FORM else None)
    await rate(talk.uow, talk.actor, number, score, written)
    if talk.seen_by_all and not talk.in_support:
        return NOTHING  # the question itself says thanks, and nobody else reads it
    ref = ref_of(talk.uow, number)
    return Answer(private=Text(text=f"**{thanks(score)}** for {ref}. {PRIVATE}"))


async def ending_form(talk: Talk, command: Command) -> Form | None:
    """Asks for what is missing: staff's closing message, or the rating and a comment."""
    if RATING not in command.options:
        form = await resolve_form(talk, command)
        return await with_missing_fields(talk, command, form) if form else None
    if command.options[RATING] != CHANGE:
        return None
    own = await own_rating(talk.uow, talk.actor, talk.ticket(command))
    score = FormField(
        name=RATING,
        label="How was the support?",
        kind=FieldKind.SELECT,
        options=tuple(Option(label=f"{n} {word}", says=str(n)) for n, word in SCORES.items()),
        value=str(own.score or ""),
    )
    comment = FormField(
        name="text",
        label="Comment",
        kind=FieldKind.LONG,
        required=False,
        value=own.comment,
        max_length=LONGEST_COMMENT,
    )
    return Form(
        title=title_of(talk, command, "Rate"),
        says=f"resolve {ref_of(talk.uow, talk.ticket(command))} {RATING}:{CHANGE}",
        submit="Send rating",
        intro=PRIVATE,
        fields=(score, comment),
    )


async def check_ending(talk: Talk, command: Command) -> None:
    """Refuse a rating that is none."""
    said = command.options.get(RATING)
    if said is None:
        return
    if said in {"", CHANGE}:
        raise Invalid(field=RATING, problem="choose one of the five")
    to_score(said)
    checked_comment(command.text)
