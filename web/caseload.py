"""What the overview shows of a Standing: numbers with the lists behind them, bands, lines, words."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from domain.budget import NAMES
from domain.calendar import local_date
from domain.programmes import PROGRAMMES
from domain.text import Text
from store.standing import Standing, median
from web import report_chart, trend_chart, views
from web.standing_links import url
from workflows.map import process_map
from workflows.registry import CASES

TOTALS = {
    "open": Text(da="Åbne sager", en="Open cases"),
    "overdue": Text(da="Over frist", en="Overdue"),
    "unassigned": Text(da="Uden ansvarlig", en="Unassigned"),
    "due_this_week": Text(da="Frist i denne uge", en="Due this week"),
    "escalated": Text(da="Eskaleret, ingen tager hånd om det", en="Escalated, nobody takes care of it"),
    "suspended": Text(da="Sat i bero", en="Suspended"),
}
ALARMING = ("overdue", "escalated")
BANDS = (30, 90, 180, 365)
"""Days from which the next band begins."""
BAND_TITLES = (
    Text(da="Under 30 dage", en="Less than 30 days"), Text(da="30-89 dage", en="30-89 days"),
    Text(da="90-179 dage", en="90-179 days"), Text(da="180-364 dage", en="180-364 days"),
    Text(da="Et år eller mere", en="A year or more"),
)  # fmt: skip
OPENED, CLOSED = Text(da="Åbnet", en="Opened"), Text(da="Lukket", en="Closed")
OPEN = Text(da="Åbne ved ugens slutning", en="Open at the end of the week")
CASES_IN_BAND = Text(da="sager efter alder", en="cases by age")


def totals(standing: Standing, team: str = "", programme: str = "") -> list[dict[str, Any]]:
    counted = standing.total()
    return [{"name": name, "label": label, "value": counted[name], "url": url(name, team, programme),
             "alarm": name in ALARMING and counted[name] > 0} for name, label in TOTALS.items()]  # fmt: skip


def failing(count: int, team: str, programme: str) -> dict[str, Any]:
    """Never kept: what has just failed is seen at once."""
    label = Text(da="Driftsfejl", en="Incidents")
    return {"name": "incidents", "label": label, "value": count, "alarm": count > 0,
            "url": url("incidents", team, programme)}  # fmt: skip


def parts_of(standing: Standing, teams: frozenset[str], programmes: list[str]) -> dict[str, Standing]:
    """By programme, in their order."""
    return {name: standing.part(teams, name) for name in programmes}


def programme_rows(parts: dict[str, Standing], team: str) -> list[dict[str, Any]]:
    return [_programme_row(part, name, team) for name, part in parts.items()]


def efforts(parts: dict[str, Standing], team: str) -> list[dict[str, Any]]:
    """Where the cases of each effort of the plan stand, of those that have any: its map, and the same as rows."""
    return [{"name": name, "title": PROGRAMMES[name].title, "url": _page(name, team),
             "map": drawn_map(parts[name], name), "stages": stage_rows(parts[name], name, team)}
            for name in NAMES if name in parts and parts[name].total()["open"]]  # fmt: skip


def _programme_row(part: Standing, name: str, team: str) -> dict[str, Any]:
    counted = part.total()
    ages, days = _together(part.ages), _together(part.days)
    numbers = {what: {"value": counted[what], "url": url(what, team, name)} for what in TOTALS}
    return {"title": PROGRAMMES[name].title, "url": _page(name, team), "oldest": max(ages, default=None),
            "median": written(days), "empty": not counted["open"] and not counted["tasks"], **numbers}  # fmt: skip


def _page(name: str, team: str) -> str:
    return f"/overview/{name}" + (f"?team={team}" if team else "")


def _together(found: dict[Any, Counter[int]]) -> Counter[int]:
    together: Counter[int] = Counter()
    for one in found.values():
        together.update(one)
    return together


def written(days: Counter[int]) -> Text | None:
    """The median: a whole number, or one that ends in a half."""
    found = median(days)
    return None if found is None else Text(da=f"{found:g}".replace(".", ","), en=f"{found:g}")


def stage_rows(part: Standing, programme: str, team: str) -> list[dict[str, Any]]:
    """The stages as the process has them; ends are no place to stand in."""
    counted, days = part.by_stage(), part.days_by_stage()
    return [
        {"says": node.says, "open": counted.get(node.stage, Counter())["open"],
         "overdue": counted.get(node.stage, Counter())["overdue"],
         "unassigned": counted.get(node.stage, Counter())["unassigned"],
         "url": f"{url('open', team, programme)}&stage={node.stage}",
         "overdue_url": f"{url('overdue', team, programme)}&stage={node.stage}",
         "unassigned_url": f"{url('unassigned', team, programme)}&stage={node.stage}",
         "oldest": max(days.get(node.stage, Counter()), default=None),
         "median": written(days.get(node.stage, Counter()))}
        for node in process_map(CASES[programme]) if not node.is_end
    ]  # fmt: skip


def drawn_map(part: Standing, programme: str) -> list[dict[str, Any]]:
    counted = {stage: (found["open"], found["overdue"]) for stage, found in part.by_stage().items()}
    return views.map_view(programme, [], None, counted)


def bands(part: Standing, programme: str, team: str) -> dict[str, Any]:
    """How many open cases are how old: rows with their lists, and their picture in two widths where there is any."""
    numbers = [0] * len(BAND_TITLES)
    for days, many in _together(part.ages).items():
        numbers[sum(days >= bound for bound in BANDS)] += many
    rows = list(zip(BAND_TITLES, numbers, strict=True))
    charts = [report_chart.drawn(CASES_IN_BAND, report_chart.counted(rows), max(numbers), width)
              for width in (report_chart.WIDE, report_chart.NARROW) if any(numbers)]  # fmt: skip
    urls = [f"{url('open', team, programme)}&{urlencode(_opened(local_date(part.at), n))}" for n in range(len(rows))]
    titled = zip(BAND_TITLES, numbers, urls, strict=True)
    return {"rows": [{"title": title, "count": number, "url": to} for title, number, to in titled], "charts": charts}


def _opened(today: date, band: int) -> dict[str, date]:
    """The first and the last day on which cases of that band were opened; none where it is open."""
    first = {"opened_from": today - timedelta(days=BANDS[band] - 1)} if band < len(BANDS) else {}
    return first | ({"opened_to": today - timedelta(days=BANDS[band - 1])} if band else {})


def backlog(part: Standing) -> dict[str, Any]:
    """Week for week: what was open, and what came and went."""
    weeks = part.weeks()
    mondays: list[datetime] = [week.monday for week in weeks]
    stock, flow = [(OPEN, [w.open for w in weeks])], [(OPENED, [w.opened for w in weeks]),
                                                      (CLOSED, [w.closed for w in weeks])]  # fmt: skip
    widths = (trend_chart.WIDE, trend_chart.NARROW)
    return {"weeks": weeks, "stock": [trend_chart.lines(stock, mondays, width) for width in widths],
            "flow": [trend_chart.lines(flow, mondays, width) for width in widths]}  # fmt: skip
