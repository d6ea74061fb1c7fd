"""What a file brings, one possible case each, into running cases: once, whoever reads the file and however often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from domain.case_files import Same
from domain.programmes import Programme
from domain.text import Text
from store import cases, people, teams
from store.audit import Entry, log
from store.db import Store
from store.people import Identity
from store.tables import cases as cases_table
from store.tables import teams as teams_table
from store.tabular import Rejected


@dataclass
class ImportResult:
    """What became of the rows: each is taken, unchanged or rejected; rows of one person may make one case."""

    taken: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    unknown_headers: list[str] = field(default_factory=list)
    replaced: list[Text] = field(default_factory=list)
    """What stood otherwise before: the old and the new."""

    @property
    def rows(self) -> int:
        return self.taken + self.unchanged + len(self.rejected)

    def add(self, more: ImportResult) -> None:
        self.taken += more.taken
        self.unchanged += more.unchanged
        self.rejected += more.rejected
        self.replaced += more.replaced


@dataclass(frozen=True)
class Arrival:
    """A case that a file may open, from one row or several."""

    rows: Mapping[int, dict[str, str]]
    """The cells by line, to hand back."""
    who: Identity | None
    facts: BaseModel
    doubts: list[Text]
    extra: dict[str, Any]
    written: dict[str, Any]
    """The facts as they are stored."""
    key: str | None = None
    """Opens one case for ever, whatever becomes of it."""

    @property
    def cpr(self) -> str:
        return self.who.cpr if self.who else ""

    def is_told_by(self, case: sa.Row[Any]) -> bool:
        """Whether the case came of the same row, began with the same facts, or was corrected to them."""
        if self.key is not None and case.key == self.key:
            return True
        if case.facts_digest == cases.facts_digest(self.written):
            return True
        return type(self.facts).model_validate(case.facts) == self.facts


class Taker:
    """Takes arrivals by chunks, each in one transaction; a trial run only reads."""

    def __init__(self, store: Store, programme: Programme, now: datetime, actor: str | None, dry_run: bool,
                 same: Same | None = None) -> None:  # fmt: skip
        self._store, self._now, self._actor, self._dry_run = store, now, actor, dry_run
        self._programme, self._same = programme, same
        with store.read() as db:
            self._team = teams.of_programme(db, programme.name)

    def take(self, arrivals: Sequence[Arrival]) -> ImportResult:
        try:
            return self._take(arrivals)
        except IntegrityError:
            # Somebody else made one of these people or cases meanwhile; a second look sees them.
            return self._take(arrivals)

    def _take(self, arrivals: Sequence[Arrival]) -> ImportResult:
        if not arrivals:
            return ImportResult()
        with self._store.read() if self._dry_run else self._store.write() as db:
            if not self._dry_run:
                self._wait_for_turn(db)
            result, fresh, same = self._sorted(db, arrivals)
            said = [one.who for one in same if one.who is not None and one.cpr]
            moved = {one.cpr: one for one in people.changed(db, self._store.secrets, said)}
            rows = sum(len(one.rows) for one in same if one.cpr in moved)
            result.taken, result.unchanged = result.taken + rows, result.unchanged - rows
            if not self._dry_run:
                told: list[Entry] = []
                people.put_all(db, self._store.secrets, list(moved.values()), self._now, told)
                self._open(db, fresh, told)
                log(db, *(replace(one, actor=self._actor) for one in told))
        return result

    def _wait_for_turn(self, db: sa.Connection) -> None:
        """Two files for one team are taken chunk by chunk, one after the other: each sees what the other made."""
        db.execute(sa.select(teams_table.c.id).where(teams_table.c.id == self._team).with_for_update(key_share=True))

    def _sorted(
        self, db: sa.Connection, arrivals: Sequence[Arrival]
    ) -> tuple[ImportResult, list[Arrival], list[Arrival]]:
        """What becomes of them; the fresh ones; those whose open case tells the same."""
        earlier = _Earlier(db, self._store, self._programme, arrivals, self._same)
        result, fresh, same = ImportResult(), list[Arrival](), list[Arrival]()
        for one in arrivals:
            told = [case for case in earlier.of(one) if one.is_told_by(case)]
            open_one = next((case for case in earlier.of(one) if case.closed_at is None), None)
            if told:
                result.unchanged += len(one.rows)
                # Only a row about the open case speaks of the person's present.
                same += [one] if open_one is not None and one.is_told_by(open_one) else []
            elif open_one is not None:
                reason = _other_facts(open_one.id, one.who is not None)
                result.rejected += [Rejected(line, reason, cells) for line, cells in one.rows.items()]
            else:
                result.taken += len(one.rows)
                fresh.append(one)
        return result, fresh, same

    def _open(self, db: sa.Connection, fresh: Sequence[Arrival], told: list[Entry]) -> None:
        if not fresh:
            return
        people_of = [one.who for one in fresh if one.who is not None]
        made = people.put_all(db, self._store.secrets, people_of, self._now, told)
        ids: Sequence[str | None] = made or [None] * len(fresh)
        openings = [cases.Opening(person, one.written, one.doubts, one.extra, key=one.key)
                    for person, one in zip(ids, fresh, strict=True)]  # fmt: skip
        cases.open_cases(db, self._programme, openings, team_id=self._team, actor=self._actor, now=self._now)


class _Earlier:
    """The cases of the programme that arrivals may speak of."""

    def __init__(self, db: sa.Connection, store: Store, programme: Programme, arrivals: Sequence[Arrival],
                 same: Same | None) -> None:  # fmt: skip
        c, self._same = cases_table.c, same
        self._person = people.by_cprs(db, store.secrets, [one.cpr for one in arrivals])
        self._of, self._with = defaultdict[str, list[sa.Row[Any]]](list), dict[str, sa.Row[Any]]()
        self._marked = defaultdict[Hashable, list[sa.Row[Any]]](list)
        query: sa.Select[Any] = sa.select(c.id, c.person_id, c.key, c.facts, c.facts_digest, c.closed_at).where(
            c.programme == programme.name)  # fmt: skip
        for case in db.execute(query.where(c.person_id.in_(self._person.values()))):
            self._of[case.person_id].append(case)
        for case in db.execute(query.where(c.key.in_([one.key for one in arrivals if one.key]))):
            self._with[case.key] = case
        if same is not None:
            shares = [c.facts[name].as_string().in_({one.written[name] for one in arrivals} - {None})
                      for name in same.facts]  # fmt: skip
            for case in db.execute(query.where(c.closed_at.is_(None), sa.or_(*shares))):
                for mark in same.marks(case.facts):
                    self._marked[mark].append(case)

    def of(self, one: Arrival) -> list[sa.Row[Any]]:
        """Those of its person, of its key, and the open ones of the same thing; each once."""
        found = list(self._of[self._person[one.cpr]]) if one.cpr in self._person else []
        found += [self._with[one.key]] if one.key in self._with else []
        if self._same is not None:
            marked = (case for mark in self._same.marks(one.written) for case in self._marked.get(mark, ()))
            found += [case for case in marked if not self._same.apart(one.written, case.facts)]
        return list({case.id: case for case in found}.values())


def _other_facts(case_id: str, about_person: bool) -> Text:
    if about_person:
        return Text(
            da=f"Borgeren har allerede den åbne sag {case_id} med andre oplysninger. Ret dem på sagen.",
            en=f"The citizen already has the open case {case_id} with other facts. Correct them on the case.",
        )
    return Text(
        da=f"Den åbne sag {case_id} handler om det samme med andre oplysninger. Ret dem på sagen.",
        en=f"The open case {case_id} is about the same with other facts. Correct them on the case.",
    )
