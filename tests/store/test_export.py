"""Everything on a case is read in streams that may run beside each other, on both databases."""

from __future__ import annotations

from heapq import merge

import sqlalchemy as sa

from domain.programmes import PROGRAMMES
from store import cases, export
from store.tables import task_events
from tests.support.house import House
from tests.support.world import today


def test_streams_of_one_case_run_beside_each_other_and_each_is_in_the_order_of_time(house: House) -> None:
    task = house.opened()
    with house.store.write() as db:
        db.execute(sa.insert(task_events), [
            {"task_id": task.id, "case_id": task.case_id, "at": task.received_at, "what": "comment", "details": {}}
            for _ in range(export.AT_ONCE * 3)])  # fmt: skip
    with house.store.read() as db:
        streams = ((row.at for row in export.events(db, task.case_id)), (row.at for row in export.acts(db, task.case_id)),
                   (row.entered_at for row in export.visits(db, task.case_id)))  # fmt: skip
        found = list(merge(*streams))
    assert len(found) > export.AT_ONCE * 3
    assert found == sorted(found)


def test_every_stream_answers_for_a_case_that_has_nothing_there(house: House) -> None:
    case_id = house.put()
    streams = (export.decisions, export.all_rulings, export.all_comments, export.plan_lines, export.attended,
               export.attended_before, export.closed_weeks, export.all_spells, export.all_parties, export.looked)  # fmt: skip
    with house.store.read() as db:
        assert [list(read(db, case_id)) for read in streams] == [[]] * len(streams)
        assert export.staff(db, [case_id])[0] == {}
        assert export.taken_back(db, case_id) == set()


def test_a_family_is_the_case_and_those_under_it_the_oldest_first(house: House) -> None:
    case_id, opened = house.put(), []
    facts = {"received_on": str(today()), "channel": "oral", "complainant": "citizen", "text": "Jeg klager."}
    for key in ("one", "two", "one"):
        with house.store.write() as db:
            parent = cases.get(db, case_id)
            assert parent
            opened.append(cases.open_belonging(db, PROGRAMMES["complaint"], parent, facts=facts, key=key, actor=None,
                                               now=parent.opened_at, reason="Ringede"))  # fmt: skip
    assert opened[0] == opened[2], "once per key"
    with house.store.read() as db:
        parent = cases.get(db, case_id)
        assert parent
        assert [one.id for one in export.family(db, parent)] == [case_id, *opened[:2]]
