"""People who work here: accounts, teams and roles, sessions and tokens."""

from __future__ import annotations

import hashlib
import secrets as random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import uuid4

import sqlalchemy as sa
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from domain.programmes import paid_for
from domain.roles import OUTSIDERS, Role
from domain.substitution import Cover
from store import substitutions
from store.tables import memberships, sessions, teams, tokens, users
from store.tables_presence import searches

HASHER = PasswordHash((Argon2Hasher(),))
IDLE, ABSOLUTE = timedelta(minutes=60), timedelta(hours=12)
SEEN_STEP = timedelta(minutes=1)
TOKEN_ID = 12
# Built once, for every request runs them: building a statement takes longer than running it.
ACTIVE = sa.select(users, sa.exists(substitutions.BY_USER).label("covers")).where(
    users.c.id == sa.bindparam("user"), users.c.active)  # fmt: skip
HELD = (
    sa.select(memberships.c.team_id, memberships.c.role, teams.c.name)
    .join(teams, teams.c.id == memberships.c.team_id).where(memberships.c.user_id == sa.bindparam("user"))
)  # fmt: skip
LIVE = sa.select(sessions).where(
    sessions.c.token_hash == sa.bindparam("token"), sessions.c.expires_at > sa.bindparam("now"),
    sessions.c.seen_at > sa.bindparam("idle_since"))  # fmt: skip
BEARER = sa.select(tokens.c.user_id).where(
    tokens.c.token_hash == sa.bindparam("token"), tokens.c.expires_at > sa.bindparam("now"))  # fmt: skip
HOLDERS = (
    sa.select(users.c.id, users.c.display_name).join(memberships, memberships.c.user_id == users.c.id)
    .where(users.c.active, memberships.c.role == sa.bindparam("role"), memberships.c.team_id == sa.bindparam("team"))
    .order_by(users.c.display_name)
)  # fmt: skip
_NOBODY = HASHER.hash(random.token_hex(16))


def teams_of(memberships: Collection[tuple[str, Role]]) -> frozenset[str]:
    """The teams whose work somebody with these memberships sees."""
    return frozenset(team for team, role in memberships if role not in OUTSIDERS)


@dataclass(frozen=True)
class User:
    id: str
    username: str
    name: str
    memberships: frozenset[tuple[str, Role]]
    """(team id, role), read anew on every request."""
    team_names: dict[str, str]
    covers: tuple[Cover, ...] = ()
    """Whose tasks they may do today, read anew on every request too."""

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for _, role in self.memberships)

    @cached_property
    def teams(self) -> frozenset[str]:
        """Those whose cases this person works with."""
        return teams_of(self.memberships)

    @cached_property
    def beyond_teams(self) -> frozenset[str]:
        """The programmes of which this person sees every case: economy what is paid for, but not the case above it."""
        return paid_for() if Role.economy in self.roles else frozenset()

    @property
    def named_teams(self) -> list[tuple[str, str]]:
        """Id and name of those teams, by name."""
        return sorted(((team, self.team_names[team]) for team in self.teams), key=lambda one: one[1])

    def teams_as(self, role: Role) -> frozenset[str]:
        return frozenset(team for team, held in self.memberships if held is role)

    def has(self, role: Role, team: str) -> bool:
        return (team, role) in self.memberships


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def add(db: sa.Connection, username: str, password: str, display_name: str, role: Role, team: str, now: datetime,
        programme: str | None = None) -> str:  # fmt: skip
    """Make an account with this role, or let one in again."""
    user_id = put(db, username, display_name, now)
    db.execute(sa.update(users).where(users.c.id == user_id).values(password_hash=HASHER.hash(password)))
    join(db, user_id, role, team_named(db, team, programme))
    return user_id


def put(db: sa.Connection, username: str, display_name: str, now: datetime) -> str:
    """The id of this account, made active under this name; a new one has no password."""
    known = db.execute(sa.select(users.c.id).where(users.c.username == username)).scalar_one_or_none()
    if known:
        db.execute(sa.update(users).where(users.c.id == known).values(display_name=display_name, active=True))
        return str(known)
    user_id = str(uuid4())
    db.execute(sa.insert(users).values(
        id=user_id, username=username, display_name=display_name, active=True, created_at=now))  # fmt: skip
    return user_id


def set_password(db: sa.Connection, user_id: str, password: str) -> None:
    """And end the sessions that were begun with the old one."""
    db.execute(sa.update(users).where(users.c.id == user_id).values(password_hash=HASHER.hash(password)))
    db.execute(sa.delete(sessions).where(sessions.c.user_id == user_id))


