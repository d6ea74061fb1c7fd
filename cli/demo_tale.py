"""One story told to the real system: what people do is written at its own time, and the case's clock follows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from temporalio.client import Client

from cli import demo_days, demo_decisions
from cli.demo_clock import Clock, is_closed
from cli.demo_events import (
    Asked,
    Away,
    Beside,
    Correction,
    Event,
    Learnt,
    Leave,
    Referred,
    Shared,
    Step,
    Story,
    Turn,
    Unreached,
    Week,
)
from cli.demo_people import citizen
from domain.attendance import closes_at
from domain.calendar import add_months, at_local, local_date, monday_of
from domain.decisions import appealable
from domain.obligation.programme import OBLIGATION
from domain.policies import policies
from domain.programmes import PROGRAMMES
from domain.programmes import Asked as Given
from domain.spells import SpellReport
from store import cases, letters, parties, people, placements, posting, sharing, spells
from store.db import Store
from store.dossier import Dossier
from store.tables import cases as cases_table
from store.tables import teams as teams_table
from store.tables import users as users_table
from workers.courier import Courier

CLOCK_TIME = time(16)
"""When places say what became of a day."""
OFFICE_HOURS = time(14)
"""When people decide: a demo that is loaded at night tells of the same days as one that is loaded at noon."""
REASONS = {
    "turn": "Oplysningerne tyder på, at arbejdspligten er ophørt.",
    "rest": "Borgeren er bortrejst efter aftale og deltager igen bagefter.",
}


class House:
    """What all stories share."""

    def __init__(self, store: Store, client: Client) -> None:
        self.store, self.client, self.courier = store, client, Courier(client, store)
        self.real = datetime.now(UTC)
        with store.read() as db:
            self.ids = {r.username: r.id for r in db.execute(sa.select(users_table.c.username, users_table.c.id))}
            self.teams = {t.name: t.id for t in db.execute(sa.select(teams_table.c.name, teams_table.c.id))}
            active = placements.active_providers(db)
            self.places = {p.name: p.id for p in active}
            self.known = {"policies": policies(), "providers": {p.id: p.kind for p in active}}

    def ago(self, days: int) -> datetime:
        """Of today, now; of a day before, when people are at work."""
        return at_local(local_date(self.real) - timedelta(days=days), OFFICE_HOURS) if days > 0 else self.real


class Tale:
    def __init__(self, house: House, n: int, story: Story, reference: str) -> None:
        self.house, self.n, self.story, self.reference = house, n, story, reference
        self.store, self.id = house.store, ""
        self.opened = house.ago(story.opened_days_ago(local_date(house.real)))
        self._clocks: dict[str, Clock] = {}

    def open(self) -> None:
        programme = PROGRAMMES[self.story.programme]
        facts = programme.facts.model_validate(self.story.facts)
        with self.store.write() as db:
            who = (self.story.person or citizen(self.n)) if programme.about_person else None
            person = people.put(db, self.store.secrets, now=self.opened, **who) if who else None
            self.id = cases.open_case(
                db, programme, person_id=person, facts=facts.model_dump(mode="json", by_alias=True),
                doubts=programme.doubts(facts, local_date(self.opened)), extra={"reference": self.reference},
                actor=None, now=self.opened, state={"shift": self._shift(self.opened, as_text=True)})  # fmt: skip

    async def begin(self) -> None:
        await self._hear(self.id)

    async def go_on(self, event: Event) -> None:
        await TOLD[type(event)](self, event, max(self.house.ago(event.days_ago), self.opened))

    async def end(self) -> None:
        if self.story.left:
            await self._leave(self.story.left)
        for case_id in await asyncio.to_thread(self._all):
            await self._bring_to_today(case_id)

    # -- what happens --------------------------------------------------------------------------------------------

    async def step(self, step: Step, at: datetime) -> None:
        case_id = await asyncio.to_thread(self._newest, step.kind.partition(".")[0])
        await self._at(case_id, at)
        await demo_decisions.decide(self.house, case_id, step, at)
        await self._hear(case_id)

    async def away(self, event: Away, at: datetime) -> None:
        await asyncio.to_thread(self._register, (event.day,), at_local(event.day, CLOCK_TIME), event.status)
        await self._hear_all()

    async def week(self, event: Week, at: datetime) -> None:
        """At the end of its last day; of a week that is not over, what is known until now."""
        at = min(at_local(event.days[-1], CLOCK_TIME), self.house.real)
        await asyncio.to_thread(self._register, event.days, at, "present")

    async def correction(self, event: Correction, at: datetime) -> None:
        at = max(at, closes_at(monday_of(event.day), policies()) + timedelta(hours=1))
        for case_id in await asyncio.to_thread(self._all):
            await self._at(case_id, min(at, self.house.real))
        await asyncio.to_thread(self._correct, event, min(at, self.house.real))
        await self._hear_all()

    async def leave(self, event: Leave, at: datetime) -> None:
        first = local_date(at)
        report = SpellReport.model_validate(
            {"kind": event.kind, "from_on": first.isoformat(), "to_on": str(first + timedelta(days=event.days - 1))},
            context={"today": first})  # fmt: skip
        await asyncio.to_thread(self._write, lambda db: spells.report(
            db, self._row(db), report, self.house.ids["caseworker"], at, policies()))  # fmt: skip
        await self._hear_all()

    async def asked(self, event: Asked, at: datetime) -> None:
        opened = await asyncio.to_thread(self._write, lambda db: self._belonging(db, event, at))
        await self._hear(opened)

    async def turn(self, event: Turn, at: datetime) -> None:
        await self._at(self.id, at)
        await asyncio.to_thread(self._write, lambda db: cases.tell(
            db, self._row(db), "move", {"to": event.to}, self.house.ids[event.who], REASONS["turn"], at))  # fmt: skip
        await self._hear(self.id)

    async def unreached(self, event: Unreached, at: datetime) -> None:
        await asyncio.to_thread(self._write, lambda db: posting.failed(
            db, letters.of_case(db, self.id)[0], event.error, at, self._shift(at)))  # fmt: skip
        await self._hear_all()

    async def learnt(self, event: Learnt, at: datetime) -> None:
        await self._at(self.id, at)
        await asyncio.to_thread(self._write, lambda db: self._know(db, event, at))
        await self._hear(self.id)

    async def referred(self, event: Referred, at: datetime) -> None:
        await asyncio.to_thread(self._write, lambda db: sharing.refer(
            db, self.id, self.house.teams[event.team], self.house.ids[event.who], event.reference, at))  # fmt: skip

    async def shared(self, event: Shared, at: datetime) -> None:
        await asyncio.to_thread(self._write, lambda db: self._share(db, event, at))

    async def beside(self, event: Beside, at: datetime) -> None:
        await asyncio.to_thread(self._write, lambda db: parties.add(
            db, self.store.secrets, self.id, event.kind, name=event.name, address=event.address, since=local_date(at),
            language=event.language, professional=event.professional, actor=self.house.ids[event.who],
            now=at))  # fmt: skip

    # -- how it is written ---------------------------------------------------------------------------------------

    def _register(self, days: Any, at: datetime, status: str) -> None:
        with self.store.write() as db:
            items = demo_days.items_of(Dossier(db, self._row(db)), days, status, self.n)
            demo_days.register(db, self.house, items, at, self._shift(at))

    def _correct(self, event: Correction, at: datetime) -> None:
        with self.store.write() as db:
            item = demo_days.corrected(Dossier(db, self._row(db)), event)
            demo_days.register(db, self.house, [item], at, self._shift(at))

    def _know(self, db: sa.Connection, event: Learnt, at: datetime) -> None:
        case = self._row(db)
        facts = OBLIGATION.facts.model_validate(case.facts | event.facts)
        doubts = OBLIGATION.doubts(facts, local_date(at))
        cases.correct(db, case, facts.model_dump(mode="json", by_alias=True), doubts, self.house.ids[event.who],
                      event.reason, at)  # fmt: skip

    def _share(self, db: sa.Connection, event: Shared, at: datetime) -> None:
        by, until = self.house.ids["youth"], add_months(local_date(at), 12)
        given = sharing.consent(db, self.id, self.house.teams[event.team], scope=event.scope, given_by=event.given_by,
                                given_on=local_date(at), expires_on=until, by=by, now=at)  # fmt: skip
        consent = sharing.get(db, given)
        if event.ended is not None and consent is not None:
            sharing.withdraw(db, consent, by, self.house.ago(event.ended))

    def _belonging(self, db: sa.Connection, event: Asked, at: datetime) -> str:
        programme, above = PROGRAMMES[event.programme], self._row(db)
        about = [t.decision.task_id for t in appealable(Dossier(db, above)) if t.decision.kind == event.about]
        typed = event.facts | ({"decision": about[0]} if about else {})
        facts = programme.facts.model_validate(typed, context={"today": local_date(at)})
        if programme.refuses:
            programme.refuses(facts, Dossier(db, above), Given(local_date(at), policies()))
        return cases.open_belonging(
            db, programme, above, facts=facts.model_dump(mode="json", by_alias=True),
            key=f"{self.reference}:{event.programme}:{event.days_ago}", actor=self.house.ids[event.who], now=at,
            state={"shift": self._shift(at, as_text=True)})  # fmt: skip

    def _write(self, what: Callable[[sa.Connection], Any]) -> Any:
        with self.store.write() as db:
            return what(db)

    def _shift(self, at: datetime, *, as_text: bool = False) -> Any:
        """From the engine's clock back to `at`."""
        back = at - self.house.real
        return f"-PT{int(-back.total_seconds())}S" if as_text else back

    def _row(self, db: sa.Connection) -> sa.Row[Any]:
        case = cases.get(db, self.id)
        assert case is not None
        return case

    def _newest(self, programme: str) -> str:
        if programme == self.story.programme:
            return self.id
        c = cases_table.c
        query = sa.select(c.id).where(c.parent_id == self.id, c.programme == programme).order_by(c.opened_at.desc())
        with self.store.read() as db:
            return str(db.execute(query.limit(1)).scalar_one())

    def _all(self) -> list[str]:
        """Cases that belong to it first: what they report is heard."""
        with self.store.read() as db:
            mine = sa.select(cases_table.c.id).where(cases_table.c.parent_id == self.id)
            return [*db.scalars(mine.order_by(cases_table.c.opened_at.desc(), cases_table.c.id.desc())), self.id]

    # -- their clocks --------------------------------------------------------------------------------------------

    def _clock(self, case_id: str) -> Clock:
        return self._clocks.setdefault(case_id, Clock(self.store, self.house.client, case_id))

    async def _at(self, case_id: str, at: datetime) -> None:
        await self._clock(case_id).catch_up(at)

    async def _hear(self, case_id: str) -> None:
        await self.house.courier.deliver(case_id)
        await self._clock(case_id).settle()

    async def _hear_all(self) -> None:
        for case_id in await asyncio.to_thread(self._all):
            await self._hear(case_id)

    async def _leave(self, left: str) -> None:
        if left in ("claimed", "draft"):
            await self._at(self.id, self.house.real)
            await asyncio.to_thread(demo_decisions.hold, self.house, self.id, left)
            return
        at = max(self.house.real - timedelta(hours=20), self.house.ago(1))
        await self._at(self.id, at)
        until = {"until": (self.house.real + timedelta(days=16)).isoformat()} if left == "suspended_until" else {}
        what = "close" if left == "closed" else "suspend"
        await asyncio.to_thread(self._write, lambda db: cases.tell(
            db, self._row(db), what, until, self.house.ids["supervisor"], REASONS["rest"], at))  # fmt: skip
        await self._hear(self.id)

    async def _bring_to_today(self, case_id: str) -> None:
        await self._hear(case_id)
        if await asyncio.to_thread(is_closed, self.store, case_id):
            return
        await self._at(case_id, self.house.real)
        if not await asyncio.to_thread(is_closed, self.store, case_id):
            await self._clock(case_id).shift(timedelta(0))


async def tell(tales: Sequence[Tale], happened: Callable[[], None]) -> None:
    """Stories of which one leans on what happens in another, in the order of time."""
    for tale in tales:
        await tale.begin()
    events = [(event, tale) for tale in tales for event in tale.story.events()]
    for event, tale in sorted(events, key=lambda one: -one[0].days_ago):
        await tale.go_on(event)
        happened()
    for tale in tales:
        await tale.end()
        happened()


Told = Callable[[Tale, Any, datetime], Coroutine[Any, Any, None]]
TOLD: dict[type[Event], Told] = {
    Step: Tale.step, Away: Tale.away, Week: Tale.week, Correction: Tale.correction, Leave: Tale.leave,
    Asked: Tale.asked, Turn: Tale.turn, Unreached: Tale.unreached, Learnt: Tale.learnt,
    Referred: Tale.referred, Shared: Tale.shared, Beside: Tale.beside,
}  # fmt: skip
