"""Tasks: every change is guarded by state and version, leaves an event and an audit row, and may tell the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.deadlines import Deadline
from domain.errors import Refusal
from domain.programmes import kind_named
from domain.tasks import FINAL, MACHINE, OPEN, Cell, Operation, TaskState, states_for
from domain.text import Text
from store import notices, outbox, substitutions, users
from store.audit import Entry, log
from store.tables import drafts, memberships, task_events, tasks
from store.tables_choices import choices

ACUTE = 40
"""The priority of what cannot wait: before all that has climbed the whole ladder."""
# Built once: building a statement takes longer than running it.
BY_ID = sa.select(tasks).where(tasks.c.id == sa.bindparam("task"))
INSERT, INSERT_EVENT = sa.insert(tasks), sa.insert(task_events)
DROP_DRAFT = sa.delete(drafts).where(drafts.c.task_id == sa.bindparam("task"))
DRAFT = sa.select(drafts).where(drafts.c.task_id == sa.bindparam("task"))
EVENT_BY_KEY = sa.select(task_events.c.id).where(task_events.c.key == sa.bindparam("given"))


class TaskNotOpen(Refusal):
    def __init__(self, state: str, holder: str | None = None) -> None:
        self.state, self.holder = state, holder
        super().__init__("task_not_open", Text(
            da="Det kan ikke lade sig gøre nu: opgaven har en anden status.",
            en="That cannot be done now: the task is in another state."))  # fmt: skip


class AlreadyClaimed(Refusal):
    def __init__(self, holder: str | None) -> None:
        self.holder = holder
        super().__init__("already_claimed", Text(
            da="En anden har allerede taget opgaven.", en="Somebody else has already taken this task."))  # fmt: skip


class StaleVersion(Refusal):
    def __init__(self, yours: int, current: int) -> None:
        self.yours, self.current = yours, current
        super().__init__("stale_version", Text(
            da="Opgaven er ændret, siden du åbnede den. Se den nye udgave; din tekst er bevaret.",
            en="The task has changed since you opened it. See the new version; your text is kept."))  # fmt: skip


class DraftOvertaken(Refusal):
    """Another page has saved a draft that this one has not seen."""

    def __init__(self) -> None:
        super().__init__("stale_draft", Text(
            da="En anden side har gemt en nyere kladde til opgaven. Din tekst står her stadig og er ikke gemt.",
            en="Another page has saved a newer draft of the task. Your text is still here and is not saved."))


@dataclass(frozen=True)
class Page:
    """The page that a draft is typed on, by its key, and the version of the draft that it was made with."""

    key: str
    seen: int

    def knows(self, draft: sa.Row[Any]) -> bool:
        return bool(self.key == draft.page or self.seen == draft.version)


def get(db: sa.Connection, task_id: str) -> sa.Row[Any] | None:
    return db.execute(BY_ID, {"task": task_id}).one_or_none()


def insert(db: sa.Connection, values: dict[str, Any], deadline: Deadline, now: datetime) -> sa.Row[Any]:
    """Open a task once; asked again it returns the one that is there."""
    known = get(db, values["id"])
    if known is not None:
        return known
    excluded = values.pop("excluded", [])
    cell, only = MACHINE[Operation.activate, TaskState.created], _only_holder(db, values, excluded, local_date(now))
    assert cell.to
    assert cell.alone
    db.execute(INSERT, values | {
        "state": (cell.alone if only else cell.to).value, "assignee_id": only, "received_at": now,
        "due_at": deadline.at, "due": deadline.model_dump(mode="json"), "excluded": excluded})  # fmt: skip
    event(db, values["id"], values["case_id"], "opened", now)
    if only:
        event(db, values["id"], values["case_id"], "nominate", now, details={"to": only})
    log(db, Entry(now, None, "task.open", values["id"], values["case_id"], {"kind": values["kind"]}))
    found = get(db, values["id"])
    assert found is not None
    return found


def _only_holder(db: sa.Connection, values: dict[str, Any], excluded: list[str], on: date) -> str | None:
    """Where nobody else can take the task, nobody needs to look for it; nobody who is away, unless they are covered."""
    fitting = [h.id for h in users.holders(db, values["role"], values["team_id"]) if h.id not in excluded]
    if len(fitting) != 1 or not substitutions.away(db, on, fitting):
        return fitting[0] if len(fitting) == 1 else None
    standing_in = substitutions.standing_in(db, fitting[0], values["kind"], on)
    return fitting[0] if set(standing_in) - set(excluded) else None


def team_for(db: sa.Connection, role: str, team_id: str, *, stays: bool = False) -> str:
    """The case's own team where it has that role, else the first that has; `stays`: its own also without."""
    if stays:
        return team_id
    query = sa.select(memberships.c.team_id).where(memberships.c.role == role)
    own = db.execute(query.where(memberships.c.team_id == team_id)).first()
    other = own or db.execute(query.order_by(memberships.c.team_id)).first()
    return str(other.team_id) if other else team_id


