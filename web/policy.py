"""Who may do what: plain functions. Exclusions come before roles, so that no administrator slips through."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.errors import Refusal
from domain.programmes import PROGRAMMES, Programme, case_file, confidential, kind_named
from domain.roles import OUTSIDERS, READS_TURNOUT, Role
from domain.tasks import FINAL, MACHINE, Operation, TaskState, Who, allowed
from domain.text import Text
from store import escalations
from store.places import Line
from store.tables import cases, lookups
from store.tasks import AlreadyClaimed
from store.users import User

STAFF = frozenset(Role) - OUTSIDERS - {Role.integration}
READS_IDENTITY = frozenset({Role.benefit_officer, Role.caseworker, Role.job_consultant, Role.youth_consultant,
                            Role.outreach_worker, Role.supervisor, Role.legal})
KEEPS_EFFORT = (Role.caseworker, Role.job_consultant, Role.benefit_officer, Role.supervisor)
KEEPS_CITIZEN = (Role.caseworker, Role.benefit_officer, Role.youth_consultant, Role.outreach_worker, Role.supervisor)
KEEPS_PEOPLE = (Role.caseworker, Role.youth_consultant, Role.outreach_worker, Role.supervisor)
READS_FILES = frozenset({Role.caseworker, Role.benefit_officer, Role.supervisor, Role.administrator})
"""Who takes in citizens and their attendance."""
EXPORTS = (Role.caseworker, Role.legal, Role.supervisor)
BY_PEOPLE = (
    Operation.claim, Operation.start, Operation.stop, Operation.release, Operation.delegate, Operation.forward,
    Operation.suspend, Operation.resume, Operation.complete, Operation.skip, Operation.reopen,
)  # fmt: skip
TAKES = (Operation.claim, Operation.start, Operation.complete)


class NotFound(Refusal):
    """Not there, or not yours: the same answer to both. `about` is the case that was asked for, for the log."""

    def __init__(self, about: str | None = None) -> None:
        self.about = about
        super().__init__("not_found", Text(da="Det findes ikke.", en="It does not exist."), status=404)


class Forbidden(Refusal):
    about: str | None = None

    def __init__(self) -> None:
        text = Text(da="Din rolle giver ikke adgang til dette.", en="Your role does not give access to this.")
        super().__init__("forbidden", text, status=403)


class FourEyes(Refusal):
    def __init__(self) -> None:
        super().__init__("four_eyes", Text(
            da="En anden person end forslagsstilleren skal afgøre dette.",
            en="Another person than the proposer must decide this."))  # fmt: skip


class StaysInTeam(Refusal):
    def __init__(self) -> None:
        super().__init__("stays_in_team", Text(
            da="Opgaven er fortrolig og kan ikke sendes til et andet team.",
            en="The task is confidential and cannot be sent to another team."))  # fmt: skip


class CannotWait(Refusal):
    def __init__(self) -> None:
        super().__init__("cannot_wait", Text(
            da="Det er akut og kan ikke vente: det kan ikke sættes på pause eller i bero. Kan du ikke selv, så giv "
               "opgaven til en kollega.",
            en="It is acute and cannot wait: it cannot be put on hold or suspended. If you cannot do it yourself, give "
               "the task to a colleague."))  # fmt: skip


def cannot_wait(task: sa.Row[Any]) -> bool:
    return PROGRAMMES[task.programme].is_acute(task.due)


def stays_in_team(task: sa.Row[Any]) -> bool:
    """Nobody outside its team is to read it, whoever sends it there."""
    return PROGRAMMES[task.programme].confidential


def may_see(user: User, task: sa.Row[Any]) -> bool:
    return task.assignee_id == user.id or task.team_id in user.teams


def may_open(db: sa.Connection, user: User, task: sa.Row[Any]) -> bool:
    """A task of the own teams, or an open one that an escalation has told of: nobody of its team was there. Of a
    confidential one they have heard its number alone."""
    if may_see(user, task):
        return True
    return escalations.was_told(db, user.id, task.id) and task.state not in FINAL and not stays_in_team(task)


def may_see_case(user: User, case: sa.Row[Any]) -> bool:
    return sees(user, case.team_id, case.programme)


def sees(user: User, team_id: str, programme: str) -> bool:
    """The cases of the own teams; for economy also what is paid for, but not the case that it belongs to."""
    return team_id in user.teams or programme in user.beyond_teams


def may_correct(user: User, case: sa.Row[Any]) -> bool:
    """Whoever may open such a case may correct what it rests on; a program may not."""
    return any(user.has(role, case.team_id) for role in PROGRAMMES[case.programme].opened_by & STAFF)


def may_keep_people(user: User, case: sa.Row[Any]) -> bool:
    """Who represents, who interprets, how the citizen gets post."""
    return any(user.has(role, case.team_id) for role in KEEPS_PEOPLE)


def may_keep_citizen(user: User, case: sa.Row[Any]) -> bool:
    """Where the citizen lives, and how they get post."""
    return any(user.has(role, case.team_id) for role in KEEPS_CITIZEN)


def may_send_again(user: User, case: sa.Row[Any], task: sa.Row[Any] | None) -> bool:
    """The same letter once more: whoever holds the role that sent it, and the supervisor. It decides nothing anew,
    so that nobody is excluded from it."""
    if task is None:
        return False
    return any(user.has(role, team) for role in (Role(task.role), Role.supervisor)
               for team in (case.team_id, task.team_id))  # fmt: skip


def may_keep_effort(user: User, case: sa.Row[Any]) -> bool:
    """Sickness, leave, a new plan: whoever works with the citizen, and the supervisor."""
    return any(user.has(role, case.team_id) for role in KEEPS_EFFORT)


def may_register(user: User, line: Line) -> bool:
    """The case's own team, and the people of the place."""
    if line.case_team in user.teams:
        return True
    return line.provider_team is not None and user.has(Role.partner, line.provider_team)


