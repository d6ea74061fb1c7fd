from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from temporalio.client import Client

from store.db import Store
from tests.support.world import World, world


@pytest_asyncio.fixture
async def w(store: Store, client: Client) -> AsyncIterator[World]:
    async with world(store, client) as made:
        yield made
