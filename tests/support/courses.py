"""Young people's cases as reports look at them, given by hand, and the numbers that come of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count
from typing import Any

from domain.policies import policies
from domain.reports.period import period
from domain.reports.report import Course, Step
from domain.reports.tables import Cell, Line, Table
from domain.youth.report import REPORT

TODAY = date(2026, 11, 19)
MATCH, START, FOLLOW, RECEIVE = (f"youth.{k}" for k in ("match", "start", "follow_up", "receive"))
NUMBERS = count(1)


def match(on: str, starts: str, what: str = "leisure_job", sector: str = "private", ends: str | None = None) -> Step:
    answer = {"result": "matched", "what": what, "sector": sector, "starts_on": starts, "ends_on": ends}
    return Step(MATCH, date.fromisoformat(on), answer, {})


def start(on: str, result: str = "started") -> Step:
    return Step(START, date.fromisoformat(on), {"result": result}, {})


def follow(on: str, number: int, result: str = "there") -> Step:
    return Step(FOLLOW, date.fromisoformat(on), {"result": result}, {"number": str(number)})


def course(*steps: Step, referred: str = "2026-01-05", area: str | None = "Tingbjerg", born_on: str = "2010-01-15",
           outcome: str | None = None, closed: str | None = None, case_id: str = "", person: str = "") -> Course:  # fmt: skip
    n = next(NUMBERS)
    return Course(case_id or f"UNG-2026-{n:06}", person or f"p{n}", date.fromisoformat(referred),
                  date.fromisoformat(closed) if closed else None, outcome, {"born_on": born_on, "area": area}, list(steps))  # fmt: skip


def job(on: str, what: str = "leisure_job", sector: str = "private", ends: str | None = None, **about: Any) -> Course:
    return course(match(on, on, what, sector, ends), start(on), **about)


def times(how_many: int, make: Any, *args: Any, **about: Any) -> list[Course]:
    return [make(*args, **about) for _ in range(how_many)]


def made(courses: Iterable[Course], first: str = "2026-01-01", last: str = "2026-12-31",
         today: date = TODAY) -> dict[str, Table]:  # fmt: skip
    asked = period(date.fromisoformat(first), date.fromisoformat(last), today)
    tables = REPORT.tables(list(courses), asked, policies())
    return {f"{one.name}_{one.year}" if one.year and one.year != today.year else one.name: one for one in tables}


def said(cell: Cell) -> int | str:
    return cell.value if cell.value is not None else cell.instead.da if cell.instead else ""


def numbers(line: Line | None) -> list[int | str]:
    assert line
    return [said(cell) for cell in line.cells]


def by(table: Table, column: int = 0) -> Mapping[str, int | str]:
    return {line.title.da: said(line.cells[column]) for line in table.lines}


def held(*answers: tuple[str, int, str], on: str = "2026-02-02", **about: Any) -> Course:
    return course(match(on, on, ends=about.pop("ends", None)), start(on), *(follow(*one) for one in answers), **about)
