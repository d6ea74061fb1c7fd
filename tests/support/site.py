"""The web over a small municipality, without an engine: the outbox waits, tasks are opened as a worker opens them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self
from uuid import uuid4

import httpx
import sqlalchemy as sa
from temporalio.client import Client

from activities.cases import CaseActivities
from activities.messages import Judge, OpenTask
from domain.calendar import add_working_days, at_local, local_date
from domain.obligation.programme import OBLIGATION
from domain.policies import policies
from domain.roles import Role
from domain.tasks import Operation
from store import cases, people, tasks, users
from store.db import Store
from store.tables import audit, lookups
from store.tables import cases as cases_table
from store.tables import tasks as tasks_table
from tests.support.document import Document, check
from web.app import create_app
from web.policy import READS_IDENTITY

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
OWN, OTHER, YOUNG, CLUB, SCHOOL = "Arbejdspligt", "Vesterbro", "Unge", "Klub Nord", "Skolen ved Parken"
COMPANIES, PERSPEKTIV, SPECIALISTS = "Virksomhedsservice", "Perspektiv", "Specialister"
CIVIC = "Demokrati"
TEAMS = {OWN: "obligation", OTHER: None, YOUNG: "youth", CLUB: None, SCHOOL: None, COMPANIES: "vacancy",
         PERSPEKTIV: "perspektiv", SPECIALISTS: "concern", CIVIC: "civic"}
CONFIRM, GUIDE, ASSESS, APPROVE, PLAN = (
    f"obligation.{k}" for k in ("confirm_coverage", "guidance", "individual_assessment", "approve_exemption", "plan")
)
DATA: dict[str, dict[str, Any]] = {
    APPROVE: {"effort": "reduced", "weekly_hours": 12, "until": "2027-06-01"}, PLAN: {"weekly_hours": 20},
}  # fmt: skip
STAGE = {CONFIRM: "coverage", GUIDE: "guidance", ASSESS: "assessment", APPROVE: "approval", PLAN: "planning"}
STAFF: dict[str, tuple[Role, str, str]] = {
    "benefit": (Role.benefit_officer, OWN, "Birgit Bang"),
    "benefit2": (Role.benefit_officer, OWN, "Bo Berg"),
    "caseworker": (Role.caseworker, OWN, "Signe Sand"),
    "caseworker2": (Role.caseworker, OWN, "Svend Søby"),
    "jobconsultant": (Role.job_consultant, OWN, "Jens Juul"),
    "jobconsultant2": (Role.job_consultant, OWN, "Jytte Jahn"),
    "supervisor": (Role.supervisor, OWN, "Tove Toft"),
    "supervisor2": (Role.supervisor, OWN, "Troels Tang"),
    "supervisor3": (Role.supervisor, OWN, "Tine Tved"),
    "admin": (Role.administrator, OWN, "Anne Ager"),
    "legal": (Role.legal, OWN, "Line Lund"),
    "economy": (Role.economy, OWN, "Erik Eng"),
    "partner": (Role.partner, OWN, "Pia Palm"),
    "auditor": (Role.auditor, OWN, "Karl Kjær"),
    "integration": (Role.integration, OWN, "Robot"),
    "youth": (Role.youth_consultant, YOUNG, "Yrsa Yde"),
    "youth2": (Role.youth_consultant, YOUNG, "Yasin Yde"),
    "youthboss": (Role.supervisor, YOUNG, "Ulla Ude"),
    "company": (Role.company_consultant, COMPANIES, "Conny Cort"),
    "company2": (Role.company_consultant, COMPANIES, "Carl Cort"),
    "companyboss": (Role.supervisor, COMPANIES, "Clara Carl"),
    "outreach": (Role.outreach_worker, PERSPEKTIV, "Omar Opsøg"),
    "outreach2": (Role.outreach_worker, PERSPEKTIV, "Oda Opsøg"),
    "outreachboss": (Role.supervisor, PERSPEKTIV, "Olga Over"),
    "specialist": (Role.outreach_worker, SPECIALISTS, "Vera Vagt"),
    "specialistboss": (Role.supervisor, SPECIALISTS, "Viggo Vagt"),
    "civic": (Role.civic_lead, CIVIC, "Carla Civil"),
    "civicboss": (Role.supervisor, CIVIC, "Cora Civil"),
    "jurist": (Role.legal, CIVIC, "Jon Jurist"),
    "club": (Role.partner, CLUB, "Klara Kok"),
    "school": (Role.partner, SCHOOL, "Sofus Sol"),
    "stranger": (Role.benefit_officer, OTHER, "Stine Stub"),
    "stranger2": (Role.benefit_officer, OTHER, "Sten Skov"),
    "otherboss": (Role.supervisor, OTHER, "Ove Okkels"),
}
FACTS = {
    "benefit": "cash_assistance",
    "entered_on": "2019-05-01",
    "residence": [{"from": "2019-05-01", "country": "DK"}],
}
REASON = "En konkret og individuel begrundelse."
COVERED = {"covered": "true", "decided_on": "18.11.2026", "reference": "KY-2026-1", "reason": REASON}
COVERED_JSON = {"covered": True, "decided_on": "2026-11-18", "reference": "KY-2026-1", "reason": REASON}


@dataclass
class StoppedClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


@dataclass
class Site:
    store: Store
    client: Client
    clock: StoppedClock = field(default_factory=StoppedClock)
    settings: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    cprs: list[str] = field(default_factory=list)
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = create_app(self.store, self.client, clock=self.clock, **self.settings)
        house = self.app.state.house
        house.standing.cheap = house.figures.cheap = 60.0  # a busy machine makes no small town a large one
        self.activities = CaseActivities(self.store, policies())
        with self.store.write() as db:
            for name, programme in TEAMS.items():
                self.teams[name] = users.team_named(db, name, programme)
            for name, (role, team, shown) in STAFF.items():
                self.ids[name] = self._account(db, name, shown)
                users.join(db, self.ids[name], role, self.teams[team])

    def _account(self, db: sa.Connection, name: str, shown: str) -> str:
        user_id = str(uuid4())
        db.execute(sa.insert(users.users).values(
            id=user_id, username=name, display_name=shown, active=True, created_at=self.clock.at))  # fmt: skip
        return user_id

    def give(self, name: str, role: Role, team: str) -> None:
        with self.store.write() as db:
            users.join(db, self.ids[name], role, self.teams[team])

    def take_away(self, name: str, role: Role) -> None:
        m = users.memberships
        with self.store.write() as db:
            db.execute(sa.delete(m).where(m.c.user_id == self.ids[name], m.c.role == role.value))

    def password(self, name: str, password: str = "correct horse") -> str:
        with self.store.write() as db:
            digest = users.HASHER.hash(password)
            db.execute(sa.update(users.users).where(users.users.c.username == name).values(password_hash=digest))
        return password

    # -- cases ---------------------------------------------------------------------------------------------------

    def case(self, name: str = "Zeynep Ørskov", *, cpr: str | None = None, team: str = OWN, protected: bool = False,
             **facts: Any) -> str:  # fmt: skip
        cpr = cpr or f"{1 + len(self.cprs) % 28:02}{1 + len(self.cprs) // 28 % 12:02}900000"
        self.cprs.append(cpr)
        made = OBLIGATION.facts.model_validate(FACTS | facts)
        with self.store.write() as db:
            person = people.put(db, self.store.secrets, cpr=cpr, name=name, address="Prøvevej 1, 2400 København",
                                protected=protected, language="", now=self.clock.at)  # fmt: skip
            return cases.open_case(
                db, OBLIGATION, person_id=person, facts=made.model_dump(mode="json", by_alias=True), doubts=[],
                extra={}, actor=None, now=self.clock.at, team_id=self.teams[team])  # fmt: skip

    def task(self, case_id: str | None = None, kind: str = CONFIRM, *, visit: int = 2, not_by: str | None = None,
             age: timedelta = timedelta()) -> str:  # fmt: skip
        """A task of this kind, open since `age`."""
        case_id, task_id = case_id or self.case(), str(uuid4())
        here = {"case_id": case_id, "stage": STAGE[kind], "visit": visit, "now": self.clock.at - age}
        if kind == CONFIRM:
            self.activities.judge(Judge(**here, rule="obligation.coverage"))
        self.activities.open_task(OpenTask(
            **here, task_id=task_id, kind=kind, data=DATA.get(kind, {}),
            not_by=self.ids[not_by] if not_by else None))  # fmt: skip
        return task_id

    def held(self, by: str, case_id: str | None = None, kind: str = CONFIRM, **more: Any) -> str:
        """A task that this person has taken."""
        task_id = self.task(case_id, kind, **more)
        self.move(task_id, Operation.claim, by, assignee_id=self.ids[by])
        return task_id

    def move(self, task_id: str, operation: Operation, by: str, **values: Any) -> None:
        with self.store.write() as db:
            tasks.move(db, self.row(task_id), operation, self.ids[by], self.clock.at, **values)

    def row(self, task_id: str) -> sa.Row[Any]:
        with self.store.read() as db:
            return db.execute(sa.select(tasks_table).where(tasks_table.c.id == task_id)).one()

    def case_row(self, case_id: str) -> sa.Row[Any]:
        with self.store.read() as db:
            return db.execute(sa.select(cases_table).where(cases_table.c.id == case_id)).one()

    def days_after_due(self, task_id: str, working_days: int) -> None:
        """Move the clock to the morning so many working days after the task was due."""
        due = local_date(self.row(task_id).due_at)
        self.clock.at = at_local(add_working_days(due, working_days), time(9))

    # -- what was written down -----------------------------------------------------------------------------------

    def lookups(self, who: str) -> list[sa.Row[Any]]:
        with self.store.read() as db:
            return list(
                db.execute(sa.select(lookups).where(lookups.c.actor_id == self.ids[who]).order_by(lookups.c.seq))
            )

    def audited(self, action: str) -> list[sa.Row[Any]]:
        with self.store.read() as db:
            return list(db.execute(sa.select(audit).where(audit.c.action == action).order_by(audit.c.seq)))

    def everything(self) -> dict[str, list[Any]]:
        """All that is in the database but who is there and the log of look-ups: to see that nothing changed."""
        skipped = {"sessions", "tokens", "lookups", "chains", "login_failures", "idempotency", "audit", "openers"}
        with self.store.read() as db:
            return {t.name: sorted(map(str, db.execute(sa.select(t)))) for t in users.users.metadata.sorted_tables
                    if t.name not in skipped}  # fmt: skip

    # -- people --------------------------------------------------------------------------------------------------

    def browser(self, **headers: str) -> Person:
        """Somebody who has not logged in."""
        base = "https://handleplan.test" if self.settings.get("production") else "http://handleplan.test"
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=base, headers=headers)
        self.clients.append(client)
        return Person(self, client)

    def as_(self, name: str, **headers: str) -> Person:
        person = self.browser(**headers)
        with self.store.write() as db:
            token, _ = users.open_session(db, self.ids[name], self.clock.at)
        person.session, person.name = token, name
        return person

    def api(self, name: str, **headers: str) -> httpx.AsyncClient:
        """A program with this person's token."""
        with self.store.write() as db:
            token, _ = users.issue_token(db, self.ids[name], 1, self.clock.at)
        client = self.browser(Authorization=f"Bearer {token}", **headers).client
        client.base_url = f"{client.base_url}/api/v1/"
        return client

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: Any) -> None:
        for client in self.clients:
            await client.aclose()


