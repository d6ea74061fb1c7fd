"""A small municipality in two lines: people, teams, cases, and a running worker."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig
from temporalio.worker import Worker

from domain.attendance import Item
from domain.calendar import local_date, monday_of
from domain.obligation.programme import OBLIGATION
from domain.placements import Placement
from domain.policies import policies
from domain.programmes import PROGRAMMES, kind_named
from domain.roles import Role
from domain.tasks import OPEN, Operation
from store import attendance, cases, letters, people, places, posting, tasks, users, weeks
from store.audit import first_broken
from store.db import Store
from store.dossier import Dossier
from store.tables import audit, outbox, rulings, stages, task_events
from store.tables import cases as cases_table
from store.tables import tasks as tasks_table
from tests.support.dated import Dated
from workers.courier import Courier
from workers.worker import build_worker
from workflows.state import CaseStatus

TEAM, YOUNG, COMPANIES, PERSPEKTIV = "Arbejdspligt", "Unge", "Virksomhedsservice", "Perspektiv"
SPECIALISTS, CIVIC = "Specialister", "Demokrati"
TEAMS = {TEAM: "obligation", YOUNG: "youth", COMPANIES: "vacancy", PERSPEKTIV: "perspektiv",
         SPECIALISTS: "concern", CIVIC: "civic"}
REASON = "En konkret og individuel begrundelse."
FACTS: dict[str, Any] = {
    "benefit": "cash_assistance", "entered_on": "2019-05-01", "residence": [{"from": "2019-05-01", "country": "DK"}]
}  # fmt: skip
COVERED = {"covered": True, "decided_on": "2026-11-20", "reference": "KY-2026-1", "reason": REASON}
GUIDED = Dated(lambda: {"given_on": str(today() - timedelta(days=10)), "channel": "meeting", "interpreter": "not_needed",
                        "proof": "Journal 2026-17"})  # fmt: skip
FULL = {"effort": "full", "reason": REASON}
PARK = {
    "activity": "utility_work", "title": "Parkpleje i Fælledparken", "employer_type": "public",
    "staff_representative_informed": True, "safety_approved": True,
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "5"),
}  # fmt: skip
DANISH = {
    "activity": "danish_education", "title": "Danskuddannelse 2",
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "3"),
}  # fmt: skip
PLANNED = Dated(lambda: {
    "starts_on": str(next_tuesday()), "lines": [PARK, DANISH], "content": "Nytteindsats i byens parker og danskundervisning.",
})  # fmt: skip
"""A whole week of 37 hours."""
PATH = {
    "coverage": ("obligation.confirm_coverage", "benefit", COVERED),
    "guidance": ("obligation.guidance", "caseworker", GUIDED),
    "assessment": ("obligation.individual_assessment", "jobconsultant", FULL),
    "planning": ("obligation.plan", "jobconsultant", PLANNED),
}
"""Each stage of a plain case: its task, who decides it, and what."""
SERIALS = count(1_000)
"""No two people of a test run share a number: a random one met its double once in nine runs of fifty cases."""
ROLES = {
    "legal": Role.legal, "legal2": Role.legal,
    "benefit": Role.benefit_officer, "caseworker": Role.caseworker, "jobconsultant": Role.job_consultant,
    "supervisor": Role.supervisor, "supervisor2": Role.supervisor, "benefit2": Role.benefit_officer,
    "caseworker2": Role.caseworker, "jobconsultant2": Role.job_consultant,
}  # fmt: skip
"""Two of each, so that a task waits for whoever takes it."""


def today() -> date:
    """The day in Copenhagen: for two hours a night the machine's own is another."""
    return local_date(datetime.now(UTC))


def next_tuesday() -> date:
    return monday_of(today() + timedelta(days=6)) + timedelta(days=1)


