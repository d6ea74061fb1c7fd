"""Workload and deadlines ahead: what a Standing says of people and days, and what is proposed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from domain.calendar import add_working_days, is_working_day, local_date
from domain.sharing_out import Move, share_out
from domain.text import Text, dated
from store import workload
from store.standing import Due, Standing
from web import report_chart
from web.house import House
from web.inbox_filter import BY, ON
from web.standing_links import NOBODY, tasks_url

SOON = 5
"""Working days."""
DUE = Text(da="opgaver med frist", en="tasks due")


def last_day(standing: Standing, days: int) -> date:
    return add_working_days(local_date(standing.at), days)


class Held(NamedTuple):
    """What one person, or nobody, holds."""

    open: int
    overdue: int
    soon: int


def held(counted: Counter[Due], until: date) -> Held:
    return Held(counted.total(), sum(n for due, n in counted.items() if due.day is None),
                sum(n for due, n in counted.items() if due.day and due.day <= until))  # fmt: skip


def _urls(team: str, person: str, until: date) -> dict[str, str]:
    """Where each number of `Held` leads."""
    asked: dict[str, dict[str, str]] = {"open": {}, "overdue": {"due": "overdue"}, "soon": {"due": f"{BY}{until}"}}
    return {name: tasks_url(team, person=person, **one) for name, one in asked.items()}


def people_rows(part: Standing, names: dict[str, str], away: Collection[str], team: str) -> list[dict[str, Any]]:
    """Everybody of the teams, and whoever else holds work of theirs; the heaviest load first."""
    until, by = last_day(part, SOON), _by_holder(part)
    rows = [{"name": names.get(one, one), "held": held(by.get(one, Counter()), until), "away": one in away,
             "urls": _urls(team, one, until)}
            for one in {*names, *(holder for holder in by if holder)}]  # fmt: skip
    return sorted(rows, key=lambda row: (-row["held"].open, row["name"]))


def queue_rows(part: Standing, teams: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """What nobody has taken, team by team."""
    until = last_day(part, SOON)
    return [{"team": key, "name": name, "held": held(part.held.get((key, None), Counter()), until),
             "urls": _urls(key, NOBODY, until)}
            for key, name in teams]  # fmt: skip


def open_by_holder(part: Standing) -> dict[str, int]:
    """How many open tasks each person holds."""
    return {holder: counted.total() for holder, counted in _by_holder(part).items() if holder}


def _by_holder(part: Standing) -> dict[str | None, Counter[Due]]:
    found: dict[str | None, Counter[Due]] = {}
    for (_, holder), counted in part.held.items():
        found.setdefault(holder, Counter()).update(counted)
    return found


# -- deadlines ahead -----------------------------------------------------------------------------------------------


Many = tuple[str, str | None, date, bool, int]
"""Team, holder, day, whether the law says so, how many."""
Away = Mapping[date, Collection[str]]
"""Who is away uncovered, day by day."""


def ahead(part: Standing, teams: Sequence[tuple[str, str]], names: dict[str, str], away: Away,
          days: int, team: str = "") -> dict[str, Any]:  # fmt: skip
    """Which deadlines breach up to the last of `days` working days if nobody acts: by day, by team, by holder. One
    counts as held by somebody absent who is away on the day itself."""
    until, shown = last_day(part, days), []
    by = f"{BY}{until}"
    due = [(team, holder, one.day, one.legal, n) for (team, holder), counted in part.held.items()
           for one, n in counted.items() if one.day and one.day <= until]  # fmt: skip
    of_team, of_holder, of_day = (_grouped(due, at) for at in range(3))
    day = local_date(part.at)
    while day <= until:
        mine = of_day.get(day, [])
        if mine or is_working_day(day):
            shown.append({"day": day, "says": dated(day), **_sums(mine, away),
                          "url": tasks_url(team, due=f"{ON}{day}")})  # fmt: skip
        day = date.fromordinal(day.toordinal() + 1)
    return {
        "days": shown, "until": until, "charts": _charts(shown),
        "total": _sums(due, away) | {"url": tasks_url(team, due=by)},
        "teams": [{"name": name, **_sums(of_team.get(key, []), away), "url": tasks_url(key, due=by)}
                  for key, name in teams],
        "people": sorted(({"name": names.get(who, who) if who else None,
                           "url": tasks_url(team, due=by, person=who or NOBODY),
                           "away": any(who in gone for gone in away.values()),
                           **_sums(held, away)} for who, held in of_holder.items()),
                         key=lambda row: (row["name"] is not None, -row["total"], row["name"])),
    }  # fmt: skip


def _grouped(due: Sequence[Many], at: int) -> dict[Any, list[Many]]:
    found: dict[Any, list[Many]] = defaultdict(list)
    for one in due:
        found[one[at]].append(one)
    return found


def _sums(due: Sequence[Many], away: Away) -> dict[str, int]:
    return {"total": sum(one[4] for one in due), "legal": sum(one[4] for one in due if one[3]),
            "nobody": sum(one[4] for one in due if one[1] is None),
            "absent": sum(one[4] for one in due if one[1] in away.get(one[2], ()))}  # fmt: skip


def _charts(shown: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    most = max((row["total"] for row in shown), default=0)
    values = report_chart.counted((row["says"], row["total"]) for row in shown)
    return [report_chart.drawn(DUE, values, most, width)
            for width in (report_chart.WIDE, report_chart.NARROW) if most]  # fmt: skip


# -- giving out ----------------------------------------------------------------------------------------------------


def proposal(house: House, team: str) -> tuple[list[Move], dict[str, Any]]:
    """Who should have what in this team, with the rows of its tasks."""
    with house.store.read() as db:
        work, people, rows = workload.to_share(db, team, local_date(house.now()))
    return share_out(work, people), rows
