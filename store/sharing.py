"""Referrals from partners, and the consents by which a partner may be told of a case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

import sqlalchemy as sa

from domain.programmes import PROGRAMMES
from domain.roles import Role
from store import tasks
from store.audit import Entry, log
from store.tables import audit, cases, memberships, teams
from store.tables_sharing import consents, referrals

Row = sa.Row[Any]


def refer(db: sa.Connection, case_id: str, team_id: str, by: str, reference: str, now: datetime,
          said: dict[str, Any] | None = None, key: str | None = None) -> str:  # fmt: skip
    """`said`: facts that a second referral tells otherwise than the case has them; a person sees them there.
    `key`: see `referred_with`."""
    referral_id = _id_by(key) if key else str(uuid4())
    db.execute(sa.insert(referrals).values(
        id=referral_id, case_id=case_id, team_id=team_id, by_id=by, reference=reference, at=now))  # fmt: skip
    log(db, Entry(now, by, "case.referred", case_id, case_id, {"team": team_id} | ({"facts": said} if said else {})))
    if said is not None:
        tasks.evidence_changed(db, case_id, by, now)
    return referral_id


def referred_with(db: sa.Connection, key: str) -> str | None:
    """The referral that was made with this key."""
    return db.execute(sa.select(referrals.c.id).where(referrals.c.id == _id_by(key))).scalar_one_or_none()


def _id_by(key: str) -> str:
    return str(uuid5(NAMESPACE_OID, key))


def referred_by(db: sa.Connection, team_ids: Collection[str]) -> list[Row]:
    """What these teams have referred, the newest first, each with where its case stands."""
    c = cases.c
    query = (
        sa.select(referrals, c.programme, c.person_id, c.stage, c.stage_since, c.outcome, c.closed_at)
        .join(cases, c.id == referrals.c.case_id).where(referrals.c.team_id.in_(list(team_ids)))
        .order_by(referrals.c.at.desc(), referrals.c.id)
    )  # fmt: skip
    return list(db.execute(query))


def referrers(db: sa.Connection, case_id: str) -> list[Row]:
    """The partners who referred the person of this case, in the order they did."""
    query = sa.select(referrals, teams.c.name).join(teams, teams.c.id == referrals.c.team_id)
    return list(db.execute(query.where(referrals.c.case_id == case_id).order_by(referrals.c.at)))


def partners(db: sa.Connection) -> list[Row]:
    """The teams outside that may be told of a case by consent."""
    theirs = sa.select(memberships.c.team_id).where(memberships.c.role == Role.partner.value)
    return list(db.execute(sa.select(teams.c.id, teams.c.name).where(teams.c.id.in_(theirs)).order_by(teams.c.name)))


def consent(db: sa.Connection, case_id: str, team_id: str, *, scope: str, given_by: str, given_on: date,
            expires_on: date, by: str, now: datetime) -> str:  # fmt: skip
    """A new consent takes the place of one to the same partner that still stands."""
    for old in of_case(db, case_id):
        if old.team_id == team_id and old.withdrawn_at is None:
            withdraw(db, old, by, now)
    consent_id = str(uuid4())
    db.execute(sa.insert(consents).values(
        id=consent_id, case_id=case_id, team_id=team_id, scope=scope, given_by=given_by, given_on=given_on,
        expires_on=expires_on, by_id=by, at=now))  # fmt: skip
    details = {"team": team_id, "scope": scope, "given_by": given_by, "until": expires_on.isoformat()}
    log(db, Entry(now, by, "case.consent", consent_id, case_id, details))
    return consent_id


def withdraw(db: sa.Connection, one: Row, by: str | None, now: datetime) -> None:
    """Withdrawn once; asked again it changes nothing. `by` is None where the house itself does it."""
    still = [consents.c.id == one.id, consents.c.withdrawn_at.is_(None)]
    if db.execute(sa.update(consents).where(*still).values(withdrawn_at=now, withdrawn_by_id=by)).rowcount:
        log(db, Entry(now, by, "case.consent_withdrawn", one.id, one.case_id, {"team": one.team_id}))


def of_case(db: sa.Connection, case_id: str) -> list[Row]:
    """Every consent of the case with the name of the partner, the newest first."""
    query = sa.select(consents, teams.c.name).join(teams, teams.c.id == consents.c.team_id)
    return list(db.execute(query.where(consents.c.case_id == case_id).order_by(consents.c.at.desc(), consents.c.id)))


def get(db: sa.Connection, consent_id: str) -> Row | None:
    return db.execute(sa.select(consents).where(consents.c.id == consent_id)).one_or_none()


def shared(db: sa.Connection, team_ids: Collection[str], case_ids: Collection[str],
           on: date) -> dict[tuple[str, str], str]:  # fmt: skip
    """What each of these teams may be told that day: (case, team) to the scope."""
    query = sa.select(consents).where(
        consents.c.team_id.in_(list(team_ids)), consents.c.case_id.in_(list(case_ids)),
        consents.c.withdrawn_at.is_(None), consents.c.expires_on >= on).order_by(consents.c.at)  # fmt: skip
    return {(one.case_id, one.team_id): one.scope for one in db.execute(query)}


def move(db: sa.Connection, case_id: str, to: str, now: datetime) -> None:
    """Two cases were of one person: what partners have referred and may be told belongs to the one that stands, and so
    do open cases in which it is read from the case above how the person is reached. Done again it changes nothing."""
    for table in (referrals, consents):
        db.execute(sa.update(table).where(table.c.case_id == case_id).values(case_id=to))
    _let_the_last_word_stand(db, to, now)
    _move_below(db, case_id, to, now)
    if not _is_joined(db, case_id, to):
        log(db, Entry(now, None, "case.joined", case_id, case_id, {"with": to}),
            Entry(now, None, "case.joined", to, to, {"with": case_id}))  # fmt: skip


def _let_the_last_word_stand(db: sa.Connection, case_id: str, now: datetime) -> None:
    """What the person said last of each partner holds, on whichever case: an older consent ends, also where the last
    word was that they took one back."""
    given, last = of_case(db, case_id), dict[str, datetime]()
    for one in given:
        taken_back = [one.withdrawn_at] if one.withdrawn_by_id else []
        last[one.team_id] = max([one.at, *taken_back, *filter(None, [last.get(one.team_id)])])
    for one in given:
        if one.withdrawn_at is None and one.at < last[one.team_id]:
            withdraw(db, one, None, now)


def _is_joined(db: sa.Connection, case_id: str, to: str) -> bool:
    told = sa.select(audit.c.details).where(audit.c.case_id == case_id, audit.c.action == "case.joined")
    return any(details["with"] == to for details in db.execute(told).scalars())


def _move_below(db: sa.Connection, case_id: str, to: str, now: datetime) -> None:
    """Said at the case that moves alone: of a confidential one neither of the others is told."""
    looking_up = [name for name, one in PROGRAMMES.items() if one.reached]
    mine = sa.and_(cases.c.parent_id == case_id, cases.c.programme.in_(looking_up), cases.c.closed_at.is_(None))
    stands = sa.select(cases.c.person_id).where(cases.c.id == to)
    values = {"parent_id": to, "person_id": db.execute(stands).scalar_one()}
    moved = db.execute(sa.select(cases.c.id).where(mine).order_by(cases.c.id)).scalars().all()
    db.execute(sa.update(cases).where(cases.c.id.in_(moved)).values(**values))
    log(db, *(Entry(now, None, "case.other_above", one, one, {"from": case_id, "to": to}) for one in moved))
