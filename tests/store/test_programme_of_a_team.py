"""Who may read a report is known without reading the cases, also when the database has looked at its statistics."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store import figures
from store.tables import teams
from tests.support.house import House


def test_whether_a_team_has_had_a_case_of_a_programme_is_answered_from_an_index_alone(house: House) -> None:
    for _ in range(60):
        house.put()
    with house.store.write() as db:
        db.execute(sa.text("ANALYZE"))
        own = frozenset(db.execute(sa.select(teams.c.id)).scalars())
        if house.store.engine.dialect.name == "sqlite":
            assert "USING COVERING INDEX cases_of_programme" in plan(db, own)
        assert figures.has_case_in(db, "obligation", own)
        assert not figures.has_case_in(db, "youth", own)


def plan(db: sa.Connection, own: frozenset[str]) -> str:
    """How SQLite goes about the question, as it was asked."""
    asked: list[tuple[str, Any]] = []

    def hear(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        asked.append((statement, parameters))

    sa.event.listen(db, "before_cursor_execute", hear)
    figures.has_case_in(db, "youth", own)
    sa.event.remove(db, "before_cursor_execute", hear)
    return " ".join(str(row) for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1]))
