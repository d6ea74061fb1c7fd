"""The fixtures of `handleplan reconcile`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.client import Client

from cli.settings import Settings
from store.db import Store
from tests.support.world import World, world
from workers import reconcile as asking


@pytest.fixture
async def w(store: Store, client: Client, engine_address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setenv("TEMPORAL_ADDRESS", engine_address)
    monkeypatch.setattr(asking, "SECOND_LOOK", 0.2)
    async with world(store, client) as made:
        yield made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)
