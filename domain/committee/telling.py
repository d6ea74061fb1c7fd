"""From all cases and tasks of a programme to what may be told of them, for every month that is over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from domain.calendar import add_months
from domain.committee.seen import CaseSeen, Ended, Left, Seen, TaskSeen, Told
from domain.reports.counted import Counted, by_word
from domain.reports.small_numbers import rows
from domain.reports.stretches import Month, People, Stretch, may_be_told, months_until, stretches, untold

OPENED, CLOSED, OPEN = "opened", "closed", "open"
DEADLINES = ("legal_in_time", "legal_late", "other_in_time", "other_late")


def told(seen: Seen, words: Iterable[str], least: int, today: date) -> Told:
    """`words`: the outcomes that there are. Nothing of the month of `today` is told: what is told stands."""
    least, end = least if seen.about_people else 1, today.replace(day=1)
    cases, tasks = _activity(seen.cases, end), _deadlines(seen.tasks, end)
    activity, kept = stretches(cases, least), stretches(tasks, least)
    ended = tuple(_ended(seen.cases, activity, list(words), least))
    return Told(seen.programme, tuple(activity), ended, tuple(kept), tuple(_backlog(seen.tasks, least, end)),
                untold(cases, activity), untold(tasks, kept))  # fmt: skip


def _activity(cases: Sequence[CaseSeen], end: date) -> list[Month]:
    opened, closed = _by_month(cases, lambda one: one.opened_on), _by_month(cases, lambda one: one.closed_on)
    still: People = Counter()
    found = []
    for month in _months(opened, end):
        still = still + opened[month]
        still = still - closed[month]
        found.append(Month(month, {OPENED: opened[month], CLOSED: closed[month]}, {OPEN: still}))
    return found


def _ended(cases: Sequence[CaseSeen], activity: Sequence[Stretch], words: list[str], least: int) -> Iterator[Ended]:
    """Of each year; where a stretch lies across its end, of that year and the next together: two years less the one
    would else be months that are not told alone."""
    closed = [(one.closed_on.replace(day=1), one) for one in cases if one.closed_on]
    every = list(dict.fromkeys([*words, *sorted({one.outcome or "" for _, one in closed})]))
    for first, last in _years(activity):
        things = [Counted(one.person, {"outcome": one.outcome or ""}) for on, one in closed if first <= on <= last]
        found = rows(by_word(things, "outcome", every), least, ordered=False)
        yield Ended(first, last, last.month == 12, tuple((one.words, len(one.things)) for one in found), len(things))


def _years(activity: Sequence[Stretch]) -> Iterator[tuple[date, date]]:
    first = None
    for at, one in enumerate(activity):
        first = first or one.first
        if one.last.month == 12 or at == len(activity) - 1:
            yield first, one.last
            first = None


def _deadlines(tasks: Sequence[TaskSeen], end: date) -> list[Month]:
    """By the month in which they were due, or came where that was later: no month changes when it has been told. One
    that was withdrawn before was neither kept nor missed."""
    found: dict[str, dict[date, People]] = {name: defaultdict(Counter) for name in DEADLINES}
    for one in tasks:
        on = max(one.due_on, one.received_on)
        if on < end and not one.again and (one.is_done or one.ended_on is None or one.ended_on > one.due_on):
            found[_kept(one)][on.replace(day=1)][one.person] += 1
    first = min((min(months) for months in found.values() if months), default=end)
    return [Month(month, {name: found[name][month] for name in DEADLINES}, {})
            for month in months_until(first, end)]  # fmt: skip


def _kept(task: TaskSeen) -> str:
    return f"{'legal' if task.legal else 'other'}_{'in_time' if task.in_time else 'late'}"


def _backlog(tasks: Sequence[TaskSeen], least: int, end: date) -> Iterator[Left]:
    still: dict[date, list[TaskSeen]] = defaultdict(list)
    for one in tasks:
        until = min(one.ended_on, end) if one.ended_on else end
        if one.received_on.month != until.month or one.received_on.year != until.year:
            for month in months_until(one.received_on, until.replace(day=1)):
                still[month].append(one)
    for month in _months(still, end):
        yield Left(month, left(still[month], add_months(month, 1), least))


def left(tasks: Sequence[TaskSeen], after: date, least: int) -> dict[str, int | None]:
    """What was open on the day before `after`. Overdue is hidden too where those that were not would be few, and where
    all are: that none of those few is late would tell of each of them."""
    since: dict[str, date] = {}
    late, fresh = Counter[str](), Counter[str]()
    for one in tasks:
        (late if one.due_on < after else fresh)[one.person] += 1
        since[one.person] = min(since.get(one.person, after), one.received_on)
    is_told = may_be_told(late + fresh, least)
    parts = is_told and may_be_told(late, least) and may_be_told(fresh, least)
    oldest = sorted(since.values())[least - 1] if len(since) >= least else None
    return {"tasks": len(tasks) if is_told else None,
            "overdue": late.total() if parts or (is_told and not late) else None,
            "oldest_days": (after - oldest).days - 1 if oldest else None}  # fmt: skip


def _by_month(things: Iterable[CaseSeen], on: Callable[[CaseSeen], date | None]) -> dict[date, People]:
    found: dict[date, People] = defaultdict(Counter)
    for one in things:
        day = on(one)
        if day is not None:
            found[day.replace(day=1)][one.person] += 1
    return found


def _months(found: Iterable[date], end: date) -> list[date]:
    """From the first of them on."""
    return months_until(min(found, default=end), end)