@dataclass
class World:
    store: Store
    client: Client
    courier: Courier
    settings: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    worker: Worker | None = None
    clock: dict[str, datetime] = field(default_factory=dict)
    """What the clocks of a case's people say, where its own has been moved ahead."""

    async def work(self) -> None:
        self.worker = build_worker(self.client, self.store, **self.settings)
        await self.worker.__aenter__()

    async def rest(self) -> None:
        worker, self.worker = self.worker, None
        if worker:
            await worker.__aexit__(None, None, None)

    @asynccontextmanager
    async def worker_away(self) -> AsyncIterator[None]:
        await self.rest()
        yield
        await self.work()

    def staff(self) -> None:
        for name, role in ROLES.items():
            self.hire(name, role)

    def hire(self, name: str, role: Role = Role.benefit_officer, team: str = TEAM) -> str:
        """A new colleague without a password; their id."""
        self.ids[name] = user_id = str(uuid4())
        with self.store.write() as db:
            db.execute(sa.insert(users.users).values(
                id=user_id, username=name, display_name=name.title(), active=True,
                created_at=datetime.now(UTC)))  # fmt: skip
            users.join(db, user_id, role, users.team_named(db, team, TEAMS.get(team)))
        return user_id

    async def open(self, cpr: str | None = None, name: str = "Zeynep Ørskov", address: str = "Prøvevej 1",
                   **facts: Any) -> str:  # fmt: skip
        case_id = self.put(cpr, name, address, None, **facts)
        await self.courier.deliver(case_id)
        return case_id

    def put(self, cpr: str | None = None, name: str = "Zeynep Ørskov", address: str = "Prøvevej 1",
            now: datetime | None = None, **facts: Any) -> str:  # fmt: skip
        """A case in the store whose start waits in the outbox."""
        now = now or datetime.now(UTC)
        made = OBLIGATION.facts.model_validate(FACTS | facts)
        with self.store.write() as db:
            person = people.put(db, self.store.secrets, cpr=cpr or f"010190{next(SERIALS):04}",
                                name=name, address=address, protected=False, language="", now=now)  # fmt: skip
            return cases.open_case(
                db, OBLIGATION, person_id=person, facts=made.model_dump(mode="json"),
                doubts=OBLIGATION.doubts(made, today()), extra={}, actor=None, now=now)  # fmt: skip

    async def at(self, stage: str, **facts: Any) -> str:
        """A new case that stands at `stage`, its task open."""
        case_id = await self.open(**facts)
        for name, (kind, _, _) in PATH.items():
            if name == stage:
                await self.task(case_id, kind)
                break
            await self.go_on(case_id, name)
        await self.stands_at(case_id, stage)
        return case_id

    async def go_on(self, case_id: str, stage: str) -> None:
        """The plain decision of that stage."""
        kind, who, fields = PATH[stage]
        await self.decide(case_id, kind, who, **fields)

    async def is_continued(self, case_id: str) -> bool:
        return await self.first_run(case_id) != (await self.handle(case_id).describe()).run_id

    async def first_run(self, case_id: str) -> str:
        run = await self.handle(case_id).describe()
        return run.raw_description.workflow_execution_info.first_run_id

    async def task(self, case_id: str, kind: str) -> sa.Row[Any]:
        """The open task of this kind, as soon as the case has opened it."""

        def found() -> sa.Row[Any] | None:
            with self.store.read() as db:
                query = sa.select(tasks_table).where(
                    tasks_table.c.case_id == case_id, tasks_table.c.kind == kind, tasks_table.c.state.in_(OPEN)
                )
                return db.execute(query).first()

        return await eventually(found)

    async def claim(self, case_id: str, kind: str, who: str) -> sa.Row[Any]:
        """A rung may climb between the reading and the claim: a person's page would be read anew as well."""
        task = await self.task(case_id, kind)
        with self.store.write() as db:
            current = tasks.get(db, task.id)
            assert current is not None
            return tasks.move(db, current, Operation.claim, self.ids[who], datetime.now(UTC), assignee_id=self.ids[who])

    async def decide(self, case_id: str, kind: str, who: str, **fields: Any) -> str:
        """Claim, complete and tell the case; the task's id."""
        held = await self.claim(case_id, kind, who)
        self.complete(held, who, **fields)
        await self.courier.deliver(case_id)
        return str(held.id)

    def complete(self, held: sa.Row[Any], who: str, **fields: Any) -> None:
        """Accept the decision in the store; its message waits in the outbox."""
        decision = kind_named(held.kind).decision.model_validate(fields)
        typed, public = decision.model_dump(mode="json"), decision.for_case()
        now = self.clock.get(held.case_id) or datetime.now(UTC)
        with self.store.write() as db:
            # The case may have moved the deadline since: a person's page would be read anew as well.
            current = tasks.get(db, held.id)
            assert current is not None
            self._send(db, current, who, typed, now)
            tasks.complete(db, current, self.ids[who], typed, public, None, now)

    def _send(self, db: sa.Connection, task: sa.Row[Any], who: str, typed: dict[str, Any], now: datetime) -> None:
        """The letter of the task, as the page writes it and the postman hands it over."""
        kind, case = kind_named(task.kind), cases.get(db, task.case_id)
        if kind.letter is None or case is None:
            return
        write = PROGRAMMES[case.programme].letters[kind.letter]
        letter = write(Dossier(db, case), typed, local_date(now), policies())
        if letter is None:
            return
        sender = letters.Sender("Prøveby", "", who, "")
        outgoing = letters.compose(db, self.store.secrets, case, kind.letter, letter, sender, now, policies())
        sent = letters.put(db, self.store.secrets, case.id, task.id, outgoing, self.ids[who], now)
        row = letters.get(db, sent)
        if row is not None and row.state == "waiting":
            posting.handed_over(db, row, now, policies(), delivered=True)

    async def at_time(self, case_id: str) -> datetime:
        """The business time of a case, also what its people's clocks say from now on."""
        self.clock[case_id] = await self.now(case_id)
        return self.clock[case_id]

    def placements(self, case_id: str) -> list[Placement]:
        with self.store.read() as db:
            case = cases.get(db, case_id)
            assert case
            return Dossier(db, case).placements

    def attend(self, case_id: str, day: date, status: str = "present", hours: str = "", *, line: int = 0,
               now: datetime | None = None, reason: str = "") -> list[attendance.Result]:  # fmt: skip
        """The place says what became of that day."""
        found = [p for p in self.placements(case_id) if p.planned_on(day)][line]
        hours = hours or (str(found.planned_on(day) / 60) if status == "present" else "")
        item = Item(found.id, day, status, hours, reason=reason)
        with self.store.write() as db:
            return attendance.register(db, places.by_ids(db, [found.id]), [item], by=self.ids["caseworker"],
                                       now=now or self.clock.get(case_id) or datetime.now(UTC), policies=policies())  # fmt: skip

    def belonging(self, case_id: str, programme: str = "absence") -> list[sa.Row[Any]]:
        t = cases_table
        query = sa.select(t).where(t.c.parent_id == case_id, t.c.programme == programme).order_by(t.c.id)
        with self.store.read() as db:
            return list(db.execute(query))

    def week(self, case_id: str, monday: date) -> sa.Row[Any] | None:
        with self.store.read() as db:
            return next((w for w in weeks.of_case(db, case_id) if w.monday == monday), None)

    async def say(self, case_id: str, what: str, reason: str = REASON, **details: Any) -> None:
        with self.store.write() as db:
            case = cases.get(db, case_id)
            assert case
            cases.tell(db, case, what, details, self.ids["supervisor"], reason, datetime.now(UTC))
        await self.courier.deliver(case_id)

    def case(self, case_id: str) -> sa.Row[Any]:
        with self.store.read() as db:
            return db.execute(sa.select(cases_table).where(cases_table.c.id == case_id)).one()

    async def stands_at(self, case_id: str, stage: str) -> sa.Row[Any]:
        def there() -> sa.Row[Any] | None:
            case = self.case(case_id)
            return case if case.stage == stage or case.outcome == stage else None

        return await eventually(there)

    async def waits_for_date(self, case_id: str) -> sa.Row[Any]:
        """The case as soon as its stage waits for a date."""
        def dated() -> sa.Row[Any] | None:
            case = self.case(case_id)
            return case if case.waiting_kind == "timer" and case.waiting_until else None

        return await eventually(dated)

    def stages(self, case_id: str) -> list[str]:
        query = sa.select(stages.c.stage).where(stages.c.case_id == case_id).order_by(stages.c.visit)
        with self.store.read() as db:
            return list(db.execute(query).scalars())

    def tasks(self, case_id: str, kind: str | None = None) -> list[sa.Row[Any]]:
        query = sa.select(tasks_table).where(tasks_table.c.case_id == case_id).order_by(tasks_table.c.visit)
        with self.store.read() as db:
            return [t for t in db.execute(query) if kind in (None, t.kind)]

    def history(self, case_id: str, task_id: str | None = None) -> list[sa.Row[Any]]:
        """What the case page shows as having happened to its tasks and alarms."""
        query = sa.select(task_events).where(task_events.c.case_id == case_id).order_by(task_events.c.id)
        with self.store.read() as db:
            return [e for e in db.execute(query) if task_id in (None, e.task_id)]

    def correct_facts(self, case_id: str, **facts: Any) -> None:
        with self.store.write() as db:
            whole = self.case(case_id).facts | facts
            db.execute(sa.update(cases_table).where(cases_table.c.id == case_id).values(facts=whole))

    async def correct(self, case_id: str, **facts: Any) -> None:
        """A person corrects the facts, as the page does it; the case hears of it."""
        with self.store.write() as db:
            case = cases.get(db, case_id)
            assert case
            cases.correct(db, case, case.facts | facts, [], self.ids["supervisor"], REASON, datetime.now(UTC))
        await self.courier.deliver(case_id)

    def ruling(self, case_id: str, rule: str) -> dict[str, Any]:
        with self.store.read() as db:
            found = cases.newest_ruling(db, case_id, rule)
        assert found
        return dict(found.ruling)

    def rules_asked(self, case_id: str) -> set[str]:
        with self.store.read() as db:
            return set(db.execute(sa.select(rulings.c.rule).where(rulings.c.case_id == case_id)).scalars())

    def audited(self, case_id: str) -> list[str]:
        query = sa.select(audit.c.action).where(audit.c.case_id == case_id).order_by(audit.c.seq)
        with self.store.read() as db:
            return list(db.execute(query).scalars())

    def messages(self, case_id: str) -> list[sa.Row[Any]]:
        with self.store.read() as db:
            return list(db.execute(sa.select(outbox).where(outbox.c.case_id == case_id).order_by(outbox.c.id)))

    def forget_deliveries(self, case_id: str) -> None:
        """Every message of the case waits in the outbox again, as in a restored database."""
        with self.store.write() as db:
            db.execute(sa.update(outbox).where(outbox.c.case_id == case_id).values(delivered_at=None))

    async def status(self, case_id: str) -> CaseStatus:
        return await self.handle(case_id).query("status", result_type=CaseStatus)

    async def armed(self, case_id: str) -> CaseStatus:
        """The case at rest: it waits for something, its next timer set."""

        async def at_rest() -> CaseStatus | None:
            status = await self.status(case_id)
            return status if status.at_rest and status.next_timer else None

        return await eventually(at_rest)

    async def skip(self, case_id: str, **time: float) -> None:
        """Let that much time pass for this case alone, its timers firing in order."""
        skipper = TimeSkipper(self.client, config=TimeSkippingConfig(enabled=False, disable_propagation=True))
        await skipper.fast_forward(self.handle(case_id), timedelta(**time))

    async def skip_until(self, case_id: str, at: datetime) -> None:
        await self.skip(case_id, seconds=(at - await self.now(case_id)).total_seconds())

    async def now(self, case_id: str) -> datetime:
        return await TimeSkipper(self.client).get_current_time(self.handle(case_id))

    async def tell(self, case_id: str, signal: str, payload: Any) -> None:
        await self.handle(case_id).signal(signal, payload)

    def handle(self, case_id: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(case_id)

    def chain_is_whole(self) -> bool:
        with self.store.read() as db:
            return first_broken(db) is None


async def eventually(look: Callable[[], Any], seconds: float = 10) -> Any:
    """What `look` finds as soon as it finds something; it may be a coroutine function."""
    until = asyncio.get_running_loop().time() + seconds
    while True:
        found = look()
        if inspect.isawaitable(found):
            found = await found
        if found not in (None, False):
            return found
        if asyncio.get_running_loop().time() > until:
            raise AssertionError("it never came to be")
        await asyncio.sleep(0.01)


@asynccontextmanager
async def world(store: Store, client: Client, **worker: Any) -> AsyncIterator[World]:
    made = World(store, client, Courier(client, store), worker)
    made.staff()
    await made.work()
    try:
        yield made
    finally:
        await made.rest()
