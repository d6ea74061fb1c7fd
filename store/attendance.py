"""Attendance: who was where on which day, as registered by those who provide the place; one path for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from domain import attendance as rules
from domain.attendance import AttendanceChanged, Item, Said
from domain.calendar import local_date
from domain.errors import Refusal
from domain.policies import Policies
from domain.text import Text
from store import offences
from store.audit import Entry, log
from store.places import Line
from store.tables import cases
from store.tables_effort import attendance, attendance_changes, placements

Key = tuple[str, date]


class UnknownPlacement(Refusal):
    """Not there, or not theirs: the same answer to both."""

    def __init__(self) -> None:
        super().__init__("not_found", Text(da="Det findes ikke.", en="It does not exist."), status=404)


class Registered(NamedTuple):
    """What stands of one day."""

    status: rules.Status
    minutes: int
    note: str
    by: str | None
    at: datetime
    version: int


class Result(NamedTuple):
    """What became of one item. `stands`: what the day says now."""

    item: Item
    code: str
    """registered, changed, removed or unchanged; else the refusal's code."""
    refusal: Refusal | None = None
    doubts: Sequence[Text] = ()
    stands: Registered | None = None

    @property
    def ok(self) -> bool:
        return self.refusal is None


def register(db: sa.Connection, lines: Mapping[str, Line], items: Sequence[Item], *, by: str | None, now: datetime,
             policies: Policies, shift: timedelta = timedelta(0)) -> list[Result]:  # fmt: skip
    """Each item by itself, in the order given. `lines`: the placements that this caller may register at, by id.

    The same again is unchanged. Every change of a value keeps the old one, before and after closing.
    `shift`: of the clock of a case that follows from it, where `now` is not the engine's (training and demo).
    """
    book = _Book(db, lines, items, by, now, policies)
    results = []
    for item in items:
        try:
            results.append(book.take(item))
        except Refusal as refusal:
            stands = book.known.get((item.placement_id, item.day)) if item.placement_id in lines else None
            results.append(Result(item, refusal.code, refusal, stands=stands))
    log(db, *book.audited)
    offences.heard(db, book.changes, now, policies, shift)
    return results


class _Book:
    """What is known of the citizens that the items are about, and what the items do to it."""

    def __init__(self, db: sa.Connection, lines: Mapping[str, Line], items: Sequence[Item], by: str | None,
                 now: datetime, policies: Policies) -> None:  # fmt: skip
        self._db, self._lines, self._by, self._now, self._policies = db, lines, by, now, policies
        self.audited: list[Entry] = []
        self.changes: list[AttendanceChanged] = []
        self._said: dict[Key, Said] = {}
        asked = [item for item in items if item.placement_id in lines]
        self._beside = _same_citizen(db, [lines[item.placement_id] for item in asked])
        days = [item.day for item in asked]
        self.known = registered(db, self._beside, min(days), max(days)) if days else {}

    def take(self, item: Item) -> Result:
        line = self._lines.get(item.placement_id)
        if line is None:
            raise UnknownPlacement
        key, said = (item.placement_id, item.day), rules.read(item)
        before = self.known.get(key)
        if said.status is not None and said.note is None:
            said = said._replace(note=before.note if before else "")
        if self._said.get(key, said) != said:
            raise rules.fault("repeated")
        if _is_same(before, said):
            result = Result(item, "unchanged", stands=before, doubts=self._doubts(line, item.day, said))
        elif item.seen is not None and item.seen != (before.version if before else 0):
            raise rules.Stale
        else:
            result = self._changed(item, line, said, before)
        self._said[key] = said
        return result

    def _changed(self, item: Item, line: Line, said: Said, before: Registered | None) -> Result:
        if said.status is not None:
            refusal = rules.refused(said, line.placement, item.day, today=local_date(self._now),
                                    elsewhere=self._elsewhere(line, item), policies=self._policies)  # fmt: skip
            if refusal:
                raise refusal
        late = rules.is_closed(item.day, self._now, self._policies)
        if late:
            rules.needs_reason(item)
        stands = self._write(item, said, before, late=late)
        code = "removed" if stands is None else "changed" if before else "registered"
        details = {"day": item.day.isoformat(), "after_closing": late}
        self.audited.append(Entry(self._now, self._by, f"attendance.{code}", item.placement_id, line.case_id, details))
        stood = before.status if before else None
        self.changes.append(
            AttendanceChanged(line.case_id, item.placement_id, item.day, stood, said.status, late, self._by)
        )
        return Result(item, code, doubts=self._doubts(line, item.day, said), stands=stands)

    def _write(self, item: Item, said: Said, before: Registered | None, *, late: bool) -> Registered | None:
        key, db = (item.placement_id, item.day), self._db
        if before or late:
            db.execute(sa.insert(attendance_changes).values(
                placement_id=key[0], day=key[1], at=self._now, by_id=self._by, before=_kept(before),
                reason=item.reason.strip()))  # fmt: skip
        mine = sa.and_(attendance.c.placement_id == key[0], attendance.c.day == key[1])
        stood = sa.and_(mine, attendance.c.version == before.version) if before else mine
        if said.status is None:
            db.execute(sa.delete(attendance).where(stood))
            del self.known[key]
            return None
        version = before.version + 1 if before else _changes_so_far(db, key) + 1
        values = {"minutes": said.minutes, "status": said.status, "note": said.note or "", "by_id": self._by,
                  "at": self._now, "version": version}  # fmt: skip
        if before:
            db.execute(sa.update(attendance).where(stood).values(**values))
        else:
            db.execute(sa.insert(attendance).values(placement_id=key[0], day=key[1], **values))
        self.known[key] = Registered(said.status, said.minutes, said.note or "", self._by, self._now, version)
        return self.known[key]

    def _elsewhere(self, line: Line, item: Item) -> int:
        """Minutes of the same citizen's other placements on that day."""
        others = (self.known.get((other, item.day)) for other, citizen in self._beside.items()
                  if citizen == line.citizen and other != item.placement_id)  # fmt: skip
        return sum(one.minutes for one in others if one)

    def _doubts(self, line: Line, day: date, said: Said) -> list[Text]:
        return rules.doubts(said.status, said.minutes, line.placement, day, self._policies)


