"""Files that no message of an act names are told of, whatever the act answers."""

from bot.cards import Card, Text
from bot.incoming import Brought, Kind
from core.tickets.files.attaching import KEPT, new_attachment
from core.tickets.macros.macros import MacroDraft, save_macro
from tests.bot.talking import Talking
from tests.builders import Office

FILE = Brought(id="F1", name="app.log", size=3)


async def test_a_card_that_is_shown_tells_of_them_too(office: Office, talking: Talking) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    number = (await office.given_ticket(ana)).number
    await office.do(save_macro, office.desk, MacroDraft(name="refund", text="Paid back."))
    preview = await talking.tell(sam, f"macro {number} refund", files=(FILE,))
    assert isinstance(preview, Card)
    assert preview.title.startswith("Macro refund")
    assert "Nothing has been sent yet." in preview.body
    assert "app.log was not taken: this `macro` sends no message" in preview.body
    two = (FILE, FILE.model_copy(update={"id": "F2", "name": "b.log"}))
    sent = await talking.tell(sam, f"macro {number} name:refund do:send", files=two)
    assert isinstance(sent, Text)
    assert "app.log, b.log were not taken" in sent.text
    assert "Bring them again with `reply`." in sent.text


async def test_who_resolves_without_a_word_hears_that_the_file_was_not_taken(
    office: Office, talking: Talking
) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    for who, says in ((sam, "resolve"), (sam, "reopen It is back"), (ana, "resolve")):
        number = (await office.given_ticket(ana)).number
        if says.startswith("reopen"):
            await talking.tell(sam, f"resolve {number}")
        verb, _, rest = says.partition(" ")
        told = await talking.tell(who, f"{verb} {number} {rest}".strip(), files=(FILE,))
        assert isinstance(told, Text)
        assert "app.log was not taken" in told.text, says


async def test_a_file_that_is_here_already_is_kept_with_a_refused_reply(
    office: Office, talking: Talking
) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    number = (await office.given_ticket(ana)).number
    kept = await office.do(new_attachment, sam, number, None, "a.txt", state=KEPT)
    brought = Brought(id=str(kept.id), is_kept=True, name="a.txt")
    refused = await talking.tell(sam, f"reply {number} r99 Look", files=(brought, FILE))
    assert isinstance(refused, Card)
    assert "app.log was not taken" in refused.body
    assert "a.txt" not in refused.body
    await talking.tell(sam, refused.buttons[0].says, Kind.PRESS)
    [(body,)] = await office.sql(
        "SELECT m.body FROM messages m JOIN attachments a ON a.message_id = m.id WHERE a.id = :i",
        i=kept.id,
    )
    assert body == "Look"
