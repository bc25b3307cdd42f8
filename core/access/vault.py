"""Secrets at rest: AES-256-GCM envelopes under a key derived from SECRET_KEY.

Each value has a random data key of its own, wrapped by the master key. What the
value belongs to is bound in as associated data, so that a row cannot be swapped.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import HelpdeskError

_NONCE = 12
_WRAPPED = _NONCE + 32 + 16
_VERSION = b"\x01"


class Unreadable(HelpdeskError):
    """A sealed value was changed, belongs elsewhere, or was sealed with another key."""

    code = "secret.unreadable"
    text = "A stored secret cannot be read with this SECRET_KEY."


class Vault:
    """Seals and opens small secrets."""

    def __init__(self, secret_key: str) -> None:
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"deskhand vault 1")
        self._master = AESGCM(derive.derive(secret_key.encode()))

    def seal(self, secret: str, belongs_to: str) -> bytes:
        """The encrypted value, bound to what it belongs to."""
        data_key = AESGCM.generate_key(bit_length=256)
        context = belongs_to.encode()
        first, second = os.urandom(_NONCE), os.urandom(_NONCE)
        wrapped = self._master.encrypt(first, data_key, context)
        sealed = AESGCM(data_key).encrypt(second, secret.encode(), context)
        return _VERSION + first + wrapped + second + sealed

    def open(self, sealed: bytes, belongs_to: str) -> str:
        """The secret again. Raises :class:`Unreadable`."""
        context = belongs_to.encode()
        version, body = sealed[:1], sealed[1:]
        if version != _VERSION:
            raise Unreadable
        try:
            data_key = self._master.decrypt(body[:_NONCE], body[_NONCE:_WRAPPED], context)
            rest = body[_WRAPPED:]
            plain = AESGCM(data_key).decrypt(rest[:_NONCE], rest[_NONCE:], context)
        except (InvalidTag, ValueError) as error:
            raise Unreadable from error
        return plain.decode()
