"""Sealed secrets open with the right key for the right owner, and for nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access.vault import Unreadable, Vault

VAULT = Vault("a key for tests")
texts = st.text(st.characters(codec="utf-8"), max_size=200)


@given(texts, texts)
def test_what_was_sealed_opens_again(secret: str, owner: str) -> None:
    assert VAULT.open(VAULT.seal(secret, owner), owner) == secret


@given(texts, st.data())
def test_any_changed_byte_is_noticed(secret: str, data: st.DataObject) -> None:
    sealed = bytearray(VAULT.seal(secret, "row 1"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unreadable):
        VAULT.open(bytes(sealed), "row 1")


@given(st.data())
def test_a_part_or_a_longer_one_is_refused(data: st.DataObject) -> None:
    sealed = VAULT.seal("the secret", "row 1")
    cut = data.draw(st.integers(0, len(sealed) - 1))
    for wrong in (sealed[:cut], sealed + b"x"):
        with pytest.raises(Unreadable):
            VAULT.open(wrong, "row 1")


def test_another_row_or_another_key_cannot_open_it() -> None:
    sealed = VAULT.seal("the secret", "row 1")
    with pytest.raises(Unreadable):
        VAULT.open(sealed, "row 2")
    with pytest.raises(Unreadable):
        Vault("another key").open(sealed, "row 1")


def test_the_plain_text_is_not_in_it_and_no_two_are_alike() -> None:
    secret = "xoxb-a-very-plain-token"
    first, second = VAULT.seal(secret, "row"), VAULT.seal(secret, "row")
    assert secret.encode() not in first
    assert first != second
