"""What the templates are given: rows, a task, a case, a map. Both languages until the last step."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace as View
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date, working_days_between
from domain.deadlines import Deadline
from domain.policies import Policies
from domain.programmes import PROGRAMMES, kind_named
from domain.roles import ROLE_TITLES, Role
from domain.tasks import FINAL, STATE_TITLES, Operation, TaskState
from domain.text import Text, verbatim
from store import casefile, outbox, people, users
from store.tables import cases as cases_table
from store.tables import teams
from store.users import User
from web import policy, words
from web.place import Place
from workflows.map import process_map
from workflows.registry import CASES

Row = sa.Row[Any]
SOON = 2
"""Working days left from which a deadline is near."""


def due_badge(due_at: datetime | None, now: datetime, policies: Policies, *, final: bool = False) -> View | None:
    """How near the deadline is, in words."""
    if due_at is None or final:
        return None
    today, due = local_date(now), local_date(due_at)
    days = abs(working_days_between(today, due, policies))
    one, many = (Text(da="hverdag", en="working day"), Text(da="hverdage", en="working days"))
    unit = one if days == 1 else many
    if due_at < now:
        late = Text(da=f"{days} {unit.da} over frist", en=f"{days} {unit.en} overdue")
        return View(level="overdue", text=late if days else Text(da="Over frist", en="Overdue"))
    if due == today:
        return View(level="today", text=Text(da="Frist i dag", en="Due today"))
    if days <= SOON:
        return View(level="soon", text=Text(da=f"{days} {unit.da} tilbage", en=f"{days} {unit.en} left"))
    return None


class Names:
    """Display names of the people that a page mentions, fetched at once."""

    def __init__(self, db: sa.Connection, ids: set[str | None]) -> None:
        self._of = users.display_names(db, {i for i in ids if i})

    def __call__(self, user_id: str | None) -> str | None:
        return self._of.get(user_id) if user_id else None

    def both(self, actor: str | None, acting_for: str | None) -> str | None:
        """Who did it, and for whom."""
        name, other = self(actor), self(acting_for)
        return f"{name} for {other}" if name and other else name


def task_url(db: sa.Connection, user: User, task: Row) -> str | None:
    """None for whoever may not open it: it is named to them, and no link leads to "does not exist"."""
    return f"/tasks/{task.id}" if policy.may_open(db, user, task) else None


def task_rows(db: sa.Connection, user: User, rows: list[Row], now: datetime, policies: Policies,
              person_names: dict[str, str] | None = None, place: Place | None = None) -> list[View]:  # fmt: skip
    """`place`: the list that the tasks are opened from."""
    suffix = place.suffix if place else ""
    names = _about_nobody(db, rows) | (person_names or {})
    name = Names(db, {r.assignee_id for r in rows} | {r.acting_for for r in rows})
    ways = {r.id: task_url(db, user, r) for r in rows}
    held_by = _held_by(db, [r for r in rows if not ways[r.id]])
    return [
        View(
            id=r.id, title=kind_named(r.kind).title, case_id=r.case_id, programme_title=PROGRAMMES[r.programme].title,
            person_name=names.get(r.case_id), about_person=PROGRAMMES[r.programme].about_person,
            due_at=r.due_at,
            due_badge=due_badge(r.due_at, now, policies, final=r.state in FINAL), assignee_name=name(r.assignee_id),
            received_at=r.received_at, follow_up_on=r.follow_up_on, claimable=policy.may(user, r, Operation.claim),
            state_title=STATE_TITLES[TaskState(r.state)], escalation_level=r.escalation_level,
            priority=words.priority(r.priority) if r.priority else None, acute=PROGRAMMES[r.programme].is_acute(r.due),
            suspended_until=r.suspended_until if r.state == TaskState.suspended else None,
            final=r.state in FINAL, url=f"{ways[r.id]}{suffix}" if ways[r.id] else None,
            held_by=held_by.get(r.id), claim_url=f"/tasks/{r.id}/claim{suffix}",
            done_for=name(covering(user, r)),
        )
        for r in rows
    ]  # fmt: skip


def _held_by(db: sa.Connection, rows: list[Row]) -> dict[str, Text]:
    """Whose they are, by role and team."""
    if not rows:
        return {}
    found = db.execute(sa.select(teams.c.id, teams.c.name).where(teams.c.id.in_({r.team_id for r in rows})))
    named = {team.id: team.name for team in found}
    return {r.id: Text(da=f"{title.da}, {named[r.team_id]}", en=f"{title.en}, {named[r.team_id]}")
            for r in rows for title in [ROLE_TITLES[Role(r.role)]]}  # fmt: skip


def covering(user: User, task: Row) -> str | None:
    """For whom this person has the task, or did it."""
    return task.acting_for if task.state in FINAL else policy.covered(user, task)


def _about_nobody(db: sa.Connection, rows: list[Row]) -> dict[str, str]:
    """What the cases that are about nobody are called: no citizen is hidden there."""
    ids = {r.case_id for r in rows if not PROGRAMMES[r.programme].about_person and PROGRAMMES[r.programme].named}
    if not ids:
        return {}
    found = db.execute(sa.select(cases_table).where(cases_table.c.id.in_(ids), cases_table.c.person_id.is_(None)))
    return {row.id: name for row in found if (name := name_by_facts(row))}


def names_of_cases(db: sa.Connection, store: Any, case_ids: set[str]) -> dict[str, str]:
    """Case id to the person's name, or to what else it is about."""
    if not case_ids:
        return {}
    table = cases_table
    rows: list[Row] = list(db.execute(sa.select(table).where(table.c.id.in_(case_ids))))
    known = people.names(db, store.secrets, {r.person_id for r in rows if r.person_id})
    return {r.id: known[r.person_id] for r in rows if r.person_id} | {
        r.id: name for r in rows if r.person_id is None and (name := name_by_facts(r))}  # fmt: skip


