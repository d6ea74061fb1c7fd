"""Payloads are encrypted before they leave the process: the engine's disk and screens see no content."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from typing import ClassVar, Self, cast

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter, pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes, PayloadCodec

from store.secrets import Secrets

ENCODING = b"binary/encrypted"
KEY_ID = b"k1"
NONCE = 12


class AesGcmCodec(PayloadCodec):
    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._seal(p) for p in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._open(p) if p.metadata.get("encoding") == ENCODING else p for p in payloads]

    def _seal(self, payload: Payload) -> Payload:
        nonce = os.urandom(NONCE)
        body = nonce + self._aead.encrypt(nonce, payload.SerializeToString(), KEY_ID)
        return Payload(metadata={"encoding": ENCODING, "key-id": KEY_ID}, data=body)

    def _open(self, payload: Payload) -> Payload:
        key_id = payload.metadata["key-id"]
        plain = self._aead.decrypt(payload.data[:NONCE], payload.data[NONCE:], key_id)
        return Payload.FromString(plain)


class OneConverter(PydanticPayloadConverter):
    """The same instance each time. The SDK asks for a new one with every command of a workflow, and a new one must
    build pydantic's adapters again: a third of what a worker did."""

    _one: ClassVar[PydanticPayloadConverter | None] = None

    def __new__(cls) -> Self:
        if cls._one is None:
            cls._one = super().__new__(cls)
            PydanticPayloadConverter.__init__(cls._one)
        return cast(Self, cls._one)

    def __init__(self) -> None:
        """Done once, when it is made."""


def data_converter(secrets: Secrets) -> DataConverter:
    return dataclasses.replace(
        pydantic_data_converter,
        payload_converter_class=OneConverter,
        payload_codec=AesGcmCodec(secrets.key("payloads")),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
