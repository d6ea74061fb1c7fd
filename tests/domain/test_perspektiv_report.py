"""What came of the outreach, counted without telling of anybody, and in the same way as the committee's report."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from domain.committee.report import outcomes
from domain.committee.seen import CaseSeen, Seen
from domain.committee.telling import told
from domain.outcomes import CLOSED
from domain.perspektiv.outcomes import ENDS
from domain.perspektiv.report import REPORT
from domain.policies import policies
from domain.reports.period import period
from domain.reports.report import Course, Step
from domain.reports.tables import Table
from tests.support.courses import by, numbers

TODAY = date(2026, 11, 19)
REACH, TALK, PLAN = (f"perspektiv.{k}" for k in ("reach", "first_talk", "plan"))
NUMBERS = count(1)


def tried(on: str, result: str = "not_reached", written: str | None = None) -> Step:
    return Step(REACH, date.fromisoformat(written or on), {"result": result, "tried_on": on}, {})


def talk(on: str, result: str = "goes_on", written: str | None = None) -> Step:
    return Step(TALK, date.fromisoformat(written or on), {"held_on": on, "result": result}, {})


def plan(on: str, result: str = "agreed") -> Step:
    return Step(PLAN, date.fromisoformat(on), {"result": result}, {})


def leads(how_many: int, *steps: Step, on: str = "2026-02-02", closed: str | None = None,
          outcome: str | None = None) -> list[Course]:  # fmt: skip
    return [Course(f"PSP-2026-{n:06}", f"p{n}", date.fromisoformat(on), date.fromisoformat(closed) if closed else None,
                   outcome, {}, list(steps)) for n in (next(NUMBERS) for _ in range(how_many))]  # fmt: skip


def made(courses: list[Course], today: date = TODAY, **asked: Any) -> dict[str, Table]:
    return {one.name: one for one in REPORT.tables(courses, period(None, None, today), policies())}


def test_the_attempts_are_counted_up_to_the_one_that_reached_the_citizen() -> None:
    found = made([*leads(5, tried("2026-02-03", "reached"), tried("2026-05-03")),
                  *leads(6, tried("2026-02-03"), tried("2026-02-09", "declines")),
                  *leads(7, *(tried(f"2026-02-{n:02}") for n in range(3, 7)), tried("2026-02-09", "reached")),
                  *leads(8, tried("2026-02-03"))])["reached"]  # fmt: skip
    assert by(found) == {"Ved 1. forsøg": 5, "Ved 2. forsøg": 6, "Ved 3. forsøg eller senere": 7}
    assert numbers(found.total) == [18]


def test_few_reached_are_joined_with_their_neighbours() -> None:
    found = made([*leads(2, tried("2026-02-03", "reached")), *leads(6, tried("2026-02-03"), tried("2026-02-09", "reached"))])
    assert by(found["reached"]) == {"Ved 1. forsøg og ved 2. forsøg": 8, "Ved 3. forsøg eller senere": 0}


def test_the_wait_for_a_talk_is_from_the_lead_to_the_day_it_was_held() -> None:
    found = made([*leads(5, talk("2026-02-12")), *leads(6, talk("2026-03-02"))])
    assert by(found["talks"])["marts"] == 6
    assert numbers(found["to_talk"].total) == [11, 28, 10, 28]


def test_a_talk_that_was_not_held_is_no_talk() -> None:
    found = made([*leads(5, talk("2026-02-12", "not_held")), *leads(6, talk("2026-02-12", "not_held"), talk("2026-03-02"))])
    assert numbers(found["to_talk"].total)[:2] == [6, 28]


def test_where_a_lead_stood_is_as_it_was_eight_weeks_on_and_not_later() -> None:
    late = str(date(2026, 2, 2) + timedelta(days=57))
    found = made([*leads(5), *leads(6, tried("2026-02-03", "reached")), *leads(7, tried(late, "reached")),
                  *leads(5, tried("2026-02-03", "reached"), talk("2026-02-12")),
                  *leads(8, tried("2026-02-03", "reached"), talk("2026-02-12"), plan("2026-03-01")),
                  *leads(9, closed="2026-03-01", outcome="no_contact"), *leads(9, on="2026-11-01"),
                  *leads(6, closed="2026-02-03", outcome="merged")])["stood"]  # fmt: skip
    assert list(by(found).values()) == [9, 12, 6, 5, 8]
    assert found.lines[1].title.da == "Ikke nået endnu"


def of_2025(courses: list[Course], today: date) -> dict[str, Table]:
    asked = period(date(2025, 1, 1), date(2025, 12, 31), today)
    return {one.name: one for one in REPORT.tables(courses, asked, policies()) if not one.name.endswith("_outcomes")}


def test_a_year_that_is_over_stands_what_is_written_down_later_counts_on_the_day_it_is_written_down() -> None:
    """The day on which they were to be looked at lies in the old year too."""
    before = leads(6, tried("2025-10-08", "reached"), talk("2025-10-20"), on="2025-10-06")
    late = leads(5, tried("2025-12-01", "reached", "2026-01-07"), talk("2025-12-20", written="2026-01-08"), on="2025-10-20")
    told = of_2025([*before, *(one._replace(steps=[]) for one in late)], date(2026, 1, 1))
    assert numbers(told["stood"].total) == [11]
    assert of_2025([*before, *late], TODAY) == told
    now = made([*before, *late])
    assert by(now["talks"])["januar"] == numbers(now["talks"].total)[0] == 5
    assert numbers(now["reached"].total) == [5]
    assert numbers(now["to_talk"].total)[:2] == [5, 61], "the wait is until the day the talk was held"
    assert all("skrives ned i et senere år" in now[name].counts[0].da for name in ("reached", "talks", "to_talk", "stood"))


def test_what_is_written_down_later_in_the_same_year_counts_by_its_own_day() -> None:
    assert by(made(leads(5, talk("2026-02-12", written="2026-03-03")))["talks"])["februar"] == 5


def test_a_plan_that_was_declined_is_none() -> None:
    found = made([*leads(5, plan("2026-03-01")), *leads(6, plan("2026-03-01", "declined"))])
    assert numbers(found["plans"].total) == [5]


def test_how_it_ended_is_joined_exactly_as_in_the_committees_report() -> None:
    courses = [*leads(6, closed="2026-03-03", outcome="job"), *leads(2, closed="2026-03-03", outcome="moved"),
               *leads(9, closed="2026-05-03", outcome="declined"), *leads(5)]  # fmt: skip
    mine = made(courses)["perspektiv_outcomes"]
    seen = Seen("perspektiv", True, [CaseSeen(c.person, c.opened_on, c.closed_on, c.outcome) for c in courses], [])
    words = ENDS | CLOSED
    asked = period(None, None, TODAY)
    [theirs] = outcomes(told(seen, words, 5, TODAY), asked, 5, words)
    assert mine == theirs
    assert by(mine)["I job og flyttet fra kommunen"] == 8
    assert numbers(mine.total) == [17]


def test_one_lead_alone_is_a_number_nowhere() -> None:
    steps = (tried("2026-02-03", "reached"), talk("2026-02-12"), plan("2026-03-01"))
    for one in made(leads(1, *steps, closed="2026-06-03", outcome="job")).values():
        assert all(cell.value is None or cell.value == 0 for line in one.every_line for cell in line.cells), one.name


def test_two_looks_within_a_month_tell_the_same_so_that_nobody_stands_between_them() -> None:
    steps = (tried("2026-02-03", "reached"), talk("2026-02-12"), plan("2026-03-01"))
    before = [*leads(9, *steps), *leads(7, *steps, closed="2026-06-03", outcome="job"), *leads(6)]
    later = leads(1, tried("2026-11-03", "reached"), talk("2026-11-12"), plan("2026-11-20"), on="2026-09-25")
    [waits] = leads(1, on="2026-09-25")
    gone = before[-1]._replace(closed_on=date(2026, 11, 5), outcome="merged")
    early = made([*before, waits], date(2026, 11, 1))
    assert made([*before[:-1], gone, *later], date(2026, 11, 30)) == early
    assert made([*before[:-1], gone, *later], date(2026, 12, 1)) != early


def test_under_every_table_it_is_said_that_the_running_month_is_not_in_it() -> None:
    for one in made([*leads(9, closed="2026-06-03", outcome="job")]).values():
        assert "Måneder, der ikke er gået, er ikke med." in " ".join(said.da for said in one.counts), one.name
