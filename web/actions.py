"""What people do with tasks, the same for pages and API: may I, do, tell the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from domain.calendar import at_local, local_date, not_too_far_ahead
from domain.errors import BadInput, Refusal
from domain.programmes import PROGRAMMES, kind_named
from domain.roles import Role
from domain.tasks import FINAL, Decision, Operation
from domain.text import Text
from store import cases, escalations, inbox, notices, placements, reopening, tasks, users
from store import letters as stored_letters
from store.audit import Entry, log, log_lookups
from store.dossier import Dossier
from store.letters import Outgoing
from store.tables import comments
from store.users import User
from web import letters, mentions, policy
from web.house import House
from web.offers import offers_to

Row = sa.Row[Any]
SHORTEST_REASON = 3
"""Signs."""


class Invalid(Refusal):
    """A decision, or the facts of a case, do not hold. `where` is the field of the body that they came in."""

    def __init__(self, error: ValidationError, where: str) -> None:
        self.error, self.where = error, where
        super().__init__("invalid", Text(
            da="Ret felterne med fejl og prøv igen. Din tekst er bevaret.",
            en="Correct the fields with errors and try again. Your text is kept."), status=422)  # fmt: skip


@dataclass(frozen=True)
class Args:
    """What an operation was called with; each operation takes what it needs.

    `confirm`: the digest of the letter that the person has read. A program sends none, and completes at once.
    """

    version: int | None = None
    decision: Mapping[str, Any] | None = None
    person: str | None = None
    team: str | None = None
    until: date | None = None
    priority: int = 0
    reason: str = ""
    confirm: str | None = None
    in_place_of: str | None = None
    """Who is away and covered by whoever does it: filled in by `operate`, as is `known`."""
    known: Mapping[str, Any] = field(default_factory=dict)
    """What the rules of a decision may ask of beside the task."""


class NothingSent(Refusal):
    def __init__(self) -> None:
        super().__init__("no_letter", Text(
            da="Med det svar bliver der ikke sendt noget brev.", en="With that answer no letter is sent."))  # fmt: skip


class TakenBy(tasks.AlreadyClaimed):
    """Somebody else holds the task, and who."""

    def __init__(self, holder: str, name: str) -> None:
        super().__init__(holder)
        self.text = Text(da=f"{name} har allerede taget opgaven.", en=f"{name} has already taken this task.")


def seen_task(db: sa.Connection, user: User, task_id: str) -> Row:
    task = tasks.get(db, task_id)
    if task is None:
        escalations.was_told(db, user.id, task_id)  # asked of what is not there too: both take as long
        raise policy.NotFound
    if not policy.may_open(db, user, task):
        raise policy.NotFound(task.case_id)
    return task


def case_of(db: sa.Connection, user: User, task_id: str) -> tuple[Row, Row]:
    """A task that one sees, with its case."""
    task = seen_task(db, user, task_id)
    case = cases.get(db, task.case_id)
    assert case is not None
    return task, case


def seen_case(db: sa.Connection, user: User, case_id: str) -> Row:
    case = cases.get(db, case_id)
    if case is None or not policy.may_see_case(user, case):
        raise policy.NotFound(case.id if case else None)
    return case


def operate(house: House, user: User, task_id: str, operation: Operation, args: Args) -> Row:
    """One operation of the task machine by one person."""
    now = house.now()
    with house.store.write() as db:
        task = seen_task(db, user, task_id)
        try:
            policy.check(user, task, operation)
            args = replace(args, in_place_of=policy.acts_for(user, task, operation))
            if operation is Operation.complete:
                for held in sorted(_held_still(task, args)):
                    cases.lock(db, held)
                args = replace(args, known=_known(db, house, task, args))
                _hold_shut(db, house, task, args, now)
                done = _complete(house, db, user, task, args, now)
            else:
                done = OPERATIONS[operation](db, user, task, args, now)
        except tasks.AlreadyClaimed as refusal:
            if refusal.holder is None:
                raise
            raise TakenBy(refusal.holder, users.display_names(db, {refusal.holder})[refusal.holder]) from None
    if operation in TELLS:
        house.deliver(done.case_id)
    return done


def _held_still(task: Row, args: Args) -> set[str]:
    """Cases that nobody else may decide on meanwhile: of the one chosen two cannot take the last place at once, nobody
    signs up for one while it is said who took part, and what a guarded decision rests on is not corrected under it."""
    takes_part = PROGRAMMES[task.programme].participants is not None
    chosen, is_guarded = _chosen(task, args), kind_named(task.kind).guard is not None
    return {one for one in (chosen, task.case_id if takes_part or chosen or is_guarded else None) if one}


def _chosen(task: Row, args: Args) -> str | None:
    """The other case that the decision names."""
    named = (args.decision or {}).get(kind_named(task.kind).decision.chooses or "")
    return named if isinstance(named, str) else None


def _known(db: sa.Connection, house: House, task: Row, args: Args) -> dict[str, Any]:
    """What the rules of the decision may ask of: the law, the case and its facts, what there is to choose from, and
    the facts of the case that is chosen."""
    case = cases.get(db, task.case_id)
    assert case is not None
    offers = offers_to(db, house.store.secrets, kind_named(task.kind).decision, case, local_date(house.now()),
                       house.policies, task.data)  # fmt: skip
    ids = {name: {key for key, _ in found} for name, found in offers.items() if name != "providers"}
    chosen = _chosen(task, args)
    other = cases.get(db, chosen) if chosen and any(chosen in offered for offered in ids.values()) else None
    dossier = Dossier(db, case)
    return {"policies": house.policies, "case": dossier, "task_id": task.id, "facts": dossier.facts,
            "providers": {p.id: p.kind for p in placements.active_providers(db)},
            "chosen": Dossier(db, other).facts if other else None, **ids}  # fmt: skip


class PreconditionMissing(Refusal):
    """What the law asks for first is not there; `missing` names it."""

    def __init__(self, missing: list[str], because: Text) -> None:
        self.missing = missing
        opening = Text(da="Det kan ikke afgøres nu.", en="This cannot be decided now.")
        super().__init__("precondition_missing", opening.then(because))


def _hold_shut(db: sa.Connection, house: House, task: Row, args: Args, now: datetime) -> None:
    """A decision that the law ties to preconditions is refused while one is missing, whatever was so before."""
    kind, case = kind_named(task.kind), cases.get(db, task.case_id)
    if kind.guard is None or case is None or task.state in FINAL:
        return
    try:
        decision = _decision(task, args, now)
    except ValidationError:
        return  # said beside the field when it is completed
    if kind.is_guarded(decision):
        rule = PROGRAMMES[case.programme].rules[kind.guard]
        day = kind.guarded_on(decision, local_date(now))
        judged = rule(Dossier(db, case), day, house.policies)
        if not judged.answer["met"] or (judged.opens_at and now < judged.opens_at):
            raise PreconditionMissing(judged.answer["missing"], Text.model_validate(judged.ruling["because"]))


def _claim(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    if task.assignee_id == user.id and task.state in ("reserved", "in_progress"):
        return task  # a double click
    return tasks.move(db, task, Operation.claim, user.id, now, version=args.version, assignee_id=user.id)


def _start(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    return _move(db, user, task, Operation.start, args, now, assignee_id=task.assignee_id or user.id)


def _stop(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    return _move(db, user, task, Operation.stop, args, now)


def _release(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    return _move(db, user, task, Operation.release, args, now, assignee_id=None)


def _delegate(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    to = users.get(db, args.person or "")
    if to is None or not to.has(Role(task.role), task.team_id) or policy.is_excluded(to.id, task):
        raise BadInput("not_a_holder", Text(
            da="Vælg en person, der må have opgaven.", en="Choose a person who may hold the task."))  # fmt: skip
    details = {"to": to.id, "reason": args.reason}
    return _move(db, user, task, Operation.delegate, args, now, details=details, assignee_id=to.id)


def _forward(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    if not args.team or not users.holders(db, task.role, args.team):
        raise BadInput("not_a_team", Text(
            da="Vælg et team, der har nogen til opgaven.",
            en="Choose a team that has somebody for the task."))  # fmt: skip
    details = {"to": args.team, "reason": args.reason}
    return _move(db, user, task, Operation.forward, args, now, details=details, team_id=args.team, assignee_id=None)


def _suspend(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    until = ahead(args.until, now)
    details = {"reason": args.reason}
    return _move(db, user, task, Operation.suspend, args, now, details=details, **tasks.suspended(until, task))


def _resume(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    return _move(db, user, task, Operation.resume, args, now, suspended_until=None)


def _skip(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    needs_reason(args.reason)
    return _move(db, user, task, Operation.skip, args, now, details={"reason": args.reason})


def _move(db: sa.Connection, user: User, task: Row, operation: Operation, args: Args, now: datetime,
          **values: Any) -> Row:  # fmt: skip
    return tasks.move(db, task, operation, user.id, now, version=args.version, in_place_of=args.in_place_of, **values)


def _complete(house: House, db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    """The decision and the letter that it sends are one write: neither stands without the other."""
    if task.state == "completed" and task.decided_by == user.id and _same(task, args, now):
        return task  # a double click, or a retry after a lost answer
    decision = _valid(task, args, now)
    outgoing = letters.of_task(house, db, user, task, decision, now)
    secrets = house.store.secrets
    if args.confirm is not None and outgoing is not None and args.confirm != outgoing.digest(secrets):
        raise letters.LetterChanged
    whole = decision.model_dump(mode="json")
    done = tasks.complete(db, task, user.id, whole, decision.for_case(), args.version, now,
                          args.in_place_of)  # fmt: skip
    if outgoing is not None:
        stored_letters.put(db, secrets, task.case_id, task.id, outgoing, user.id, now)
    return done


def would_send(house: House, user: User, task_id: str, args: Args) -> Outgoing | None:
    """The letter that completing the task now would send; None when it sends none, or the task is not to be completed.

    What is refused for a missing precondition is refused here too: nobody reads a letter that cannot go.
    """
    now = house.now()
    with house.store.read() as db:
        task = seen_task(db, user, task_id)
        if not policy.may(user, task, Operation.complete) or args.version not in (None, task.version):
            return None
        args = replace(args, known=_known(db, house, task, args))
        decision = _valid(task, args, now)
        _hold_shut(db, house, task, args, now)
        return letters.of_task(house, db, user, task, decision, now)


def _reopen(db: sa.Connection, user: User, task: Row, args: Args, now: datetime) -> Row:
    needs_reason(args.reason)
    return reopening.reopen(db, task, user.id, args.reason, now)


def _valid(task: Row, args: Args, now: datetime) -> Decision:
    try:
        return _decision(task, args, now)
    except ValidationError as error:
        raise Invalid(error, "decision") from None


def _decision(task: Row, args: Args, now: datetime) -> Decision:
    """As the kind's model has it, at this moment and for this task."""
    context = {"today": local_date(now), "now": now, "task": task.data, **args.known}
    return kind_named(task.kind).decision.model_validate(args.decision or {}, context=context)


