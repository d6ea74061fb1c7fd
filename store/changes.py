"""What happened to tasks since a moment, for lists that stand open: along the events' own index."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, Self

import sqlalchemy as sa

from store.tables import task_events, tasks

MOST = 1000
"""More events than this at once are told to everybody."""
OVERLAP = 200
"""Ids are given before they are committed: one may become visible after a greater one, but not after this many."""
LATE = 20
"""As many of them are carried along. A number of a failed transaction never becomes visible, and costs nothing."""
MARK = r"[0-9]{1,18}(\.[0-9]{1,18}){0,20}"
AFTER = (
    sa.select(task_events.c.id).where(task_events.c.id > sa.bindparam("after")).order_by(task_events.c.id).limit(MOST)
)  # fmt: skip
LATEST = sa.select(task_events.c.id).order_by(task_events.c.id.desc()).limit(OVERLAP)
NOT_LISTED = ("comment", "acknowledged", "evidence_changed", "letter.", "alarm.")
"""Beginnings of events after which every list shows what it showed before."""


class Mark(NamedTuple):
    """What a list was made with: the newest event, and those before it that may become visible yet."""

    newest: int
    late: frozenset[int] = frozenset()

    @classmethod
    def of(cls, ids: Iterable[int]) -> Self:
        """ids: those that are visible of the last ones."""
        seen = {0, *ids}
        newest = max(seen)
        missing = (one for one in range(newest - 1, max(newest - OVERLAP, 0), -1) if one not in seen)
        return cls(newest, frozenset(one for one, _ in zip(missing, range(LATE), strict=False)))

    @classmethod
    def read(cls, text: str) -> Self:
        """text: in the form of MARK."""
        newest, *late = map(int, text.split("."))
        return cls(newest, frozenset(late))

    def __str__(self) -> str:
        return ".".join(map(str, (self.newest, *sorted(self.late, reverse=True))))

    def knows(self, event: int) -> bool:
        return event <= self.newest and event not in self.late


class Change(NamedTuple):
    id: int
    teams: frozenset[str]
    """Whose list of tasks shows something else now: also the team that a task was sent away from."""
    people: frozenset[str]
    """Who has the task, or had it until now."""
    is_listed: bool
    in_team: bool = False
    """Whether it may concern the own tasks of everybody in the team."""


def latest(db: sa.Connection) -> set[int]:
    return set(db.execute(LATEST).scalars())


def mark(db: sa.Connection) -> Mark:
    return Mark.of(latest(db))


def ids_since(db: sa.Connection, known: Mark) -> list[int]:
    """Of the events that this mark does not know, MOST at the most."""
    first = min(known.late, default=known.newest + 1)
    return [one for one in ids_after(db, first - 1) if not known.knows(one)]


def ids_after(db: sa.Connection, after: int) -> list[int]:
    return list(db.execute(AFTER, {"after": after}).scalars())


def told_by(db: sa.Connection, ids: Collection[int]) -> list[Change]:
    query = (
        sa.select(task_events.c.id, task_events.c.what, task_events.c.details, tasks.c.team_id, tasks.c.assignee_id)
        .join(tasks, tasks.c.id == task_events.c.task_id).where(task_events.c.id.in_(ids))
        .order_by(task_events.c.id)
    )  # fmt: skip
    return [_change(row) for row in db.execute(query)]


def _change(row: Any) -> Change:
    # A name or number of another kind in the details is nobody's id, and wakes nobody.
    told = row.details.get("told")
    named = (row.assignee_id, row.details.get("to"), row.details.get("was"), *(told if isinstance(told, list) else ()))
    return Change(
        id=row.id, teams=frozenset(one for one in (row.team_id, row.details.get("from")) if isinstance(one, str)),
        people=frozenset(one for one in named if isinstance(one, str)),
        is_listed=not row.what.startswith(NOT_LISTED), in_team=row.what.startswith("rung."))  # fmt: skip
