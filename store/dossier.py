"""One case as rules look at it: read from the store when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel

from domain import dossier as d
from domain.calendar import local_date
from domain.dossier import PollingPlace
from domain.parties import INTERPRETER
from domain.placements import Placement
from domain.programmes import PROGRAMMES
from store import cases
from store.people import CORRECTED, LEARNT
from store.tables import audit, people, tasks
from store.tables import cases as cases_table
from store.tables_choices import choices
from store.tables_effort import attendance, placements, spells
from store.tables_letters import letters, parties
from store.turnout import polled


class Dossier:
    """`domain.dossier.Dossier`, within one transaction."""

    def __init__(self, db: sa.Connection, case: sa.Row[Any]) -> None:
        self._db, self.case = db, case
        self._beside: list[Dossier] = [self]
        """Cases found together: whoever asks for the decisions of one will ask for those of the next."""

    @property
    def case_id(self) -> str:
        return str(self.case.id)

    @property
    def programme(self) -> str:
        return str(self.case.programme)

    @property
    def opened_at(self) -> datetime:
        return self.case.opened_at  # type: ignore[no-any-return]

    @property
    def is_open(self) -> bool:
        return self.case.closed_at is None

    @property
    def is_suspended(self) -> bool:
        return self.case.suspended_at is not None

    @property
    def outcome(self) -> str | None:
        return self.case.outcome  # type: ignore[no-any-return]

    @cached_property
    def facts(self) -> BaseModel:
        return PROGRAMMES[self.case.programme].facts.model_validate(self.case.facts)

    def facts_on(self, day: date) -> BaseModel:
        return self._facts_before(row for row in self._corrections if local_date(row.at) >= day)

    def facts_at(self, at: datetime) -> BaseModel:
        return self._facts_before(row for row in self._corrections if row.at > at)

    def _facts_before(self, corrections: Iterable[sa.Row[Any]]) -> BaseModel:
        facts = dict(self.case.facts)
        for row in corrections:
            facts |= row.details.get("before", {})
        return PROGRAMMES[self.case.programme].facts.model_validate(facts)

    def is_another_number(self, since: datetime) -> bool:
        changes = [row.details.get("numbers") for row in self._details_changed
                   if row.at > since and "phone" in row.details["changed"]]  # fmt: skip
        if not changes or not changes[0] or not changes[-1]:
            return bool(changes)  # before digests were kept, that it was changed is all that is known
        before, now = set(changes[0][0]), set(changes[-1][1])
        return bool(now) and not before & now

    @cached_property
    def _details_changed(self) -> list[sa.Row[Any]]:
        """Of the person, the oldest first; until the CPR number was known, of whom they were taken for."""
        mine, s = self.case.person_id, audit.c
        query = sa.select(s.seq, s.at, s.details, s.case_id).where(s.subject == mine, s.action == LEARNT)
        came = [row for row in self._db.execute(query)
                if "was" in row.details and self.case_id in (row.case_id, *row.details.get("cases", ()))]  # fmt: skip
        theirs = s.subject == mine if not came else sa.or_(
            sa.and_(s.subject == mine, s.seq > came[0].seq), s.subject == came[0].details["was"])  # fmt: skip
        return list(self._db.execute(sa.select(s.at, s.details).where(theirs, s.action == CORRECTED).order_by(s.seq)))

    @property
    def corrected_at(self) -> datetime | None:
        return self._corrections[0].at if self._corrections else None

    @cached_property
    def _corrections(self) -> list[sa.Row[Any]]:
        """The newest first."""
        query = sa.select(audit).where(audit.c.case_id == self.case_id, audit.c.action == "case.correct")
        return list(self._db.execute(query.order_by(audit.c.seq.desc())))

    @cached_property
    def parent(self) -> Dossier | None:
        above = cases.get(self._db, self.case.parent_id) if self.case.parent_id else None
        return Dossier(self._db, above) if above else None

    @cached_property
    def placements(self) -> list[Placement]:
        return placements_of(self._db, placements.c.case_id == self.case_id)

    @cached_property
    def spells(self) -> list[d.Spell]:
        query = sa.select(spells).where(spells.c.case_id == self.case_id, spells.c.revoked_at.is_(None))
        rows = self._db.execute(query.order_by(spells.c.from_on, spells.c.id))
        return [d.Spell(r.kind, r.from_on, r.to_on) for r in rows]

    @cached_property
    def letters(self) -> list[d.Sent]:
        query = sa.select(letters).where(letters.c.case_id == self.case_id).order_by(letters.c.created_at, letters.c.id)
        rows = self._db.execute(query).all()
        last = {r.task_id: r.number for r in sorted(rows, key=lambda r: r.number)}
        return [d.Sent(r.id, r.kind, r.state, r.created_at, r.received_on, r.channel, r.task_id)
                for r in rows if r.number == last[r.task_id]]  # fmt: skip

    def parties(self, on: date) -> frozenset[str]:
        return frozenset(self._db.execute(sa.select(parties.c.kind).where(*self._stands(on))).scalars())

    def interpreters(self, on: date) -> list[d.Interprets]:
        p = parties.c
        query = sa.select(p.language, p.professional).where(*self._stands(on), p.kind == INTERPRETER)
        return [d.Interprets(*row) for row in self._db.execute(query.order_by(p.at, p.id))]

    def _stands(self, on: date) -> tuple[sa.ColumnElement[bool], ...]:
        p = parties.c
        return p.case_id == self.case_id, p.since <= on, sa.or_(p.until.is_(None), p.until >= on)

    @cached_property
    def language(self) -> str:
        mine = sa.select(people.c.language).where(people.c.id == self.case.person_id)
        return self._db.execute(mine).scalar_one_or_none() or ""

    def done(self, *kinds: str) -> list[d.Done]:
        return [one for one in self._done if not kinds or one.kind in kinds]

    @cached_property
    def task_ids(self) -> frozenset[str]:
        query = sa.select(tasks.c.id).where(tasks.c.case_id == self.case_id, tasks.c.decision.is_not(None))
        return frozenset(self._db.execute(query).scalars())

    @cached_property
    def _done(self) -> list[d.Done]:
        every = _decisions(self._db, [one.case_id for one in self._beside])
        for one in self._beside:
            one.__dict__.setdefault("_done", every[one.case_id])
        return every[self.case_id]

    def attendance(self, first: date, last: date) -> list[d.Attended]:
        a = attendance
        mine = sa.select(placements.c.id).where(placements.c.case_id == self.case_id)
        query = sa.select(a).where(a.c.placement_id.in_(mine), a.c.day.between(first, last))
        rows = self._db.execute(query.order_by(a.c.day, a.c.placement_id))
        return [d.Attended(r.placement_id, r.day, r.minutes, r.status) for r in rows]

    @cached_property
    def below(self) -> list[Dossier]:
        return self._cases(cases_table.c.parent_id == self.case_id)

    def of_person(self, programme: str) -> list[Dossier]:
        return self._cases(cases_table.c.person_id == self.case.person_id, cases_table.c.programme == programme)

    def alike(self, programme: str, fact: str, value: str) -> list[Dossier]:
        return self._cases(cases_table.c.programme == programme, cases_table.c.facts[fact].as_string() == value)

    def turnout(self, election_on: date) -> list[PollingPlace]:
        return polled(self._db, election_on)

    def _cases(self, *where: sa.ColumnElement[bool]) -> list[Dossier]:
        query = sa.select(cases_table).where(*where).order_by(cases_table.c.id)
        found = [Dossier(self._db, row) for row in self._db.execute(query).all()]
        for one in found:
            one._beside = found
        return found

    @cached_property
    def chosen_by(self) -> list[Dossier]:
        t = cases_table
        naming = sa.select(tasks.c.case_id).join(choices, choices.c.task_id == tasks.c.id)
        mine = t.c.id.in_(naming.where(choices.c.case_id == self.case_id))
        return [Dossier(self._db, row) for row in self._db.execute(sa.select(t).where(mine).order_by(t.c.id))]

    def chosen(self, task_id: str) -> Dossier | None:
        named = sa.select(choices.c.case_id).where(choices.c.task_id == task_id)
        return next(iter(self._cases(cases_table.c.id.in_(named))), None)

    def belonging(self, programme: str) -> list[d.Belonging]:
        t = cases_table
        query = sa.select(t).where(t.c.parent_id == self.case_id, t.c.programme == programme).order_by(t.c.id)
        return [d.Belonging(r.id, r.stage, r.outcome, r.facts) for r in self._db.execute(query)]


def _decisions(db: sa.Connection, case_ids: list[str]) -> dict[str, list[d.Done]]:
    """What stands, the oldest first, by case."""
    query = sa.select(tasks).where(tasks.c.case_id.in_(case_ids), tasks.c.decision.is_not(None))
    rows = db.execute(query.order_by(tasks.c.completed_at, tasks.c.visit, tasks.c.id)).all()
    again = sa.select(tasks.c.reopened_from).where(tasks.c.case_id.in_(case_ids), tasks.c.reopened_from.is_not(None))
    taken_back = set(db.execute(again).scalars())
    found: dict[str, list[d.Done]] = {one: [] for one in case_ids}
    for r in rows:
        if r.state == "completed" and r.id not in taken_back:
            found[r.case_id].append(
                d.Done(r.id, r.kind, r.completed_at, r.decided_by, r.decision, r.data, r.acting_for))  # fmt: skip
    return found


def placements_of(db: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Placement]:
    """The lines of plans, the oldest first."""
    p = placements
    rows: Iterator[sa.Row[Any]] = iter(db.execute(sa.select(p).where(*where).order_by(p.c.created_at, p.c.number)))
    return [
        Placement(id=r.id, task_id=r.task_id, activity=r.activity, title=r.title, provider=r.provider_id,
                  starts_on=r.starts_on, ends_on=r.ends_on, details=r.details,
                  minutes={int(day): minutes for day, minutes in r.minutes.items()})
        for r in rows
    ]  # fmt: skip
