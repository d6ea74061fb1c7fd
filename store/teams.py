"""Which team has a programme: one that is named for it, or the one whose people do its work."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from domain.errors import Refusal
from domain.programmes import PROGRAMMES, Programme, confidential
from domain.text import Text
from store.tables import memberships, teams, users
from store.tables_effort import providers


@dataclass(frozen=True)
class Team:
    name: str
    programme: str | None
    people: list[tuple[str, str]]
    """User name and role of each."""


def of_programme(db: sa.Connection, name: str) -> str:
    """The team that new cases of a programme land in. Raises Refusal where nobody can say which."""
    programme = PROGRAMMES[PROGRAMMES[name].team_with or name]
    if programme.confidential:
        return confidential_of(db, programme)
    found = _named_for(db, programme) or _that_does_its_work(db, programme) or _only_one(db)
    if found is None:
        raise NoTeam(programme)
    return found


def confidential_of(db: sa.Connection, programme: Programme) -> str:
    """Only a team that is named for it: who else works there would read of it."""
    found = _named_for(db, programme)
    if found is None:
        raise Refusal("no_team", Text(
            da=f"Der er ikke oprettet et team til »{programme.title.da}«. Ring til din leder nu.",
            en=f"There is no team for “{programme.title.en}”. Call your manager now."))  # fmt: skip
    return found


class NoTeam(Refusal):
    def __init__(self, programme: Programme) -> None:
        super().__init__("no_team", Text(
            da=f"Intet team arbejder med »{programme.title.da}«. Administratoren opretter et: "
            f"handleplan team add NAVN --programme {programme.name}",
            en=f"No team works with “{programme.title.en}”. The administrator makes one: "
            f"handleplan team add NAME --programme {programme.name}"))  # fmt: skip


def have_a_team() -> list[str]:
    """The programmes that a team can be named for; the cases of the others are in those teams too."""
    return [one.name for one in PROGRAMMES.values()
            if one.confidential or not (one.belongs_to or one.team_with)]  # fmt: skip


def name_for(db: sa.Connection, team_id: str, programme: str) -> None:
    db.execute(sa.update(teams).where(teams.c.id == team_id).values(programme=programme))


def every(db: sa.Connection) -> list[Team]:
    """All teams by name, with their active people."""
    m, u = memberships.c, users.c
    held = sa.select(m.team_id, u.username, m.role).join(users, u.id == m.user_id).where(u.active)
    people: dict[str, list[tuple[str, str]]] = {}
    for row in db.execute(held.order_by(u.username, m.role)):
        people.setdefault(row.team_id, []).append((row.username, row.role))
    return [Team(one.name, one.programme, people.get(one.id, []))
            for one in db.execute(sa.select(teams).order_by(teams.c.name))]  # fmt: skip


def _named_for(db: sa.Connection, programme: Programme) -> str | None:
    query = sa.select(teams.c.id).where(teams.c.programme == programme.name).order_by(teams.c.name)
    return db.execute(query).scalars().first()


def _that_does_its_work(db: sa.Connection, programme: Programme) -> str | None:
    """With most of the roles that are the programme's own; one that is named for another only where no other can."""
    m, t = memberships.c, teams.c
    own, is_free = [role.value for role in programme.worked_by], t.programme.is_(None)
    query = (
        sa.select(t.id).join(memberships, m.team_id == t.id).join(users, users.c.id == m.user_id)
        .where(users.c.active, m.role.in_(own), sa.or_(is_free, t.programme.not_in(confidential())))
        .group_by(t.id, t.name, t.programme)
        .order_by(is_free.desc(), sa.func.count(m.role.distinct()).desc(), t.name)
    )
    return db.execute(query).scalars().first()


def _only_one(db: sa.Connection) -> str | None:
    of_places = sa.select(providers.c.team_id)
    found = list(db.execute(sa.select(teams.c.id).where(teams.c.id.not_in(of_places)).limit(2)).scalars())
    return found[0] if len(found) == 1 else None
