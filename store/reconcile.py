"""Nothing is forgotten (promise P2): what the database alone can say about it, and the words for what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from domain.tasks import OPEN
from domain.text import Text
from store.tables import cases, outbox, rulings, stages, tasks

PATIENCE = timedelta(minutes=5)
"""A case may be on its way from one wait to the next for this long."""
SAYS = {
    "waits_for_nothing": Text(
        da="Sagen er åben, men har ingen åben opgave, ingen dato og ingen anden at vente på.",
        en="open, but no open task, no date and no named outside wait"),
    "undelivered": Text(da="En besked til sagen er ikke nået frem.", en="a message to the case has not reached it"),
    "workflow_missing": Text(da="Sagen er åben, men motoren kender den ikke.",
                             en="open, but the engine does not know it"),
    "workflow_stopped": Text(da="Sagen er åben, men dens forløb er stoppet i motoren.",
                             en="open, but its workflow has ended"),
    "does_not_answer": Text(da="Forløbet kører, men svarer ikke.", en="its workflow runs but does not answer"),
    "task_unknown": Text(da="En opgave er åben, men sagen venter ikke på den.",
                         en="an open task that the case does not wait for"),
    "task_missing": Text(da="Sagen venter på en opgave, der ikke er åben.",
                         en="the case waits for a task that is not open"),
    "decision_not_reached": Text(da="En beslutning er gemt, men er ikke nået frem til sagen.",
                                 en="a decision was accepted but has not reached the case"),
    "timer_overdue": Text(da="Datoen, sagen venter på, er passeret.",
                          en="the date that the case waits for has passed"),
}  # fmt: skip
MENDED_BY = {
    "undelivered": Text(da="Prøv igen under Driftsfejl.", en="Try again under Incidents."),
    "does_not_answer": Text(da="Se under Driftsfejl, om koden fejler. Ellers: genstart arbejderen.",
                            en="Look under Incidents whether its code fails. Else restart the worker."),
    "timer_overdue": Text(da="Se, om motoren og arbejderen kører.", en="See whether engine and worker run."),
}  # fmt: skip
REPAIR = Text(da="Driften kører: handleplan reconcile --repair", en="Operations run: handleplan reconcile --repair")
"""What mends the others."""


SEEN_BY_THE_DATABASE = ("undelivered", "waits_for_nothing")


@dataclass(frozen=True)
class Violation:
    code: str
    case_id: str
    task_id: str | None = None
    repaired: bool = False

    @property
    def says(self) -> Text:
        return SAYS[self.code]

    @property
    def mended_by(self) -> Text:
        return MENDED_BY.get(self.code, REPAIR)

    def as_json(self) -> dict[str, Any]:
        named = {"code": self.code, "case_id": self.case_id, "task_id": self.task_id}
        return named | {"says": self.says.en, "repaired": self.repaired}


def violations(db: sa.Connection, now: datetime, patience: timedelta = PATIENCE) -> list[Violation]:
    """What is wrong without asking the engine; cheap enough for a metric."""
    since = now - patience
    late = sa.select(outbox.c.case_id).where(outbox.c.delivered_at.is_(None), outbox.c.created_at < since)
    found = [Violation("undelivered", row.case_id) for row in db.execute(late.distinct().order_by(outbox.c.case_id))]
    forgotten = (
        sa.select(cases.c.id)
        .where(
            cases.c.closed_at.is_(None), cases.c.suspended_at.is_(None), cases.c.waiting_kind.is_(None),
            cases.c.id.not_in(sa.select(tasks.c.case_id).where(tasks.c.state.in_(OPEN))),
            ~sa.exists().where(outbox.c.case_id == cases.c.id, _is_recent(since)),
        )
        .order_by(cases.c.id)
    )  # fmt: skip
    return found + [Violation("waits_for_nothing", row.id) for row in db.execute(forgotten)]


def _is_recent(since: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(outbox.c.created_at >= since, outbox.c.delivered_at >= since)


def open_cases(db: sa.Connection, only: list[str] | None = None) -> Iterator[sa.Row[Any]]:
    query = sa.select(cases).where(cases.c.closed_at.is_(None)).order_by(cases.c.id)
    if only is not None:
        query = query.where(cases.c.id.in_(only))
    yield from db.execute(query)


def tasks_of(db: sa.Connection, case_id: str) -> dict[str, sa.Row[Any]]:
    return {row.id: row for row in db.execute(sa.select(tasks).where(tasks.c.case_id == case_id))}


def visits_of(db: sa.Connection, case: sa.Row[Any]) -> list[sa.Row[Any]]:
    """(number, stage, when it was entered), the oldest first, up to the one that the case is in."""
    mine = stages.c.case_id == case.id, stages.c.visit <= case.visit
    query = sa.select(stages.c.visit, stages.c.stage, stages.c.entered_at).where(*mine)
    return list(db.execute(query.order_by(stages.c.visit)))


def rulings_of(db: sa.Connection, case: sa.Row[Any]) -> list[sa.Row[Any]]:
    """(visit, rule, answer), the oldest first."""
    query = sa.select(rulings.c.visit, rulings.c.rule, rulings.c.answer).where(rulings.c.case_id == case.id)
    return list(db.execute(query.order_by(rulings.c.visit, rulings.c.at)))


def has_message_waiting(db: sa.Connection, case_id: str) -> bool:
    query = sa.select(outbox.c.id).where(outbox.c.case_id == case_id, outbox.c.delivered_at.is_(None))
    return db.execute(query.limit(1)).first() is not None


def first_payload(db: sa.Connection, case_id: str) -> dict[str, Any] | None:
    """What the case was started with."""
    query = sa.select(outbox.c.payload).where(outbox.c.case_id == case_id, outbox.c.kind == "start")
    return db.execute(query.order_by(outbox.c.id).limit(1)).scalar_one_or_none()


def start_is_waiting(db: sa.Connection, case_id: str) -> bool:
    query = sa.select(outbox.c.id).where(outbox.c.case_id == case_id, outbox.c.kind == "start")
    return db.execute(query.where(outbox.c.delivered_at.is_(None)).limit(1)).first() is not None
