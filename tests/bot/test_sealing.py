"""SEC-02: a platform's reply tokens are nowhere in the database as they were said."""

import json

from bot.cards import Text
from bot.grammar.registry import build_registry
from bot.incoming import Incoming, Kind, Spot
from bot.receiving.handling import Handler
from bot.sending.answering import Answers
from core.access.vault import Vault
from core.assistant.extracting import Extractive
from core.events.receipts import accept
from tests.builders import Office

TOKEN = "https://hooks.example/commands/T1/very-secret"


async def test_reply_tokens_are_sealed_in_receipts_and_deliveries(office: Office) -> None:
    ana = await office.given_customer("Ana")
    spot = Spot(platform="slack", workspace="T1", channel="C1")
    incoming = Incoming(
        kind=Kind.COMMAND,
        key="k1",
        spot=spot,
        sender="U1",
        at=office.clock.now(),
        text="list",
        reply_token=TOKEN,
        reply_until=office.clock.move(minutes=30),
    )
    answers = Answers(Vault("a key for tests"))
    handler = Handler(office.database, build_registry(), {}, answers, Extractive(), "http://desk")
    payload = handler.sealed(incoming)
    async with office.database.system() as session:
        await accept(session, incoming.key, incoming.lane, payload, office.clock.now())
    async with office.work() as uow:
        await answers.give_privately(uow, ana, incoming, Text(text="Nothing there."))
    (receipt,) = await office.sql("SELECT payload::text FROM receipts")
    (delivery,) = await office.sql(
        "SELECT secret, encode(secret, 'escape') AS shown, content::text AS content,"
        " secret_until FROM deliveries"
    )
    everything = receipt[0] + delivery.shown + delivery.content
    assert "very-secret" not in everything
    assert TOKEN.encode() not in bytes(delivery.secret)
    assert answers.open(bytes(delivery.secret)) == TOKEN
    assert answers.open(bytes.fromhex(json.loads(receipt[0])["reply_token"])) == TOKEN
    assert delivery.secret_until == incoming.reply_until
