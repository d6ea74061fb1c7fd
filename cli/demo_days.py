"""What the demo's places say of the days on which citizens were to be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from cli.demo_events import Correction
from cli.demo_people import OWN_TEAM, REGISTERS
from domain.attendance import Item, expected_minutes
from domain.placements import Placement
from domain.policies import policies
from domain.weeks import is_excused
from store import attendance, places
from store.dossier import Dossier

if TYPE_CHECKING:
    from cli.demo_tale import House

SICK_ONE_DAY_IN = 31


def items_of(case: Dossier, days: Iterable[date], status: str, n: int) -> list[Item]:
    """The first line of each day as told, the others present; on most days all present, now and then sick."""
    items: list[Item] = []
    for day in days:
        if is_excused(case, day):
            continue
        for number, line in enumerate(_lines(case, day)):
            told = _usual(day, n) if status == "present" else status if number == 0 else "present"
            if told:
                items.append(_item(line, day, told))
    return items


def corrected(case: Dossier, event: Correction) -> Item:
    return Item(_lines(case, event.day)[0].id, event.day, "present", event.hours, reason=event.reason)


def register(db: sa.Connection, house: House, items: Iterable[Item], at: datetime, shift: timedelta) -> None:
    """Each by the people of its place, as they would themselves."""
    items = list(items)
    lines = places.by_ids(db, {item.placement_id for item in items})
    by_place: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_place[lines[item.placement_id].provider].append(item)
    for place, theirs in by_place.items():
        who = house.ids[REGISTERS.get(place, OWN_TEAM)]
        for result in attendance.register(db, lines, theirs, by=who, now=at, policies=policies(), shift=shift):
            if result.refusal:
                raise result.refusal


def _lines(case: Dossier, day: date) -> list[Placement]:
    """What is planned that day, at a place first."""
    planned = [p for p in case.placements if expected_minutes(p, day, policies())]
    return sorted(planned, key=lambda line: line.provider is None)


def _usual(day: date, n: int) -> str:
    return "sick" if (day.toordinal() + n * 11) % SICK_ONE_DAY_IN == 0 else "present"


def _item(line: Placement, day: date, status: str) -> Item:
    hours = f"{line.planned_on(day) // 60}:{line.planned_on(day) % 60:02}" if status == "present" else ""
    return Item(line.id, day, status, hours)
