"""In the demo somebody is away, and their substitute has their task among the own."""

from __future__ import annotations

from datetime import UTC, datetime

import domain.all
from activities.cases import CaseActivities
from activities.messages import OpenTask
from cli.demo_away import away
from cli.demo_people import AWAY, COVERED_BY, LOGINS, OBLIGATION, username
from domain.calendar import local_date
from domain.policies import policies
from domain.roles import Role
from store import inbox, users
from store.db import Store
from tests.support.house import House

assert domain.all


def test_the_substitute_of_whoever_is_away_has_their_task(store: Store) -> None:
    house, now = House(store, None, None), datetime.now(UTC)  # type: ignore[arg-type]
    with store.write() as db:
        for login in LOGINS:
            users.join(db, users.put(db, login.name, login.person, now), login.role,
                       users.team_named(db, login.team, login.programme))  # fmt: skip
        gone = users.put(db, username(AWAY), AWAY, now)
        users.join(db, gone, Role.caseworker, users.team_named(db, OBLIGATION[0]))
    case_id = house.put()
    CaseActivities(store, policies()).open_task(OpenTask(
        case_id=case_id, stage="guidance", visit=2, now=now, task_id="t", kind="obligation.guidance", data={}))  # fmt: skip
    away(store, now)
    with store.read() as db:
        there = users.get(db, users.active_id(db, COVERED_BY) or "", local_date(now))
        assert there
        assert [cover.name for cover in there.covers] == [AWAY]
        found = inbox.find(db, there, inbox.Query(), now).rows
    assert [(row.id, row.assignee_id) for row in found] == [("t", gone)]
