"""CNV-12: whatever is merged, undone and said: each message once for everybody who may read it."""

import random

import pytest

from core.access.permissions import Permission
from core.tickets.changing import take
from core.tickets.relations.merging import merge, unmerge
from core.tickets.replying import reply
from tests.builders import Office
from tests.core.tickets.relations.test_merging import bodies, opened


class _Model:
    """What a small oracle expects: per ticket its messages, and where it goes on."""

    def __init__(self, owners: dict[int, str]) -> None:
        self.owners = owners
        self.into: dict[int, int] = {}
        self.joined: dict[int, int] = {}
        self.said: list[tuple[int, int, str, str]] = []  # time, home, by, text

    def root(self, number: int) -> int:
        while number in self.into:
            number = self.into[number]
        return number

    def path(self, number: int) -> list[int]:
        return [number, *self.path(self.into[number])] if number in self.into else []

    def readable(self, reader: str, number: int) -> set[str]:
        group = [n for n in self.owners if self.root(n) == self.root(number)]
        own = [n for n in group if self.owners[n] == reader]
        return {
            text
            for at, home, by, text in self.said
            if home in group
            and (reader == "Sam" or any(self._reaches(at, home, by, o) for o in own))
        }

    def _reaches(self, at: int, home: int, by: str, own: int) -> bool:
        if self.owners[home] == self.owners[own]:
            return True
        apart = set(self.path(home)) ^ set(self.path(own))
        return by == "Sam" and at >= max(self.joined[n] for n in apart)


@pytest.mark.parametrize("seed", range(6))
async def test_random_merges_undos_and_messages(office: Office, seed: int) -> None:
    dice = random.Random(seed)
    people = {name: await office.given_customer(name) for name in ("Ana", "Bob")}
    people["Sam"] = await office.given_person("Sam")
    owners = {}
    for name in ("Ana", "Bob", "Ana", "Bob"):
        owners[await opened(office, people[name], f"opening {len(owners)}")] = name
    model, numbers = _Model(owners), list(owners)
    for order, number in enumerate(numbers):
        model.said.append((0, number, owners[number], f"opening {order}"))
    for step in range(1, 15):
        number, other = dice.sample(numbers, 2)
        office.clock.move(minutes=1)
        act = dice.choice(("merge", "undo", "say", "say"))
        if act == "merge" and number not in model.into and model.root(other) != number:
            await office.do(merge, people["Sam"], number, other)
            model.into[number], model.joined[number] = model.root(other), step
        elif act == "undo" and number in model.into:
            await office.do(unmerge, people["Sam"], number)
            del model.into[number]
        elif act == "say":
            by = dice.choice((owners[number], "Sam"))
            await office.do(reply, people[by], number, f"message {step}")
            model.said.append((step, number, by, f"message {step}"))
    for number, owner in owners.items():
        for reader in (owner, "Sam"):
            got = await bodies(office, people[reader], number)
            assert sorted(got) == sorted(model.readable(reader, number)), (number, reader)
        shown = await office.see(number, people["Sam"])
        assert shown.number == model.root(number)
        assert shown.message_count == len(model.readable("Sam", number))
    async with office.work() as uow:
        locked = await take(uow, people["Sam"], numbers[0], Permission.MERGE)
        assert locked.merged_into_id is None
