"""Incidents on both databases: steps and messages of open cases of the own teams."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from store import incidents, outbox
from store.tables import cases
from tests.support.house import House

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)


def team(house: House, case_id: str) -> str:
    with house.store.read() as db:
        return str(db.execute(sa.select(cases.c.team_id).where(cases.c.id == case_id)).scalar_one())


def found(house: House, *teams: str, programme: str | None = None) -> list[incidents.Incident]:
    with house.store.read() as db:
        return incidents.found(db, set(teams), programme)


def delivered(house: House) -> None:
    with house.store.write() as db:
        db.execute(sa.update(outbox.outbox).values(delivered_at=NOW))


def test_a_failing_step_is_one_incident_however_often_it_fails(house: House) -> None:
    case_id = house.put()
    delivered(house)
    for minute in range(3):
        with house.store.write() as db:
            incidents.note(db, case_id, "7", "judge", "KeyError", NOW + timedelta(minutes=minute))
    (one,) = found(house, team(house, case_id))
    assert (one.case_id, one.step, one.attempts, one.error) == (case_id, "judge", 3, "KeyError")
    assert (one.since, one.last_at) == (NOW, NOW + timedelta(minutes=2))
    assert found(house) == []
    assert found(house, team(house, case_id), programme="youth") == []
    with house.store.write() as db:
        incidents.clear(db, case_id, "8")
        assert incidents.steps_of(db, case_id) == ["7"]
        incidents.clear(db, case_id, "7")
    assert found(house, team(house, case_id)) == []


def test_a_message_is_an_incident_from_its_second_failure_and_can_be_tried_at_once(house: House) -> None:
    case_id = house.put()
    with house.store.write() as db:
        row = outbox.next_for(db, case_id)
        assert row
        outbox.mark_failed(db, row.id, 0, "UNAVAILABLE", NOW)
    assert found(house, team(house, case_id)) == []
    with house.store.write() as db:
        outbox.mark_failed(db, row.id, 1, "UNAVAILABLE", NOW)
        assert outbox.heads(db, NOW) == []
        incidents.try_now(db, case_id, NOW)
        assert [r.id for r in outbox.heads(db, NOW)] == [row.id]
    (one,) = found(house, team(house, case_id))
    assert (one.step, one.attempts, one.error) == (None, 2, "UNAVAILABLE")


def test_a_closed_case_has_no_incident(house: House) -> None:
    case_id = house.put()
    delivered(house)
    with house.store.write() as db:
        incidents.note(db, case_id, "7", "judge", "KeyError", NOW)
        db.execute(sa.update(cases).values(closed_at=NOW))
    assert found(house, team(house, case_id)) == []
