"""Keys from one secret: field encryption, blind index, payload codec. Key ids allow rotation later."""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_ID = b"k1"
NONCE = 12


class Secrets:
    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("the secret must be at least 32 bytes")
        self._secret = secret

    @classmethod
    def from_file(cls, path: Path, *, create: bool) -> Secrets:
        """Read the secret; the embedded mode makes one at first start, production refuses."""
        if not path.exists():
            if not create:
                raise FileNotFoundError(f"secret file {path} is missing")
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(os.urandom(48).hex())
        return cls(path.read_text().strip().encode())

    def key(self, purpose: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"handleplan/" + purpose.encode()).derive(
            self._secret
        )

    @cached_property
    def _fields(self) -> AESGCM:
        return AESGCM(self.key("fields"))

    @cached_property
    def _index(self) -> bytes:
        return self.key("index")

    def seal(self, plain: str, where: str) -> bytes:
        """Encrypt a field; `where` (table, row, field) is bound to it, so that a value cannot be moved."""
        return self.seal_bytes(plain.encode(), where)

    def open(self, sealed: bytes, where: str) -> str:
        return self.open_bytes(sealed, where).decode()

    def seal_bytes(self, plain: bytes, where: str) -> bytes:
        """`seal` for what is no text: a document."""
        nonce = os.urandom(NONCE)
        return KEY_ID + nonce + self._fields.encrypt(nonce, plain, KEY_ID + where.encode())

    def open_bytes(self, sealed: bytes, where: str) -> bytes:
        nonce, body = sealed[len(KEY_ID) : len(KEY_ID) + NONCE], sealed[len(KEY_ID) + NONCE :]
        return self._fields.decrypt(nonce, body, sealed[: len(KEY_ID)] + where.encode())

    def blind(self, value: str, purpose: str) -> str:
        """A keyed digest for exact search of an encrypted value."""
        return hmac.new(self._index, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()