class Account(NamedTuple):
    username: str
    display_name: str
    roles: list[str]
    """Each as "role in team"."""


def every(db: sa.Connection) -> list[Account]:
    """All who can log in, by user name."""
    m, t, u = memberships.c, teams.c, users.c
    held = sa.select(m.user_id, m.role, t.name).join(teams, t.id == m.team_id).order_by(t.name, m.role)
    roles: dict[str, list[str]] = {}
    for row in db.execute(held):
        roles.setdefault(row.user_id, []).append(f"{row.role} in {row.name}")
    query = sa.select(users).where(u.active).order_by(u.username)
    return [Account(one.username, one.display_name, roles.get(one.id, [])) for one in db.execute(query)]


def active_id(db: sa.Connection, username: str) -> str | None:
    query = sa.select(users.c.id).where(users.c.username == username, users.c.active)
    return db.execute(query).scalar_one_or_none()


def join(db: sa.Connection, user_id: str, role: Role, team_id: str) -> None:
    row = {"user_id": user_id, "team_id": team_id, "role": role.value}
    same = [getattr(memberships.c, k) == v for k, v in row.items()]
    if not db.execute(sa.select(memberships.c.user_id).where(*same)).first():
        db.execute(sa.insert(memberships).values(**row))


def team_named(db: sa.Connection, name: str, programme: str | None = None) -> str:
    team_id = db.execute(sa.select(teams.c.id).where(teams.c.name == name)).scalar_one_or_none()
    if team_id is None:
        team_id = str(uuid4())
        db.execute(sa.insert(teams).values(id=team_id, name=name, programme=programme))
    return str(team_id)


def disable(db: sa.Connection, username: str) -> bool:
    """End the account with all its sessions and tokens at once."""
    user_id = db.execute(sa.select(users.c.id).where(users.c.username == username)).scalar_one_or_none()
    if user_id is None:
        return False
    db.execute(sa.update(users).where(users.c.id == user_id).values(active=False))
    for table in (sessions, tokens):
        db.execute(sa.delete(table).where(table.c.user_id == user_id))
    return True


def get(db: sa.Connection, user_id: str, on: date | None = None) -> User | None:
    """`on`: the day on which they act; without one they cover for nobody."""
    row = db.execute(ACTIVE, {"user": user_id, "day": on}).one_or_none()
    if row is None:
        return None
    held = db.execute(HELD, {"user": user_id}).all()
    return User(row.id, row.username, row.display_name, frozenset((m.team_id, Role(m.role)) for m in held),
                {m.team_id: m.name for m in held},
                substitutions.covers(db, user_id, on) if on and row.covers else ())  # fmt: skip


