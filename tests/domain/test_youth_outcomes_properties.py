"""Whatever the caseload: no number of the report stands for few, and what is shown adds up."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reports.report import Course
from domain.reports.tables import Line, Table
from tests.support.courses import course, follow, made, match, start

LEAST = 5
HARMLESS = ("open",)
"""Outcomes of which a zero may be shown."""
AREAS = st.sampled_from(["Tingbjerg", "tingbjerg ", "Valby", "Amager", "Husum", "", None])
BORN = st.sampled_from(["2012-09-01", "2010-01-15", "2009-06-30", "2007-02-02"])


@st.composite
def cases(draw: st.DrawFn) -> list[Course]:
    """Some alike, as many as there may be: a number must be able to be small and to be large."""
    kinds = draw(st.lists(st.tuples(st.integers(1, 14), AREAS, BORN, st.integers(0, 300), st.integers(0, 4)), max_size=12))
    return [_case(area, born_on, days, far) for many, area, born_on, days, far in kinds for _ in range(many)]


def _case(area: str | None, born_on: str, days: int, far: int) -> Course:
    """`far`: how many decisions there are."""
    on = date(2026, 1, 2) + timedelta(days=days)
    later = [(on + timedelta(days=n)).isoformat() for n in (10, 20, 40, 120)]
    steps = [match(later[0], later[1]), start(later[1]), follow(later[2], 1, "ended" if far == 3 else "there"),
             follow(later[3], 3)]  # fmt: skip
    return course(*steps[:far], referred=on.isoformat(), area=area, born_on=born_on)


def counts(table: Table, line: Line) -> dict[str, int]:
    return {column.name: cell.value for column, cell in zip(table.columns, line.cells, strict=True)
            if column.unit == "count" and cell.value is not None}  # fmt: skip


@given(cases())
@settings(max_examples=150)
def test_no_number_stands_for_few_and_none_is_left_when_what_is_shown_is_taken_away(courses: list[Course]) -> None:
    """Everybody here begins at most one job, so that a number of jobs is one of people."""
    for table in made(courses).values():
        if table.total is None:
            continue
        of_all = counts(table, table.total)
        for name, number in of_all.items():
            shown = [counts(table, line)[name] for line in table.lines]
            first = name == table.columns[0].name
            for one in (number, *shown):
                assert one >= LEAST or (one == 0 and (first or name in HARMLESS or of_all[table.columns[0].name] == 0))
            left = number - sum(shown)
            assert left in (0, number) or left >= LEAST
            assert not any(shown) or left == 0, "rows that are shown are all there are"


@given(cases())
@settings(max_examples=60)
def test_tables_of_the_same_people_have_the_same_sum(courses: list[Course]) -> None:
    found = made(courses)
    for same in (("starts_by_month", "starts_by_kind", "starts_by_sector", "starts_by_area", "starts_by_age",
                  "kept_by_area", "kept_by_age"), ("waiting_by_area", "waiting_by_age", "after_so_many_days")):  # fmt: skip
        sums = {found[name].total.cells[0] for name in same if found[name].total}
        assert len(sums) == 1
