"""(c) A page of 50 out of 100,000 open tasks and 1,000,000 done ones, and out of a tenth of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import count

from benchmarks import processes, towns
from benchmarks.harness import Row, Sample, Scale, alternate, p50, p99, say, timed
from benchmarks.http import Caller
from domain.calendar import at_local, local_date
from store.inbox import COUNTED
from store.tables import OPEN_STATES

OPEN, DONE = 100_000, 1_000_000
MOST_OF_FLOOR, WIDEST_TAIL, MOST_GROWTH = 15, 2, 1.2
HTML, JSON = "/inbox?view=team", "/api/v1/tasks?view=team"
WARM = 50


class Inbox:
    """One town of that size with its web, and the same page by plain SQL."""

    def __init__(self, town: towns.Town, address: str, db: sqlite3.Connection) -> None:
        self._db, self._town = db, town
        self._browser, self._program = Caller(address, session=town.session), Caller(address, token=town.token)
        # Another language for each call, so that no answer can be one that was kept.
        self._turn = count()

    def html(self) -> bytes:
        return self._browser.get(f"{HTML}&lang={('da', 'en')[next(self._turn) % 2]}")

    def json(self) -> bytes:
        return self._program.get(JSON)

    def sql(self) -> None:
        """Page and counters as somebody would write them who has nothing else to do."""
        now = datetime.now(UTC)
        midnight = at_local(local_date(now) + timedelta(days=1), time())
        today = {"now": f"{now:%F %T.%f}", "midnight": f"{midnight:%F %T.%f}"}
        values = today | {"me": self._town.user_id, "team": self._town.team_id, "counted": COUNTED}
        assert len(self._db.execute(PAGE, values).fetchall()) == 51
        for counter in COUNTERS:
            self._db.execute(counter, values).fetchone()


MINE = f"assignee_id = :me AND state IN {OPEN_STATES}"
TEAM = f"team_id = :team AND state IN {OPEN_STATES}"
FREE = f"{TEAM} AND state = 'ready' AND role IN ('benefit_officer', 'caseworker')"
PAGE = f"SELECT * FROM tasks WHERE {FREE} ORDER BY due_at, id LIMIT 51"
COUNTERS = [
    f"SELECT count(*) FROM (SELECT 1 FROM tasks WHERE {where} LIMIT :counted)"
    for where in (MINE, FREE, f"{TEAM} AND due_at < :now", f"{TEAM} AND due_at >= :now AND due_at < :midnight")
]


@contextmanager
def inbox(open_tasks: int, done_tasks: int) -> Iterator[Inbox]:
    with ExitStack() as held:
        town = held.enter_context(towns.town())
        say(f"c: filling a database with {open_tasks:,} open and {done_tasks:,} done tasks")
        towns.fill(town, open_tasks=open_tasks, done_tasks=done_tasks)
        made = Inbox(town, held.enter_context(processes.web(town.data)), held.enter_context(closing(town.sqlite())))
        for _ in range(WARM):
            made.html()
            made.json()
            made.sql()
        yield made


def rows(scale: Scale) -> list[Row]:
    open_tasks, rounds, found = scale(OPEN), scale(1000), []
    with inbox(open_tasks, scale(DONE)) as large, inbox(open_tasks // 10, scale(DONE) // 10) as small:
        say(f"c: {rounds} pages of each")
        for name, page, twin in (("HTML", large.html, small.html), ("JSON", large.json, small.json)):
            samples = _three(timed(page), timed(large.sql), timed(twin), rounds)
            found += _rows(f"c  inbox {name}, {open_tasks:,} open", name == "HTML", *samples)
    return found


def _three(page: Sample, floor: Sample, twin: Sample, rounds: int) -> tuple[list[float], list[float], list[float]]:
    """The page beside the floor, then the page beside its smaller twin."""
    beside_floor, bare = alternate(page, floor, rounds)
    beside_twin, smaller = alternate(page, twin, rounds)
    return beside_floor + beside_twin, bare, smaller


def _rows(what: str, has_aims: bool, page: list[float], bare: list[float], smaller: list[float]) -> list[Row]:
    half, tail, growth = p50(page), p99(page), p50(page) / p50(smaller)

    def aim(says: str, holds: bool) -> tuple[str, bool | None]:
        return (says, holds) if has_aims else ("", None)

    return [
        Row(f"{what}, p50", half, "ms", p50(bare), "same SQL, sqlite3",
            *aim(f"under {MOST_OF_FLOOR} times the floor", half < MOST_OF_FLOOR * p50(bare))),
        Row(f"{what}, p99", tail, "ms", half, "its own p50",
            *aim(f"under {WIDEST_TAIL} times p50", tail < WIDEST_TAIL * half)),
        Row(f"{what}, ten times the rows", half, "ms", p50(smaller), "a tenth of the rows",
            *aim(f"at most {MOST_GROWTH} times", growth <= MOST_GROWTH)),
    ]  # fmt: skip
