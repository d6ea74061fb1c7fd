"""What follows when a citizen did not come, or turns out to have come after all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from pydantic_core import to_jsonable_python

from domain.attendance import AttendanceChanged
from domain.offences import AbsentDay, Corrected, Offences
from domain.policies import Policies
from domain.programmes import PROGRAMMES, Programme
from domain.weeks import is_excused
from store import cases, weeks
from store.audit import Entry, log
from store.dossier import Dossier
from store.tables import cases as table
from store.tables_effort import attendance, placements


def heard(db: sa.Connection, changes: Sequence[AttendanceChanged], now: datetime, policies: Policies,
          shift: timedelta = timedelta(0)) -> None:  # fmt: skip
    """Every day that a registration changed, once, in the transaction that wrote it: page, API and file alike.

    `shift` goes to the clock of a case that this opens: its first deadline is then counted from `now` as well.
    """
    by_case: dict[str, list[AttendanceChanged]] = defaultdict(list)
    for one in changes:
        by_case[one.case_id].append(one)
    for case_id, theirs in sorted(by_case.items()):
        cases.lock(db, case_id)
        case = cases.get(db, case_id)
        if case is None:
            continue
        if PROGRAMMES[case.programme].week:
            weeks.sum_up_again(db, case, [one.day for one in theirs if one.after_closing], now, policies)
        name = PROGRAMMES[case.programme].on_absence
        if name:
            _Book(db, case, PROGRAMMES[name], now, shift).take([one for one in theirs if one.is_about_absence])


def excused(db: sa.Connection, case: sa.Row[Any], first: date, last: date | None, by: str | None, now: datetime,
            policies: Policies) -> None:  # fmt: skip
    """On these days nothing could be demanded, or could after all: closed weeks and cases of absence look again."""
    cases.lock(db, case.id)
    programme = PROGRAMMES[case.programme]
    days = weeks.closed_days(db, case.id, first, last)
    if programme.week:
        weeks.sum_up_again(db, case, days, now, policies)
    if programme.on_absence:
        book = _Book(db, case, PROGRAMMES[programme.on_absence], now)
        book.look_again(first, last, by)
        book.notice(first, last)


def ended(db: sa.Connection, case: sa.Row[Any], now: datetime) -> None:
    """What is under way against the citizen ends with the citizen's case, a complaint of it goes on; a deduction for
    a day on which nothing was owed any more is looked at again."""
    programme = PROGRAMMES[case.programme]
    if programme.on_absence:
        _Book(db, case, PROGRAMMES[programme.on_absence], now).end(programme.ended_on(Dossier(db, case)))


class _Book:
    """The cases of absence of one citizen's case."""

    def __init__(self, db: sa.Connection, case: sa.Row[Any], programme: Programme, now: datetime,
                 shift: timedelta = timedelta(0)) -> None:  # fmt: skip
        self._db, self._case, self._programme, self._now = db, case, programme, now
        self._state = {"shift": to_jsonable_python(shift)} if shift else {}

    def take(self, changes: Sequence[AttendanceChanged]) -> None:
        dossier = Dossier(self._db, self._case)
        for one in sorted(changes, key=lambda change: (change.day, change.placement_id)):
            if one.after != "absent":
                self.look_again(one.day, one.day, one.by, one)
            elif self._case.closed_at is None and not is_excused(dossier, one.day):
                self._stayed_away(one)

    def _stayed_away(self, one: AttendanceChanged) -> None:
        """A second place on a day joins the case of that day, and a day joins the case whose contact is still to be
        made, so that one call is about all of them."""
        mine = [row for row in self._cases() if row.outcome not in self._programme.unsettled]
        day = AbsentDay(day=one.day, placement_id=one.placement_id)
        same_day = next((row for row in mine if one.day in _facts(row).dates()), None)
        joins = same_day or next((row for row in mine if self._is_before_contact(row)), None)
        if joins is None:
            facts = Offences(days=(day,)).model_dump(mode="json")
            key = f"{self._programme.name}:{self._case.id}:{one.day.isoformat()}:{len(self._cases())}"
            cases.open_belonging(self._db, self._programme, self._case, facts=facts, key=key, actor=one.by,
                                 now=self._now, state=self._state)  # fmt: skip
        elif joins.closed_at is None:
            known = _facts(joins)
            self._tell(joins, None if day in known.days else _with(known, day), one.day, one.by)
        else:
            for review in self._reviews(joins):
                self._look_again(review, "case.day_corrected", one.day, one.by)

    def notice(self, first: date, last: date | None) -> None:
        """Days of absence that are no longer excused."""
        p, a = placements, attendance
        query = (
            sa.select(a.c.placement_id, a.c.day, a.c.by_id).join(p, p.c.id == a.c.placement_id)
            .where(p.c.case_id == self._case.id, a.c.status == "absent", a.c.day >= first)
        )  # fmt: skip
        found = self._db.execute(query.where(a.c.day <= last) if last else query).all()
        case_id = self._case.id
        self.take([AttendanceChanged(case_id, r.placement_id, r.day, None, "absent", False, r.by_id) for r in found])

    def look_again(self, first: date, last: date | None, by: str | None, one: AttendanceChanged | None = None) -> None:
        """Nothing is rewritten: an open case looks again, and one that had its effect is brought up for review, if
        the one day that changed is news of it."""
        for row in self._cases():
            days = [d for d in _facts(row).days if first <= d.day and (last is None or d.day <= last)]
            if not days:
                continue
            if self._programme.in_effect(Dossier(self._db, row)):
                if one is None or _is_news(days, one):
                    self._review(row, days, by)
            elif row.closed_at is None:
                self._tell(row, None, days[0].day, by)

    def end(self, on: date | None) -> None:
        for row in self._cases():
            after = [one for one in _facts(row).days if on and one.day >= on]
            if self._programme.in_effect(Dossier(self._db, row)):
                if after:
                    self._review(row, after, None)
            elif row.closed_at is None:
                cases.look_again(self._db, row.id, self._now)

    def _review(self, row: sa.Row[Any], days: Sequence[AbsentDay], by: str | None) -> None:
        """Whether the citizen's case still runs or not: what was deducted wrongly is owed."""
        assert self._programme.reviewed_by
        programme = PROGRAMMES[self._programme.reviewed_by]
        mine = [one for one in self._cases(programme) if one.facts["absence"] == row.id]
        going = next((one for one in self._reviews(row) if not Dossier(self._db, one).task_ids), None)
        known = Corrected.model_validate(going.facts).days if going else ()
        facts = Corrected(absence=row.id, days=_in_order({*known, *days})).model_dump(mode="json")
        if going is None:
            key = f"{programme.name}:{row.id}:{len(mine)}"
            cases.open_belonging(self._db, programme, self._case, facts=facts, key=key, actor=by, now=self._now,
                                 state=self._state)  # fmt: skip
        else:
            self._change(going, facts)
            self._look_again(going, "case.day_corrected", days[0].day, by)

    def _reviews(self, row: sa.Row[Any]) -> list[sa.Row[Any]]:
        """The open ones of this case."""
        name = self._programme.reviewed_by
        found = self._cases(PROGRAMMES[name]) if name else []
        return [one for one in found if one.facts["absence"] == row.id and one.closed_at is None]

    def _tell(self, row: sa.Row[Any], facts: Offences | None, day: date, by: str | None) -> None:
        if facts is not None:
            self._change(row, facts.model_dump(mode="json"))
        self._look_again(row, "case.day_joined" if facts else "case.day_corrected", day, by)

    def _change(self, row: sa.Row[Any], facts: dict[str, Any]) -> None:
        digest = cases.facts_digest(facts)
        self._db.execute(sa.update(table).where(table.c.id == row.id).values(facts=facts, facts_digest=digest))

    def _look_again(self, row: sa.Row[Any], what: str, day: date, by: str | None) -> None:
        cases.look_again(self._db, row.id, self._now, by)
        log(self._db, Entry(self._now, by, what, row.id, row.id, {"day": day.isoformat()}))

    def _is_before_contact(self, row: sa.Row[Any]) -> bool:
        """Nobody has answered anything in it yet, not even what its workflow has still to read."""
        return row.closed_at is None and row.visit == 1 and not Dossier(self._db, row).task_ids

    def _cases(self, programme: Programme | None = None) -> list[sa.Row[Any]]:
        name = (programme or self._programme).name
        query = sa.select(table).where(table.c.parent_id == self._case.id, table.c.programme == name)
        return list(self._db.execute(query.order_by(table.c.id)))


def _is_news(days: Sequence[AbsentDay], one: AttendanceChanged) -> bool:
    """Of another place only sickness is: who is sick is so everywhere."""
    return one.after == "sick" or one.placement_id in {day.placement_id for day in days}


def _facts(row: sa.Row[Any]) -> Offences:
    return Offences.model_validate(row.facts)


def _with(facts: Offences, day: AbsentDay) -> Offences:
    return Offences(days=_in_order({*facts.days, day}))


def _in_order(days: set[AbsentDay]) -> tuple[AbsentDay, ...]:
    return tuple(sorted(days, key=lambda one: (one.day, one.placement_id)))