def may_open_under(user: User, case: sa.Row[Any], programme: Programme) -> bool:
    """Whether this person opens such a case by hand: also under one that is closed, for people complain afterwards."""
    return any(user.has(role, case.team_id) for role in programme.opened_by)


def may_export(user: User, case: sa.Row[Any]) -> bool:
    """Who may take the documents of a case out of the house."""
    return any(user.has(role, case.team_id) for role in EXPORTS)


def who_imports(what: str) -> frozenset[Role]:
    """By file nobody opens a case whom its form would refuse; the administrator loads files for others."""
    opens = case_file(what)
    if opens:
        return (opens[0].opened_by & STAFF) | {Role.administrator}
    return READS_TURNOUT if what == "turnout" else READS_FILES


def imports() -> frozenset[Role]:
    """Who has any file to hand in."""
    files = (file.name for one in PROGRAMMES.values() for file in one.imports)
    return READS_FILES.union(READS_TURNOUT, *map(who_imports, files))


def may_see_engine(user: User) -> bool:
    """Whom it is of use to look into Temporal's own pages; no name stands there."""
    return bool(user.roles & {Role.supervisor, Role.administrator})


def may_read_identity(user: User) -> bool:
    return bool(user.roles & READS_IDENTITY)


def sees_all_lookups(user: User) -> bool:
    return bool(user.roles & {Role.administrator, Role.auditor})


def lookups_of_own_teams(user: User) -> sa.ColumnElement[bool]:
    """A supervisor sees who looked at the cases of the own teams."""
    return sa.exists().where(cases.c.id == lookups.c.case_id, cases.c.team_id.in_(user.teams))


def is_hidden_from(user: User) -> sa.ColumnElement[bool]:
    """Look-ups at a confidential case of another team. Beside the name of the citizen such a row would tell that there
    is a case, so that it stands in the log of everybody alone, without case or purpose."""
    return sa.exists().where(cases.c.id == lookups.c.case_id, cases.c.programme.in_(confidential()),
                             cases.c.team_id.not_in(user.teams))  # fmt: skip


