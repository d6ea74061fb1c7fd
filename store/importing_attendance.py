"""Attendance from a file, by the path that pages and programs take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from domain.attendance import Item
from domain.attendance_rows import AttendanceRow, parse_rows, unknown_headers
from domain.calendar import local_date
from domain.citizen_rows import RowProblem
from domain.policies import Policies
from domain.text import Text
from store import attendance, people, places
from store.arrivals import ImportResult
from store.db import Store
from store.importing import note_import, set_aside, take_rows
from store.places import Line
from store.tables import cases
from store.tabular import Rejected

NONE_FITS = Text(
    da="Borgeren har intet forløb, der passer, den dag.", en="The citizen has no placement that fits on that day."
)
SEVERAL_FIT = Text(
    da="Borgeren har flere forløb den dag; skriv stedet, aktiviteten eller forløbets id.",
    en="The citizen has several placements on that day; write the place, the activity or the placement's id.",
)


def import_attendance(
    store: Store, source: Path | BinaryIO, *, name: str = "", now: datetime, actor: str | None, policies: Policies,
    dry_run: bool = False, may: Callable[[Line], bool] = lambda _: True,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportResult:  # fmt: skip
    """Take the good rows, list the bad ones with line and reason. The same file again changes nothing.

    `may`: the placements that whoever sends the file may register at; the others do not exist for them.
    """
    taker = _Taker(store, now, actor, policies, may, dry_run)
    result = take_rows(
        source, name, unknown_headers, lambda rows: parse_rows(rows, local_date(now)), taker.take, progress
    )
    if not dry_run:
        note_import(store, "attendance", result, actor, now)
    return result


class _Taker:
    """Takes chunks, each in one transaction; a trial run takes everything back."""

    def __init__(self, store: Store, now: datetime, actor: str | None, policies: Policies,
                 may: Callable[[Line], bool], dry_run: bool) -> None:  # fmt: skip
        self._store, self._now, self._actor, self._policies = store, now, actor, policies
        self._may, self._dry_run = may, dry_run
        self._taken: dict[tuple[str, date], tuple[int, bytes]] = {}

    def take(self, chunk: Sequence[AttendanceRow | RowProblem]) -> ImportResult:
        result = set_aside(one for one in chunk if isinstance(one, RowProblem))
        rows = [one for one in chunk if isinstance(one, AttendanceRow)]
        with self._store.write() as db:
            trial = db.begin_nested()
            result.add(self._take(db, rows))
            if self._dry_run:
                trial.rollback()
        return result

    def _take(self, db: sa.Connection, rows: Sequence[AttendanceRow]) -> ImportResult:
        result, meant, lines = ImportResult(), [], _Lines(db, self._store, rows, self._may)
        for row in rows:
            fitting = lines.fitting(row)
            if len(fitting) != 1:
                result.rejected.append(Rejected(row.line, SEVERAL_FIT if fitting else NONE_FITS, row.cells))
                continue
            item = Item(fitting[0], row.day, row.status, row.hours, row.note, row.reason)
            first, said = self._taken.get((item.placement_id, item.day), (0, b""))
            if not first:
                meant.append((row, item))
            elif said == _digest(row):
                result.unchanged += 1
            else:
                result.rejected.append(Rejected(row.line, _other_words(first), row.cells))
        result.add(self._register(db, lines, meant))
        return result

    def _register(self, db: sa.Connection, lines: _Lines, meant: Sequence[tuple[AttendanceRow, Item]]) -> ImportResult:
        result = ImportResult()
        found = attendance.register(db, lines.all, [item for _, item in meant], by=self._actor, now=self._now,
                                    policies=self._policies)  # fmt: skip
        for (row, item), one in zip(meant, found, strict=True):
            result.taken += one.ok and one.code != "unchanged"
            result.unchanged += one.code == "unchanged"
            key = item.placement_id, item.day
            if one.refusal:
                why = _other_words(self._taken[key][0]) if one.code == "repeated" else one.refusal.text
                result.rejected.append(Rejected(row.line, why, row.cells))
            else:
                self._taken.setdefault(key, (row.line, _digest(row)))
        return result


class _Lines:
    """The placements that a chunk of rows may be about."""

    def __init__(
        self, db: sa.Connection, store: Store, rows: Iterable[AttendanceRow], may: Callable[[Line], bool]
    ) -> None:
        rows = list(rows)
        self._person = people.by_cprs(db, store.secrets, {row.cpr for row in rows if row.cpr})
        named = places.by_ids(db, {row.placement_id for row in rows if row.placement_id})
        theirs = places.lines(db, cases.c.person_id.in_(self._person.values()))
        every = named | {line.placement.id: line for line in theirs}
        self.all: Mapping[str, Line] = {key: line for key, line in every.items() if may(line)}
        self._of = defaultdict[str, list[Line]](list)
        for line in self.all.values():
            self._of[line.citizen].append(line)

    def fitting(self, row: AttendanceRow) -> list[str]:
        """The ids of the placements that the row may mean: one, if it is clear."""
        if row.cpr:
            person = self._person.get(row.cpr)
            found = self._of[person] if person else []
        else:
            found = [self.all[row.placement_id]] if row.placement_id in self.all else []
        return [line.placement.id for line in found if _fits(line, row)]


def _fits(line: Line, row: AttendanceRow) -> bool:
    """By id alone a day outside the placement is refused as such; among several only those of the day are meant."""
    place = line.placement
    if row.placement_id:
        return place.id == row.placement_id
    return (
        place.is_on(row.day)
        and row.provider.casefold() in ("", line.provider.casefold())
        and row.activity.casefold() in ("", place.activity.casefold(), place.title.casefold())
    )


def _other_words(line: int) -> Text:
    return Text(
        da=f"Samme dag som linje {line} med andet indhold.", en=f"The same day as line {line} with other content."
    )


def _digest(row: AttendanceRow) -> bytes:
    return blake2b(repr(row.said).encode(), digest_size=12).digest()
