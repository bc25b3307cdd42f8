"""``link``: two accounts of one person, by a code that is made on one and said on the other."""

from bot.cards import Form, Text
from bot.commands import mapping
from bot.grammar.command import Command
from bot.sending.answering import owe_directly
from bot.showing.link_cards import (
    AGREE,
    CONFIRM,
    NOT_GOOD,
    OFF,
    REFUSE,
    asks_for_code,
    code_card,
    confirm_card,
    joined_text,
    offer_card,
)
from bot.talk import Answer, Talk
from core.access.permissions import Permission, may
from core.ids import to_id
from core.people import link_codes
from core.people.groups import linked_accounts
from core.people.joining import part_people
from core.people.models import Identity


async def link_form(talk: Talk, command: Command) -> Form | None:
    """Asks for the code."""
    return asks_for_code(command)


async def run_link(talk: Talk, command: Command) -> Answer:
    """Make a code, say one, answer what it would join, or undo it; administrators say whose
    account one is."""
    said, options = command.text.strip(), command.options
    if AGREE in options:
        return await _agree(talk, options[AGREE])
    if CONFIRM in options:
        return await _confirm(talk, options[CONFIRM])
    if REFUSE in options:
        offer_id = to_id(options[REFUSE], "that link")
        await link_codes.refuse_link(talk.uow, talk.actor, _account(talk), offer_id)
        return Answer(private=Text(text="Nothing was joined. The code is of no use any more."))
    if said.casefold() == OFF:
        other = await part_people(talk.uow, talk.actor)
        told = f"**{other.name}** is an account of its own again. Both have what they had before."
        return Answer(private=Text(text=told))
    if len(said.split()) > 1:
        return await mapping.run_link(talk, command)
    code = options.get("code") or said
    return await (_say(talk, code) if code else _make(talk))


async def _make(talk: Talk) -> Answer:
    card = code_card(await link_codes.make_link_code(talk.uow, talk.actor, _account(talk)))
    if may(talk.actor, Permission.CONFIGURE):
        spot = talk.incoming.spot
        count = await linked_accounts(talk.uow, talk.actor, spot.platform, spot.workspace)
        told = f"{count} accounts of this workspace are linked. Link another: {mapping.LINKING}"
        card = card.model_copy(update={"footer": told})
    return Answer(private=card)


async def _say(talk: Talk, code: str) -> Answer:
    offer = await link_codes.say_link_code(talk.uow, talk.actor, _account(talk), code)
    return Answer(private=offer_card(offer) if offer else Text(text=NOT_GOOD))


async def _agree(talk: Talk, said: str) -> Answer:
    account = _account(talk)
    offer_id = to_id(said, "that link")
    agreed = await link_codes.agree_to_link(talk.uow, talk.actor, account, offer_id)
    if agreed.is_joined:
        return await _tell_both(talk, agreed)
    side = await link_codes.side_of(talk.uow, agreed.said_by)
    await owe_directly(talk.uow, agreed.maker, confirm_card(agreed.id, side))
    told = "I have asked on the account that made the code. It must be confirmed there."
    return Answer(private=Text(text=told))


async def _confirm(talk: Talk, said: str) -> Answer:
    offer_id = to_id(said, "that link")
    agreed = await link_codes.confirm_link(talk.uow, talk.actor, _account(talk), offer_id)
    return await _tell_both(talk, agreed)


async def _tell_both(talk: Talk, agreed: link_codes.Agreed) -> Answer:
    maker = link_codes.Side(agreed.names[0], agreed.maker.platform, is_staff=False)
    said_by = link_codes.Side(agreed.names[1], agreed.said_by.platform, is_staff=False)
    here_is_maker = _account(talk) == _of(agreed.maker)
    elsewhere = agreed.said_by if here_is_maker else agreed.maker
    here, there = (maker, said_by) if here_is_maker else (said_by, maker)
    await owe_directly(talk.uow, elsewhere, joined_text(here))
    return Answer(private=joined_text(there))


def _of(identity: Identity) -> link_codes.Account:
    return identity.platform, identity.workspace, identity.external_id


def _account(talk: Talk) -> link_codes.Account:
    spot = talk.incoming.spot
    return spot.platform, spot.workspace, talk.incoming.sender
