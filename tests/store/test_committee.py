"""What the committee's report counts, read in both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from domain.committee.seen import Seen, Told
from domain.committee.telling import told
from domain.deadlines import Deadline, moved, paused
from domain.policies import policies
from domain.reports.stretches import Stretch
from store import budget, committee
from store.budget import By, Claim
from store.db import Store
from tests.support.figures import Filing

TODAY = date(2026, 6, 15)
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def seen(store: Store) -> dict[str, Seen]:
    with store.read() as db:
        return {one.programme: one for one in committee.seen(db)}


def of(store: Store, programme: str = "obligation", today: date = TODAY) -> Told:
    return told(seen(store)[programme], ["closed", "died"], 5, today)


def test_cases_count_by_the_month_they_came_and_went_and_stand_until_then(store: Store) -> None:
    filing = Filing(store)
    filing.cases(6, "2026-01-10", "2026-03-05")
    filing.cases(7, "2026-02-10")
    assert [(one.first.month, dict(one.numbers)) for one in of(store).activity] == [
        (1, {"opened": 6, "closed": 0, "open": 6}), (2, {"opened": 7, "closed": 0, "open": 13}),
        (3, {"opened": 0, "closed": 6, "open": 7}), (4, {"opened": 0, "closed": 0, "open": 7}),
        (5, {"opened": 0, "closed": 0, "open": 7})]  # fmt: skip


def test_the_month_is_copenhagens_and_one_that_is_not_over_is_not_told(store: Store) -> None:
    """Half an hour before midnight by UTC on the last of May it is June there."""
    filing = Filing(store)
    filing.cases(6, datetime(2026, 5, 31, 21, 30, tzinfo=UTC))  # type: ignore[arg-type]
    filing.cases(6, datetime(2026, 5, 31, 22, 30, tzinfo=UTC))  # type: ignore[arg-type]
    assert [one.numbers["opened"] for one in of(store).activity] == [6]
    assert [one.numbers["opened"] for one in of(store, today=date(2026, 7, 1)).activity] == [6, 6]


def test_a_task_due_in_the_last_half_second_of_a_month_was_due_in_it(store: Store) -> None:
    filing = Filing(store)
    for case in filing.cases(5, "2026-02-01"):
        filing.task(case, "2026-02-02", datetime(2026, 3, 31, 21, 59, 59, 700_000, tzinfo=UTC), "2026-03-30")
    assert [one.first.month for one in of(store).deadlines if one.numbers["other_in_time"]] == [3]


def test_a_confidential_case_and_what_belongs_to_it_are_told_of_nowhere(store: Store) -> None:
    filing = Filing(store)
    above = filing.case("2026-01-10", programme="perspektiv")
    hidden = filing.case("2026-01-11", programme="concern", parent=above)
    under = filing.case("2026-01-12", programme="undelivered_letter", parent=hidden)
    for case in (above, hidden, under):
        filing.task(case, "2026-01-12", "2026-01-20")
    found = seen(store)
    assert set(found) == {"perspektiv"}
    assert (len(found["perspektiv"].cases), len(found["perspektiv"].tasks)) == (1, 1)


def test_a_case_about_no_person_that_stands_alone_is_never_few(store: Store) -> None:
    Filing(store).case("2026-02-10", "2026-03-01", programme="vacancy", person=None)
    assert [one.numbers["open"] for one in of(store, "vacancy").activity] == [1, 0, 0, 0]


def test_a_bill_is_of_the_person_whose_case_it_is_under(store: Store) -> None:
    """Five bills for one citizen tell of one citizen."""
    filing = Filing(store)
    above = filing.case("2026-01-10", programme="perspektiv")
    filing.cases(5, "2026-01-12", programme="expense", person=None, parent=above)
    assert of(store, "expense").activity == ()
    for _ in range(4):
        filing.case("2026-02-12", programme="expense", person=None,
                    parent=filing.case("2026-01-10", programme="perspektiv"))  # fmt: skip
    assert [one.numbers["opened"] for one in of(store, "expense").activity][:1] == [9]


def test_a_deadline_is_kept_by_the_moment_it_was_due(store: Store) -> None:
    filing = Filing(store)
    due = datetime(2026, 3, 10, 11, tzinfo=UTC)
    for case in filing.cases(5, "2026-02-01"):
        filing.task(case, "2026-03-01", due, due, legal=True)
        filing.task(case, "2026-03-01", due, datetime(2026, 3, 10, 11, 1, tzinfo=UTC), legal=True)
        filing.task(case, "2026-03-01", "2026-03-20", "2026-02-28")
        filing.task(case, "2026-03-01", "2026-03-21")
        filing.task(case, "2026-03-01", "2026-03-22", gone="2026-03-05")
        filing.task(case, "2026-03-01", "2026-03-23", gone="2026-04-05")
        filing.task(case, "2026-03-01", "2026-07-01")
    [march, *_] = of(store).deadlines
    assert march.numbers == {"legal_in_time": 5, "legal_late": 5, "other_in_time": 5, "other_late": 10}


def late_in_january(store: Store) -> tuple[Filing, list[str]]:
    """Six tasks due on 20 January that nobody has done."""
    filing = Filing(store)
    return filing, [filing.task(case, "2026-01-05", "2026-01-20") for case in filing.cases(6, "2026-01-05")]


def by_month(found: Sequence[Stretch]) -> dict[int, dict[str, int]]:
    """Only the numbers of which there is any."""
    return {one.first.month: {name: n for name, n in one.numbers.items() if n} for one in found}


LATER: dict[str, Callable[[Deadline], Deadline]] = {
    "moved": lambda due: moved(due, date(2026, 4, 10), policies()),
    "suspended": lambda due: paused(due, 28, policies()),
}


@pytest.mark.parametrize("how", LATER)
@pytest.mark.parametrize("how_many", [1, 6])
def test_a_deadline_that_is_moved_once_it_has_passed_was_missed_and_what_was_told_stands(
        store: Store, how: str, how_many: int) -> None:  # fmt: skip
    filing, late = late_in_january(store)
    before = of(store)
    assert by_month(before.deadlines)[1] == {"other_late": 6}
    for task in late[:how_many]:
        filing.postpone(task, "2026-03-10", LATER[how])
    assert of(store) == before
    assert {one.month.month: one.numbers["overdue"] for one in of(store).backlog} == dict.fromkeys(range(1, 6), 6)


def test_what_is_done_late_is_late_however_often_its_deadline_was_moved_afterwards(store: Store) -> None:
    filing, late = late_in_january(store)
    for task in late:
        filing.postpone(task, "2026-02-10", lambda due: moved(due, date(2026, 3, 10), policies()))
        filing.postpone(task, "2026-03-20", lambda due: moved(due, date(2026, 4, 10), policies()), done="2026-04-01")
    assert by_month(of(store).deadlines) == {1: {"other_late": 6}, 2: {}, 3: {}, 4: {}, 5: {}}


def test_a_deadline_that_is_moved_before_it_has_passed_is_another(store: Store) -> None:
    filing, late = late_in_january(store)
    for task in late:
        filing.postpone(task, "2026-01-19", LATER["moved"], done="2026-04-01")
    assert by_month(of(store).deadlines) == {4: {"other_in_time": 6}, 5: {}}


def test_a_task_opened_again_after_it_was_due_changes_nothing_that_was_told_of_the_first(store: Store) -> None:
    filing = Filing(store)
    done = {case: filing.task(case, "2026-01-05", "2026-01-20", "2026-01-10") for case in filing.cases(6, "2026-01-05")}
    before = of(store)
    assert by_month(before.deadlines)[1] == {"other_in_time": 6}
    for (case, first), gone in zip(done.items(), ("2026-03-10", None), strict=False):
        filing.task(case, "2026-03-09", "2026-01-20", gone=gone, instead_of=first)
    assert of(store).deadlines == before.deadlines


def test_a_task_that_came_when_it_was_past_due_is_late_in_the_month_it_came(store: Store) -> None:
    """What the law counts from a day that is written down later."""
    filing = Filing(store)
    for case in filing.cases(6, "2026-01-05"):
        filing.task(case, "2026-01-05", "2026-01-20", "2026-01-10", legal=True)
    before = of(store).deadlines
    for case in filing.cases(5, "2026-03-05"):
        filing.task(case, "2026-03-09", "2026-01-20", "2026-03-10", legal=True)
    assert of(store).deadlines[:2] == before[:2]
    assert by_month(of(store).deadlines)[3] == {"legal_late": 5}


def test_what_the_law_says_is_due_stays_so_and_is_late_by_the_laws_day_alone(store: Store) -> None:
    filing = Filing(store)
    for case in filing.cases(6, "2026-01-05"):
        for done in ("2026-03-18", "2026-03-21"):
            task = filing.task(case, "2026-01-05", "2026-03-20", legal=True)
            filing.postpone(task, "2026-01-06", lambda due: moved(due, date(2026, 2, 10), policies()), done=done)
    assert by_month(of(store).deadlines) == {3: {"legal_in_time": 6, "legal_late": 6}, 4: {}, 5: {}}


def test_what_was_left_at_the_end_of_a_month_is_what_was_neither_done_nor_withdrawn_then(store: Store) -> None:
    filing = Filing(store)
    for n, case in enumerate(filing.cases(6, "2026-02-01")):
        filing.task(case, f"2026-02-{10 + n}", "2026-03-20")
        filing.task(case, "2026-03-05", "2026-06-01", done="2026-04-02")
        filing.task(case, "2026-03-06", "2026-06-01", gone="2026-04-03")
    found = {one.month.month: one.numbers for one in of(store).backlog}
    assert found[2] == {"tasks": 6, "overdue": 0, "oldest_days": 28 - 14}
    assert found[3] == {"tasks": 18, "overdue": 6, "oldest_days": 31 + 28 - 14}
    assert found[4]["tasks"] == 6


def test_outcomes_are_of_the_rows_that_are_told_and_rare_ones_are_joined(store: Store) -> None:
    filing = Filing(store)
    filing.cases(6, "2026-01-10", "2026-02-05")
    filing.cases(2, "2026-01-10", "2026-02-06", "died")
    filing.cases(6, "2026-01-10", "2026-06-06")
    [only] = of(store).outcomes
    assert (only.total, only.rows, only.is_over) == (8, ((("closed", "died"), 8),), False)


def test_money_is_the_balance_of_the_line_and_what_was_paid_between_two_days(store: Store) -> None:
    with store.write() as db:
        line = budget.open_line(db, "youth", 2026, "service", 1_000_00, By(None, AT, "open"))
        case = Claim("c", None)
        for kind in (budget.reserve, budget.commit, budget.pay):
            kind(db, line, case, 300_00, By(None, AT, kind.__name__))
        kept = By(None, datetime(2026, 7, 1, tzinfo=UTC), "back")
        paid = db.execute(sa.select(budget.entries.c.id).where(budget.entries.c.kind == "pay")).scalar_one()
        budget.counter(db, line, paid, kept)
    with store.read() as db:
        def paid_in(first: date, last: date) -> int:
            return {(one.programme, one.year): one.paid
                    for one in committee.money(db, [2026], first, last, policies(), TODAY)}["youth", 2026]

        june, july, both = (paid_in(date(2026, a, 1), date(2026, b, 28)) for a, b in ((6, 6), (7, 7), (6, 7)))
        found = committee.money(db, [2025], date(2025, 1, 1), date(2025, 1, 31), policies(), TODAY)
    assert (june, july, both) == (300_00, -300_00, 0)
    assert {one.year for one in found} == {2025}
    assert all(one.stands.allotted for one in found)


def test_what_was_delivered_in_december_and_paid_in_june_is_told_in_the_year_of_june_under_its_own_line(store: Store) -> None:
    with store.write() as db:
        line = budget.open_line(db, "youth", 2025, "service", 1_000_00, By(None, AT, "open"))
        for kind in (budget.reserve, budget.commit, budget.accrue):
            kind(db, line, Claim("c", None), 300_00, By(None, AT, kind.__name__))
    with store.read() as db:
        def told(month: int) -> dict[tuple[str, int], int]:
            days = date(2026, month, 1), date(2026, month, 28)
            found = committee.money(db, [2026], *days, policies(), TODAY)
            return {(one.programme, one.year): one.paid for one in found if one.paid or one.year != 2026}

        assert (told(6), told(7)) == ({("youth", 2025): 300_00}, {})


def test_the_questions_are_as_many_however_many_cases_there_are(store: Store) -> None:
    filing, asked = Filing(store), list[str]()
    for case in filing.cases(9, "2026-01-10"):
        filing.task(case, "2026-01-12", "2026-01-20")
    with store.read() as db:
        sa.event.listen(db, "before_cursor_execute", lambda *args: asked.append(args[2]))
        committee.seen(db)
    assert len(asked) == 3
    assert not any("people" in one or "facts" in one or "decision" in one for one in asked)
