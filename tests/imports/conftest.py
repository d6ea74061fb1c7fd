"""What is stored is tested on SQLite and on a real PostgreSQL."""

from tests.store.conftest import store

__all__ = ["store"]
