"""Answers become deliveries like everything else: private ones to an ephemeral place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.cards import Card, Text, content_json
from bot.incoming import Incoming
from bot.sending.private_places import BEGUN
from bot.talk import Answer, Talk
from core.access.actor import Actor
from core.access.vault import Vault
from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import address, private_place
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import SAY, SAY_TO_STAFF, owe, owe_all
from core.people.models import Identity
from core.tickets.held.held_sending import DELIVERY as HELD
from core.tickets.held.holding import told_at

_BELONGS = "reply token"
DONE = Text(text="✅ Done.")
"""What ends a wait where everybody sees what was done, so that nothing else is answered."""


class Answers:
    """Queues what a command answers, in the transaction of the command."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(self, token: str) -> bytes:
        """A reply token as it may be stored."""
        return self._vault.seal(token, _BELONGS)

    def open(self, sealed: bytes) -> str:
        """The reply token again."""
        return self._vault.open(sealed, _BELONGS)

    async def give(self, talk: Talk, answer: Answer) -> None:
        """Queue all parts of an answer."""
        private = answer.private
        follows = answer.held is not None or answer.begun is not None
        if private is None and not follows and talk.incoming.awaited:
            private = DONE
        if private is not None:
            await self.give_privately(talk.uow, talk.actor, talk.incoming, private)
        if answer.held is not None:
            await self._give_held(talk, answer.held)
        if answer.begun is not None:
            begun = {"place": str(answer.begun)}
            await self._owe_privately(talk.uow, talk.actor, talk.incoming, BEGUN, begun)
        if answer.here is not None:
            place = await _here(talk.uow, talk.actor, talk.incoming)
            kind = SAY_TO_STAFF if answer.for_staff else SAY
            owe_here(talk.uow, place, answer.here, kind)

    async def give_privately(
        self, uow: UnitOfWork, actor: Actor | None, incoming: Incoming, content: Text | Card
    ) -> None:
        """Queue something for the sender's eyes only, where it was asked for."""
        said = content_json.dump_python(content, mode="json")
        await self._owe_privately(uow, actor, incoming, "answer", said)

    async def _give_held(self, talk: Talk, held_id: UUID) -> None:
        """How a reply that waits stands; from now on its author is told of it there."""
        uow, viewer, content = talk.uow, talk.incoming.sender, {"held": str(held_id)}
        place = await self._owe_privately(uow, talk.actor, talk.incoming, HELD, content)
        held = await told_at(uow, held_id, place, viewer)
        before = await uow.session.get(Place, held.place_id) if held.place_id else None
        if before is not None and before.id != place.id:
            quietly = {**content, "quietly": True}
            owed = owe(uow, address(before), HELD, content=quietly, viewer=held.viewer)
            owe_all(uow, [owed])

    async def _owe_privately(
        self,
        uow: UnitOfWork,
        actor: Actor | None,
        incoming: Incoming,
        kind: str,
        content: dict[str, Any],
    ) -> Place:
        place = await place_of_answers(uow, actor, incoming)
        owed = owe(
            uow,
            address(place),
            kind,
            content=content,
            viewer=incoming.sender,
            secret=self.seal(incoming.reply_token) if incoming.reply_token else None,
            secret_until=_lasting(incoming),
        )
        owe_all(uow, [owed])
        return place


async def place_of_answers(uow: UnitOfWork, actor: Actor | None, incoming: Incoming) -> Place:
    """Where what the sender asked for is answered for their eyes only."""
    staff = actor is not None and actor.is_staff
    spot = incoming.spot
    return await private_place(
        uow,
        spot.platform,
        spot.workspace,
        spot.channel,
        spot.thread,
        actor.person_id if actor else None,
        Audience.INTERNAL if staff else Audience.PUBLIC,
    )


def owe_here(uow: UnitOfWork, place: Place, content: Text | Card, kind: str = SAY) -> None:
    """Queue something that all who read in a place are to read."""
    said = content_json.dump_python(content, mode="json")
    owe_all(uow, [owe(uow, address(place), kind, content=said)])


async def owe_directly(uow: UnitOfWork, identity: Identity, content: Text | Card) -> None:
    """Queue something for the owner of an account, where it is reached alone."""
    place = await private_place(
        uow,
        identity.platform,
        identity.workspace,
        identity.direct,
        None,
        identity.person_id,
        Audience.PUBLIC,
    )
    owe_here(uow, place, content)


def _lasting(incoming: Incoming) -> datetime | None:
    return incoming.reply_until if incoming.reply_token else None


async def _here(uow: UnitOfWork, actor: Actor, incoming: Incoming) -> Place:
    """The thread in which somebody asked, before it is any ticket's."""
    spot = incoming.spot
    return await private_place(
        uow,
        spot.platform,
        spot.workspace,
        spot.channel,
        spot.thread or incoming.stamp,
        actor.person_id,
        Audience.INTERNAL if actor.is_staff else Audience.PUBLIC,
    )
