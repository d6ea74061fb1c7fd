"""What the committee's report tells of months and years: enough people behind every number, and no way back."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.budget import Balance
from domain.committee.report import COMMITTEE, money, tables
from domain.committee.seen import BudgetLine, CaseSeen, Seen, TaskSeen
from domain.committee.telling import left, told
from domain.committee.words import COLUMNS
from domain.outcomes import CLOSED
from domain.policies import policies
from domain.reports.period import period
from domain.reports.tables import Table
from domain.roles import Role
from domain.text import Text

TODAY, LEAST = date(2026, 11, 19), 5
WORDS = ("job", "moved", "closed")
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
CASES = st.lists(st.tuples(st.integers(0, 30), DAYS, st.integers(0, 500), st.sampled_from(WORDS)), max_size=90)


def seen(cases: list[tuple[int, date, int, str]]) -> Seen:
    made = []
    for who, opened, days, outcome in cases:
        closed = opened + timedelta(days=days)
        made.append(CaseSeen(f"p{who}", opened, closed if closed <= TODAY else None, outcome if closed <= TODAY else None))
    return Seen("obligation", True, [one for one in made if one.opened_on <= TODAY], [])


def cases(how_many: int, opened: str, closed: str | None = None, outcome: str = "job", name: str = "") -> list[CaseSeen]:
    return [CaseSeen(f"{name}{opened}{n}", date.fromisoformat(opened), date.fromisoformat(closed) if closed else None,
                     outcome if closed else None) for n in range(how_many)]  # fmt: skip


@given(CASES)
def test_every_number_of_cases_stands_for_enough_people_or_nobody(every: list[tuple[int, date, int, str]]) -> None:
    given_ = seen(every)
    found = told(given_, WORDS, LEAST, TODAY)
    for one in found.activity:
        opened, closed = ({c.person for c in given_.cases if (on := getattr(c, name)) and one.first <= on.replace(day=1) <= one.last}
                          for name in ("opened_on", "closed_on"))
        assert all(not who or len(who) >= LEAST for who in (opened, closed))
    for year in found.outcomes:
        assert sum(number for _, number in year.rows) == year.total
        for words, number in year.rows:
            who = {c.person for c in given_.cases if c.outcome in words and c.closed_on
                   and year.first <= c.closed_on.replace(day=1) <= year.last}
            assert not number or len(who) >= LEAST


@given(CASES)
def test_the_outcomes_of_years_are_of_whole_rows_so_that_no_part_of_a_row_follows(every: list[tuple[int, date, int, str]]) -> None:
    """Two years told apart inside one row of months would tell its months apart."""
    found = told(seen(every), WORDS, LEAST, TODAY)
    begins, ends = {one.first for one in found.activity}, {one.last for one in found.activity}
    assert all(one.first in begins and one.last in ends for one in found.outcomes)
    assert sum(one.total for one in found.outcomes) == sum(one.numbers["closed"] for one in found.activity)


def test_a_year_whose_end_lies_inside_a_row_is_told_with_the_next() -> None:
    every = [*cases(9, "2025-01-10", "2025-11-10"), *cases(9, "2025-02-10"), *cases(2, "2025-12-10", name="x"),
             *cases(6, "2026-02-10", name="y")]
    found = told(Seen("obligation", True, every, []), WORDS, LEAST, TODAY)
    assert [(one.first, one.last) for one in found.activity if one.first <= date(2025, 12, 1) <= one.last] == [
        (date(2025, 12, 1), date(2026, 2, 1))]
    assert [(one.first.year, one.last, one.is_over) for one in found.outcomes] == [(2025, date(2026, 10, 1), False)]


def test_each_year_whose_end_is_told_has_a_table_of_its_own_and_only_the_running_one_is_not_over() -> None:
    every = [*cases(9, "2024-02-10", "2024-12-10"), *cases(9, "2025-02-10", "2025-12-10", "moved"),
             *cases(9, "2026-02-10", "2026-03-10")]
    found = told(Seen("obligation", True, every, []), WORDS, LEAST, TODAY).outcomes
    assert [(one.first, one.last, one.is_over, one.total) for one in found] == [
        (date(2024, 2, 1), date(2024, 12, 1), True, 9), (date(2025, 1, 1), date(2025, 12, 1), True, 9),
        (date(2026, 1, 1), date(2026, 10, 1), False, 9)]


PEOPLE = st.lists(st.tuples(st.integers(0, 14), st.booleans(), st.integers(1, 90)), max_size=40)


@given(PEOPLE)
def test_neither_overdue_tasks_nor_those_that_are_not_can_be_few(every: list[tuple[int, bool, int]]) -> None:
    after = date(2026, 6, 1)
    tasks = [TaskSeen(f"p{who}", after - timedelta(days=days), after + timedelta(days=-1 if late else 9), None, False, False, False)
             for who, late, days in every]  # fmt: skip
    found = left(tasks, after, LEAST)
    late, fresh = ({t.person for t in tasks if (t.due_on < after) is which} for which in (True, False))
    if found["tasks"] is not None:
        assert not tasks or len(late | fresh) >= LEAST
    if found["overdue"] is not None:
        assert all(not who or len(who) >= LEAST for who in (late, fresh))
    if found["tasks"] is None:
        assert set(found.values()) == {None}, "a zero would tell of each of those few"
    if found["oldest_days"] is not None:
        waited = Counter({who: max((after - t.received_on).days - 1 for t in tasks if t.person == who) for who in late | fresh})
        assert sum(days >= found["oldest_days"] for days in waited.values()) >= LEAST


def backlog(programme: str, about_people: bool, how_many: int) -> list[list[str]]:
    """What is shown of March, April and May where so many tasks came in March, are due in June, and were done in May."""
    tasks = [TaskSeen(f"p{n}", date(2026, 3, 10), date(2026, 6, 9), date(2026, 5, 3), True, True, False) for n in range(how_many)]
    found = told(Seen(programme, about_people, [], tasks), WORDS, LEAST, date(2026, 6, 2))
    made = next(one for one in tables([found], [], period(None, None, TODAY), policies(), {programme: {}})
                if one.name == f"{programme}_backlog")  # fmt: skip
    assert made.hides is any("skjult" in said for line in made.lines for said in [made.written(0, line.cells[0]).da])
    return [[made.written(at, cell).da for at, cell in enumerate(line.cells)] for line in made.lines]


def test_days_are_no_people_where_nobody_is_counted_nothing_is_hidden() -> None:
    assert backlog("vacancy", about_people=False, how_many=1) == [["1", "0", "21"], ["1", "0", "51"], ["0", "0", "–"]]


def test_the_row_of_few_people_is_hidden_whole_and_in_words_that_are_true_of_days() -> None:
    assert backlog("obligation", about_people=True, how_many=4) == [["skjult"] * 3, ["skjult"] * 3, ["0", "0", "–"]]
    assert backlog("obligation", about_people=True, how_many=5) == [["5", "0", "21"], ["5", "0", "51"], ["0", "0", "–"]]


def test_of_cases_about_nobody_every_month_is_told() -> None:
    found = told(Seen("vacancy", False, cases(1, "2026-03-10", "2026-05-10"), []), WORDS, LEAST, TODAY)
    assert [(one.first.month, one.numbers["open"]) for one in found.activity] == [
        (3, 1), (4, 1), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0)]
    assert found.outcomes[0].rows[0] == (("job",), 1)


def test_what_is_told_in_one_month_stands_in_the_next() -> None:
    every = Seen("obligation", True, [*cases(9, "2026-01-10", "2026-04-10"), *cases(8, "2026-03-10"), *cases(2, "2026-06-10")], [])
    sooner, later = (told(every, WORDS, LEAST, on).activity for on in (date(2026, 7, 2), TODAY))
    assert later[: len(sooner)] == sooner


def test_the_share_of_a_line_that_is_overspent_and_the_sums_are_those_of_the_balance() -> None:
    lines = [BudgetLine("youth", 2026, "service", Balance(100_00, 10_00, 20_00, 90_00), 5_00),
             BudgetLine("perspektiv", 2026, "effort", Balance(300_00, 0, 0, 30_00), 7_00)]
    made = money(lines)
    assert [cell.value for cell in made.lines[0].cells] == [100_00, 10_00, 20_00, 90_00, -20_00, 120_00, 5_00]
    assert made.total
    assert [cell.value for cell in made.total.cells] == [400_00, 10_00, 20_00, 120_00, 250_00, 37_50, 12_00]


def test_a_line_of_which_little_is_spent_is_not_written_as_untouched() -> None:
    made = money([BudgetLine("civic", 2026, "service", Balance(500_000_00, 0, 0, 4_850_00), 0),
                  BudgetLine("perspektiv", 2026, "service", Balance(4_800_000_00, 9_650_00), 0)])  # fmt: skip
    assert [made.written(5, line.cells[5]).da for line in made.lines] == ["1,0 %", "0,2 %"]
    assert any("»Brugt«" in said.da and "rundet til nærmeste tiendedel" in said.da for said in made.counts)


def test_a_line_without_an_appropriation_has_no_share() -> None:
    made = money([BudgetLine("youth", 2031, "service", Balance(0, 0, 0, 90_00), 90_00)])
    (share,) = [cell for cell, column in zip(made.lines[0].cells, made.columns, strict=True) if column.name == "used"]
    assert (share.value, share.instead and share.instead.da) == (None, "Ingen bevilling")


def shown(every: Seen, *asked: date) -> dict[str, Table]:
    found = told(every, WORDS, LEAST, TODAY)
    first, last = asked or (None, None)
    made = tables([found], [], period(first, last, TODAY), policies(), {every.programme: {}})
    return {one.name.partition("_")[2]: one for one in made if one.name != "money"}


def said(table: Table) -> dict[str, set[str]]:
    return {line.title.da: {table.written(at, cell).da for at, cell in enumerate(line.cells)} for line in table.every_line}


def test_a_table_that_is_withheld_altogether_says_so_in_the_words_of_every_other() -> None:
    """Dashes would say that nothing had happened."""
    tasks = [TaskSeen(f"p{n}", date(2026, 3, 10), date(2026, 4, 9), date(2026, 5, 3), True, True, False) for n in range(3)]
    made = shown(Seen("obligation", True, cases(3, "2026-03-10", "2026-06-10"), tasks))
    assert said(made["activity"]) == {"marts–oktober 2026": {"skjult"}}
    assert said(made["deadlines"]) == {"april–oktober 2026": {"skjult"}}
    assert (made["outcomes"].title.da, said(made["outcomes"])) == (
        "Arbejdspligt: udfald, marts–oktober 2026", {"I alt": {"skjult"}})
    assert all(one.hides for one in made.values()), "and what is hidden is said under it"


def test_the_latest_months_that_are_withheld_are_a_row_of_their_own() -> None:
    made = shown(Seen("obligation", True, [*cases(9, "2026-03-10", "2026-06-10"), *cases(2, "2026-08-10")], []))
    assert said(made["activity"])["august–oktober 2026"] == {"skjult"}
    assert said(made["activity"])["I alt vist"] == {"9", "0"}
    assert said(made["outcomes"])["I alt"] == {"9"}


def test_months_outside_the_period_that_a_row_is_of_are_known_to_its_table() -> None:
    every = Seen("obligation", True, [*cases(9, "2026-01-10"), *cases(3, "2026-03-10"), *cases(3, "2026-07-10")], [])
    may = shown(every, date(2026, 6, 1), date(2026, 6, 30))
    assert [line.title.da for line in may["activity"].lines] == ["marts–juli 2026"]
    assert (may["activity"].reaches_out, may["deadlines"].reaches_out) == (True, False)
    assert not any(one.reaches_out for one in shown(every).values())
    assert shown(every, date(2026, 9, 1), date(2026, 9, 30))["activity"].reaches_out is False
    few = Seen("obligation", True, cases(3, "2026-03-10"), [])
    assert shown(few, date(2026, 6, 1), date(2026, 6, 30))["activity"].reaches_out, "nor are they if they are withheld"


def test_outcomes_that_stand_together_are_one_sentence() -> None:
    words = {"excused": Text(da="Undskyldt", en="Excused"), "carried_out": Text(da="Fradrag gennemført", en="Deduction made")}
    every = Seen("absence", True, [*cases(3, "2026-01-10", "2026-02-10", "excused"),
                                   *cases(3, "2026-01-11", "2026-02-10", "carried_out")], [])
    found = told(every, words, LEAST, TODAY)
    made = tables([found], [], period(None, None, TODAY), policies(), {"absence": words})
    [table] = [one for one in made if one.name == "absence_outcomes"]
    assert [(line.title.da, line.title.en) for line in table.lines] == [
        ("Undskyldt og fradrag gennemført", "Excused and deduction made")]


def test_a_case_that_a_person_closes_is_told_as_that_under_what_is_closed() -> None:
    ending = CLOSED["closed"]
    assert ending not in (COLUMNS["closed"], Text(da="Lukket", en="Closed"))
    assert ending.inside == Text(da="lukket af en person", en="closed by a person")


def test_where_nothing_has_happened_nothing_is_hidden() -> None:
    made = shown(Seen("obligation", True, cases(9, "2026-08-10"), []), date(2026, 1, 1), date(2026, 3, 1))
    assert {name: said(one) for name, one in made.items()} == {
        "activity": {"I alt vist": {"–"}}, "deadlines": {"I alt vist": {"–"}}, "backlog": {}}
    assert not any(one.hides for one in made.values())


def test_the_report_is_for_those_who_answer_for_the_house() -> None:
    assert COMMITTEE.read_by == {Role.economy, Role.supervisor, Role.administrator, Role.civic_lead}
