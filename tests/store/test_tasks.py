"""Guarded writes: one winner, everybody else is told why."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from domain.deadlines import Deadline
from domain.roles import Role
from domain.tasks import Operation
from store import escalations, tasks, users
from store.tables import drafts, memberships
from store.tasks import AlreadyClaimed, StaleVersion, TaskNotOpen
from tests.support.house import House
from tests.support.world import COVERED, TEAM

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLERKS, TASKS = 20, 50


def claim(house: House, task: sa.Row, who: str) -> sa.Row:  # type: ignore[type-arg]
    with house.store.write() as db:
        return tasks.move(db, task, Operation.claim, who, NOW, assignee_id=who)


def test_of_twenty_who_claim_a_task_one_has_it_and_nineteen_are_told_who(house: House) -> None:
    """P3."""
    clerks = [house.hire(f"clerk{n}") for n in range(CLERKS)]
    offered = [house.opened() for _ in range(TASKS)]

    def claims(who: str) -> list[str]:
        answers = []
        for task in offered:
            try:
                answers.append(claim(house, task, who).assignee_id)
            except AlreadyClaimed as refusal:
                answers.append(f"held by {refusal.holder}")
        return answers

    with ThreadPoolExecutor(CLERKS) as pool:
        answers = dict(zip(clerks, pool.map(claims, clerks), strict=True))
    for number, task in enumerate(offered):
        holder = house.row(task.id).assignee_id
        told = Counter(answers[clerk][number] for clerk in clerks)
        assert told == {holder: 1, f"held by {holder}": CLERKS - 1}
    assert house.chain_is_whole()


def test_an_old_version_is_refused_and_changes_nothing(house: House) -> None:
    task = house.opened()
    held = claim(house, task, house.ids["benefit"])
    with pytest.raises(StaleVersion), house.store.write() as db:
        tasks.complete(db, held, house.ids["benefit"], COVERED, {}, task.version, NOW)
    claim(house, house.let_go(held), house.ids["benefit"])
    with pytest.raises(StaleVersion), house.store.write() as db:
        tasks.move(db, held, Operation.release, house.ids["benefit"], NOW)
    assert (house.row(task.id).state, house.row(task.id).version) == ("reserved", held.version + 2)


def test_a_completed_task_takes_nothing_more(house: House) -> None:
    held = claim(house, house.opened(), house.ids["benefit"])
    house.complete(held, "benefit", **COVERED)
    for operation in (Operation.complete, Operation.release, Operation.exit, Operation.suspend):
        with pytest.raises(TaskNotOpen), house.store.write() as db:
            tasks.move(db, house.row(held.id), operation, None, NOW)


def test_a_decision_its_message_its_history_and_its_audit_row_are_one_transaction(house: House) -> None:
    held = claim(house, house.opened(), house.ids["benefit"])
    with house.store.write() as db:
        tasks.save_draft(db, held.id, house.ids["benefit"], {"reference": "KY"}, NOW)
    before = [m.name for m in house.messages(held.case_id)]

    with house.store.write() as db:
        tasks.complete(db, held, house.ids["benefit"], COVERED, {"covered": True}, held.version, NOW)
        db.rollback()
    assert house.row(held.id).state == "reserved"
    assert [m.name for m in house.messages(held.case_id)] == before
    assert "task.complete" not in house.audited(held.case_id)

    house.complete(held, "benefit", **COVERED)
    done = house.row(held.id)
    assert (done.state, done.decided_by, done.decision["reference"]) == ("completed", house.ids["benefit"], "KY-2026-1")
    told = house.messages(held.case_id)[-1]
    assert (told.kind, told.name, told.payload["answer"]) == (
        "signal", "decided", {"covered": True, "decided_on": "2026-11-20"})  # fmt: skip
    assert house.audited(held.case_id)[-1] == "task.complete"
    assert house.history(held.case_id, held.id)[-1].what == "complete"
    with house.store.read() as db:
        assert tasks.draft(db, held.id) is None
        assert db.execute(sa.select(sa.func.count()).select_from(drafts)).scalar_one() == 0


def test_two_who_complete_at_once_leave_one_decision_and_one_message(house: House) -> None:
    held = claim(house, house.opened(), house.ids["benefit"])

    def complete(_: int) -> bool:
        try:
            house.complete(held, "benefit", **COVERED)
        except (TaskNotOpen, StaleVersion):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(complete, range(8))) == 1
    assert [m.name for m in house.messages(held.case_id)] == ["obligation", "decided"]
    assert house.audited(held.case_id).count("task.complete") == 1


def test_a_task_is_opened_once_however_often_its_case_asks(house: House) -> None:
    case = house.put()
    first = house.open_task(case, now=NOW)
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: house.open_task(case, now=NOW + timedelta(days=9)), range(4)))
    assert {(t.due_at, t.received_at) for t in again} == {(first.due_at, first.received_at)}
    assert [e.what for e in house.history(case)] == ["opened"]
    assert house.audited(case).count("task.open") == 1


def test_a_task_that_only_one_person_can_take_is_that_persons_from_the_start(house: House) -> None:
    case = house.put()
    with house.store.write() as db:
        db.execute(sa.delete(memberships).where(memberships.c.user_id == house.ids["benefit2"]))
    task = house.open_task(case)
    assert (task.state, task.assignee_id) == ("reserved", house.ids["benefit"])
    assert [e.what for e in house.history(case)] == ["opened", "nominate"]


def test_a_task_that_two_can_take_waits_for_one_of_them_unless_the_other_is_excluded(house: House) -> None:
    assert house.opened().state == "ready"
    left = house.open_task(house.put(), not_by="benefit")
    assert (left.state, left.assignee_id) == ("reserved", house.ids["benefit2"])


def test_a_rung_is_climbed_once_and_a_task_that_is_done_climbs_none(house: House) -> None:
    task = house.opened()
    for _ in range(2):
        with house.store.write() as db:
            escalations.climb(db, task.id, "supervisor", task.due_at, NOW)
    assert [e.what for e in house.history(task.case_id)] == ["opened", "rung.supervisor"]
    assert (house.row(task.id).escalation_level, house.row(task.id).priority) == (2, 20)
    house.complete(claim(house, house.row(task.id), house.ids["benefit"]), "benefit", **COVERED)
    with house.store.write() as db:
        escalations.climb(db, task.id, "reassign", task.due_at, NOW)
    assert house.row(task.id).state == "completed"
    assert house.row(task.id).escalation_level == 2


def test_a_task_finished_at_the_moment_its_case_withdraws_it_stays_finished(house: House) -> None:
    done, left = house.opened(), house.opened()
    house.complete(claim(house, done, house.ids["benefit"]), "benefit", **COVERED)
    with house.store.write() as db:
        tasks.withdraw(db, [done.id, left.id], NOW)
    assert [house.row(t.id).state for t in (done, left)] == ["completed", "exited"]


def test_a_moved_deadline_says_from_where_to_where_by_whom_and_why(house: House) -> None:
    task = house.opened()
    later = Deadline.model_validate(task.due).model_copy(update={"at": task.due_at + timedelta(days=7)})
    with house.store.write() as db:
        tasks.set_deadline(db, task, later, house.ids["supervisor"], NOW, "Sygdom i teamet")
    moved = house.history(task.case_id)[-1]
    assert (moved.what, moved.actor_id) == ("deadline_moved", house.ids["supervisor"])
    assert moved.details == {
        "from": task.due_at.isoformat(), "to": later.at.isoformat(), "reason": "Sygdom i teamet"}  # fmt: skip
    assert house.row(task.id).due_at == later.at
    with pytest.raises(StaleVersion), house.store.write() as db:
        tasks.set_deadline(db, task, later, None, NOW)


def test_a_task_goes_to_the_cases_own_team_where_it_has_the_role(house: House) -> None:
    house.hire("purse", Role.economy, "Økonomi")
    with house.store.write() as db:
        own, other = users.team_named(db, TEAM), users.team_named(db, "Økonomi")
        assert tasks.team_for(db, "benefit_officer", own) == own
        assert tasks.team_for(db, "economy", own) == other
        assert tasks.team_for(db, "partner", own) == own