def move(
    db: sa.Connection, task: sa.Row[Any], operation: Operation, actor: str | None, now: datetime, *,
    version: int | None = None, details: dict[str, Any] | None = None, in_place_of: str | None = None, **values: Any,
) -> sa.Row[Any]:  # fmt: skip
    """One step of the state machine, guarded: whoever comes second changes nothing and is told why.

    `in_place_of`: who is away and covered by the actor, where it is done for them.
    """
    if version is not None and version != task.version:
        raise StaleVersion(version, task.version)
    to = _target(task, operation)
    values |= {"state": to.value}
    seen = {"seen_id": task.id, "seen_version": task.version, "seen_state": task.state}
    if not db.execute(_guarded(frozenset(values)), seen | {f"new_{k}": v for k, v in values.items()}).rowcount:
        raise _why_not(db, task.id, operation)
    if to in FINAL:
        notices.over(db, task.id, now)
    said = (details or {}) | ({"for": in_place_of} if in_place_of else {})
    event(db, task.id, task.case_id, operation.value, now, actor, said | _left(task, values))
    log(db, Entry(now, actor, f"task.{operation.value}", task.id, task.case_id, said))
    moved = get(db, task.id)
    assert moved is not None
    return moved


def _left(task: sa.Row[Any], values: dict[str, Any]) -> dict[str, str]:
    """Who had the task and which team, where that changes: their lists show it no more."""
    before = {"assignee_id": "was", "team_id": "from"}
    return {said: held for column, said in before.items()
            if column in values and (held := getattr(task, column)) not in (None, values[column])}  # fmt: skip


@cache
def _guarded(columns: frozenset[str]) -> sa.Update:
    """Sets these columns of a task that is still as it was seen."""
    new = {tasks.c[name]: sa.bindparam(f"new_{name}", type_=tasks.c[name].type) for name in sorted(columns)}
    as_seen = (tasks.c[name] == sa.bindparam(f"seen_{name}") for name in ("id", "version", "state"))
    return sa.update(tasks).where(*as_seen).values({**new, tasks.c.version: tasks.c.version + 1})


def complete(db: sa.Connection, task: sa.Row[Any], actor: str, decision: dict[str, Any], answer: dict[str, Any],
             version: int | None, now: datetime, in_place_of: str | None = None) -> sa.Row[Any]:  # fmt: skip
    """Accept a decision: from here it cannot be lost. `answer` is the decision without its free text."""
    done = move(db, task, Operation.complete, actor, now, version=version, decision=decision, decided_by=actor,
                completed_at=now, in_place_of=in_place_of, acting_for=in_place_of)  # fmt: skip
    db.execute(DROP_DRAFT, {"task": task.id})
    if chosen := decision.get(kind_named(task.kind).decision.chooses or ""):
        db.execute(sa.insert(choices).values(task_id=task.id, case_id=chosen))
    by = {"by": actor} | ({"acting_for": in_place_of} if in_place_of else {})
    signal = {"task_id": task.id, **by, "at": now.isoformat(), "answer": answer}
    outbox.put(db, task.case_id, "signal", "decided", signal, now)
    return done


def withdraw(db: sa.Connection, task_ids: list[str], now: datetime) -> None:
    """The case no longer waits for these; a task that a person has just finished stays finished."""
    for task in db.execute(sa.select(tasks).where(tasks.c.id.in_(task_ids), tasks.c.state.in_(OPEN))).all():
        move(db, task, Operation.exit, None, now)


def wake(db: sa.Connection, now: datetime) -> int:
    """Resume what was put on hold until now; how many."""
    due = sa.select(tasks).where(tasks.c.state == TaskState.suspended.value, tasks.c.suspended_until <= now).limit(500)
    found = db.execute(due).all()
    for task in found:
        move(db, task, Operation.resume, None, now, suspended_until=None)
    return len(found)


def set_deadline(db: sa.Connection, task: sa.Row[Any], deadline: Deadline, actor: str | None, now: datetime,
                 reason: str | Text = "") -> None:  # fmt: skip
    """`reason`: as a person wrote it, or the software's own, in both languages."""
    guard = [tasks.c.id == task.id, tasks.c.version == task.version, tasks.c.state.in_(OPEN)]
    values = {"due_at": deadline.at, "due": deadline.model_dump(mode="json"), "version": tasks.c.version + 1}
    if not db.execute(sa.update(tasks).where(*guard).values(**values)).rowcount:
        raise _why_not(db, task.id, Operation.suspend)
    why = reason.model_dump() if isinstance(reason, Text) else reason
    details = {"from": task.due_at.isoformat(), "to": deadline.at.isoformat(), "reason": why}
    event(db, task.id, task.case_id, "deadline_moved", now, actor, details)
    log(db, Entry(now, actor, "task.deadline", task.id, task.case_id, details))