def _same(task: Row, args: Args, now: datetime) -> bool:
    try:
        decision = _decision(task, args, now)
    except ValidationError:
        return False
    return bool(decision.model_dump(mode="json") == task.decision)


OPERATIONS: dict[Operation, Callable[[sa.Connection, User, Row, Args, datetime], Row]] = {
    Operation.claim: _claim, Operation.start: _start, Operation.stop: _stop, Operation.release: _release,
    Operation.delegate: _delegate, Operation.forward: _forward, Operation.suspend: _suspend,
    Operation.resume: _resume, Operation.skip: _skip, Operation.reopen: _reopen,
}  # fmt: skip
"""All but `complete`, which may send a letter."""

TELLS = (Operation.complete, Operation.reopen)
"""Operations that the case hears of."""


def possible(db: sa.Connection, user: User, task: Row) -> list[Operation]:
    """What this person may do with the task now."""
    held = policy.operations(user, task)
    return [o for o in held if o is not Operation.reopen or reopening.is_possible(db, task)]


def take_next(house: House, user: User,
              first: Callable[[sa.Connection, User], Row | None] = inbox.next_task) -> Row | None:  # fmt: skip
    """Claim the first one, by default the most urgent that this person may take; again when somebody was faster."""
    for _ in range(20):
        with house.store.read() as db:
            task = first(db, user)
        if task is None:
            return None
        try:
            return operate(house, user, task.id, Operation.claim, Args(version=task.version))
        except (tasks.AlreadyClaimed, tasks.StaleVersion, tasks.TaskNotOpen):
            continue
    return None


