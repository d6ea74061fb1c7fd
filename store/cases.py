"""Cases: opened with their start in the outbox, told where they stand by their workflow."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from domain.calendar import local_date
from domain.errors import DuplicateCase, Refusal
from domain.programmes import PROGRAMMES, Programme, confidential
from domain.text import Text
from store import outbox, tasks, teams
from store.audit import Entry, log
from store.tables import cases, counters, rulings, stages

# Built once: building a statement takes longer than running it.
WAITS = ("waiting_kind", "waiting_for", "waiting_until")
BY_ID = sa.select(cases).where(cases.c.id == sa.bindparam("case"))
_this, _visit = cases.c.id == sa.bindparam("case"), sa.bindparam("now_visit", type_=sa.Integer)
WAIT = (
    sa.update(cases).where(_this, cases.c.visit <= _visit, cases.c.closed_at.is_(None))
    .values({cases.c.visit: _visit} | {cases.c[name]: sa.bindparam(name, type_=cases.c[name].type) for name in WAITS})
)  # fmt: skip
VISITED = sa.select(stages.c.visit).where(stages.c.case_id == sa.bindparam("case"), stages.c.visit == _visit)
INSERT_STAGE = sa.insert(stages)
ENTER = (
    sa.update(cases).where(_this, cases.c.visit == _visit)
    .values(stage=sa.bindparam("now_stage"), stage_since=sa.bindparam("since", type_=cases.c.stage_since.type))
)  # fmt: skip


class CaseIsClosed(Refusal):
    def __init__(self) -> None:
        super().__init__("case_closed", Text(da="Sagen er lukket.", en="The case is closed."))


CASE_NUMBER = re.compile(r"[A-Z]+-[0-9]{4}-[0-9]+")
"""As `next_numbers` makes them."""


def next_numbers(db: sa.Connection, prefix: str, year: int, count: int) -> list[str]:
    """The next case numbers in order, without a gap between them."""
    name = f"{prefix}-{year}"
    raised = sa.update(counters).where(counters.c.name == name).values(value=counters.c.value + count)
    value = db.execute(raised.returning(counters.c.value)).scalar_one_or_none()
    if value is None:
        try:
            with db.begin_nested():
                db.execute(sa.insert(counters).values(name=name, value=count))
                value = count
        except IntegrityError:
            value = db.execute(raised.returning(counters.c.value)).scalar_one()
    return [f"{name}-{number:06}" for number in range(value - count + 1, value + 1)]


def facts_digest(facts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def open_case(
    db: sa.Connection, programme: Programme, *, person_id: str | None, facts: dict[str, Any], doubts: list[Text],
    extra: dict[str, Any], actor: str | None, now: datetime, state: dict[str, Any] | None = None,
    team_id: str | None = None, key: str | None = None,
) -> str:  # fmt: skip
    """Insert the case and its start; one open case per person and programme. `key`: see `opened_with`."""
    open_one = open_case_of(db, programme.name, person_id) if person_id else None
    if open_one:
        raise DuplicateCase(open_one)
    opening = Opening(person_id, facts, doubts, extra, state or {}, key=key)
    team_id = team_id or teams.of_programme(db, programme.name)
    return open_cases(db, programme, [opening], team_id=team_id, actor=actor, now=now)[0]


def open_belonging(db: sa.Connection, programme: Programme, parent: sa.Row[Any], *, facts: dict[str, Any], key: str,
                   actor: str | None, now: datetime, state: dict[str, Any] | None = None,
                   reason: str = "") -> str:  # fmt: skip
    """A case that belongs to `parent`, of the same person if it is about one, once per key; its number. The same team
    has it, unless its programme is confidential: then that has a team of its own, or nobody may open it."""
    known = opened_with(db, key)
    if known:
        return known
    person_id = parent.person_id if programme.about_person else None
    opening = Opening(person_id, facts, [], {}, state or {}, parent.id, key, reason)
    team_id = teams.confidential_of(db, programme) if programme.confidential else parent.team_id
    return open_cases(db, programme, [opening], team_id=team_id, actor=actor, now=now)[0]


def opened_with(db: sa.Connection, key: str) -> str | None:
    """The case that was opened with this key."""
    query = sa.select(cases.c.id).where(cases.c.key == sa.bindparam("given"))
    return db.execute(query, {"given": key}).scalar_one_or_none()


@dataclass(frozen=True)
class Opening:
    """What a case begins with; `state` goes to its workflow."""

    person_id: str | None
    facts: dict[str, Any]
    doubts: list[Text]
    extra: dict[str, Any]
    state: dict[str, Any] = field(default_factory=dict)
    parent_id: str | None = None
    key: str | None = None
    reason: str = ""

    @property
    def details(self) -> dict[str, Any]:
        said = {"reason": self.reason} if self.reason else {}
        return {"doubts": len(self.doubts)} | said


def open_cases(
    db: sa.Connection, programme: Programme, openings: Sequence[Opening], *, team_id: str, actor: str | None,
    now: datetime,
) -> list[str]:  # fmt: skip
    """Insert the cases and their starts; IntegrityError where a person has an open case."""
    numbers = next_numbers(db, programme.number_prefix, local_date(now).year, len(openings))
    opened = dict(zip(numbers, openings, strict=True))
    same = {"programme": programme.name, "team_id": team_id, "stage": programme.first_stage, "stage_since": now,
            "opened_at": now}  # fmt: skip
    rows = [
        same | {"id": case_id, "person_id": one.person_id, "parent_id": one.parent_id, "key": one.key,
                "facts": one.facts, "facts_digest": facts_digest(one.facts), "extra": one.extra,
                "doubts": [d.model_dump() for d in one.doubts]}
        for case_id, one in opened.items()
    ]  # fmt: skip
    db.execute(sa.insert(cases), rows)
    starts = {key: {"case_id": key, "doubtful": bool(one.doubts)} | one.state for key, one in opened.items()}
    outbox.put_all(db, "start", programme.name, starts, now)
    log(db, *(Entry(now, actor, "case.open", key, key, {"programme": programme.name} | one.details)
              for key, one in opened.items()))  # fmt: skip
    return list(opened)


def open_case_of(db: sa.Connection, programme: str, person_id: str | None) -> str | None:
    query = sa.select(cases.c.id).where(
        cases.c.programme == programme, cases.c.person_id == person_id, cases.c.closed_at.is_(None))  # fmt: skip
    return db.execute(query).scalar_one_or_none()


def ended_as(db: sa.Connection, case_id: str, outcome: str) -> None:
    """What was done outside of a closed case has changed how it ended."""
    db.execute(sa.update(cases).where(cases.c.id == case_id, cases.c.closed_at.is_not(None)).values(outcome=outcome))


def of_person(db: sa.Connection, person_id: str) -> list[sa.Row[Any]]:
    return list(db.execute(sa.select(cases).where(cases.c.person_id == person_id).order_by(cases.c.id)))


def give_to(db: sa.Connection, person_id: str, known: str, case_id: str, actor: str, now: datetime,
            told: Sequence[Entry] = ()) -> None:  # fmt: skip
    """All cases of the one are the other's: both are the same person, as `case_id` has shown. `told`: what became of
    the other's details; it is logged first, for it says nothing new of the cases that come."""
    moved = [one.id for one in of_person(db, person_id)]
    db.execute(sa.update(cases).where(cases.c.person_id == person_id).values(person_id=known))
    log(db, *told, Entry(now, actor, "case.cpr_learnt", known, case_id, {"was": person_id, "cases": moved}))


