"""Databases with the tables of this code: the migrations run once in a test process, and each database is a copy."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from store.db import Store
from tests.support.engine import SECRETS

NAME = "handleplan.db"


def new_store(folder: Path) -> Store:
    shutil.copy(Path(_migrated().name, NAME), folder / NAME)
    return _store(folder)


@cache
def _migrated() -> TemporaryDirectory[str]:
    """Removed with the process."""
    kept = TemporaryDirectory(prefix="handleplan-")
    made = _store(Path(kept.name))
    made.upgrade()
    made.close()
    return kept


def _store(folder: Path) -> Store:
    return Store(f"sqlite:///{folder}/{NAME}", SECRETS)
