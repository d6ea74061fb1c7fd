"""The plan of a case: its week as a picture and as a table, what is to be said of it, and the plans before it."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from domain.calendar import local_date
from domain.placements import Placement
from domain.programmes import PROGRAMMES
from store import casefile, placements
from store.dossier import Dossier
from store.users import User
from web import actions, policy, views
from web.access import Staff
from web.house import TheHouse
from web.page import Pages
from web.plan_chart import DAYS, NARROW, WIDE, count_chart, day_chart

router = APIRouter(include_in_schema=False)


@router.get("/cases/{case_id}/plan")
def plan_page(request: Request, house: TheHouse, caller: Staff, case_id: str, of: str = "",
              on: date | None = None) -> HTMLResponse:  # fmt: skip
    """The newest plan, or the one that the decision `of` made, as it is on the day `on`."""
    today = local_date(house.now())
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
        look = PROGRAMMES[case.programme].plan
        if look is None:
            raise policy.NotFound(case.id)
        dossier = Dossier(db, case)
        plans = _plans(dossier.placements)
        shown = of if of in plans else next(reversed(plans), "")
        week = look(dossier, plans[shown], on or today, house.policies) if plans else None
        context: dict[str, Any] = {
            "case_id": case_id, "programme_title": PROGRAMMES[case.programme].title, "week": week, "shown": shown,
            "person": views.person_view(db, house.store, caller.user, case.person_id), "days": DAYS,
            "places": {p.id: p.name for p in placements.every_provider(db)},
            "plans": _history(db, caller.user, case_id, plans, today),
            "charts": [day_chart(week, WIDE), day_chart(week, NARROW)] if week else [],
            "counts": [count_chart(week, 420), count_chart(week, 260)] if week else [],
        }  # fmt: skip
    if case.person_id:
        actions.look_up(house, caller.user, "view.case", "plan of the case", (case.person_id, case_id))
    pages: Pages = request.app.state.pages
    return pages.answer(request, "plan.html", caller, **context)


def _plans(lines: list[Placement]) -> dict[str, list[Placement]]:
    """The lines by the decision that they stand in, the oldest first."""
    found: dict[str, list[Placement]] = {}
    for line in lines:
        found.setdefault(line.task_id, []).append(line)
    return found


def _history(db: sa.Connection, user: User, case_id: str, plans: dict[str, list[Placement]],
             today: date) -> list[dict[str, Any]]:  # fmt: skip
    """Every plan, the newest first: when it holds, and who decided it when."""
    made = {t.id: t for t in casefile.tasks_of(db, case_id) if t.id in plans}
    name = views.Names(db, {one for t in made.values() for one in (t.decided_by, t.acting_for)})
    rows = []
    for task_id, lines in reversed(plans.items()):
        ends, task = [line.ends_on for line in lines], made.get(task_id)
        rows.append({
            "task_id": task_id, "url": views.task_url(db, user, task) if task else None,
            "starts_on": min(line.starts_on for line in lines), "lines": len(lines),
            "ends_on": None if None in ends else max(end for end in ends if end), "at": task and task.completed_at,
            "by": name.both(task.decided_by, task.acting_for) if task else None,
            "holds": any(line.is_on(today) for line in lines),
            "never": all(line.ends_on and line.ends_on < line.starts_on for line in lines)})  # fmt: skip
    return rows
