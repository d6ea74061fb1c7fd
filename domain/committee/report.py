"""The committee's report: all programmes but confidential ones, and the money of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.budget import NAMES, NO_ALLOTMENT, PURSES, Balance
from domain.calendar import add_months
from domain.committee import words as says
from domain.committee.seen import BudgetLine, Ended, Told
from domain.committee.telling import CLOSED, DEADLINES, OPEN, OPENED
from domain.policies import Policies
from domain.programmes import PROGRAMMES, is_about_people
from domain.reports.dimensions import sentence
from domain.reports.making import MONTHS_OVER
from domain.reports.measures import percent
from domain.reports.period import Period
from domain.reports.report import About
from domain.reports.stretches import Stretch
from domain.reports.tables import ALL, NONE, Cell, Column, Line, Table, Unit, hidden
from domain.roles import Role
from domain.text import Text, verbatim

COMMITTEE = About("committee", says.TITLE, says.SAYS,
                  frozenset({Role.economy, Role.supervisor, Role.administrator, Role.civic_lead}))  # fmt: skip
Words = Mapping[str, Text]
NOTHING: Mapping[str, Sequence[Table]] = {}
MONEY: tuple[str, ...] = ("allotted", "reserved", "committed", "paid", "left", "used", "paid_now")
UNIT_OF: dict[str, Unit] = {"share": "share", "oldest_days": "days", **dict.fromkeys(MONEY, "ore"),
                            "used": "hundredths"}


def tables(every: Iterable[Told], lines: Sequence[BudgetLine], period: Period, policies: Policies,
           ends: Mapping[str, Words], offered: Mapping[str, Sequence[Table]] = NOTHING) -> list[Table]:  # fmt: skip
    """`ends`: by programme, what its outcomes are called; `offered`: the tables that it makes of its work. The period
    chooses what is shown and changes no number but what was paid in it."""
    least = policies.at("reports.least", period.today).as_(int)
    found = [money(lines)]
    for one in sorted(every, key=_place):
        found += _programme(one, period, least, ends[one.programme])
        found += [_offered(one.programme, table) for table in offered.get(one.programme, ())]
    return found


def _offered(programme: str, table: Table) -> Table:
    name = PROGRAMMES[programme].title
    return replace(table, name=f"{programme}_{table.name}", title=says.titled(name, table.title), chapter=name)


def _place(told: Told) -> tuple[int, str]:
    """The efforts of the plan first, as it has them; the rest by name."""
    efforts = [*NAMES]
    at = efforts.index(told.programme) if told.programme in efforts else len(efforts)
    return at, PROGRAMMES[told.programme].title.da


def _programme(told: Told, period: Period, least: int, ends: Words) -> list[Table]:
    name, about = PROGRAMMES[told.programme].title, is_about_people(told.programme)
    joined = says.joined(least) if about else says.NOBODY

    def table(of: str, title: Text, columns: Sequence[str], every: Sequence[Stretch], lines: Sequence[Line],
              total: Line | None, untold: Stretch | None, counts: Sequence[Text], drawn: str) -> Table:  # fmt: skip
        withheld = _withheld(untold, period, len(columns))
        nothing = None if withheld else Line(says.SHOWN, tuple(NONE for _ in columns))
        return Table(f"{told.programme}_{of}", says.titled(name, title), says.MONTHS, _columns(columns),
                     (*lines, *withheld), total or nothing, tuple(counts), drawn=drawn, chapter=name,
                     reaches_out=_reaches_out([*every, *([untold] if untold else [])], period))  # fmt: skip

    shown = [one for one in told.activity if _touches(period, one.first, one.last)]
    due = [one for one in told.deadlines if _touches(period, one.first, one.last)]
    activity = [Line(says.months(one.first, one.last), tuple(Cell(one.numbers[n]) for n in (OPENED, CLOSED, OPEN)))
                for one in shown]  # fmt: skip
    sums = {n: sum(one.numbers[n] for one in shown) for n in (OPENED, CLOSED)}
    all_cases = Line(says.SHOWN, (*(Cell(sums[n]) for n in sums), Cell(shown[-1].numbers[OPEN]))) if shown else None
    kept = [Line(says.months(one.first, one.last), _kept(one.numbers)) for one in due]
    all_due = Line(says.SHOWN, _kept({n: sum(one.numbers[n] for one in due) for n in DEADLINES})) if due else None
    left = [Line(says.months(one.month, one.month), _left(one.numbers))
            for one in told.backlog if period.touches(one.month)]  # fmt: skip
    oldest = (says.oldest(least), says.ROW_HIDDEN) if about else (says.OLDEST_ONE,)
    return [
        table("activity", Text(da="sager", en="cases"), (OPENED, CLOSED, OPEN), told.activity, activity, all_cases,
              told.activity_untold, [says.ACTIVITY_COUNTS, joined], OPEN),
        *outcomes(told, period, least, ends),
        table("deadlines", Text(da="frister", en="deadlines"), (*DEADLINES, "share"), told.deadlines, kept, all_due,
              told.deadlines_untold, [says.DEADLINES_COUNT, joined], "share"),
        Table(f"{told.programme}_backlog", says.titled(name, Text(da="efterslæb", en="backlog")), says.MONTHS,
              _columns(("tasks", "overdue", "oldest_days")), tuple(left), None,
              (says.BACKLOG_COUNTS, *oldest, MONTHS_OVER), drawn="tasks", chapter=name),
    ]  # fmt: skip


def outcomes(told: Told, period: Period, least: int, ends: Words) -> list[Table]:
    """How the cases ended, of each year that the period touches; the newest first. Where months are withheld and no
    year is told, that is said."""
    found = [_outcomes(told.programme, one, ends, least) for one in reversed(told.outcomes)
             if one.total and _touches(period, one.first, one.last)]  # fmt: skip
    untold = told.activity_untold
    if found or not untold or not _touches(period, untold.first, untold.last):
        return found
    none = _outcomes(told.programme, Ended(untold.first, untold.last, False, (), 0), ends, least)
    return [replace(none, total=Line(ALL, (hidden(),)))]


def _withheld(untold: Stretch | None, period: Period, columns: int) -> tuple[Line, ...]:
    """One row for months that are not told yet: without it they look as if nothing had happened in them."""
    if untold is None or not _touches(period, untold.first, untold.last):
        return ()
    return (Line(says.months(untold.first, untold.last), tuple(hidden() for _ in range(columns))),)


def _outcomes(programme: str, ended: Ended, ends: Words, least: int) -> Table:
    name, when = PROGRAMMES[programme].title, says.months(ended.first, ended.last)
    joined = says.joined(least) if is_about_people(programme) else says.NOBODY
    title = says.titled(name, Text(da=f"udfald, {when.da}", en=f"outcomes, {when.en}"))
    lines = [Line(sentence([ends.get(word, verbatim(word)) for word in words]), (Cell(count),))
             for words, count in ended.rows]  # fmt: skip
    return Table(f"{programme}_outcomes", title, says.OUTCOME, _columns((CLOSED,)), tuple(lines),
                 Line(ALL, (Cell(ended.total),)), (says.OUTCOMES_COUNT, joined), year=ended.last.year,
                 is_over=ended.is_over, drawn=CLOSED, chapter=name)  # fmt: skip


def _left(numbers: Mapping[str, int | None]) -> tuple[Cell, ...]:
    """Where nothing is open nothing has waited, and nothing is hidden."""
    missing = NONE if numbers["tasks"] == 0 else hidden()
    return tuple(missing if number is None else Cell(number) for number in numbers.values())


def _kept(numbers: Mapping[str, int]) -> tuple[Cell, ...]:
    counts = [numbers[name] for name in DEADLINES]
    in_time = numbers["legal_in_time"] + numbers["other_in_time"]
    return (*map(Cell, counts), Cell(percent(in_time, sum(counts))) if any(counts) else NONE)


def money(lines: Sequence[BudgetLine]) -> Table:
    """Every krone of each line: nothing here counts people."""
    whole = Balance(*(sum(one.stands[n] for one in lines) for n in range(len(Balance._fields))))
    return Table(
        "money", says.LINES, says.LINE,
        _columns(MONEY), tuple(Line(_named(one), _spent(one.stands, one.paid)) for one in lines),
        Line(ALL, _spent(whole, sum(one.paid for one in lines))), (says.MONEY_COUNTS, says.PAID_COUNTS), drawn="used",
        chapter=says.MONEY)  # fmt: skip


def _named(line: BudgetLine) -> Text:
    name, purse = NAMES[line.programme], PURSES[line.purse]
    return Text(da=f"{name.da}, {line.year}, {purse.da}", en=f"{name.en}, {line.year}, {purse.en}")


def _spent(stands: Balance, paid: int) -> tuple[Cell, ...]:
    share = stands.share()
    pots = map(Cell, (stands.allotted, stands.reserved, stands.committed, stands.paid, stands.left))
    return (*pots, Cell(share, NO_ALLOTMENT if share is None else None), Cell(paid))


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(name, says.COLUMNS[name], UNIT_OF.get(name, "count")) for name in names)


def _reaches_out(stretches: Iterable[Stretch], period: Period) -> bool:
    """Whether a row that is shown is of months outside the period too."""
    shown = [one for one in stretches if _touches(period, one.first, one.last)]
    return not all(period.touches(one.first) and period.touches(one.last) for one in shown)


def _touches(period: Period, first: date, last: date) -> bool:
    return first <= period.last and add_months(last, 1) > period.first