def get(db: sa.Connection, case_id: str) -> sa.Row[Any] | None:
    return db.execute(BY_ID, {"case": case_id}).one_or_none()


def open_of(db: sa.Connection, programmes: Sequence[str]) -> list[sa.Row[Any]]:
    """The open cases of these programmes, the oldest first."""
    query = sa.select(cases).where(cases.c.programme.in_(programmes), cases.c.closed_at.is_(None))
    return list(db.execute(query.order_by(cases.c.id)))


def below(db: sa.Connection, case_id: str) -> list[sa.Row[Any]]:
    """The cases that belong to this one, the newest first; of confidential ones nobody is told from here."""
    mine = sa.and_(cases.c.parent_id == case_id, cases.c.programme.not_in(confidential()))
    query = sa.select(cases).where(mine).order_by(cases.c.opened_at.desc(), cases.c.id.desc())
    return list(db.execute(query))


def lock(db: sa.Connection, case_id: str) -> None:
    """Whoever changes the case besides waits until this transaction ends."""
    db.execute(sa.select(cases.c.id).where(cases.c.id == case_id).with_for_update())


def enter(db: sa.Connection, case_id: str, stage: str, visit: int, now: datetime, *, beside: bool = False,
          **waiting: Any) -> None:  # fmt: skip
    """Where the case stands now, by its workflow's word; an older word changes nothing.

    `beside`: said while the stage goes on waiting for what it waits for.
    """
    here = {"case": case_id, "now_visit": visit}
    is_new = db.execute(VISITED, here).first() is None
    if is_new or not beside:
        db.execute(WAIT, here | dict.fromkeys(WAITS) | waiting)
    if is_new:
        db.execute(INSERT_STAGE, {"case_id": case_id, "visit": visit, "stage": stage, "entered_at": now})
        db.execute(ENTER, here | {"now_stage": stage, "since": now})