def set_priority(db: sa.Connection, task: sa.Row[Any], priority: int, actor: str, now: datetime, reason: str,
                 version: int | None = None) -> sa.Row[Any]:  # fmt: skip
    """How urgent a person says it is; the ladder may still raise it."""
    if version is not None and version != task.version:
        raise StaleVersion(version, task.version)
    details = {"from": task.priority, "to": priority, "reason": reason}
    return change(db, task, {"priority": priority}, "prioritise", actor, now, details)


STANDING = ("state", "assignee_id", "team_id", "priority", "suspended_from", "suspended_until")


def standing(task: sa.Row[Any]) -> dict[str, Any]:
    """How a task stands, for `restore`."""
    found = {name: task._mapping[name] for name in STANDING}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()}


def restore(db: sa.Connection, task: sa.Row[Any], before: dict[str, Any], version: int, actor: str,
            now: datetime) -> sa.Row[Any]:  # fmt: skip
    """As it stood before, where nobody has touched it since it had this version."""
    if task.version != version:
        raise StaleVersion(version, task.version)
    until = before["suspended_until"]
    values = before | {"suspended_until": datetime.fromisoformat(until) if until else None}
    return change(db, task, values, "undo", actor, now, {})


def change(db: sa.Connection, task: sa.Row[Any], values: dict[str, Any], what: str, actor: str | None, now: datetime,
           details: dict[str, Any]) -> sa.Row[Any]:  # fmt: skip
    """Other values beside the state machine, guarded by the version that was seen; noted as `what`."""
    seen = {"seen_id": task.id, "seen_version": task.version, "seen_state": task.state}
    if not db.execute(_guarded(frozenset(values)), seen | {f"new_{k}": v for k, v in values.items()}).rowcount:
        raise _why_not(db, task.id, Operation.suspend)
    event(db, task.id, task.case_id, what, now, actor, details | _left(task, values))
    log(db, Entry(now, actor, f"task.{what}", task.id, task.case_id, details))
    changed = get(db, task.id)
    assert changed is not None
    return changed


def evidence_changed(db: sa.Connection, case_id: str, actor: str | None, now: datetime) -> None:
    """Who has an open task of this case on the screen must look again before deciding."""
    mine = [tasks.c.case_id == case_id, tasks.c.state.in_(OPEN)]
    for task in db.execute(sa.select(tasks.c.id).where(*mine)).all():
        event(db, task.id, case_id, "evidence_changed", now, actor)
    db.execute(sa.update(tasks).where(*mine).values(version=tasks.c.version + 1))


def event(db: sa.Connection, task_id: str, case_id: str, what: str, now: datetime, actor: str | None = None,
          details: dict[str, Any] | None = None, key: str | None = None) -> int:  # fmt: skip
    """Add to the task's history, and its id there; with a key, only once: then 0."""
    if key and db.execute(EVENT_BY_KEY, {"given": key}).first():
        return 0
    row = {"task_id": task_id, "case_id": case_id, "at": now, "actor_id": actor, "what": what, "key": key}
    made = db.execute(INSERT_EVENT, row | {"details": details or {}}).inserted_primary_key
    assert made is not None
    return int(made[0])


def save_draft(db: sa.Connection, task_id: str, user_id: str, fields: dict[str, Any], now: datetime,
               page: Page | None = None) -> None:  # fmt: skip
    """A `page` that has not seen the draft which it would replace is refused; without one the last to save wins."""
    current = draft(db, task_id)
    values = {"user_id": user_id, "fields": fields, "saved_at": now, "page": page.key if page else ""}
    if current is None:
        db.execute(sa.insert(drafts).values(task_id=task_id, **values))
        return
    if page is not None and not page.knows(current) and current.fields != fields:
        raise DraftOvertaken
    as_seen = (drafts.c.task_id == task_id, drafts.c.version == current.version)
    newer = sa.update(drafts).where(*as_seen).values(**values, version=current.version + 1)
    if not db.execute(newer).rowcount:
        raise DraftOvertaken


def draft(db: sa.Connection, task_id: str) -> sa.Row[Any] | None:
    return db.execute(DRAFT, {"task": task_id}).one_or_none()


def suspended(until: date | datetime | None, task: sa.Row[Any]) -> dict[str, Any]:
    return {"suspended_from": task.state, "suspended_until": until}


def _target(task: sa.Row[Any], operation: Operation) -> TaskState:
    cell: Cell | None = MACHINE.get((operation, TaskState(task.state)))
    if cell is None:
        raise _refusal(task, operation)
    return cell.to if cell.to is not None else TaskState(task.suspended_from)


def _why_not(db: sa.Connection, task_id: str, operation: Operation) -> Refusal:
    now_is = get(db, task_id)
    if now_is is None:
        return TaskNotOpen("gone")
    return _refusal(now_is, operation) if now_is.state not in states_for(operation) else StaleVersion(0, now_is.version)


def _refusal(task: sa.Row[Any], operation: Operation) -> Refusal:
    if operation is Operation.claim and task.state in ("reserved", "in_progress"):
        return AlreadyClaimed(task.assignee_id)
    return TaskNotOpen(task.state, task.assignee_id)
