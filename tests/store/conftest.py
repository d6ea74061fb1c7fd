"""Every test of this folder runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.db import Store
from tests.support.engine import SECRETS
from tests.support.house import House
from tests.support.postgres import Cluster
from tests.support.stores import new_store

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        made = new_store(tmp_path)
        yield made
        made.close()
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database(cluster.migrated) as url:
        made = Store(url, SECRETS)
        yield made
        made.close()


@pytest.fixture
def house(store: Store) -> House:
    made = House(store, None, None)  # type: ignore[arg-type]  # no engine: these tests stop at the store
    made.staff()
    return made
