"""Decisions of the demo's people: claimed, written with the letter that they send, and told to the case."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cli.demo_clock import until
from cli.demo_events import Fields, Step
from domain.calendar import local_date
from domain.policies import policies
from domain.programmes import kind_named
from domain.roles import ROLE_TITLES, Role
from domain.session.rules import participants
from domain.tasks import OPEN, Operation
from store import cases, letters, posting, tasks, users
from store.dossier import Dossier
from store.letters import Sender
from store.tables import cases as cases_table
from store.tables import tasks as tasks_table

if TYPE_CHECKING:
    from cli.demo_tale import House

MUNICIPALITY = "Københavns Kommune"
AT_WORK = timedelta(minutes=20)
"""From taking a task to its decision."""


async def decide(house: House, case_id: str, step: Step, at: datetime) -> None:
    await until(lambda: asyncio.to_thread(partial(_open_task, house, case_id, step.kind)), f"{step.kind} of {case_id}")
    await asyncio.to_thread(_complete, house, case_id, step, at)


def _open_task(house: House, case_id: str, kind: str | None = None) -> sa.Row[Any] | None:
    query = sa.select(tasks_table).where(tasks_table.c.case_id == case_id, tasks_table.c.state.in_(OPEN))
    with house.store.read() as db:
        return db.execute(query.where(tasks_table.c.kind == kind) if kind else query).first()


def _complete(house: House, case_id: str, step: Step, at: datetime) -> None:
    task, who = _open_task(house, case_id, step.kind), house.ids[step.who]
    assert task is not None
    answer = _placed(house, case_id, step.fields)
    with house.store.read() as db:
        case = cases.get(db, case_id)
        assert case is not None
        dossier = Dossier(db, case)
        signed_up = {"participants": set(participants(dossier)) if case.programme == "session" else set()}
        context = {"today": local_date(at), "now": at, "task": task.data, "case": dossier, "facts": dossier.facts,
                   **signed_up, **house.known}  # fmt: skip
        decision = kind_named(step.kind).decision.model_validate(answer, context=context)
    with house.store.write() as db:
        is_theirs = task.assignee_id == who
        taken = max(task.received_at, at - AT_WORK)
        held = task if is_theirs else tasks.move(db, task, Operation.claim, who, taken, assignee_id=who)
        signed = Sender(MUNICIPALITY, "", users.display_names(db, {who})[who], ROLE_TITLES[Role(task.role)].da)
        letter = letters.of_task(db, house.store.secrets, held, decision, signed, at, policies())
        tasks.complete(db, held, who, decision.model_dump(mode="json"), decision.for_case(), None, at)
        if letter is not None:
            sent = letters.get(db, letters.put(db, house.store.secrets, case_id, held.id, letter, who, at))
            if sent is not None and not letter.is_handed_over:
                posting.handed_over(db, sent, at, policies(), delivered=True)


def _placed(house: House, case_id: str, fields: Fields) -> Fields:
    """With the ids of the places, or of the other cases, that the fields name."""
    lines = [line | ({"provider": house.places[line["provider"]]} if "provider" in line else {})
             for line in fields.get("lines", ())]
    work = [row | {"material": _named(house, "material", "name", row["material"])} for row in fields.get("work", ())]
    chosen = {name: _named(house, name, fact, fields[name]) for name, fact in NAMED_BY.items() if name in fields}
    said = fields | ({"lines": lines} if lines else {}) | ({"work": work} if work else {}) | chosen
    everyone = said.pop("everyone", None)
    return said | ({"attended": _everyone(house, case_id, everyone)} if everyone else {})


NAMED_BY = {"vacancy": "employer", "session": "place"}
"""Of a programme whose cases a story chooses: the fact by which it names one."""


def _named(house: House, programme: str, fact: str, value: str) -> str:
    c = cases_table.c
    named = sa.and_(c.programme == programme, c.facts[fact].as_string() == value)
    with house.store.read() as db:
        return str(db.execute(sa.select(c.id).where(named)).scalar_one())


def _everyone(house: House, case_id: str, result: str) -> list[Fields]:
    with house.store.read() as db:
        case = cases.get(db, case_id)
        assert case is not None
        return [{"case": one, "result": result} for one in participants(Dossier(db, case))]


def hold(house: House, case_id: str, left: str) -> None:
    """Somebody has taken the task, and perhaps begun to write."""
    task, who = _open_task(house, case_id), house.ids["benefit"]
    assert task is not None
    at = max(task.received_at, house.real - timedelta(hours=4))
    with house.store.write() as db:
        held = tasks.move(db, task, Operation.claim, who, at, assignee_id=who)
        if left == "draft":
            held = tasks.move(db, held, Operation.start, who, at)
            tasks.save_draft(db, held.id, who, {"covered": "true", "reason": "Foreløbig vurdering:"}, at)
