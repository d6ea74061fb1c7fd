"""The one way to reach the engine: address and TLS from the SDK's environment configuration, payloads encrypted."""

from __future__ import annotations

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.service import RPCError, RPCStatusCode

from store.secrets import Secrets
from workers.codec import data_converter
from workers.courier import PROGRAMME

DEFAULT_ADDRESS = "127.0.0.1:7233"
THERE_ALREADY = (RPCStatusCode.ALREADY_EXISTS, RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED)
"""Where operators alone may add search attributes (Temporal Cloud, a guarded cluster), they have done it."""


async def connect(secrets: Secrets, *, lazy: bool, address: str | None = None) -> Client:
    """`lazy`: succeed while the engine is away, so that the inbox can work without it."""
    config = ClientConfig.load_client_connect_config()
    config.setdefault("target_host", DEFAULT_ADDRESS)
    if address:
        config["target_host"] = address
    return await Client.connect(**config, data_converter=data_converter(secrets), lazy=lazy)


async def register_search_attributes(client: Client) -> None:
    request = AddSearchAttributesRequest(
        namespace=client.namespace, search_attributes={PROGRAMME.name: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD}
    )
    try:
        await client.operator_service.add_search_attributes(request)
    except RPCError as error:
        if error.status not in THERE_ALREADY:
            raise
