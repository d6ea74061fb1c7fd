"""Who is away and who covers: written down, read anew, never handed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.roles import Role
from domain.substitution import Away, Colleague, Cover
from store.audit import Entry, log
from store.tables import memberships, teams, users
from store.tables_substitution import substitutions as table

S = table.c
DAY = sa.bindparam("day", type_=sa.Date)
RUNS = sa.and_(S.first_on <= DAY, S.last_on >= DAY)
# Built once, for every request may run it: building a statement takes longer than running it.
BY_USER = sa.select(S.id).where(S.substitute_id == users.c.id, RUNS).correlate(users)
COVERS = (
    sa.select(S.user_id, S.kinds, users.c.display_name).join(users, users.c.id == S.user_id)
    .where(S.substitute_id == sa.bindparam("user"), RUNS).order_by(users.c.display_name, S.id)
)  # fmt: skip
STANDING_IN = sa.select(S.substitute_id, S.kinds).where(S.user_id == sa.bindparam("user"), RUNS)
AWAY = sa.select(S.user_id).where(RUNS)


def covers(db: sa.Connection, user_id: str, on: date) -> tuple[Cover, ...]:
    """Whose tasks this person may do that day."""
    rows = db.execute(COVERS, {"user": user_id, "day": on})
    return tuple(Cover(r.user_id, r.display_name, _kinds(r.kinds)) for r in rows)


def away(db: sa.Connection, on: date, among: Collection[str] | None = None) -> set[str]:
    """Who is away that day: of everybody, or of these."""
    query = AWAY if among is None else AWAY.where(S.user_id.in_(sorted(among)))
    return set(db.execute(query, {"day": on}).scalars())


def uncovered(db: sa.Connection, first: date, last: date) -> dict[date, set[str]]:
    """Day by day, who is away while nobody who is there covers them."""
    rows = db.execute(sa.select(S.user_id, S.substitute_id, S.first_on, S.last_on)
                      .where(S.first_on <= last, S.last_on >= first)).all()  # fmt: skip
    found: dict[date, set[str]] = {}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        here = [row for row in rows if row.first_on <= day <= row.last_on]
        gone = {row.user_id for row in here}
        found[day] = gone - {row.user_id for row in here if row.substitute_id and row.substitute_id not in gone}
    return found


def standing_in(db: sa.Connection, user_id: str, kind: str, on: date) -> list[str]:
    """Who covers this person for this kind of task that day and is there."""
    rows = db.execute(STANDING_IN, {"user": user_id, "day": on}).all()
    found = [r.substitute_id for r in rows if r.substitute_id and (r.kinds is None or kind in r.kinds)]
    return present(db, found, on)


def present(db: sa.Connection, ids: Collection[str], on: date) -> list[str]:
    """Those of them who work here and are not away that day, in the order given."""
    if not ids:
        return []
    gone = away(db, on, ids)
    active = set(db.execute(sa.select(users.c.id).where(users.c.id.in_(ids), users.c.active)).scalars())
    return [one for one in ids if one in active and one not in gone]


def put(db: sa.Connection, person: str, *, substitute: str | None, first_on: date, last_on: date,
        kinds: frozenset[str] | None, reason: str, by: str, now: datetime,
        instead: str | None = None) -> str:  # fmt: skip
    """Write one down, or `instead` of what stood there; its id."""
    values = {"substitute_id": substitute, "first_on": first_on, "last_on": last_on,
              "kinds": sorted(kinds) if kinds else None, "reason": reason, "by_id": by, "at": now}  # fmt: skip
    made = instead or str(uuid4())
    if instead:
        db.execute(sa.update(table).where(S.id == instead).values(**values))
    else:
        db.execute(sa.insert(table).values(id=made, user_id=person, **values))
    _noted(db, "away.change" if instead else "away.write", made, by, now)
    return made


def end(db: sa.Connection, one: Away, last_on: date, by: str, now: datetime) -> None:
    """The last day is `last_on`; before the first one it is called off. Said twice, it is noted once."""
    later = sa.update(table).where(S.id == one.id, S.last_on > last_on)
    if db.execute(later.values(last_on=last_on)).rowcount:
        _noted(db, "away.end", one.id, by, now)


def _noted(db: sa.Connection, action: str, made: str, by: str, now: datetime) -> None:
    row = db.execute(sa.select(table).where(S.id == made)).one()
    details = {"person": row.user_id, "substitute": row.substitute_id, "first_on": row.first_on.isoformat(),
               "last_on": row.last_on.isoformat(), "kinds": row.kinds, "reason": row.reason}  # fmt: skip
    log(db, Entry(now, by, action, made, details=details))


def get(db: sa.Connection, one: str) -> Away | None:
    row = db.execute(sa.select(table).where(S.id == one)).one_or_none()
    return _away(row) if row else None


def reason(db: sa.Connection, one: str) -> str:
    return str(db.execute(sa.select(S.reason).where(S.id == one)).scalar_one())


def lock(db: sa.Connection, ids: Iterable[str]) -> None:
    """Until the transaction ends nobody else says when these people are away."""
    for one in sorted(set(ids)):
        db.execute(sa.select(users.c.id).where(users.c.id == one).with_for_update())


def colleagues(db: sa.Connection, team_ids: Collection[str], since: date) -> list[Colleague]:
    """Everybody active in these teams, with all that they hold and when they are away from `since` on; by name."""
    near = sa.select(memberships.c.user_id).where(memberships.c.team_id.in_(sorted(team_ids)))
    return _people(db, users.c.id.in_(near), since)


def colleague(db: sa.Connection, user_id: str, since: date) -> Colleague | None:
    return next(iter(_people(db, users.c.id == user_id, since)), None)


def _people(db: sa.Connection, who: sa.ColumnElement[bool], since: date) -> list[Colleague]:
    m = memberships.c
    query = (
        sa.select(users.c.id, users.c.display_name, m.team_id, m.role, teams.c.name, teams.c.programme)
        .join(memberships, m.user_id == users.c.id).join(teams, teams.c.id == m.team_id)
        .where(users.c.active, who).order_by(users.c.display_name, users.c.id)
    )  # fmt: skip
    held: dict[tuple[str, str], list[sa.Row[Any]]] = defaultdict(list)
    rows: list[sa.Row[Any]] = list(db.execute(query))
    for row in rows:
        held[row.id, row.display_name].append(row)
    gone = _away_of(db, {user_id for user_id, _ in held}, since)
    return [
        Colleague(user_id, name, frozenset((r.team_id, Role(r.role)) for r in mine),
                  {r.team_id: r.name for r in mine}, gone.get(user_id, ()),
                  frozenset(r.programme for r in mine if r.programme))
        for (user_id, name), mine in held.items()
    ]  # fmt: skip


def _away_of(db: sa.Connection, ids: Collection[str], since: date) -> dict[str, list[Away]]:
    query = sa.select(table).where(S.user_id.in_(sorted(ids)), S.last_on >= since, S.last_on >= S.first_on)
    found: dict[str, list[Away]] = defaultdict(list)
    for row in db.execute(query.order_by(S.first_on, S.id)):
        found[row.user_id].append(_away(row))
    return found


def _away(row: sa.Row[Any]) -> Away:
    return Away(row.id, row.user_id, row.substitute_id, row.first_on, row.last_on, _kinds(row.kinds))


def _kinds(stored: list[str] | None) -> frozenset[str] | None:
    return None if stored is None else frozenset(stored)
