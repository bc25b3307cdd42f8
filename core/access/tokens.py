"""Random tokens, kept as hashes only. They are long, so a plain SHA-256 suffices."""

import hashlib
import secrets


def new_token(prefix: str = "") -> str:
    """256 bits of randomness, safe in headers and addresses."""
    return prefix + secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What we keep of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
