"""The form of a week of attendance: a cell for each placement and day, and what was typed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from domain import attendance as rules
from domain.attendance import Item
from domain.errors import BadInput
from domain.policies import Policies
from store.attendance import Key, Registered, Result
from store.places import Line

PLANNED, REMOVE = "planned", "remove"
"""What a cell may say beside the statuses: there as planned; registered by mistake."""
MOST_LINES = 100


class Cell(NamedTuple):
    """What a cell says: typed by a person, or as it stands."""

    status: str = ""
    hours: str = ""
    note: str = ""

    @property
    def digest(self) -> str:
        """The same for the same values, in whatever language the hours were written."""
        try:
            hours = str(rules.minutes_of(self.hours))
        except BadInput:
            hours = self.hours
        return sha256("\n".join((self.status, hours, " ".join(self.note.split()))).encode()).hexdigest()[:12]


def standing(registered: Registered | None) -> Cell:
    if registered is None:
        return Cell()
    hours = rules.written_hours(registered.minutes).da if registered.minutes else ""
    return Cell(registered.status, hours, registered.note)


def seen(registered: Registered | None) -> str:
    """What the page carries along of a cell: its version, and what it said."""
    return f"{registered.version if registered else 0}.{standing(registered).digest}"


def name(what: str, key: Key) -> str:
    return f"{what}-{key[0]}-{key[1].isoformat()}"


def days_of(monday: date) -> list[date]:
    return [monday + timedelta(days=n) for n in range(7)]


class Form:
    """What was sent. A cell that nobody touched says nothing, whatever became of it meanwhile."""

    def __init__(self, fields: Mapping[str, str], monday: date) -> None:
        self._fields, self.days = fields, days_of(monday)
        self.ids: Sequence[str] = fields.get("lines", "").split()[:MOST_LINES]
        what, _, self._which = fields.get("press", "").partition(":")
        self._fills = what == PLANNED

    def typed(self, key: Key) -> Cell | None:
        if name("status", key) not in self._fields:
            return None
        return Cell(*(self._fields.get(name(what, key), "") for what in Cell._fields))

    def reason(self, placement_id: str) -> str:
        return self._fields.get(f"reason-{placement_id}", "")

    def results(self, lines: Mapping[str, Line], known: Mapping[Key, Registered], today: date,
                policies: Policies) -> Iterator[Item | Result]:  # fmt: skip
        """The items that were meant, and what is refused before it is one."""
        for key in ((placement_id, day) for placement_id in self.ids for day in self.days):
            cell, line, stands = self.typed(key), lines.get(key[0]), known.get(key)
            if cell is None:
                continue
            planned = rules.expected_minutes(line.placement, key[1], policies) if line else 0
            if cell == Cell() and stands is None and planned and key[1] <= today and self._is_filled(key):
                cell = Cell(PLANNED)
            version, _, was = self._fields.get(name("seen", key), "").partition(".")
            if cell.digest != was:
                yield self._item(key, cell, planned, stands, int(version) if version.isdecimal() else None)

    def _is_filled(self, key: Key) -> bool:
        """Whether the button that was pressed fills this empty cell in: of a day, of a placement, or every one."""
        return self._fills and self._which in ("", key[0], key[1].isoformat())

    def _item(
        self, key: Key, cell: Cell, planned: int, stands: Registered | None, version: int | None
    ) -> Item | Result:
        item = Item(*key, cell.status, cell.hours, cell.note, self.reason(key[0]), version)
        if cell.status == REMOVE:
            return item._replace(status="", hours="", note=None)
        if cell.status == PLANNED and cell.hours.strip():
            refusal = rules.fault("hours_differ")
            return Result(item, refusal.code, refusal, stands=stands)
        if cell.status == PLANNED:
            return item._replace(status="present", hours=rules.written_hours(planned).en)
        if cell.status in ("absent", "sick") and cell.hours and cell.hours == standing(stands).hours:
            return item._replace(hours="")
        return item
