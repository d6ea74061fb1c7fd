"""One citizen's year: what happens to a person on the obligation, and what people do about it."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.attendance import Item, closes_at
from domain.calendar import at_local, local_date, monday_of
from domain.policies import policies
from domain.programmes import PROGRAMMES
from domain.spells import SpellReport
from domain.tasks import OPEN, Operation
from store import attendance, cases, letters, places, posting, spells, tasks, users
from store.dossier import placements_of
from store.tables import cases as cases_table
from store.tables import outbox as outbox_table
from store.tables import tasks as tasks_table
from store.tables_effort import attendance as attendance_table
from store.tables_effort import placements
from tests.simulation.answers import ANSWERS, BACK, OTHERWISE, TODAY
from tests.simulation.watch import Seen, Watch
from tests.support.world import REASON, World
from web import actions, policy
from web.actions import Args, PreconditionMissing
from web.house import House
from workers import courier

BLOCK = timedelta(weeks=4)
BLOCKS = 13
FULL_DAY = "7,4"


@dataclass
class Life:
    """`now` is the clock of the citizen and of everybody who deals with them."""

    w: World
    watch: Watch
    rng: Random
    now: datetime
    case: str = ""
    shift: dict[str, timedelta] = field(default_factory=dict)
    did: Counter[str] = field(default_factory=Counter)
    suspended: bool = False

    @cached_property
    def house(self) -> House:
        return House(self.w.store, self.w.courier, policies(), "Prøveby", production=False, demo=False, clock=Clock(self))

    @property
    def today(self) -> date:
        return local_date(self.now)

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    # -- the year ------------------------------------------------------------------------------------------------

    async def live(self) -> None:
        ready = self.rng.choice(("job_ready", "activity_ready", None))
        entered = None if self.chance(0.05) else "2019-05-01"
        self.case = self.w.put(readiness=ready, entered_on=entered, track=self.rng.choice(("lab", "integration")))
        await self.settle()
        for _ in range(BLOCKS):
            if self.watch.seen.is_over(self.case):
                return
            await self.block()
        await self.until(self.now)

    async def block(self) -> None:
        monday = self.next_monday()
        happening = self.rng.choices(HAPPENINGS, WEIGHTS)[0]
        await happening(self, monday)
        self.did[happening.__name__] += 1
        for week in range(4):
            self.attend(monday + timedelta(weeks=week), self.chance(0.08))
        await self.until(closes_at(monday + timedelta(weeks=3), policies()) + timedelta(minutes=5))
        if self.suspended and self.chance(0.7):
            await self.resume()
        await self.settle()

    def next_monday(self) -> date:
        return monday_of(self.today) if self.today.weekday() == 0 else monday_of(self.today) + timedelta(days=7)

    # -- time ----------------------------------------------------------------------------------------------------

    async def until(self, at: datetime) -> None:
        """Let time pass for the citizen's cases, all of them."""
        self.now = max(self.now, at)
        for case_id in self.open_cases():
            await self.deliver(case_id)
            here = await self.w.now(case_id) + self.shift.get(case_id, timedelta())
            if here < self.now:
                await self.w.skip(case_id, seconds=(self.now - here).total_seconds())
        await self.watch.until(self.is_abreast, f"{self.case} abreast of {self.now}")

    def is_abreast(self, seen: Seen) -> bool:
        """The weeks that are due are closed, and no date that a case waited for has passed."""
        mine = [seen.cases[c] for c in self.family(seen)]
        late = [c for c in mine if not c.closed_at and not c.suspended_at and c.waiting_kind == "timer"
                and c.waiting_until and c.waiting_until <= self.now]  # fmt: skip
        own = seen.cases[self.case]
        if late or own.closed_at or own.suspended_at or own.stage != "running" or self.case not in seen.closed:
            return not late
        return closes_at(seen.closed[self.case] + timedelta(days=7), policies()) > self.now

    def family(self, seen: Seen) -> list[str]:
        return [self.case, *(c.id for c in seen.cases.values() if c.parent_id == self.case)]

    def open_cases(self) -> list[str]:
        t = cases_table
        query = sa.select(t.c.id).where(sa.or_(t.c.id == self.case, t.c.parent_id == self.case), t.c.closed_at.is_(None))
        with self.w.store.read() as db:
            return list(db.execute(query.order_by(t.c.id)).scalars())

    # -- messages ------------------------------------------------------------------------------------------------

    async def deliver(self, case_id: str) -> None:
        """A case that begins in the middle of the year begins on the citizen's clock."""
        if case_id != self.case and case_id not in self.shift:
            self.shift[case_id] = self.now - datetime.now(UTC)
            start = sa.and_(outbox_table.c.case_id == case_id, outbox_table.c.kind == "start")
            with self.w.store.write() as db:
                payload = db.execute(sa.select(outbox_table.c.payload).where(start)).scalar_one()
                later = payload | {"shift": self.shift[case_id].total_seconds()}
                db.execute(sa.update(outbox_table).where(start).values(payload=later))
        await self.w.courier.deliver(case_id)

    async def badly(self, case_id: str) -> None:
        """As the post of a bad day has it: late, twice, or the last first."""
        how = self.rng.choice(("late", "twice", "backwards"))
        self.did[how] += 1
        if how == "late":
            self.now += timedelta(hours=self.rng.randrange(1, 60))
            here = await self.w.now(case_id) + self.shift.get(case_id, timedelta())
            await self.w.skip(case_id, seconds=max((self.now - here).total_seconds(), 1))
        elif how == "backwards":
            for row in reversed([m for m in self.w.messages(case_id) if not m.delivered_at and m.kind == "signal"]):
                await courier.send(self.w.client, row)
        await self.deliver(case_id)
        if how == "twice":
            self.w.forget_deliveries(case_id)
            await self.deliver(case_id)

    async def settle(self) -> None:
        """People answer what they are asked, until nobody has anything to do today."""
        for _ in range(60):
            for case_id in self.open_cases():
                await self.deliver(case_id)
            await self.watch.until(lambda seen: all(seen.rests(c) for c in self.family(seen)), f"{self.case} rests")
            answered = [await self.answer(task) for task in self.asked()]
            if not any(answered):
                return
        raise AssertionError(f"{self.case} never settles: {[t.kind for t in self.asked()]}")

    def asked(self) -> list[sa.Row[Any]]:
        t = tasks_table
        with self.w.store.read() as db:
            query = sa.select(t).where(t.c.case_id.in_(self.open_cases()), t.c.state.in_(OPEN))
            return list(db.execute(query.order_by(t.c.id)))

    async def answer(self, task: sa.Row[Any]) -> bool:
        if self.suspended and task.case_id == self.case:
            return False
        said = ANSWERS[task.kind](self.rng, self.today, task)
        if said is None or (task.aside and self.chance(0.2)):
            return False  # not today
        who, decision = said
        try:
            try:
                self.complete(task, who, decision)
            except policy.FourEyes:
                self.did["four eyes"] += 1
                self.complete(task, OTHERWISE[task.kind], decision)
        except actions.Invalid as refusal:
            raise AssertionError(f"{task.kind} {decision}: {refusal.error}") from None
        except PreconditionMissing:
            self.did["shut"] += 1
            if task.kind not in BACK:
                return False
            back = {k: str(self.today) if v == TODAY else v for k, v in BACK[task.kind].items()}
            self.complete(task, who, back)
        except tasks.TaskNotOpen:
            return True  # it was withdrawn meanwhile
        if self.chance(0.15):
            await self.badly(task.case_id)
        else:
            await self.deliver(task.case_id)
        return True

    def complete(self, task: sa.Row[Any], who: str, decision: dict[str, Any]) -> None:
        """As the page does it: claim and complete, the letter read and sent, and delivered. It takes a minute."""
        store, self.now = self.w.store, self.now + timedelta(minutes=1)
        with store.read() as db:
            user = users.get(db, self.w.ids[who])
            held = tasks.get(db, task.id)
        assert user
        assert held
        if held.assignee_id not in (None, user.id):
            with store.write() as db:
                tasks.move(db, held, Operation.release, held.assignee_id, self.now, assignee_id=None)
        actions.operate(self.house, user, task.id, Operation.claim, Args())
        actions.operate(self.house, user, task.id, Operation.complete, Args(decision=decision))
        with store.write() as db:
            for row in letters.of_case(db, task.case_id):
                if row.state == "waiting":
                    posting.handed_over(db, row, self.now, policies(), delivered=True)

    def tell(self, what: str, **details: Any) -> None:
        with self.w.store.write() as db:
            case = cases.get(db, self.case)
            assert case
            cases.tell(db, case, what, details, self.w.ids["supervisor"], REASON, self.now)

    # -- attendance ----------------------------------------------------------------------------------------------

    def attend(self, monday: date, is_silent: bool = False) -> None:
        """What the places say of a week on its Friday; of what is said already, nothing."""
        if is_silent:
            return
        wanted = [(p.id, day, p.planned_on(day)) for p in self.lines() for n in range(5)
                  if p.planned_on(day := monday + timedelta(days=n))]  # fmt: skip
        with self.w.store.read() as db:
            a = attendance_table
            known = {(r.placement_id, r.day) for r in db.execute(
                sa.select(a).where(a.c.placement_id.in_([p for p, _, _ in wanted])))}  # fmt: skip
        more = self.rng.choice((0, 0, 0, 120))  # longer than planned: over the cap on lessons of Danish
        items = [Item(p, day, "present", f"{(minutes + more) / 60:g}") for p, day, minutes in wanted
                 if (p, day) not in known and self.chance(0.97)]  # fmt: skip
        self.register(items, at_local(monday + timedelta(days=4), time(16)))

    def lines(self) -> list[Any]:
        with self.w.store.read() as db:
            return placements_of(db, placements.c.case_id == self.case)

    def register(self, items: list[Item], now: datetime) -> None:
        with self.w.store.write() as db:
            lines = places.by_ids(db, {i.placement_id for i in items})
            found = attendance.register(db, lines, items, by=self.w.ids["caseworker"], now=now, policies=policies())
        bad = {r.code for r in found if not r.ok} - {"nothing_planned"}
        assert not bad, bad

    def say(self, days: list[date], status: str, now: datetime) -> None:
        """The place says the same of each of these days."""
        items = [Item(p.id, day, status, FULL_DAY if status == "present" else "", reason="Listen var forkert")
                 for p in self.lines() for day in days if p.planned_on(day)]  # fmt: skip
        self.register(items, now)

    # -- what happens --------------------------------------------------------------------------------------------

    async def nothing(self, monday: date) -> None: ...

    async def stays_away(self, monday: date) -> None:
        """For one to three days, of which the place tells each evening."""
        first = self.rng.randrange(3)
        for n in range(first, first + self.rng.randrange(1, 4)):
            day = monday + timedelta(days=n)
            await self.until(at_local(day, time(17)))
            self.say([day], "absent", self.now)
            if self.chance(0.4):
                await self.settle()
        await self.settle()

    async def sick_first(self, monday: date) -> None:
        """Reported before the place says absent: no case of absence comes of it."""
        self.sick(monday, monday + timedelta(days=2))
        await self.until(at_local(monday + timedelta(days=2), time(17)))
        before = len(self.w.belonging(self.case))
        self.say([monday, monday + timedelta(days=1)], "absent", self.now)
        assert len(self.w.belonging(self.case)) == before, "who is sick is not absent"

    async def sick_after(self, monday: date) -> None:
        await self.stays_away(monday)
        await self.until(self.now + timedelta(days=self.rng.randrange(1, 22)))
        self.sick(monday, monday + timedelta(days=4))
        await self.settle()

    def sick(self, first: date, last: date) -> None:
        with self.w.store.write() as db:
            case = cases.get(db, self.case)
            assert case
            report = SpellReport(kind="sick", from_on=first, to_on=last)
            spells.report(db, case, report, self.w.ids["caseworker"], self.now, policies())

    async def is_corrected(self, monday: date) -> None:
        """Weeks later the place says something else of a day that was counted or that a case is about."""
        await self.until(at_local(monday, time(8)))
        with self.w.store.read() as db:
            a, p = attendance_table, placements
            query = sa.select(a).join(p, p.c.id == a.c.placement_id).where(p.c.case_id == self.case)
            rows = db.execute(query.where(a.c.status != "sick", a.c.day < self.today)).all()
        absent = [r for r in rows if r.status == "absent"]
        for row in self.rng.sample(absent or rows, min(2, len(absent or rows))):
            status = "present" if row.status == "absent" else "absent"
            hours = "5" if status == "present" else ""
            self.register([Item(row.placement_id, row.day, status, hours, reason="Listen var forkert")], self.now)
        await self.settle()

    async def is_suspended(self, monday: date) -> None:
        if self.suspended:
            return
        self.suspended = True
        self.tell("suspend")
        await self.deliver(self.case)
        await self.watch.until(lambda seen: seen.cases[self.case].suspended_at, f"{self.case} suspended")

    async def resume(self) -> None:
        self.suspended = False
        self.tell("resume")
        await self.deliver(self.case)
        await self.watch.until(lambda seen: not seen.cases[self.case].suspended_at, f"{self.case} resumed")

    async def moves(self, *to: str) -> None:
        """A person's word, where the case runs; a case elsewhere would not take it."""
        if self.watch.seen.cases[self.case].stage != "running" or self.suspended:
            return
        stage = self.rng.choice(to)
        self.tell("move", to=stage)
        await self.deliver(self.case)
        await self.watch.until(lambda seen: seen.cases[self.case].stage != "running", f"{self.case} {stage}")
        await self.settle()

    async def has_a_new_plan(self, monday: date) -> None:
        await self.moves("planning", "assessment")

    async def leaves(self, monday: date) -> None:
        await self.moves("leaving")

    async def facts_change(self, monday: date) -> None:
        if self.suspended:
            return
        benefit = self.w.case(self.case).facts["benefit"]
        self.w.correct_facts(self.case, benefit="none" if benefit != "none" else "cash_assistance")
        self.tell("correct")
        await self.settle()

    async def complains(self, monday: date) -> None:
        """About a deduction if there is one, else about the plan."""
        if self.watch.seen.is_over(self.case):
            return
        t = tasks_table
        mine = [self.case, *(c.id for c in self.w.belonging(self.case))]
        query = sa.select(t.c.id, t.c.kind).where(t.c.case_id.in_(mine), t.c.state == "completed", t.c.kind.in_(
            ("absence.decision", "obligation.plan"))).order_by(t.c.kind, t.c.completed_at.desc())  # fmt: skip
        with self.w.store.write() as db:
            case, decision = cases.get(db, self.case), db.execute(query).first()
            assert case
            facts = {"received_on": self.today, "channel": "letter", "text": "Jeg er ikke enig.",
                     "complainant": self.rng.choice(("citizen", "citizen", "representative")),
                     "decision": decision.id if decision else None, "decision_received_on": self.today}  # fmt: skip
            made = PROGRAMMES["complaint"].facts.model_validate(facts).model_dump(mode="json")
            cases.open_belonging(db, PROGRAMMES["complaint"], case, facts=made, key=uuid4().hex,
                                 actor=self.w.ids["caseworker"], now=self.now)  # fmt: skip
        await self.settle()


@dataclass(frozen=True)
class Clock:
    of: Life

    def now(self) -> datetime:
        return self.of.now


HAPPENINGS = [Life.nothing, Life.stays_away, Life.sick_first, Life.sick_after, Life.is_corrected, Life.is_suspended,
              Life.has_a_new_plan, Life.leaves, Life.facts_change, Life.complains]  # fmt: skip
WEIGHTS = [5, 9, 2, 2, 4, 2, 2, 1, 1, 3]


async def town(w: World, watch: Watch, seed: int, citizens: int, at_once: int) -> list[Life]:
    """That many lives, so many of them at a time."""
    gate, lives = asyncio.Semaphore(at_once), list[Life]()

    async def one(number: int) -> None:
        async with gate:
            life = Life(w, watch, Random(f"{seed}.{number}"), datetime.now(UTC))
            lives.append(life)
            await life.live()

    async with asyncio.TaskGroup() as group:
        for number in range(citizens):
            group.create_task(one(number))
    return lives
