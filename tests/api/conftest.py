from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store.db import Store
from tests.support.site import Site, site_over


@pytest.fixture
async def site(store: Store) -> AsyncIterator[Site]:
    async with site_over(store) as made:
        yield made


@pytest.fixture
async def production(store: Store) -> AsyncIterator[Site]:
    async with site_over(store, production=True) as made:
        yield made