def name_by_facts(case: Row) -> str | None:
    """What a case without a person is called."""
    programme = PROGRAMMES[case.programme]
    return programme.named(programme.facts.model_validate(case.facts)) if programme.named else None


def case_links(user: User, case: Row) -> list[dict[str, Any]]:
    """The pages beside the case's own."""
    if PROGRAMMES[case.programme].week is None:
        return []
    keeps = case.closed_at is None and policy.may_keep_effort(user, case)
    return [{"url": f"/cases/{case.id}/{name}", "title": title}
            for name, title in words.EFFORT_PAGES.items() if keeps or name != "spells"]  # fmt: skip


def person_view(db: sa.Connection, store: Any, user: User, person_id: str | None) -> View | None:
    if person_id is None:
        return None
    person = people.get(db, store.secrets, person_id)
    full = policy.may_read_identity(user)
    address: Text | str = Text(da="Adressebeskyttet", en="Protected address") if person.protected else person.address
    cpr = person.written_cpr if full else person.masked_cpr
    phone = person.phone if full else ""
    return View(name=person.name, cpr=cpr, address=address if full else "", phone=phone)


def subject_view(db: sa.Connection, store: Any, user: User, case: Row) -> View | None:
    """Whom or what the case is about."""
    name = name_by_facts(case) if case.person_id is None else None
    return View(name=name, cpr="", address="", phone="") if name else person_view(db, store, user, case.person_id)


def documents(user: User, case: Row) -> dict[str, str] | None:
    """The collected documents: of the whole case, also where one looks from a case under it."""
    whole = case.parent_id or case.id
    return {"case_id": whole, "url": f"/cases/{whole}/export.zip"} if policy.may_export(user, case) else None


def map_view(case_programme: str, visited: list[str], current: str | None,
             counts: dict[str, tuple[int, int]] | None = None) -> list[dict[str, Any]]:  # fmt: skip
    """The process with where this case has been and is, or with how many cases stand in each stage."""
    nodes = process_map(CASES[case_programme])
    return [
        {"stage": n.stage, "says": n.says, "next": n.next, "visited": n.stage in visited, "is_end": n.is_end,
         "current": n.stage == current, "count": counts.get(n.stage, (0, 0))[0] if counts is not None else None,
         "overdue": counts.get(n.stage, (0, 0))[1] if counts is not None else None}
        for n in nodes if n.stage != "closed" or n.stage in visited or n.stage == current
    ]  # fmt: skip


def case_map(db: sa.Connection, case: Row) -> list[dict[str, Any]]:
    first = process_map(CASES[case.programme])[0].stage
    visited = [first, *(v.stage for v in casefile.visits(db, case.id))]
    current = case.outcome or case.stage
    return map_view(case.programme, visited + ([case.outcome] if case.outcome else []), current)


def stage_title(programme: str, stage: str) -> Text:
    found = {n.stage: n.says for n in process_map(CASES[programme])}
    return found.get(stage, verbatim(stage))


def team_name(db: sa.Connection, team_id: str) -> str:
    return str(db.execute(sa.select(teams.c.name).where(teams.c.id == team_id)).scalar_one())


def waiting_for(db: sa.Connection, case: Row, case_tasks: list[Row]) -> list[dict[str, Any]]:
    """What the case waits for and why, from the store alone."""
    if case.closed_at is not None:
        return []
    if case.suspended_at is not None:
        return [{"kind": "timer" if case.suspended_until else "outside", "what": words.SUSPENDED,
                 "until": case.suspended_until, "because": words.SUSPENDED_BECAUSE}]  # fmt: skip
    found = [
        {"kind": "task", "what": kind_named(t.kind).title, "until": t.due_at,
         "because": Deadline.model_validate(t.due).because} for t in case_tasks if t.state not in FINAL
    ]  # fmt: skip
    if case.waiting_kind:
        said = {k: Text.model_validate(case.waiting_for[k]) for k in ("what", "because")}
        found.append({"kind": case.waiting_kind, "until": case.waiting_until, **said})
    if not found and outbox.on_its_way(db, case.id):
        found.append({"kind": "outside", "what": words.ON_ITS_WAY, "until": None,
                      "because": words.ON_ITS_WAY_BECAUSE})  # fmt: skip
    return found
