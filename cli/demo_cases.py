"""Tells each demo citizen's story to the real system: opened in the past, decided since, clock caught up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from temporalio.client import Client, WorkflowHandle

from cli.demo_stories import Step, Story, stories
from cli.progress import Say
from domain.calendar import add_working_days, local_date
from domain.obligation.programme import OBLIGATION
from domain.policies import policies
from domain.programmes import kind_named
from domain.roles import ROLE_TITLES, Role
from domain.tasks import OPEN, Operation
from store import cases, letters, people, placements, tasks, users
from store.db import Store
from store.letters import Sender
from store.tables import tasks as tasks_table
from store.tables import users as users_table
from workers.courier import Courier
from workflows.state import CaseStatus

AT_ONCE = 6
MUNICIPALITY = "Københavns Kommune"
PATIENCE = 60.0
REASON = "Borgeren er bortrejst efter aftale og deltager igen bagefter."
GIVEN = ("Amira", "Bo", "Cemile", "Daniel", "Elif", "Farid", "Grete", "Hassan", "Ines", "Jamal", "Karla", "Liban",
         "Maryam", "Noor", "Olga", "Pavel", "Qasim", "Rania", "Samir", "Tove")  # fmt: skip
FAMILY = ("Demirsen", "Østervang", "Al-Prøve", "Testrup", "Nguyensen", "Eksempelsen", "Fiktivsen", "Warsameprøve")


def demo_cpr(n: int) -> str:
    """A real birth date with serial 0000, which is never issued: the number can belong to nobody."""
    return f"{date(1962, 1, 5) + timedelta(days=197 * n):%d%m%y}0000"


class Teller:
    def __init__(self, store: Store, client: Client) -> None:
        self.store, self.client, self.courier = store, client, Courier(client, store)
        self.real = datetime.now(UTC)
        with store.read() as db:
            self.ids = {r.username: r.id for r in db.execute(sa.select(users_table.c.username, users_table.c.id))}
            self.places = {p.name: p.id for p in placements.active_providers(db)}

    async def tell(self, n: int, story: Story) -> None:
        opened = self._opened(story)
        case_id = await asyncio.to_thread(self._open, n, story, opened)
        await self.courier.deliver(case_id)
        handle = self.client.get_workflow_handle(case_id)
        for step in story.steps:
            at = max(self.real - timedelta(days=step.days_ago), opened)
            await self._catch_up(handle, at)
            await self._decide(case_id, step, at)
        if await asyncio.to_thread(self._is_closed, case_id):
            return
        await self._catch_up(handle, self.real - timedelta(days=1) if story.left.startswith("suspended") else self.real)
        await self._leave(case_id, story)
        if not await asyncio.to_thread(self._is_closed, case_id):
            await self._shift(handle, timedelta(0))

    def _opened(self, story: Story) -> datetime:
        if not story.working_days:
            return self.real - timedelta(days=story.opened)
        day = add_working_days(local_date(self.real), -story.opened)
        return self.real - (local_date(self.real) - day)

    def _open(self, n: int, story: Story, opened: datetime) -> str:
        facts = OBLIGATION.facts.model_validate(story.facts)
        name = f"{GIVEN[n % len(GIVEN)]} {FAMILY[n * 7 % len(FAMILY)]}"
        with self.store.write() as db:
            person = people.put(
                db, self.store.secrets, cpr=demo_cpr(n), name=name, address=f"Prøvegade {n + 1}, 2400 København NV",
                protected=n % 13 == 5, language=("", "arabisk", "somali", "tyrkisk")[n % 4], now=opened)  # fmt: skip
            return cases.open_case(
                db, OBLIGATION, person_id=person, facts=facts.model_dump(mode="json", by_alias=True),
                doubts=OBLIGATION.doubts(facts, local_date(opened)), extra={"reference": f"DEMO-{n:03}"}, actor=None,
                now=opened,
                state={"shift": f"-PT{int((self.real - opened).total_seconds())}S"})  # fmt: skip

    async def _catch_up(self, handle: WorkflowHandle[Any, Any], to: datetime) -> None:
        """Move the case's clock to `to`, stopping at each of its timers, so that each fires at its own time."""
        while True:
            await self._settled(handle)
            due = (await self._status(handle)).next_timer
            stop = min(due, to) if due else to
            await self._shift(handle, stop - datetime.now(UTC) + timedelta(milliseconds=50))
            if due is None or due >= to:
                return
            await _until(partial(self._moved_past, handle, due))

    async def _moved_past(self, handle: WorkflowHandle[Any, Any], due: datetime) -> bool:
        status = await self._status(handle)
        return status.next_timer is None or status.next_timer > due

    async def _settled(self, handle: WorkflowHandle[Any, Any]) -> None:
        """Until the case waits for a person or a date."""

        async def waits() -> bool:
            status = await self._status(handle)
            return bool(status.open_tasks) or status.next_timer is not None

        await _until(waits)

    async def _status(self, handle: WorkflowHandle[Any, Any]) -> CaseStatus:
        status: CaseStatus = await handle.query("status", result_type=CaseStatus)
        return status

    async def _shift(self, handle: WorkflowHandle[Any, Any], shift: timedelta) -> None:
        await handle.signal("shift_clock", shift)

    async def _decide(self, case_id: str, step: Step, at: datetime) -> None:
        await _until(lambda: asyncio.to_thread(self._task, case_id, step.kind))
        await asyncio.to_thread(self._complete, case_id, step, at)
        await self.courier.deliver(case_id)
        await _until(lambda: asyncio.to_thread(self._went_on, case_id, step.kind))

    def _task(self, case_id: str, kind: str | None = None) -> sa.Row[Any] | None:
        query = sa.select(tasks_table).where(tasks_table.c.case_id == case_id, tasks_table.c.state.in_(OPEN))
        with self.store.read() as db:
            return db.execute(query.where(tasks_table.c.kind == kind) if kind else query).first()

    def _went_on(self, case_id: str, kind: str) -> bool:
        """The case has left the stage that asked, or asks anew."""
        with self.store.read() as db:
            case, last = cases.get(db, case_id), db.execute(
                sa.select(tasks_table.c.visit).where(tasks_table.c.case_id == case_id, tasks_table.c.kind == kind)
                .order_by(tasks_table.c.visit.desc()).limit(1)).scalar_one()  # fmt: skip
        return case is not None and (case.closed_at is not None or case.visit > last or self._task(case_id) is not None)

    def _complete(self, case_id: str, step: Step, at: datetime) -> None:
        task, who = self._task(case_id, step.kind), self.ids[step.who]
        assert task is not None
        decision = kind_named(step.kind).decision.model_validate(self._placed(step.fields))
        with self.store.write() as db:
            held = tasks.move(db, task, Operation.claim, who, at, assignee_id=who)
            signed = Sender(MUNICIPALITY, "", users.display_names(db, {who})[who], ROLE_TITLES[Role(task.role)].da)
            letter = letters.of_task(db, self.store.secrets, held, decision, signed, at, policies())
            tasks.complete(db, held, who, decision.model_dump(mode="json"), decision.for_case(), None, at)
            if letter is not None:
                letters.put(db, self.store.secrets, case_id, held.id, letter, who, at)

    def _placed(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The lines of a plan with the ids of the places that they name."""
        lines = [{**line, "provider": self.places.get(line.get("provider", ""))} for line in fields.get("lines", ())]
        return fields | ({"lines": lines} if lines else {})

    async def _leave(self, case_id: str, story: Story) -> None:
        if story.left in ("claimed", "draft"):
            await asyncio.to_thread(self._hold, case_id, story)
        elif story.left:
            await asyncio.to_thread(self._interrupt, case_id, story.left)
            await self.courier.deliver(case_id)
            await _until(lambda: asyncio.to_thread(self._obeyed, case_id))

    def _hold(self, case_id: str, story: Story) -> None:
        task = self._task(case_id)
        assert task is not None
        who = self.ids["benefit"]
        at = max(task.received_at, self.real - timedelta(hours=4))
        with self.store.write() as db:
            held = tasks.move(db, task, Operation.claim, who, at, assignee_id=who)
            if story.left == "draft":
                held = tasks.move(db, held, Operation.start, who, at)
                tasks.save_draft(db, held.id, who, {"covered": "true", "reason": "Foreløbig vurdering:"}, at)

    def _interrupt(self, case_id: str, left: str) -> None:
        until = {"until": (self.real + timedelta(days=16)).isoformat()} if left == "suspended_until" else {}
        with self.store.write() as db:
            case = cases.get(db, case_id)
            assert case is not None
            what = "close" if left == "closed" else "suspend"
            at = self.real - timedelta(hours=20)
            cases.tell(db, case, what, until, self.ids["supervisor"], REASON, at)

    def _is_closed(self, case_id: str) -> bool:
        with self.store.read() as db:
            case = cases.get(db, case_id)
        return case is not None and case.closed_at is not None

    def _obeyed(self, case_id: str) -> bool:
        with self.store.read() as db:
            case = cases.get(db, case_id)
        return case is not None and (case.suspended_at or case.closed_at) is not None


async def _until(look: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await look():
            await asyncio.sleep(0.01)


async def load_cases(store: Store, client: Client, say: Say) -> None:
    teller, told = Teller(store, client), stories()
    gate, done = asyncio.Semaphore(AT_ONCE), 0

    async def one(n: int, story: Story) -> None:
        nonlocal done
        async with gate:
            await teller.tell(n, story)
        done += 1
        say("demo cases", done, len(told))

    await asyncio.gather(*(one(n, s) for n, s in enumerate(told)))
