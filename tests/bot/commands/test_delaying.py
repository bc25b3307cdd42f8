"""``/desk undo``, and what the author of a reply that waits reads."""

from typing import Any

import pytest

from bot.cards import Card, Text
from bot.commands.delaying import to_seconds
from bot.incoming import Kind
from core.access.actor import Role
from core.errors import Invalid
from core.events.due import sweep_due
from core.sweeps import SWEEPS
from core.tickets.files.attaching import KEPT, new_attachment
from core.tickets.held.holding import hold_reply
from tests.bot.talking import Talking
from tests.builders import Office


@pytest.mark.parametrize(
    ("said", "seconds"), [("10s", 10), ("0", 0), ("60 seconds", 60), ("off", 0), ("7 S", 7)]
)
def test_a_delay_as_it_is_said(said: str, seconds: int) -> None:
    assert to_seconds(said) == seconds


@pytest.mark.parametrize("said", ["61", "2m", "banana", "-1", "10s please", "9" * 6])
def test_what_is_no_delay(said: str) -> None:
    with pytest.raises(Invalid):
        to_seconds(said)


async def test_administrators_alone_set_it(office: Office, talking: Talking) -> None:
    alex = await office.given_person("Alex", Role.ADMIN)
    told = await talking.tell(alex, "undo 10s", words="desk")
    assert isinstance(told, Text)
    assert "after **10 s**" in told.text
    for who in (await office.given_person("Kim", Role.MANAGER), await office.given_customer()):
        refused = await talking.tell(who, "undo 0s", words="desk")
        assert isinstance(refused, Card)
        assert refused.title == "Not done"
    told = await talking.tell(alex, "undo", words="desk")
    assert isinstance(told, Text)
    assert "10 s" in told.text
    wrong = await talking.tell(alex, "undo 2h", words="desk")
    assert isinstance(wrong, Card)
    assert "0 to 60 seconds" in wrong.body


async def test_its_files_go_with_a_text_that_was_taken_back(
    office: Office, talking: Talking
) -> None:
    alex, sam = await office.given_person("Alex", Role.ADMIN), await office.given_person("Sam")
    await talking.tell(alex, "undo 10s", words="desk")
    number = (await office.given_ticket(await office.given_customer())).number
    file = (await office.do(new_attachment, sam, number, None, "a.txt", state=KEPT)).id
    held = await office.do(hold_reply, sam, number, "see the file", attachment_ids=[file])
    assert held is not None
    await talking.tell(sam, f"reply TIK-{number} undo-send:{held.id}", Kind.PRESS)
    [(draft,)] = await office.sql("SELECT draft_id FROM held_replies")
    form = await talking.ask(sam, f"reply TIK-{number} draft:{draft}", Kind.PRESS)
    assert form is not None
    assert "1 file goes with it" in form.intro
    assert form.fields[0].value == "see the file"
    await talking.tell(sam, form.says, Kind.FORM, values={"text": "see this file"})
    await _later(office, 10)
    [(body,)] = await office.sql(
        "SELECT m.body FROM messages m JOIN attachments a ON a.message_id = m.id WHERE a.id = :i",
        i=file,
    )
    assert body == "see this file"


@pytest.mark.parametrize("option", ["undo-send", "send-now"])
async def test_what_is_not_there_is_refused(office: Office, talking: Talking, option: str) -> None:
    sam = await office.given_person("Sam")
    for said in (f"reply {option}:last", f"reply {option}:banana"):
        refused = await talking.tell(sam, said)
        assert isinstance(refused, Card)
        assert "I can't find that reply" in refused.body
    refused = await talking.tell(sam, f"reply {option}:last with words")
    assert isinstance(refused, Card)
    assert "takes no text" in refused.body


async def _later(office: Office, seconds: float) -> Any:
    office.clock.move(seconds=seconds)
    return await sweep_due(office.database, SWEEPS)
