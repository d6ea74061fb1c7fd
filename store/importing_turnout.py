"""Turnout from a file: a figure for each polling place and election, replaced by a later file that says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from domain.areas import first_spelled, percent, same
from domain.calendar import local_date
from domain.citizen_rows import RowProblem
from domain.civic.turnout import TurnoutRow, parse_rows, unknown_headers
from domain.programmes import PROGRAMMES
from domain.text import Text, dated
from store import cases
from store.arrivals import ImportResult
from store.audit import Entry, log
from store.db import Store
from store.importing import note_import, set_aside, take_rows
from store.tables import cases as cases_table
from store.tables_civic import turnout
from store.tabular import Rejected

Figures = dict[str, str | int | None]
Stored = dict[str, tuple[str, Figures]]
"""By what tells the polling places of an election apart: as it is spelled, and what is known of it."""


def import_turnout(
    store: Store, source: Path | BinaryIO, *, name: str = "", now: datetime, actor: str | None, dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportResult:  # fmt: skip
    """Take the good rows, list the bad ones with line and reason. The same file again changes nothing."""
    taker = _Taker(store, now, actor, dry_run)
    result = take_rows(
        source, name, unknown_headers, lambda rows: parse_rows(rows, local_date(now)), taker.take, progress
    )
    if not dry_run:
        note_import(store, "turnout", result, actor, now)
    return result


class _Taker:
    def __init__(self, store: Store, now: datetime, actor: str | None, dry_run: bool) -> None:
        self._store, self._now, self._actor, self._dry_run = store, now, actor, dry_run
        self._noted: set[str] = set()
        """Closed cases that say it already: a long file comes in several transactions."""
        self._lines: dict[tuple[date, str], tuple[int, Figures]] = {}
        self._areas: dict[str, str] = {}
        """Every district as it was spelled first, by what tells districts apart."""

    def take(self, chunk: Sequence[TurnoutRow | RowProblem]) -> ImportResult:
        result = set_aside(one for one in chunk if isinstance(one, RowProblem))
        with self._store.write() as db:
            trial, other = db.begin_nested(), set()
            self._areas = self._areas or _spelled(db)
            read = [one for one in chunk if isinstance(one, TurnoutRow)]
            stored = {on: _stored(db, on) for on in {one.election_on for one in read}}
            for row in read:
                if self._put(db, row, stored[row.election_on], result):
                    other.add(row.election_on.isoformat())
            if other:
                self._tell(db, other)
            if self._dry_run:
                trial.rollback()
        return result

    def _tell(self, db: sa.Connection, elections: set[str]) -> None:
        """Every case about areas whose facts name one of these elections: an open one judges its file anew, on a closed
        one it stands that the figures are no longer those that it was closed on."""
        c, about = cases_table.c, [name for name, one in PROGRAMMES.items() if one.areas]
        query = sa.select(c.id, c.facts, c.closed_at).where(c.programme.in_(about)).order_by(c.id)
        named = [one for one in db.execute(query).all() if elections & {str(said) for said in one.facts.values()}]
        for one in named:
            if one.closed_at is None:
                cases.look_again(db, one.id, self._now)
        closed = [one.id for one in named if one.closed_at is not None and one.id not in self._noted]
        self._noted.update(closed)
        log(db, *(Entry(self._now, self._actor, "case.turnout_changed", case_id, case_id) for case_id in closed))

    def _put(self, db: sa.Connection, row: TurnoutRow, stored: Stored, result: ImportResult) -> bool:
        """Whether something is other than before."""
        figures = self._figures(row)
        line, said = self._lines.setdefault((row.election_on, same(row.place)), (row.line, figures))
        if line != row.line and said != figures:
            result.rejected.append(Rejected(row.line, _other_figures(line), row.cells))
            return False
        place, known = stored.get(same(row.place), (row.place, None))
        if line != row.line or known == figures:
            result.unchanged += 1
            return False
        here = sa.and_(turnout.c.election_on == row.election_on, turnout.c.place == place)
        change = sa.update(turnout).where(here) if known else sa.insert(turnout)
        db.execute(change.values(election_on=row.election_on, place=place, at=self._now, **figures))
        result.taken += 1
        if known:
            result.replaced += _replaced(row.election_on, place, known, figures)
        return True

    def _figures(self, row: TurnoutRow) -> Figures:
        area = self._areas.setdefault(same(row.area), row.area)
        return {"area": area, "electors": row.electors, "votes": row.votes, "hundredths": int(row.percent * 100),
                "source": row.source}  # fmt: skip


def _spelled(db: sa.Connection) -> dict[str, str]:
    c = turnout.c
    return first_spelled(db.scalars(sa.select(c.area).group_by(c.area).order_by(sa.func.min(c.at), c.area)))


def _stored(db: sa.Connection, election_on: date) -> Stored:
    c = turnout.c
    query = sa.select(c.place, c.area, c.electors, c.votes, c.hundredths, c.source)
    found = db.execute(query.where(c.election_on == election_on).order_by(c.at, c.place)).mappings()
    return {same(row["place"]): (row["place"], {k: v for k, v in row.items() if k != "place"}) for row in found}


def _replaced(election_on: date, place: str, before: Figures, after: Figures) -> Iterator[Text]:
    """The turnout that is another, and the district: a campaign may have been run in the one that the place left."""
    day = dated(election_on)
    if before["hundredths"] != after["hundredths"]:
        old, new = (percent(int(one["hundredths"] or 0)) for one in (before, after))
        yield Text(da=f"{place}, {day.da}: {old.da} → {new.da}", en=f"{place}, {day.en}: {old.en} → {new.en}")
    if before["area"] != after["area"]:
        was, now = before["area"], after["area"]
        yield Text(da=f"{place}, {day.da}: bydel {was} → {now}", en=f"{place}, {day.en}: district {was} → {now}")


def _other_figures(line: int) -> Text:
    return Text(da=f"Samme valgsted og valg som linje {line} med andre tal.",
                en=f"The same polling place and election as line {line} with other figures.")  # fmt: skip
