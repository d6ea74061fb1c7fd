"""Citizens from a file into running cases, a few hundred rows to a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

import domain.all  # noqa: F401 - fills PROGRAMMES
from domain.calendar import local_date
from domain.citizen_columns import unknown_headers
from domain.citizen_rows import Citizen, RowProblem, parse_rows
from domain.programmes import PROGRAMMES, Programme
from domain.text import Text
from store import cases, people
from store.audit import Entry, log
from store.db import Store
from store.tables import cases as cases_table
from store.tabular import Rejected, Row, count_rows, read_rows

CHUNK = 250
T = TypeVar("T")
EXTRA = {"needs_interpreter", "reference", "received_on"}


@dataclass
class ImportResult:
    """What became of the rows: each is taken, unchanged or rejected; rows of one person may make one case."""

    taken: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    unknown_headers: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.taken + self.unchanged + len(self.rejected)

    def add(self, more: ImportResult) -> None:
        self.taken += more.taken
        self.unchanged += more.unchanged
        self.rejected += more.rejected


def import_citizens(
    store: Store, source: Path | BinaryIO, *, name: str = "", now: datetime, actor: str | None, dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportResult:  # fmt: skip
    """Take the good rows, list the bad ones with line and reason. The same file again changes nothing."""
    taker = _Taker(store, now, actor, dry_run)
    result = take_rows(
        source, name, unknown_headers, lambda rows: parse_rows(rows, local_date(now)), taker.take, progress
    )
    if not dry_run:
        note_import(store, "citizens", result, actor, now)
    return result


def take_rows(
    source: Path | BinaryIO, name: str, unknown: Callable[[Iterable[str]], list[str]],
    parse: Callable[[Iterable[Row]], Iterable[T]], take: Callable[[list[T]], ImportResult],
    progress: Callable[[int, int], None],
) -> ImportResult:  # fmt: skip
    """What became of every row of a file, read as a stream, parsed, and taken a chunk at a time."""
    total = count_rows(source)
    rows = read_rows(source, name or (source.name if isinstance(source, Path) else ""))
    first = next(rows, None)
    if first is None:
        return ImportResult()
    result = ImportResult(unknown_headers=unknown(first.cells))
    for chunk in _chunks(parse(chain([first], rows))):
        result.add(take(chunk))
        progress(min(result.rows, total), total)
    progress(total, total)
    result.rejected.sort(key=lambda one: one.line)
    return result


def note_import(store: Store, what: str, result: ImportResult, actor: str | None, now: datetime) -> None:
    with store.write() as db:
        counts = {"taken": result.taken, "unchanged": result.unchanged, "rejected": len(result.rejected)}
        log(db, Entry(now, actor, f"import.{what}", "file", None, counts))


def set_aside(problems: Iterable[RowProblem]) -> ImportResult:
    """Rows that say nothing that can be taken; in some of them nothing is wrong."""
    result = ImportResult()
    for one in problems:
        result.unchanged += one.skipped
        result.rejected += [] if one.skipped else [Rejected(one.line, one.reason, one.cells)]
    return result


class _Taker:
    """Takes chunks, each in one transaction; a trial run only reads."""

    def __init__(self, store: Store, now: datetime, actor: str | None, dry_run: bool) -> None:
        self._store, self._now, self._actor, self._dry_run = store, now, actor, dry_run
        self._programme = next(each for each in PROGRAMMES.values() if each.citizen_facts is not None)
        with store.read() as db:
            self._team = cases.team_of(db, self._programme.name)

    def take(self, chunk: Sequence[Citizen | RowProblem]) -> ImportResult:
        result = set_aside(one for one in chunk if isinstance(one, RowProblem))
        citizens = [one for one in chunk if isinstance(one, Citizen)]
        try:
            result.add(self._take(citizens))
        except IntegrityError:
            # Somebody else made one of these people or cases meanwhile; a second look sees them.
            result.add(self._take(citizens))
        return result

    def _take(self, citizens: Sequence[Citizen]) -> ImportResult:
        if not citizens:
            return ImportResult()
        with self._store.read() if self._dry_run else self._store.write() as db:
            result, fresh, same = self._sorted(db, citizens)
            moved = {one.cpr: one for one in people.changed(db, self._store.secrets, list(map(_identity, same)))}
            lines = sum(len(one.lines) for one in same if one.cpr in moved)
            result.taken, result.unchanged = result.taken + lines, result.unchanged - lines
            if not self._dry_run:
                people.put_all(db, self._store.secrets, list(moved.values()), self._now)
                self._open(db, fresh)
        return result

    def _sorted(
        self, db: sa.Connection, citizens: Sequence[Citizen]
    ) -> tuple[ImportResult, list[tuple[Citizen, dict[str, Any]]], list[Citizen]]:
        """What becomes of these citizens; the fresh ones with their facts; those whose facts are as before."""
        assert self._programme.citizen_facts is not None
        known = people.by_cprs(db, self._store.secrets, [one.cpr for one in citizens])
        theirs = _cases_of(db, self._programme, list(known.values()))
        result, fresh, same = ImportResult(), [], []
        for one in citizens:
            facts = self._programme.citizen_facts(one)
            written = facts.model_dump(mode="json", by_alias=True)
            earlier = theirs[known[one.cpr]] if one.cpr in known else []
            open_one = next((case for case in earlier if case.closed_at is None), None)
            if any(_says(case, facts, written) for case in earlier):
                result.unchanged += len(one.lines)
                # Only a row about the open case speaks of the person's present.
                same += [one] if open_one is not None and _says(open_one, facts, written) else []
            elif open_one is not None:
                reason = _other_facts(open_one.id)
                result.rejected += map(Rejected, one.lines, [reason] * len(one.lines), one.rows)
            else:
                result.taken += len(one.lines)
                fresh.append((one, written))
        return result, fresh, same

    def _open(self, db: sa.Connection, fresh: Sequence[tuple[Citizen, dict[str, Any]]]) -> None:
        if not fresh:
            return
        ids = people.put_all(db, self._store.secrets, [_identity(one) for one, _ in fresh], self._now)
        openings = [
            cases.Opening(person, facts, one.doubts, _extra(one))
            for person, (one, facts) in zip(ids, fresh, strict=True)
        ]
        cases.open_cases(db, self._programme, openings, team_id=self._team, actor=self._actor, now=self._now)


def _identity(one: Citizen) -> people.Identity:
    return people.Identity(one.cpr, one.name, one.address, one.protected, one.language, one.phone)


def _cases_of(db: sa.Connection, programme: Programme, ids: list[str]) -> dict[str, list[sa.Row[Any]]]:
    c, found = cases_table.c, defaultdict[str, list[sa.Row[Any]]](list)
    query: sa.Select[Any] = sa.select(c.id, c.person_id, c.facts, c.facts_digest, c.closed_at)
    for case in db.execute(query.where(c.programme == programme.name, c.person_id.in_(ids))):
        found[case.person_id].append(case)
    return found


def _says(case: sa.Row[Any], facts: BaseModel, written: dict[str, Any]) -> bool:
    """Whether the case began with these facts, or was corrected to them."""
    if case.facts_digest == cases.facts_digest(written):
        return True
    return type(facts).model_validate(case.facts) == facts


def _other_facts(case_id: str) -> Text:
    return Text(
        da=f"Borgeren har allerede den åbne sag {case_id} med andre oplysninger. Ret dem på sagen.",
        en=f"The citizen already has the open case {case_id} with other facts. Correct them on the case.",
    )


def _extra(citizen: Citizen) -> dict[str, Any]:
    return {name: value for name, value in citizen.model_dump(mode="json", include=EXTRA).items() if value}


def _chunks(found: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(found)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
