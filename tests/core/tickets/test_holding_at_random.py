"""Replies that wait, at random: never before their time, never twice, never out of order."""

import random
from datetime import datetime

import pytest

from core.tickets.held.held_sending import send_now, undo
from core.tickets.held.holding import hold_reply
from tests.builders import Office
from tests.core.tickets.held.test_holding import said, set_delay, wait


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_two_authors_do(office: Office, seed: int) -> None:
    """Never before its time unless its author says so, never twice, never out of order."""
    dice = random.Random(seed)
    people = {"sam": await office.given_person("Sam"), "mia": await office.given_person("Mia")}
    ana = await office.given_customer()
    number = (await office.given_ticket(ana, description="Printer")).number
    held: dict[str, list[str]] = {"sam": [], "mia": []}
    due: dict[str, datetime] = {}
    for step in range(25):
        who = dice.choice(sorted(people))
        heard = await said(office)
        left = [words for words in held[who] if words not in heard]
        match dice.choice(["hold", "hold", "undo", "now", "wait", "wait", "delay"]):
            case "hold":
                made = await office.do(hold_reply, people[who], number, f"{who} {step}")
                assert made is not None
                held[who].append(f"{who} {step}")
                due[f"{who} {step}"] = made.due_at
            case "undo" if left:
                _, done = await office.do(undo, people[who], "last")
                assert done
                held[who].remove(left[-1])
            case "now" if left:
                await office.do(send_now, people[who], "last")
                due |= dict.fromkeys(left, office.clock.now())
            case "wait":
                await wait(office, dice.choice([0.5, 1, 3, 7]))
            case "delay":
                await set_delay(office, dice.choice([1, 5, 10]))
        heard = await said(office)
        for name in people:
            theirs = [words for words in heard if words.startswith(name)]
            assert theirs == held[name][: len(theirs)]
            assert all(due[words] <= office.clock.now() for words in theirs)
    await wait(office, 60)
    assert sorted(await said(office)) == sorted([*held["sam"], *held["mia"]])
