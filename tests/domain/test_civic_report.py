"""What the committee is told of the work of campaigns."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

import domain.all  # noqa: F401  # registers every programme
from domain.civic.areas import ASSOCIATION, heads
from domain.civic.report import ACTIVITY
from domain.civic.standing import that_stand
from domain.civic.where import chosen
from domain.civic.work import KINDS
from domain.dossier import Done, PollingPlace
from domain.programmes import activities, confidential, is_about_people
from domain.reports.period import period
from domain.reports.report import Course, Step
from domain.reports.tables import Table
from tests.support.courses import numbers

TODAY, OPENED = date(2026, 11, 19), date(2026, 6, 1)
FACTS = {"election_on": "2026-10-20", "compares_with": "2021-11-16"}
Row = tuple[str, str, int, str]
HELD, BEFORE = date(2026, 10, 20), date(2021, 11, 16)


def campaign(*registered: list[Row], back: tuple[str, ...] = ()) -> Course:
    steps = []
    for task, rows in zip(("civic.work", "civic.evaluate"), registered, strict=False):
        work = [{"kind": kind, "area": area, "number": number, "done_on": on} for kind, area, number, on in rows]
        gone = json.dumps([{"row": one} for one in back]) if task == "civic.evaluate" else None
        steps.append(Step(task, date(2026, 11, 1), {"work": json.dumps(work), "taken_back": gone}, {}, task))
    return Course("VLG-1", "VLG-1", OPENED, None, None, FACTS, steps)


def chose(*areas: str, result: str = "chosen", **facts: str) -> Course:
    rows = json.dumps([{"area": one} for one in areas])
    steps = [Step("civic.areas", OPENED, {"result": "chosen", "areas": json.dumps([{"area": "Amager"}])}, {}),
             Step("civic.areas", OPENED, {"result": result, "areas": rows}, {})]  # fmt: skip
    return Course("VLG-2", "VLG-2", OPENED, None, None, FACTS | facts, steps)


def event(area: str, on: str, *counted: int, outcome: str = "held") -> Course:
    steps = [Step("event.hold", date.fromisoformat(on), {"people": str(one)}, {}) for one in counted]
    return Course("ARR-1", "ARR-1", OPENED, date.fromisoformat(on), outcome, {"area": area, "held_on": on}, steps)


def polled(on: date) -> list[PollingPlace]:
    """Brønshøj and Tingbjerg at both elections; a school of Valby at the second alone."""
    found = {BEFORE: [("Tingbjerg Skole", "Husum", 3326), ("Brønshøj", "Husum", 6000), ("Amager", "Amager", 5000)],
             HELD: [("Tingbjerg skole", "husum", 3830), ("Brønshøj", "Husum", 5990), ("Valby Skole", "Valby", 7050)]}
    return [PollingPlace(place, area, share, None, None) for place, area, share in found.get(on, ())]


def made(campaigns: list[Course], *events: Course, first: str | None = None, last: str | None = None) -> dict[str, Table]:
    asked = period(*(date.fromisoformat(one) if one else None for one in (first, last)), TODAY)  # type: ignore[misc]
    return {one.name: one for one in ACTIVITY.tables({"civic": campaigns, "event": list(events)}, asked, polled)}


def said(table: Table) -> dict[str, list[int | str]]:
    return {line.title.da: numbers(line) for line in table.every_line}


def test_work_of_each_registered_kind_is_added_up_by_the_month_it_was_done_in() -> None:
    work = [("stairwells", "Husum", 40, "2026-08-31"), ("posters", "Husum", 120, "2026-09-01"),
            ("posters", "Valby", 1, "2026-09-30")]  # fmt: skip
    found = made([campaign(work, [("stairwells", "Husum", 2, "2026-09-02")]), campaign([("social_media", "Valby", 3, "2026-10-31")])])
    assert [one.name for one in found["work"].columns] == list(KINDS)
    assert said(found["work"]) == {"august 2026": [40, 0, 0], "september 2026": [2, 121, 0], "oktober 2026": [0, 0, 3],
                                   "I alt vist": [42, 121, 3]}  # fmt: skip
    assert found["work"].drawn == "stairwells"


def test_work_that_was_taken_back_counts_nowhere() -> None:
    rows: list[Row] = [("posters", "Husum", 7, "2026-09-01"), ("posters", "Husum", 5, "2026-09-02")]
    found = made([campaign(rows, [], back=("civic.work.work.1",))])
    assert said(found["work"])["I alt vist"] == said(found["areas"])["I alt vist"][:3] == [0, 7, 0]


def test_events_that_were_held_are_counted_with_their_heads_as_they_were_counted_last() -> None:
    found = made([], event("Husum", "2026-09-05", 30, 35), event("Valby", "2026-09-06", 0),
                 event("Valby", "2026-09-07", 90, outcome="cancelled"))  # fmt: skip
    assert said(found["events"]) == {"september 2026": [2, 35], "oktober 2026": [0, 0], "I alt vist": [2, 35]}


def test_a_month_that_is_not_over_is_not_told_of() -> None:
    found = made([campaign([("posters", "Husum", 7, "2026-11-01")])], event("Husum", "2026-11-02", 9))
    assert [set(map(str, numbers(one.total))) for one in found.values()] == [{"0"}] * 3
    assert all("Måneder, der ikke er gået" in one.counts[-1].da for one in found.values())


@pytest.mark.parametrize("first", ["2026-09-01", "2026-10-01"])
def test_the_period_chooses_months_and_what_is_added_up_by_area(first: str) -> None:
    found = made([campaign([("posters", "Husum", 7, "2026-08-01"), ("posters", " husum", 5, "2026-09-01"),
                            ("stairwells", "Valby", 4, "2026-10-01")])], event("HUSUM", "2026-09-05", 30), first=first)  # fmt: skip
    rows = {"Husum": [0, 5, 0, 1, 30], "Valby": [4, 0, 0, 0, 0], "I alt vist": [4, 5, 0, 1, 30]}
    later = {"Valby": [4, 0, 0, 0, 0], "I alt vist": [4, 0, 0, 0, 0]}
    assert said(found["areas"]) == (rows if first == "2026-09-01" else later)
    assert "august 2026" not in said(found["work"])


def test_turnout_is_told_of_the_polling_places_of_the_areas_a_campaign_was_run_in_the_lowest_first() -> None:
    found = made([chose("HUSUM", "Valby"), chose("Valby"), chose("Sydhavn")])["turnout"]
    assert [line.title.da for line in found.lines] == [
        "Husum: Tingbjerg Skole (20.10.2026)", "Husum: Brønshøj (20.10.2026)", "Sydhavn (20.10.2026)",
        "Valby: Valby Skole (20.10.2026)"]  # fmt: skip
    assert [[found.written(at, cell).da for at, cell in enumerate(line.cells)] for line in found.lines] == [
        ["33,3 %", "38,3 %", "+5,0"], ["60,0 %", "59,9 %", "−0,1"], ["–", "–", "–"], ["–", "70,5 %", "–"]]  # noqa: RUF001
    assert ASSOCIATION in found.counts


def test_turnout_is_told_once_the_month_of_the_election_is_over_and_in_the_period_that_it_is_in() -> None:
    one, later = chose("Husum"), chose("Husum", election_on="2026-11-03")
    assert "turnout" in made([one], last="2026-10-31")
    assert "turnout" not in made([one], last="2026-09-30")
    assert "turnout" not in made([later])


def test_a_campaign_that_was_not_run_has_no_turnout_to_tell_of() -> None:
    assert "turnout" not in made([chose("Husum", result="cancelled")])


@pytest.mark.parametrize(("outcome", "done", "counts"), [
    ("cancelled", (), False), ("closed", (), False), ("cancelled", ("civic.partners",), True),
    ("closed", ("civic.partners", "civic.work"), True), ("closed", ("civic.work",), True), ("evaluated", (), True), (None, (), True),
])  # fmt: skip
def test_a_campaign_that_was_stopped_before_it_came_to_its_areas_was_run_nowhere(
        outcome: str | None, done: tuple[str, ...], counts: bool) -> None:  # fmt: skip
    one = chose("Husum")
    steps = [*one.steps, *(Step(kind, OPENED, {}, {}) for kind in done)]
    stopped = one._replace(outcome=outcome, closed_on=OPENED if outcome else None, steps=steps)
    assert ("turnout" in made([stopped])) == counts
    assert set(done) <= set(ACTIVITY.reads["civic"].answers), "they are asked for"


def test_what_counts_is_one_question_to_the_file_of_a_case_and_to_a_report_that_reads_it_as_text() -> None:
    row = {"kind": "posters", "area": "Husum", "done_on": "2026-09-01", "number": 7}
    answers: list[tuple[str, dict[str, Any]]] = [
        ("civic.areas", {"result": "chosen", "areas": [{"area": "Amager"}]}),
        ("civic.areas", {"result": "chosen", "areas": [{"area": "Husum"}]}),
        ("civic.work", {"work": [row, row | {"number": 5}]}),
        ("civic.evaluate", {"work": [], "taken_back": [{"row": "2.work.0"}]}),
        ("event.hold", {"result": "held", "people": 30}), ("event.hold", {"result": "held", "people": 35}),
    ]  # fmt: skip
    at = datetime(2026, 9, 2, 9, tzinfo=UTC)
    file = [Done(str(n), kind, at, "u", answer) for n, (kind, answer) in enumerate(answers)]
    text = [Step(one.kind, at.date(), {name: as_text(said) for name, said in one.answer.items()}, {}, one.task_id)
            for one in file]  # fmt: skip
    for done in (file, text):
        assert [said for _, said in that_stand(done).values()] == [row | {"number": 5}]
        assert chosen(done) == [{"area": "Husum"}]
        assert heads(done) == 35


def as_text(said: Any) -> str:
    return said if isinstance(said, str) else json.dumps(said)


def test_only_programmes_about_nobody_tell_of_their_work_for_nothing_of_it_is_joined() -> None:
    assert activities()
    for name, one in activities().items():
        for read in (name, *one.reads):
            assert not is_about_people(read)
            assert read not in confidential()