def display_names(db: sa.Connection, ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    return {
        r.id: r.display_name for r in db.execute(sa.select(users.c.id, users.c.display_name).where(users.c.id.in_(ids)))
    }


def holders(db: sa.Connection, role: str, team_id: str) -> list[sa.Row[Any]]:
    """The active people who may hold a task of this role in this team."""
    return list(db.execute(HOLDERS, {"role": role, "team": team_id}))


def colleagues(db: sa.Connection, team_ids: Collection[str],
               roles: Collection[Role] = frozenset(Role) - OUTSIDERS) -> list[tuple[str, str]]:  # fmt: skip
    """Id and name of the active people who hold one of these roles in these teams; by default whoever works there."""
    held = sorted(role.value for role in roles)
    query = (
        sa.select(users.c.id, users.c.display_name).join(memberships, memberships.c.user_id == users.c.id)
        .where(users.c.active, memberships.c.team_id.in_(team_ids), memberships.c.role.in_(held))
        .distinct().order_by(users.c.display_name, users.c.id)
    )  # fmt: skip
    return [(row.id, row.display_name) for row in db.execute(query)]


def seeing(db: sa.Connection, team_id: str, also: str | None) -> list[sa.Row[Any]]:
    """Active people who work with this team's tasks, and the one beside them who holds a task of it."""
    inside = sa.select(memberships.c.user_id).where(
        memberships.c.team_id == team_id, memberships.c.role.not_in([role.value for role in OUTSIDERS]))  # fmt: skip
    return _people(db, users.c.active, sa.or_(users.c.id.in_(inside), users.c.id == also))


def named(db: sa.Connection, ids: set[str]) -> list[sa.Row[Any]]:
    return _people(db, users.c.id.in_(ids)) if ids else []


def _people(db: sa.Connection, *where: sa.ColumnElement[bool] | sa.Column[bool]) -> list[sa.Row[Any]]:
    query = sa.select(users.c.id, users.c.username, users.c.display_name).where(*where)
    return list(db.execute(query.order_by(users.c.display_name, users.c.id)))


def authenticate(db: sa.Connection, username: str, password: str) -> str | None:
    """The user's id, or None; takes as long for an unknown name as for a wrong password."""
    row = db.execute(sa.select(users).where(users.c.username == username, users.c.active)).one_or_none()
    good = HASHER.verify(password, row.password_hash if row and row.password_hash else _NOBODY)
    return row.id if row and good else None


def open_session(db: sa.Connection, user_id: str, now: datetime, agent: str = "") -> tuple[str, datetime]:
    """A token and when it ends. Sessions of this person that ended long ago are forgotten."""
    token = random.token_urlsafe(32)
    db.execute(sa.delete(sessions).where(sessions.c.user_id == user_id, sessions.c.expires_at < now - ABSOLUTE))
    db.execute(sa.insert(sessions).values(
        token_hash=digest(token), user_id=user_id, created_at=now, seen_at=now, expires_at=now + ABSOLUTE,
        csrf=random.token_urlsafe(24), agent=agent[:200]))  # fmt: skip
    return token, now + ABSOLUTE


def session_of(db: sa.Connection, token: str, now: datetime) -> sa.Row[Any] | None:
    """The live session of this token: neither idle too long nor too old."""
    return db.execute(LIVE, {"token": digest(token), "now": now, "idle_since": now - IDLE}).one_or_none()


def living(db: sa.Connection, token_hashes: Collection[str], now: datetime) -> set[str]:
    """Those of the sessions that are live."""
    lives = (sessions.c.expires_at > now, sessions.c.seen_at > now - IDLE)
    query = sa.select(sessions.c.token_hash).where(sessions.c.token_hash.in_(token_hashes), *lives)
    return set(db.execute(query).scalars())


def last_user_of(db: sa.Connection, token: str, csrf: str) -> str | None:
    """Whose session this was, also when it has ended: by its token, which a logout takes away, or by that of a form."""
    mine = sa.or_(sessions.c.token_hash == digest(token), sessions.c.csrf == csrf)
    return db.execute(sa.select(sessions.c.user_id).where(mine).limit(1)).scalar_one_or_none()


def touch(db: sa.Connection, token_hash: str, now: datetime) -> None:
    db.execute(sa.update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=now))


def end_session(db: sa.Connection, token_hash: str, now: datetime, user_id: str | None = None) -> bool:
    """Whether it was live until now. Whose it was stays known; what was searched for in it does not."""
    query = sa.update(sessions).where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now)
    if user_id:
        query = query.where(sessions.c.user_id == user_id)
    ended = db.execute(query.values(expires_at=now)).rowcount > 0
    if ended:
        db.execute(sa.delete(searches).where(searches.c.session == token_hash))
    return ended


def own_sessions(db: sa.Connection, user_id: str, now: datetime) -> list[sa.Row[Any]]:
    return list(db.execute(sa.select(sessions).where(sessions.c.user_id == user_id, sessions.c.expires_at > now)
                           .order_by(sessions.c.seen_at.desc())))  # fmt: skip


def issue_token(db: sa.Connection, user_id: str, days: int, now: datetime) -> tuple[str, datetime]:
    token, until = "hp_" + random.token_urlsafe(32), now + timedelta(days=days)
    db.execute(sa.insert(tokens).values(token_hash=digest(token), user_id=user_id, created_at=now, expires_at=until))
    return token, until


def token_id(token_hash: str) -> str:
    """What a token is called where it must not be shown."""
    return token_hash[:TOKEN_ID]


def live_tokens(db: sa.Connection, user_id: str, now: datetime) -> list[sa.Row[Any]]:
    """The newest last."""
    mine = sa.select(tokens).where(tokens.c.user_id == user_id, tokens.c.expires_at > now)
    return list(db.execute(mine.order_by(tokens.c.created_at, tokens.c.token_hash)))


def revoke_token(db: sa.Connection, token_hash: str) -> None:
    db.execute(sa.delete(tokens).where(tokens.c.token_hash == token_hash))


def bearer(db: sa.Connection, token: str, now: datetime) -> str | None:
    return db.execute(BEARER, {"token": digest(token), "now": now}).scalar_one_or_none()
