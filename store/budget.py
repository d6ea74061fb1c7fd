"""The ledger of a budget line: every call is one entry, written once, and no line is ever overspent unseen."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from domain.budget import MOVES, Balance, Entry, NotEnough, NotThatMuch, balance_of
from domain.errors import BadInput
from domain.text import Text
from store.audit import Entry as Logged
from store.audit import log
from store.tables_budget import budget_entries as entries
from store.tables_budget import budget_lines as lines

Row = sa.Row[Any]
SUMS = sa.select(entries.c.kind, entries.c.pot, sa.func.sum(entries.c.amount).label("amount")).group_by(
    entries.c.kind, entries.c.pot)  # fmt: skip


class Claim(NamedTuple):
    """Something that money is set aside for: a case and the step of it."""

    id: str
    case_id: str | None = None


class By(NamedTuple):
    """Who does it, when and why. `key`: the same call again writes nothing."""

    actor: str | None
    at: datetime
    key: str
    reason: str = ""


class Written(NamedTuple):
    before: Balance
    after: Balance


def line_of(db: sa.Connection, programme: str, year: int, purse: str) -> Row | None:
    mine = (lines.c.programme == programme, lines.c.year == year, lines.c.purse == purse)
    return db.execute(sa.select(lines).where(*mine)).one_or_none()


def open_line(db: sa.Connection, programme: str, year: int, purse: str, amount: int, by: By) -> str:
    """The id of the line, which is opened with its first allotment, if there is any, unless it is there."""
    found = line_of(db, programme, year, purse)
    if found is not None:
        return str(found.id)
    line_id = str(uuid4())
    db.execute(sa.insert(lines).values(
        id=line_id, programme=programme, year=year, purse=purse, created_at=by.at))  # fmt: skip
    if amount:
        allot(db, line_id, amount, by)
    return line_id


def balance(db: sa.Connection, line_id: str) -> Balance:
    return _sums(db, entries.c.line_id == line_id)


def moved(db: sa.Connection, line_id: str, since: datetime, until: datetime) -> Balance:
    """What the entries from `since` to before `until` did."""
    return _sums(db, entries.c.line_id == line_id, entries.c.at >= since, entries.c.at < until)


def held(db: sa.Connection, line_id: str, claim: str) -> Balance:
    """What the claim has in each pot."""
    return _sums(db, entries.c.line_id == line_id, entries.c.claim == claim)


def allot(db: sa.Connection, line_id: str, amount: int, by: By) -> Written:
    """More money, or less: a negative amount."""
    return _write(db, line_id, Entry("allot", None, amount), None, by)


def reserve(db: sa.Connection, line_id: str, claim: Claim, amount: int, by: By,
            approved_by: str | None = None) -> Written:  # fmt: skip
    """Set money aside. More than is left needs somebody of economy, whose name stays in the entry: of an overrun alone,
    where the line has got money since they were asked.

    Raises NotEnough; two at once can never both take the last of it.
    """
    return _write(db, line_id, Entry("reserve", claim.id, amount), claim, by, approved_by)


def _overruns(entry: Entry, before: Balance) -> bool:
    return entry.kind == "reserve" and entry.amount > before.left


def commit(db: sa.Connection, line_id: str, claim: Claim, amount: int, by: By) -> Written:
    return _write(db, line_id, Entry("commit", claim.id, amount), claim, by)


def pay(db: sa.Connection, line_id: str, claim: Claim, amount: int, by: By) -> Written:
    return _write(db, line_id, Entry("pay", claim.id, amount), claim, by)


def accrue(db: sa.Connection, line_id: str, claim: Claim, amount: int, by: By) -> Written:
    """At the end of a year: what was delivered in it counts in it, though it is paid in the next."""
    return _write(db, line_id, Entry("accrue", claim.id, amount), claim, by)


def release(db: sa.Connection, line_id: str, claim: Claim, by: By) -> Written:
    """Whatever the claim still holds and has not paid is free again."""
    lock(db, line_id)
    before, mine = balance(db, line_id), held(db, line_id, claim.id)
    for pot, amount in (("reserved", mine.reserved), ("committed", mine.committed)):
        if amount:
            _write(db, line_id, Entry("release", claim.id, amount, pot), claim, by._replace(key=f"{by.key}:{pot}"))
    return Written(before, balance(db, line_id))


PAYMENTS = ("pay", "accrue")


def counter(db: sa.Connection, line_id: str, entry_id: int, by: By) -> Written:
    """A payment that was a mistake, or has come back, is free again, once; its own entry stays.

    Raises NotThatMuch where it was taken back before.
    """
    lock(db, line_id)
    mine = (entries.c.id == entry_id, entries.c.line_id == line_id, entries.c.kind.in_(PAYMENTS))
    paid = db.execute(sa.select(entries).where(*mine)).one()
    back = Entry("release", paid.claim, paid.amount, "paid")
    written = _write(db, line_id, back, Claim(paid.claim, paid.case_id), by)
    if paid.case_id:
        log(db, Logged(by.at, by.actor, "case.payment_countered", paid.case_id, paid.case_id, {"reason": by.reason}))
    return written


def _write(db: sa.Connection, line_id: str, entry: Entry, claim: Claim | None, by: By,
           approved_by: str | None = None) -> Written:  # fmt: skip
    _refuse_no_amount(entry)
    lock(db, line_id)
    before = balance(db, line_id)
    if db.execute(sa.select(entries.c.id).where(entries.c.key == by.key)).first():
        return Written(before, before)
    _refuse_too_much(db, line_id, entry, before, approved_by)
    case_id = claim.case_id if claim else None
    db.execute(sa.insert(entries).values(
        line_id=line_id, claim=entry.claim, kind=entry.kind, pot=entry.pot, amount=entry.amount, at=by.at,
        actor_id=by.actor, case_id=case_id, reason=by.reason,
        approved_by=approved_by if _overruns(entry, before) else None, key=by.key))  # fmt: skip
    log(db, Logged(by.at, by.actor, f"budget.{entry.kind}", line_id, case_id, {"amount": entry.amount}))
    return Written(before, balance(db, line_id))


def lock(db: sa.Connection, line_id: str) -> None:
    """Whoever changes the line besides waits until this transaction ends."""
    db.execute(sa.select(lines.c.id).where(lines.c.id == line_id).with_for_update()).one()


def _refuse_no_amount(entry: Entry) -> None:
    if entry.amount == 0 or (entry.amount < 0 and entry.kind != "allot"):
        raise BadInput("no_amount", Text(da="Beløbet skal være over 0.", en="The amount must be above 0."))


def _refuse_too_much(db: sa.Connection, line_id: str, entry: Entry, before: Balance, approved_by: str | None) -> None:
    if _overruns(entry, before) and approved_by is None:
        raise NotEnough(before.left, entry.amount)
    out_of = entry.pot or MOVES.get(entry.kind, (None, None))[0]
    if out_of:
        assert entry.claim
        has = getattr(held(db, line_id, entry.claim), out_of)
        if entry.amount > has:
            raise NotThatMuch(out_of, has)


def _sums(db: sa.Connection, *which: sa.ColumnElement[bool]) -> Balance:
    rows = db.execute(SUMS.where(*which))
    return balance_of(Entry(row.kind, None, int(row.amount), row.pot) for row in rows)
