"""Cases as reports look at them, read in both databases."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import sqlalchemy as sa

from domain.policies import policies
from domain.programmes import PROGRAMMES, activities, reports
from domain.reports.period import period
from domain.reports.report import Course, Wanted
from domain.tasks import FREE_TEXT
from domain.youth.report import REPORT
from store import figures
from store.db import Store
from store.figures import courses
from store.tables import people, tasks
from tests.support.figures import Filing
from tests.support.outcomes import FOLLOW, RECEIVE, START, Youth, job, jobs

TODAY = date(2026, 11, 19)


def read(store: Store) -> list[Course]:
    with store.read() as db:
        return list(courses(db, "youth", REPORT.wants))


def total(store: Store, table: str = "starts_by_month", today: date = TODAY) -> list[int | str]:
    with store.read() as db:
        found = REPORT.tables(courses(db, "youth", REPORT.wants), period(None, None, today), policies())
    line = next(one for one in found if one.name == table and one.year == today.year).total
    assert line
    return [cell.value if cell.value is not None else cell.instead.da if cell.instead else "" for cell in line.cells]


def test_a_case_is_read_with_the_decisions_that_stand_in_their_order(store: Store) -> None:
    one = job(store, "2026-02-01").followed("2026-02-15", 1)
    bare = Youth(store, "2026-03-01", area="Valby")
    first, second = read(store)
    assert (first.case_id, first.person, first.opened_on) == (one.id, one.person, date(2026, 1, 2))
    assert first.facts == {"born_on": "2010-01-15", "area": "Tingbjerg"}
    assert [(step.kind, step.on) for step in first.steps] == [
        ("youth.match", date(2026, 1, 29)), (START, date(2026, 2, 1)), (FOLLOW, date(2026, 2, 15))]  # fmt: skip
    assert first.steps[0].answer == {"result": "matched", "what": "leisure_job", "sector": "private",
                                     "starts_on": "2026-02-01", "ends_on": None}  # fmt: skip
    assert first.steps[2].data == {"number": "1"}
    assert (second.case_id, second.steps) == (bare.id, [])


def test_decisions_are_of_their_own_case_whatever_lies_between(store: Store) -> None:
    Youth(store, "2026-01-01")
    one = job(store, "2026-02-01")
    Youth(store, "2026-01-01")
    two = job(store, "2026-03-01")
    Youth(store, "2026-01-01")
    assert {course.case_id: len(course.steps) for course in read(store) if course.steps} == {one.id: 2, two.id: 2}


def test_a_decision_that_was_taken_back_counts_nothing_until_it_is_made_again(store: Store) -> None:
    jobs(store, 5, "2026-02-01")
    case = Youth(store, "2026-01-05").matched("2026-01-20", "2026-02-01")
    old = case.decided(START, "2026-02-01", result="started")
    assert total(store) == [6]
    new = case.decided(START, "2026-02-02", state="ready", reopened_from=old)
    assert total(store) == [5]
    with store.write() as db:
        t = figures.tasks
        db.execute(sa.update(t).where(t.c.id == new).values(state="completed", decision={"result": "started"},
                                                            completed_at=datetime(2026, 2, 3, 9, tzinfo=UTC)))
    assert total(store) == [6]


def test_a_task_withdrawn_with_its_draft_is_no_decision(store: Store) -> None:
    jobs(store, 5, "2026-02-01")
    Youth(store, "2026-01-05").matched("2026-01-20", "2026-02-01").decided(START, "2026-02-01", state="exited",
                                                                           result="started")  # fmt: skip
    assert total(store) == [5]


def test_the_day_of_a_referral_and_of_a_match_is_copenhagens(store: Store) -> None:
    """Half an hour into the new year there it is still the old one by UTC."""
    at = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    for _ in range(5):
        Youth(store, at).matched(at, "2026-01-10").started("2026-01-10")
    assert read(store)[0].opened_on == date(2026, 1, 1)
    days = total(store, "starts_by_area")
    assert (days[0], days[1], days[4]) == (5, 9, 0)


def test_corrected_facts_count_as_they_stand_now(store: Store) -> None:
    for one in jobs(store, 5, "2026-02-01", area="Tingbjerg"):
        one.corrected(area="Valby", born_on="2012-06-01")
    [first, *_] = read(store)
    assert first.facts == {"born_on": "2012-06-01", "area": "Valby"}


def test_a_case_joined_with_another_counts_once(store: Store) -> None:
    for one in jobs(store, 5, "2026-03-01", referred="2026-02-01"):
        double = Youth(store, "2026-01-15", person=None)
        double.decided(RECEIVE, "2026-01-16", result="same", same_as=one.id)
        double.closed("2026-01-16", "merged")
    assert total(store, "starts_by_area")[:2] == [5, 45]
    assert total(store, "waiting_by_area")[0] == 5


def test_what_began_in_a_case_that_is_closed_has_begun(store: Store) -> None:
    for one in jobs(store, 5, "2026-03-01"):
        one.closed("2026-03-20", "closed")
    assert total(store) == [5]


def test_cases_of_other_programmes_are_not_read(store: Store) -> None:
    job(store, "2026-02-01")
    with store.read() as db:
        assert list(courses(db, "vacancy", REPORT.wants)) == []


def test_rows_of_a_decision_are_read_as_they_were_written(store: Store) -> None:
    """The work of a campaign, of which the committee is told."""
    rows = [{"kind": "posters", "area": "Ærøskøbing Å", "number": 7, "done_on": "2026-11-02"}]
    filing = Filing(store)
    task = filing.task(filing.case("2026-10-01", programme="civic", person=None), "2026-10-02", "2026-11-30", "2026-11-03")
    with store.write() as db:
        db.execute(sa.update(tasks).where(tasks.c.id == task).values(kind="civic.work", decision={"work": rows}))
    with store.read() as db:
        [campaign] = courses(db, "civic", activities()["civic"].reads["civic"])
    assert [json.loads(step.answer["work"] or "") for step in campaign.steps] == [rows]


# -- what no report may read -------------------------------------------------------------------------------------------


def test_no_report_reads_a_name_a_language_or_a_number_of_a_person(store: Store) -> None:
    """Neither from the table of people nor by a field of that name: there is none that could say where from."""
    about_people = {column.name for column in people.c} | {"origin", "nationality", "ethnicity", "religion"}
    for _, report in reports().values():
        wanted = {*report.wants.facts, *(name for names in report.wants.answers.values() for name in names),
                  *(name for names in report.wants.data.values() for name in names)}  # fmt: skip
        assert wanted & about_people == set()
        asked = questions(store, report.wants)
        assert len(asked) == 2
        assert not any("people" in one for one in asked)


def questions(store: Store, wanted: Wanted) -> list[str]:
    """The statements by which cases are read."""
    asked: list[str] = []
    with store.read() as db:
        sa.event.listen(db, "before_cursor_execute", lambda *args: asked.append(args[2]))
        list(courses(db, "youth", wanted))
    return asked


def test_of_what_people_have_written_a_report_reads_only_the_area() -> None:
    free = {name for programme, report in reports().values() for name, info in programme.facts.model_fields.items()
            if name in report.wants.facts and FREE_TEXT in info.metadata}  # fmt: skip
    assert free == {"area"}
    kinds = {kind.kind: kind for programme in PROGRAMMES.values() for kind in programme.kinds}
    for _, report in reports().values():
        for kind, names in report.wants.answers.items():
            fields = kinds[kind].decision.model_fields
            assert [name for name in names if FREE_TEXT in fields[name].metadata] == []


def test_the_words_of_a_decision_are_not_read_with_it(store: Store) -> None:
    job(store, "2026-02-01").followed("2026-02-15", 1)
    assert "Et notat" not in str(read(store))


def test_two_questions_are_asked_however_many_cases_there_are(store: Store) -> None:
    for how_many in (1, 12):
        jobs(store, how_many, "2026-02-01")
        assert len(questions(store, REPORT.wants)) == 2