def may_see_lookups_of(db: sa.Connection, user: User, person_id: str) -> bool:
    own = sa.select(cases.c.id).where(cases.c.person_id == person_id, cases.c.team_id.in_(user.teams))
    return sees_all_lookups(user) or db.execute(own.limit(1)).first() is not None


def is_excluded(user_id: str, task: sa.Row[Any]) -> bool:
    return user_id in task.excluded


def covered(user: User, task: sa.Row[Any]) -> str | None:
    """Who is away and holds the task, where this person may do it for them: never one from which either is excluded,
    so that four eyes stay four."""
    if is_excluded(user.id, task) or not user.has(Role(task.role), task.team_id):
        return None
    return next((one.person for one in user.covers if one.person == task.assignee_id and one.includes(task.kind)
                 and not is_excluded(one.person, task)), None)  # fmt: skip


def acts_for(user: User, task: sa.Row[Any], operation: Operation) -> str | None:
    """In whose place this person does it; None: by what they are themselves."""
    person = covered(user, task)
    return None if person is None or allowed(operation, TaskState(task.state), _own(user, task)) else person


def relations(user: User, task: sa.Row[Any]) -> frozenset[Who]:
    """What this person is to this task, by themselves or in the place of whom they cover."""
    return _own(user, task) | ({Who.owner} if covered(user, task) else set())


def _own(user: User, task: sa.Row[Any]) -> frozenset[Who]:
    found = set()
    if user.has(Role(task.role), task.team_id):
        if task.assignee_id == user.id:
            found.add(Who.owner)
        if not is_excluded(user.id, task):
            found.add(Who.potential_owner)
    if user.has(Role.supervisor, task.team_id):
        found.add(Who.supervisor)
    return frozenset(found)


def may(user: User, task: sa.Row[Any], operation: Operation) -> bool:
    if operation is Operation.skip and not kind_named(task.kind).skippable:
        return False
    if operation is Operation.forward and stays_in_team(task):
        return False
    if operation is Operation.suspend and cannot_wait(task):
        return False
    if operation in TAKES and is_excluded(user.id, task):
        return False
    return allowed(operation, TaskState(task.state), relations(user, task))


def may_steer(user: User, task: sa.Row[Any]) -> bool:
    """Move its deadline, say how urgent it is."""
    return task.state not in FINAL and user.has(Role.supervisor, task.team_id)


def check(user: User, task: sa.Row[Any], operation: Operation) -> None:
    """Refuse with the reason: first what one may not see, then four-eyes, then role; state is the store's to say."""
    if not may_see(user, task):
        raise NotFound(task.case_id)
    if operation is Operation.forward and stays_in_team(task):
        raise StaysInTeam
    if operation is Operation.suspend and cannot_wait(task):
        raise CannotWait
    if operation in TAKES and is_excluded(user.id, task):
        raise FourEyes
    if may(user, task, operation):
        return
    held = relations(user, task)
    if Who.potential_owner in held:
        if task.state not in FINAL and (operation, TaskState(task.state)) in MACHINE and _is_anothers(task, user):
            raise AlreadyClaimed(task.assignee_id)
        held |= {Who.owner}
    if (operation, TaskState(task.state)) in MACHINE or not _ever(operation, task, held):
        raise Forbidden


def _is_anothers(task: sa.Row[Any], user: User) -> bool:
    return task.assignee_id not in (None, user.id)


def _ever(operation: Operation, task: sa.Row[Any], held: frozenset[Who]) -> bool:
    if operation is Operation.skip and not kind_named(task.kind).skippable:
        return False
    return any(allowed(operation, state, held) for state in TaskState)


def operations(user: User, task: sa.Row[Any]) -> list[Operation]:
    return [o for o in BY_PEOPLE if may(user, task, o)]
