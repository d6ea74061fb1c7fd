"""The same operation on many tasks: what it would do, doing it row by row, and taking it back for half a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from domain.errors import BadInput, Refusal
from domain.tasks import FINAL, Operation
from domain.text import Text, verbatim
from store import bulk, substitutions, tasks, users
from store.users import User
from web import actions, policy, steering, words
from web.actions import Args, Row
from web.house import House
from web.page import NOTICES

UNDO = timedelta(seconds=30)
MOST = 200


class Bulk(NamedTuple):
    """`operation`: None where it is no step of the task machine."""

    title: Text
    operation: Operation | None
    asks: frozenset[str]


OFFERED: dict[str, Bulk] = {
    "claim": Bulk(Text(da="Tag valgte", en="Claim chosen"), Operation.claim, frozenset()),
    "release": Bulk(Text(da="Frigiv valgte", en="Release chosen"), Operation.release, frozenset()),
    "delegate": Bulk(Text(da="Giv valgte til …", en="Delegate chosen …"), Operation.delegate,
                     frozenset({"person", "reason"})),
    "suspend": Bulk(Text(da="Sæt valgte på pause …", en="Put chosen on hold …"), Operation.suspend,
                    frozenset({"date", "reason"})),
    "prioritise": Bulk(Text(da="Prioritér valgte …", en="Prioritise chosen …"), None,
                       frozenset({"priority", "reason"})),
}  # fmt: skip


@dataclass(frozen=True)
class Looked:
    """One task before it is done: `refusal` says why it cannot be."""

    task: Row
    refusal: Text | None


DOES: dict[str, Text] = {
    "claim": Text(da="Tag {n}", en="Claim {n}"), "release": Text(da="Frigiv {n}", en="Release {n}"),
    "delegate": Text(da="Giv {n} videre", en="Delegate {n}"),
    "suspend": Text(da="Sæt {n} på pause", en="Put {n} on hold"),
    "prioritise": Text(da="Prioritér {n}", en="Prioritise {n}"),
}  # fmt: skip


def counted(name: str, many: int) -> Text:
    """What the button does, and to how many."""
    of = Text(da="1 opgave", en="1 task") if many == 1 else Text(da=f"{many} opgaver", en=f"{many} tasks")
    return Text(da=DOES[name].da.format(n=of.da), en=DOES[name].en.format(n=of.en))


class TooLate(Refusal):
    def __init__(self) -> None:
        super().__init__("undo_over", Text(
            da="Det kan ikke fortrydes mere: der er gået over 30 sekunder, eller det er allerede fortrudt.",
            en="It can no longer be undone: more than 30 seconds have passed, or it is undone already."))  # fmt: skip


def offered(name: str) -> Bulk:
    if name not in OFFERED:
        raise BadInput("unknown_operation", Text(da="Ukendt handling.", en="Unknown operation."))
    return OFFERED[name]


def check_ids(ids: Sequence[str]) -> list[str]:
    """Each once, in the order given."""
    chosen = list(dict.fromkeys(ids))
    if not chosen:
        raise BadInput("nothing_chosen", NOTICES["nothing_chosen"][1])
    if len(chosen) > MOST:
        raise BadInput("too_many", Text(da=f"Vælg højst {MOST} opgaver ad gangen.",
                                        en=f"Choose at most {MOST} tasks at a time."))  # fmt: skip
    return chosen


def look(db: sa.Connection, user: User, name: str, ids: Sequence[str]) -> list[Looked]:
    """What doing it now would meet; tasks that one may not see are left out."""
    found = (tasks.get(db, task_id) for task_id in ids)
    return [Looked(task, _refusal(user, task, offered(name).operation))
            for task in found if task is not None and policy.may_see(user, task)]  # fmt: skip


def _refusal(user: User, task: Row, operation: Operation | None) -> Text | None:
    try:
        if operation is None:
            steering.check_steering(user, task)
        else:
            policy.check(user, task, operation)
            if not policy.may(user, task, operation):
                raise tasks.TaskNotOpen(task.state, task.assignee_id)
    except Refusal as refusal:
        return refusal.text
    return None


SHARED = "share"


def share(house: House, user: User, moves: Sequence[tuple[str, str, int]], reason: str) -> str:
    """Give each task (id, to whom, the version that was looked at) to somebody of its own."""
    actions.needs_reason(reason)
    check_ids([task_id for task_id, _, _ in moves])
    results = [_one(house, user, Operation.delegate, task_id, Args(version=version, person=to, reason=reason))
               | {"to": to} for task_id, to, version in moves]  # fmt: skip
    with house.store.write() as db:
        return bulk.keep(db, user.id, SHARED, {}, reason, results, house.now())


def run(house: House, user: User, name: str, ids: Sequence[str], args: Args) -> str:
    """Do it to each by itself, in the order given; the id under which the results are kept."""
    wanted, chosen = offered(name), check_ids(ids)
    if "date" in wanted.asks and actions.ahead(args.until, house.now()) is None:
        raise BadInput("date_missing", Text(da="Skriv, hvornår de kommer igen.", en="Write when they come back."))
    if "person" in wanted.asks and not args.person:
        raise BadInput("person_missing", Text(da="Vælg, hvem der skal have dem.", en="Choose who is to have them."))
    if "reason" in wanted.asks:
        actions.needs_reason(args.reason)
    results = [_one(house, user, wanted.operation, task_id, args) for task_id in chosen]
    with house.store.write() as db:
        return bulk.keep(db, user.id, name, _said(args), args.reason, results, house.now())


def _one(house: House, user: User, operation: Operation | None, task_id: str, args: Args) -> dict[str, Any]:
    try:
        with house.store.read() as db:
            task = actions.seen_task(db, user, task_id)
        seen = replace(args, version=task.version if args.version is None else args.version)
        if operation is None:
            done = steering.prioritise(house, user, task_id, args.priority, args.reason, task.version)
        else:
            done = actions.operate(house, user, task_id, operation, seen)
    except Refusal as refusal:
        return {"id": task_id, "ok": False, "code": refusal.code, "says": _why(refusal).model_dump()}
    if done.version == task.version:
        return {"id": task_id, "ok": False, "code": "as_before", "says": AS_BEFORE.model_dump()}
    return {"id": task_id, "ok": True, "code": None, "before": tasks.standing(task), "after": done.version}


def _why(refusal: Refusal) -> Text:
    """Nobody has typed a text that could be kept."""
    return CHANGED if isinstance(refusal, tasks.StaleVersion) else INSTEAD.get(refusal.code, refusal.text)


INSTEAD = {"not_a_holder": Text(da="Den valgte må ikke have opgaven.", en="The person chosen may not hold it.")}
"""What is said of one of many, where there is nothing to choose anew."""
AS_BEFORE = Text(da="Det var den allerede.", en="It was so already.")
CHANGED = Text(da="Opgaven er ændret imens.", en="The task has changed meanwhile.")


def _said(args: Args) -> dict[str, Any]:
    given = {"person": args.person, "until": args.until.isoformat() if args.until else None, "priority": args.priority}
    return {name: value for name, value in given.items() if value is not None}


def kept(db: sa.Connection, user: User, run_id: str) -> sa.Row[Any]:
    """What one did oneself; nobody else sees it."""
    found = bulk.get(db, run_id)
    if found is None or found.user_id != user.id:
        raise policy.NotFound
    return found


def undo_until(kept_run: sa.Row[Any], now: datetime) -> datetime | None:
    """Until when it can be taken back; None when it cannot."""
    until: datetime = kept_run.at + UNDO
    is_open = kept_run.undone_at is None and now <= until and any(r["ok"] for r in kept_run.results)
    return until if is_open else None


def undo(house: House, user: User, run_id: str) -> None:
    """Each task as it was before, but those that somebody has touched since."""
    now = house.now()
    with house.store.write() as db:
        found = kept(db, user, run_id)
        if undo_until(found, now) is None or not bulk.undone(db, run_id, now):
            raise TooLate
    results = [_restored(house, user, result) if result["ok"] else result for result in found.results]
    with house.store.write() as db:
        bulk.rewrite(db, run_id, results)


def _restored(house: House, user: User, result: Mapping[str, Any]) -> dict[str, Any]:
    try:
        with house.store.write() as db:
            task = tasks.get(db, result["id"])
            if task is None or task.state in FINAL:
                raise tasks.TaskNotOpen(task.state if task else "gone")
            tasks.restore(db, task, result["before"], result["after"], user.id, house.now())
    except Refusal as refusal:
        return {**result, "undone": False, "code": refusal.code, "says": _why(refusal).model_dump()}
    return {**result, "undone": True}


def names(db: sa.Connection, looked: Sequence[Looked], on: date) -> list[tuple[str, Text | str]]:
    """Who may be given at least one of these tasks, to how many of them that applies, and whether they are away."""
    able = [one.task for one in looked if one.refusal is None]
    wanted = sorted({(task.role, task.team_id) for task in able})
    holders = {place: users.holders(db, *place) for place in wanted}
    found = {h.id: h.display_name for held in holders.values() for h in held}
    fit = Counter(h.id for task in able for h in holders[task.role, task.team_id] if not policy.is_excluded(h.id, task))
    gone = substitutions.away(db, on, list(found))
    return [(one, _named(name, fit[one], len(able), is_away=one in gone))
            for one, name in sorted(found.items(), key=lambda one: one[1]) if fit[one]]  # fmt: skip


def _named(name: str, fit: int, able: int, *, is_away: bool) -> Text | str:
    said = words.away(name) if is_away else verbatim(name)
    return said if fit == able else Text(da=f"{said.da}: kun {fit} af {able}", en=f"{said.en}: only {fit} of {able}")
