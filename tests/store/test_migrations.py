from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from store.db import Store
from store.secrets import Secrets
from store.tables import metadata


def test_the_migrations_make_the_tables_that_the_code_means(store: Store) -> None:
    with store.engine.connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_upgrading_twice_changes_nothing(store: Store) -> None:
    store.upgrade()
    with store.read() as db:
        assert db.execute(sa.text("SELECT count(*) FROM alembic_version")).scalar_one() == 1


def test_one_open_case_and_the_inbox_have_partial_indexes(store: Store) -> None:
    """Without their condition a second case could never be opened, and the inbox would carry the done."""
    with store.engine.connect() as db:
        found = {i["name"]: i for table in ("cases", "tasks") for i in sa.inspect(db).get_indexes(table)}
    where = f"{store.engine.dialect.name}_where"
    for name in ("one_open_case", "cases_open", "tasks_team_due", "tasks_mine_due", "tasks_team_received"):
        assert found[name]["dialect_options"].get(where) is not None, name


def test_a_database_that_is_made_here_is_its_owners_alone(tmp_path: Path) -> None:
    """And so is what lies beside it while it is open; one that is there keeps what it was given."""
    there = tmp_path / "there.db"
    there.touch(mode=0o640)
    for name in ("handleplan.db", "there.db"):
        store = Store(f"sqlite:///{tmp_path}/{name}", Secrets(b"x" * 32))
        with store.write() as db:
            db.execute(sa.text("CREATE TABLE one (n INTEGER)"))
        files = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.glob(f"{name}*")}
        store.close()
        mode = "0o600" if name == "handleplan.db" else "0o640"
        assert files == {name: mode, f"{name}-wal": mode, f"{name}-shm": mode}