def registered(db: sa.Connection, ids: Collection[str], first: date, last: date) -> dict[Key, Registered]:
    """What stands of these placements on these days."""
    a = attendance
    query = sa.select(a).where(a.c.placement_id.in_(list(ids)), a.c.day.between(first, last))
    return {(r.placement_id, r.day): Registered(r.status, r.minutes, r.note, r.by_id, r.at, r.version)
            for r in db.execute(query)}  # fmt: skip


def changes(db: sa.Connection, ids: Collection[str], first: date, last: date) -> dict[Key, list[sa.Row[Any]]]:
    """What was changed on these days, the oldest first; `before` is what stood until then."""
    c, found = attendance_changes, defaultdict[Key, list[sa.Row[Any]]](list)
    query = sa.select(c).where(c.c.placement_id.in_(list(ids)), c.c.day.between(first, last)).order_by(c.c.id)
    for row in db.execute(query):
        found[row.placement_id, row.day].append(row)
    return dict(found)


def _is_same(before: Registered | None, said: Said) -> bool:
    if before is None:
        return said.status is None
    return (before.status, before.minutes, before.note) == (said.status, said.minutes, said.note)


def _kept(before: Registered | None) -> dict[str, Any]:
    if before is None:
        return {}
    return before._asdict() | {"at": before.at.isoformat()}


def _changes_so_far(db: sa.Connection, key: Key) -> int:
    """No version comes twice, also when a registration was taken back and made again."""
    c = attendance_changes
    query = sa.select(sa.func.count()).where(c.c.placement_id == key[0], c.c.day == key[1])
    return db.execute(query).scalar_one()


def _same_citizen(db: sa.Connection, lines: Sequence[Line]) -> dict[str, str]:
    """Every placement of these citizens and whose it is, held until the end: two who register at once take turns."""
    citizens = {line.citizen for line in lines}
    p, owner = placements, sa.func.coalesce(cases.c.person_id, cases.c.id)
    query = (
        sa.select(p.c.id, owner.label("citizen")).join(cases, cases.c.id == p.c.case_id)
        .where(sa.or_(cases.c.person_id.in_(citizens), cases.c.id.in_(citizens))).order_by(p.c.id)
        .with_for_update(of=p)
    )  # fmt: skip
    return {row.id: row.citizen for row in db.execute(query)} if citizens else {}
