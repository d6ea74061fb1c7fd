"""What must hold of a town after a year, read from the store and from every history of the engine."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from domain.absence.look import latest_day
from domain.absence.preconditions import PAST_DECISION
from domain.attendance import closes_at
from domain.calendar import local_date
from domain.obligation.facts import ObligationFacts
from domain.offences import Offences
from domain.policies import policies
from domain.programmes import PROGRAMMES
from domain.roles import Role
from domain.tasks import OPEN
from domain.weeks import WeekSummary
from store import users
from store.dossier import Dossier
from store.tables import audit, cases, outbox, rulings, tasks
from store.tables_effort import attendance, placements, weeks
from tests.promises.test_p5_no_personal_data import everything_the_engine_knows
from tests.simulation.life import Life
from tests.simulation.watch import Watch
from tests.support.world import REASON, TEAM, World
from workers import reconcile

WHOLE_DAY, MOST_EVENTS, CAP = 24 * 60, 4_000, 15 * 60
SECRETS = ["Zeynep", "Ørskov", "Prøvevej", REASON, "Listen var forkert", "Jeg er ikke enig"]


def staff(w: World) -> None:
    """Somebody who may do everything, to be stopped by four eyes alone."""
    w.hire("both", Role.caseworker)
    with w.store.write() as db:
        for role in (Role.supervisor, Role.legal):
            users.join(db, w.ids["both"], role, users.team_named(db, TEAM))


def rows(w: World, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[sa.Row[Any]]:
    with w.store.read() as db:
        return list(db.execute(sa.select(table).where(*where)))


async def nothing_is_lost(w: World, watch: Watch, lives: list[Life]) -> None:
    """P1 and P2: every message reached its case, and every open case waits for something that both know of."""
    for case_id in {m.case_id for m in rows(w, outbox, outbox.c.delivered_at.is_(None))}:
        await next(life for life in lives if case_id in life.family(watch.seen)).deliver(case_id)
    await watch.until(lambda seen: all(seen.rests(c) for c in seen.cases), "the town rests")
    assert not rows(w, outbox, outbox.c.delivered_at.is_(None))
    with w.store.read() as db:
        ids = [case.id for case in reconcile.proof.open_cases(db)]
    wrong = await reconcile.violations(w.client, w.store, ids)
    assert wrong == [], wrong
    now = {life.case: life.now for life in lives}
    late = [c.id for c in rows(w, cases, cases.c.closed_at.is_(None), cases.c.suspended_at.is_(None))
            if c.waiting_kind == "timer" and c.waiting_until and c.waiting_until < now[c.parent_id or c.id]]  # fmt: skip
    assert late == [], "dates that have passed"
    told = Counter(m.payload["task_id"] for m in rows(w, outbox, outbox.c.name == "decided"))
    decided = Counter(t.id for t in rows(w, tasks, tasks.c.state == "completed"))
    assert told == decided, "every accepted decision is told once, and nothing else"


def everything_is_once(w: World) -> None:
    """P4, and a case that is over asks nobody anything."""
    asked = Counter((t.case_id, t.kind, t.visit, t.aside, t.data.get("monday"), t.data.get("ends_on"), t.received_at)
                    for t in rows(w, tasks))  # fmt: skip
    assert twice(asked) == []
    missing = Counter((t.case_id, t.data["monday"]) for t in rows(w, tasks, tasks.c.kind == "obligation.missing_attendance"))
    assert twice(missing) == []
    over = {c.id for c in rows(w, cases, cases.c.closed_at.is_not(None))}
    assert [t.id for t in rows(w, tasks, tasks.c.state.in_(OPEN)) if t.case_id in over] == []
    days = Counter((c.parent_id, day) for c in rows(w, cases, cases.c.programme == "absence")
                   for day in Offences.model_validate(c.facts).dates())  # fmt: skip
    assert twice(days) == [], "one case of absence for a day"


def twice(counted: Counter[Any]) -> list[Any]:
    return [key for key, count in counted.items() if count > 1]


def every_week_holds(w: World, lives: list[Life]) -> None:
    """One row per Monday without a gap to the last due one, and sums that add up."""
    mondays = defaultdict[str, list[date]](list)
    track = {life.case: ObligationFacts.model_validate(w.case(life.case).facts).track for life in lives}
    for row in sorted(rows(w, weeks), key=lambda r: r.monday):
        mondays[row.case_id].append(row.monday)
        for summary in (WeekSummary.model_validate(s) for s in (row.summary, row.first_summary)):
            _holds(summary, track[row.case_id])
    for case_id, closed in mondays.items():
        assert closed == [closed[0] + timedelta(weeks=n) for n in range(len(closed))], case_id
    for life in lives:
        case = w.case(life.case)
        if mondays[life.case] and not case.closed_at and not case.suspended_at and case.stage == "running":
            assert closes_at(mondays[life.case][-1] + timedelta(days=7), policies()) > life.now, life.case
    hours = Counter[tuple[str, date]]()
    owner = {p.id: p.case_id for p in rows(w, placements)}
    for one in rows(w, attendance):
        hours[owner[one.placement_id], one.day] += one.minutes
    assert max(hours.values(), default=0) <= WHOLE_DAY


def _holds(summary: WeekSummary, track: str) -> None:
    for line in summary.lines:
        assert 0 <= line.counted <= line.attended, summary
    danish = sum(line.counted for line in summary.lines if line.activity == "danish_education")
    assert track != "integration" or danish <= CAP, summary


def four_eyes(w: World) -> None:
    """P9: nobody confirms what they decided, nobody reassesses it."""
    done = rows(w, tasks, tasks.c.state == "completed")
    by_id = {t.id: t for t in done}
    for one in done:
        if one.kind == "absence.confirmation":
            mine = [t for t in done if t.case_id == one.case_id and t.kind == "absence.decision"]
            before = max((t for t in mine if t.completed_at <= one.completed_at), key=lambda t: t.completed_at)
            assert before.decided_by != one.decided_by
        if one.kind == "complaint.reassess":
            decision = by_id.get(str(w.case(one.case_id).facts["decision"]))
            assert decision is None or decision.decided_by != one.decided_by


def every_deduction_was_lawful(w: World) -> None:
    """P10: on the day of the decision every precondition held; no day twice, none after the law's time."""
    taken = Counter[tuple[str, date]]()
    for case in rows(w, cases, cases.c.programme == "absence"):
        if (case.outcome or case.stage) not in PAST_DECISION:
            continue
        facts = Offences.model_validate(case.facts)
        taken.update((case.parent_id, day) for day in facts.dates())
        steps = {t.kind: t for t in sorted(w.tasks(case.id), key=lambda t: t.completed_at or t.received_at)
                 if t.state == "completed"}  # fmt: skip
        decided = steps["absence.decision"]
        for step in ("absence.decision", "absence.confirmation", "absence.instruction"):
            if step in steps:
                assert local_date(steps[step].completed_at) <= latest_day(facts.first, 3)
        ruling = [r for r in _rulings(w, case.id) if r.answer["met"]]
        assert ruling, "what the decision rested on is kept"
        if case.outcome == "sanctioned":
            assert steps["absence.confirmation"].decision["confirmed"]
            assert steps["absence.instruction"].decision["carried_out"]
            assert decided.decision["deduct"]
            _judged_anew(w, case, decided)
    assert twice(taken) == []


