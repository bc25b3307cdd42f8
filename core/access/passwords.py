"""Passwords: argon2id (RFC 9106), checked in the same time for people who do not exist."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import Invalid

SHORTEST = 12


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # the library's defaults are RFC 9106's low-memory profile


@cache
def _nobody() -> str:
    return _hasher().hash("the password of nobody at all")


async def hash_password(password: str) -> str:
    """An argon2id hash with its salt. Raises :class:`Invalid` for one that is too short."""
    if len(password) < SHORTEST:
        raise Invalid(field="password", problem=f"use at least {SHORTEST} characters")
    return await asyncio.to_thread(_hasher().hash, password)


async def password_matches(stored: str | None, password: str) -> bool:
    """Whether it is the right one. Takes equally long when there is nothing stored."""

    def check() -> bool:
        try:
            return _hasher().verify(stored or _nobody(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    return await asyncio.to_thread(check)