def keep_ruling(db: sa.Connection, case_id: str, visit: int, rule: str, answer: dict[str, Any],
                ruling: dict[str, Any], now: datetime) -> None:  # fmt: skip
    key = [rulings.c.case_id == case_id, rulings.c.visit == visit, rulings.c.rule == rule]
    values = {"at": now, "answer": answer, "ruling": ruling}
    if not db.execute(sa.update(rulings).where(*key).values(**values)).rowcount:
        db.execute(sa.insert(rulings).values(case_id=case_id, visit=visit, rule=rule, **values))


def newest_ruling(db: sa.Connection, case_id: str, rule: str) -> sa.Row[Any] | None:
    query = sa.select(rulings).where(rulings.c.case_id == case_id, rulings.c.rule == rule)
    return db.execute(query.order_by(rulings.c.visit.desc()).limit(1)).one_or_none()


def close(db: sa.Connection, case_id: str, stage: str, visit: int, outcome: str, now: datetime) -> bool:
    """Whether it was open until now."""
    enter(db, case_id, stage, visit, now)
    done = db.execute(
        sa.update(cases).where(cases.c.id == case_id, cases.c.closed_at.is_(None))
        .values(closed_at=now, outcome=outcome, suspended_at=None, suspended_until=None)
    )  # fmt: skip
    if done.rowcount:
        log(db, Entry(now, None, "case.close", case_id, case_id, {"outcome": outcome}))
    return bool(done.rowcount)


def look_again(db: sa.Connection, case_id: str, now: datetime, actor: str | None = None) -> None:
    """What the case rests on has changed: it judges its file anew, and who has a task of it open is told."""
    outbox.put(db, case_id, "signal", "interrupt", {"id": str(uuid4()), "kind": "correct"}, now)
    tasks.evidence_changed(db, case_id, actor, now)


def suspended(db: sa.Connection, case_id: str, until: datetime | None, now: datetime) -> None:
    """From the first word on; a later one moves only the end."""
    mine = sa.update(cases).where(cases.c.id == case_id, cases.c.closed_at.is_(None))
    db.execute(mine.where(cases.c.suspended_at.is_(None)).values(suspended_at=now))
    db.execute(mine.values(suspended_until=until))


def correct(db: sa.Connection, case: sa.Row[Any], facts: dict[str, Any], doubts: Sequence[Text], actor: str,
            reason: str, now: datetime) -> None:  # fmt: skip
    """Other facts than before: the case hears of it, as do those below that rest on them; the old values stay in the
    log, whoever decides looks again."""
    before = {name: case.facts.get(name) for name in sorted(facts) if facts[name] != case.facts.get(name)}
    values = {"facts": facts, "doubts": [one.model_dump() for one in doubts]}
    db.execute(sa.update(cases).where(cases.c.id == case.id).values(**values))
    tasks.evidence_changed(db, case.id, actor, now)
    for one in below(db, case.id):
        if one.closed_at is None and PROGRAMMES[one.programme].heeds_above:
            look_again(db, one.id, now, actor)
    # The log comes last: whoever decides on a task has changed its row before, and nobody waits in a ring.
    tell(db, case, "correct", {}, actor, reason, now, before=before)


def tell(db: sa.Connection, case: sa.Row[Any], signal: str, details: dict[str, Any], actor: str, reason: str,
         now: datetime, **kept: Any) -> None:  # fmt: skip
    """A person's word to a running case: suspend, resume, close, correct. The reason, and what is `kept`, stay here."""
    if case.closed_at is not None:
        raise CaseIsClosed
    outbox.put(db, case.id, "signal", "interrupt", {"id": str(uuid4()), "kind": signal} | details, now)
    log(db, Entry(now, actor, f"case.{signal}", case.id, case.id, {"reason": reason} | details | kept))