def _rulings(w: World, case_id: str) -> list[sa.Row[Any]]:
    return rows(w, rulings, rulings.c.case_id == case_id, rulings.c.rule == "absence.preconditions")


def _judged_anew(w: World, case: sa.Row[Any], decided: sa.Row[Any]) -> None:
    """From the store as it is today: only what was corrected or reported since may be missing now."""
    with w.store.read() as db:
        row = db.execute(sa.select(cases).where(cases.c.id == case.id)).one()
        judged = PROGRAMMES["absence"].rules["absence.preconditions"](
            Dossier(db, row), local_date(decided.completed_at), policies())  # fmt: skip
    missing = set(judged.answer["missing"])
    is_touched = any(one.facts["absence"] == case.id for one in rows(w, cases, cases.c.programme == "deduction_review"))
    since = {"absent", "demanded"} if is_touched else set()
    since |= {name for name, happened in (("not_undone", _undone), ("running", _rests)) if rows(w, audit, *happened(w, case))}
    assert missing <= since, (case.id, missing)


def _later(w: World, case: sa.Row[Any]) -> sa.ColumnElement[bool]:
    """After the deduction was carried out, in the order of the log: the cases of one citizen have clocks of their own
    here."""
    [carried_out] = rows(w, tasks, tasks.c.case_id == case.id, tasks.c.kind == "absence.instruction",
                         tasks.c.state == "completed")  # fmt: skip
    [done] = rows(w, audit, audit.c.subject == carried_out.id, audit.c.action == "task.complete")
    return audit.c.seq > done.seq


def _rests(w: World, case: sa.Row[Any]) -> list[sa.ColumnElement[bool]]:
    """The citizen's case was suspended since; it could not be before."""
    return [audit.c.subject == case.parent_id, audit.c.action == "case.suspend", _later(w, case)]


def _undone(w: World, case: sa.Row[Any]) -> list[sa.ColumnElement[bool]]:
    """The citizen's case ended, or a complaint was answered, since."""
    below = sa.select(cases.c.id).where(cases.c.parent_id == case.parent_id)
    answers = sa.select(tasks.c.id).where(
        tasks.c.case_id.in_(below), tasks.c.kind.in_(("complaint.reassess", "complaint.board")))  # fmt: skip
    ended = sa.and_(audit.c.subject == case.parent_id, audit.c.action == "case.close")
    answered = sa.and_(audit.c.subject.in_(answers), audit.c.action == "task.complete")
    return [sa.or_(ended, answered), _later(w, case)]


async def histories(w: World) -> None:
    """P5, and none is long: read whole, every run of every case."""
    runs = Counter[str]()
    async for run in w.client.list_workflows():
        length = (await w.client.get_workflow_handle(run.id, run_id=run.run_id).describe()).history_length
        assert length <= MOST_EVENTS, run.id
        runs[run.id] = max(runs[run.id], length)
    raw, plain = await everything_the_engine_knows(w.client)
    assert [s for s in SECRETS if s.casefold() in raw.casefold() or s.casefold() in plain.casefold()] == []