@dataclass
class Person:
    site: Site
    client: httpx.AsyncClient
    name: str | None = None

    @property
    def cookie(self) -> str:
        return "__Host-session" if self.site.settings.get("production") else "handleplan_session"

    @property
    def session(self) -> str | None:
        return self.client.cookies.get(self.cookie)

    @session.setter
    def session(self, token: str) -> None:
        self.client.cookies.clear()
        self.client.cookies.set(self.cookie, token, domain="handleplan.test")

    async def get(self, address: str, status: int = 200, **params: Any) -> Document:
        return self._met(await self.client.get(address, params=params or None, follow_redirects=True), status)

    async def submit(self, page: Document, action: str, *, press: str | None = None, status: int = 200,
                     **values: str | bool | None) -> Document:  # fmt: skip
        """Fill in the form that posts to `action` and press its button."""
        form = page.form(action)
        return await self.post(str(form["action"]), page.filled(form, press, **values), status)

    async def post(self, action: str, data: dict[str, Any], status: int = 200, *, files: Any = None) -> Document:
        headers = {"Sec-Fetch-Site": "same-origin"}
        sent = await self.client.post(action, data=data, files=files, headers=headers, follow_redirects=True)
        return self._met(sent, status)

    def _met(self, response: httpx.Response, status: int) -> Document:
        page = Document(response)
        assert response.status_code == status, f"{response.status_code} {response.url}: {page.soup.get_text()[:2000]}"
        numbers = {written for cpr in self.site.cprs for written in (cpr, f"{cpr[:6]}-{cpr[6:]}")}
        readable = self.name is not None and STAFF[self.name][0] in READS_IDENTITY
        check(page, logged_in=page.has("form[action='/logout']"), numbers=numbers, readable=readable)
        return page

    async def csrf(self) -> str:
        page = await self.client.get("/me")
        return str(Document(page).one("form[action='/logout'] input[name=csrf]")["value"])


@asynccontextmanager
async def site_over(store: Store, **settings: Any) -> Any:
    # Nothing listens there: the engine is away, and the web works all the same.
    client = await Client.connect("127.0.0.1:1", lazy=True)
    async with Site(store, client, settings=settings) as site:
        yield site
