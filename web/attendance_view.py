"""A week of attendance as the page shows it: a table for each placement, a row for each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import SimpleNamespace as View
from typing import Any

import sqlalchemy as sa

from domain import attendance as rules
from domain.calendar import closed_name, local_date, monday_of
from domain.text import Text, weekday
from store import attendance, people
from store.attendance import Key, Registered, Result
from store.places import Line
from web import views
from web.attendance_form import PLANNED, REMOVE, Cell, Form, days_of, name, seen, standing
from web.house import House
from web.page import written_moment

NOTHING = Text(da="ikke registreret", en="not registered")


def week(monday: date, house: House) -> View:
    """The week itself: its number, its neighbours, and when it closes."""
    closes, today = rules.closes_at(monday, house.policies), local_date(house.now())
    return View(monday=monday, sunday=monday + timedelta(days=6), number=monday.isocalendar().week,
                before=monday - timedelta(days=7), after=monday + timedelta(days=7), closes=closes,
                closed=house.now() >= closes, today=today if monday_of(today) == monday else None)  # fmt: skip


class Table:
    """Everything that the tables of these lines show."""

    def __init__(self, db: sa.Connection, house: House, lines: Sequence[Line], monday: date, *, form: Form | None,
                 results: Mapping[Key, Result], outside: bool, every_day: bool) -> None:  # fmt: skip
        """`outside`: for people of the place, who see no reasons of others; `every_day`: also those without a plan."""
        self._house, self._monday, self._form, self._results = house, monday, form, results
        self._today, self._outside, self._every_day = local_date(house.now()), outside, every_day
        ids, days = [line.placement.id for line in lines], days_of(monday)
        self._known = attendance.registered(db, ids, days[0], days[-1])
        self._changes = attendance.changes(db, ids, days[0], days[-1])
        changed = [row for rows in self._changes.values() for row in rows]
        self._name = views.Names(db, {one.by for one in self._known.values()} | {row.by_id for row in changed}
                                 | {row.before.get("by") for row in changed})  # fmt: skip
        self._people = people.names(db, house.store.secrets, {line.citizen for line in lines})

    def lines(self, lines: Sequence[Line]) -> list[View]:
        return [self._line(one) for one in lines]

    def _line(self, line: Line) -> View:
        place, days = line.placement, [self._day(line, day) for day in days_of(self._monday)]
        shown = [day for day in days if day is not None]
        reason = self._form.reason(place.id) if self._form and any(day.error for day in shown) else ""
        return View(id=place.id, citizen=self._people.get(line.citizen, line.case_id), title=place.title,
                    provider=line.provider, days=shown, reason=reason, open=any(day.may_fill for day in shown),
                    starts_on=place.starts_on, ends_on=place.ends_on)  # fmt: skip

    def _day(self, line: Line, day: date) -> View | None:
        key, place = (line.placement.id, day), line.placement
        stands, result = self._known.get(key), self._results.get(key)
        planned = rules.expected_minutes(place, day, self._house.policies)
        refused = result is not None and not result.ok
        if not (stands or planned or refused or (self._every_day and place.is_on(day))):
            return None
        cell = self._form.typed(key) if refused and self._form else None
        shown = cell or standing(stands)
        return View(
            day=day, weekday=weekday(day), planned=rules.written_hours(planned), holiday=closed_name(day),
            has_come=day <= self._today, may_fill=bool(planned and not stands and day <= self._today),
            options=self._options(shown, stands, planned), hours=self._hours(shown, stands), note=shown.note,
            seen=seen(stands), names={what: name(what, key) for what in (*Cell._fields, "seen")},
            error=self._error(result) if result and refused else None,
            stands=self._stands(stands) if stands else None,
            doubts=rules.doubts(stands.status, stands.minutes, place, day, self._house.policies) if stands else [],
            history=[self._earlier(row) for row in self._changes.get(key, ())],
        )  # fmt: skip

    def _hours(self, shown: Cell, stands: Registered | None) -> Text | str:
        if stands and shown == standing(stands) and stands.minutes:
            return rules.written_hours(stands.minutes)
        return shown.hours

    def _options(self, shown: Cell, stands: Registered | None, planned: int) -> list[dict[str, Any]]:
        hours = rules.written_hours(planned)
        as_planned = Text(da=f"Mødt som planlagt ({hours.da} t)", en=f"Present as planned ({hours.en} h)")
        offered = {
            **({} if stands else {"": Text(da="Vælg", en="Choose")}),
            **({PLANNED: as_planned} if planned and not stands else {}), **rules.STATUS_TITLES,
            **({REMOVE: Text(da="Fjern registreringen", en="Remove the registration")} if stands else {}),
        }  # fmt: skip
        return [{"value": value, "label": label, "checked": value == shown.status} for value, label in offered.items()]

    def _stands(self, stands: Registered) -> View:
        return View(by=self._name(stands.by), at=stands.at)

    def _error(self, result: Result) -> Text:
        assert result.refusal
        if not isinstance(result.refusal, rules.Stale):
            return result.refusal.text
        now_is = result.stands
        if now_is is None:
            return result.refusal.text.then(Text(da="Registreringen er fjernet.", en="The registration was removed."))
        said, who = self._said(now_is.status, now_is.minutes), self._name(now_is.by) or ""
        return result.refusal.text.then(Text(
            da=f"Nu står der: {said.da} ({who} {written_moment(now_is.at)}). Gem igen for at bruge dit.",
            en=f"It now says: {said.en} ({who} {written_moment(now_is.at)}). Save again to use yours."))  # fmt: skip

    def _said(self, status: str, minutes: int) -> Text:
        title, hours = rules.STATUS_TITLES[status], rules.written_hours(minutes)
        return Text(da=f"{title.da} {hours.da} t", en=f"{title.en} {hours.en} h") if minutes else title

    def _earlier(self, row: sa.Row[Any]) -> View:
        """What stood until a change; the municipality's reasons are not for the place."""
        before = row.before
        said = self._said(before["status"], before["minutes"]) if before else NOTHING
        return View(said=said, note=before.get("note", ""), at=row.at, by=self._name(row.by_id),
                    reason="" if self._outside else row.reason)  # fmt: skip