def comment(house: House, user: User, task_id: str, text: str) -> Row:
    """Whoever is mentioned in it is told."""
    text, now = text.strip(), house.now()
    with house.store.write() as db:
        task = seen_task(db, user, task_id)
        if not text or len(text) > 4000:
            raise BadInput("bad_comment", Text(da="Skriv 1 til 4.000 tegn.", en="Write 1 to 4,000 characters."))
        told = mentions.told(text, mentions.colleagues(db, task)) - {user.id}
        said = sa.insert(comments).values(task_id=task.id, user_id=user.id, at=now, text=text).returning(comments.c.id)
        notices.tell(db, told, "mention", task.id, now, actor=user.id, about=db.execute(said).scalar_one())
        tasks.event(db, task.id, task.case_id, "comment", now, user.id)
        log(db, Entry(now, user.id, "task.comment", task.id, task.case_id))
    return task


def look_up(house: House, user: User, action: str, purpose: str, *seen: tuple[str, str | None]) -> None:
    """Every view of a person, search and refusal is written down before the answer leaves; `seen`: subject, case."""
    details = {"purpose": purpose, "teams": sorted(user.team_names.values())}
    with house.store.write() as db:
        log_lookups(db, *(Entry(house.now(), user.id, action, subject, case_id, details) for subject, case_id in seen))


def ahead(until: date | None, now: datetime) -> datetime | None:
    """The morning of that day, which must lie ahead."""
    if until is None:
        return None
    if until <= local_date(now):
        raise BadInput("past_date", Text(da="Datoen skal ligge efter i dag.", en="The date must lie after today."))
    return at_local(not_too_far_ahead(until), time(8))


def needs_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput("reason_missing", Text(
            da=f"Skriv en begrundelse på mindst {SHORTEST_REASON} tegn.",
            en=f"Write a reason of at least {SHORTEST_REASON} characters."))  # fmt: skip
