"""Every test of this folder runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from store.db import Store
from tests.support.engine import SECRETS
from tests.support.house import House


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database without tables."""
    if request.param == "sqlite":
        made = Store(f"sqlite:///{tmp_path}/handleplan.db", SECRETS)
        yield made
        made.close()
        return
    cluster, name = request.getfixturevalue("postgres"), f"t{uuid4().hex}"
    cluster.execute(f"CREATE DATABASE {name}")
    made = Store(f"{cluster.address}/{name}", SECRETS)
    yield made
    made.close()
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(empty: Store) -> Store:
    empty.upgrade()
    return empty


@pytest.fixture
def house(store: Store) -> House:
    made = House(store, None, None)  # type: ignore[arg-type]  # no engine: these tests stop at the store
    made.staff()
    return made
