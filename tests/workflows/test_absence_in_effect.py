"""A deduction that has been carried out, or is about to be, while cases rest, close, or hear of corrections."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import sqlalchemy as sa

from domain.calendar import at_local, local_date
from domain.policies import policies
from domain.programmes import PROGRAMMES
from store import cases
from store.audit import Entry, log
from store.dossier import Dossier
from tests.support.absences import (
    CONTACT,
    INSTRUCT,
    SPOKE,
    TELL,
    absent,
    day,
    evening,
    next_monday,
    planned,
    sent,
)
from tests.support.world import REASON, World, eventually, today


def missing(w: World, case: str) -> list[str]:
    with w.store.read() as db:
        row = cases.get(db, case)
        assert row
        rule = PROGRAMMES["absence"].rules["absence.preconditions"]
        return list(rule(Dossier(db, row), local_date(w.clock[case]), policies()).answer["missing"])


async def rests(w: World, case: str) -> None:
    await w.say(case, "suspend")
    await eventually(lambda: w.case(case).suspended_at)


def receipt(w: World, case: str) -> dict[str, Any]:
    return {"carried_out": True, "on": str(local_date(w.clock[case])), "reference": "KY-1"}


async def carried_out_unread(w: World) -> tuple[str, str]:
    """The benefit office has done it; the case rests and has not read of it."""
    above, case = await sent(w)
    held = await w.claim(case, INSTRUCT, "benefit")
    await rests(w, case)
    w.complete(held, "benefit", **receipt(w, case))
    return above, case


async def test_what_is_carried_out_stays_carried_out_though_the_day_is_corrected_before_the_case_has_read_of_it(
    w: World) -> None:  # fmt: skip
    above, case = await carried_out_unread(w)
    w.attend(above, next_monday(), "present", "5", now=w.clock[case] + timedelta(hours=1), reason="Listen var forkert")
    assert len(w.belonging(above, "deduction_review")) == 1
    await w.courier.deliver(case)
    await w.say(case, "resume")
    await w.stands_at(case, "sanctioned")
    assert w.tasks(case, TELL) == []
    w.attend(above, next_monday(), "absent", now=w.clock[case] + timedelta(days=1), reason="Den var rigtig")
    assert [one.id for one in w.belonging(above)] == [case], "no day is deducted twice"


async def test_the_end_of_the_citizens_case_undoes_nothing_that_is_carried_out(w: World) -> None:
    above, case = await carried_out_unread(w)
    await w.say(above, "close")
    await w.stands_at(above, "closed")
    await w.courier.deliver(case)
    await w.say(case, "resume")
    await w.stands_at(case, "sanctioned")


async def test_a_day_that_was_deducted_is_taken_however_the_case_ended(w: World) -> None:
    above, case = await carried_out_unread(w)
    await w.say(case, "close")
    await w.stands_at(case, "closed")
    with w.store.write() as db:
        row = cases.get(db, above)
        assert row
        other = cases.open_belonging(db, PROGRAMMES["absence"], row, facts=w.case(case).facts, key="again",
                                     actor=None, now=w.clock[case])  # fmt: skip
    w.clock[other] = w.clock[case]
    assert "once" in missing(w, other)


async def test_while_a_case_rests_nothing_is_decided_against_the_citizen(w: World) -> None:
    above, case = await sent(w)
    assert missing(w, case) == []
    await rests(w, above)
    assert missing(w, case) == ["running"]
    await w.say(above, "resume")
    await eventually(lambda: not w.case(above).suspended_at)
    await rests(w, case)
    assert missing(w, case) == ["running"]


async def test_an_end_that_is_decided_counts_before_the_case_has_read_of_it(w: World) -> None:
    above, case = await sent(w)
    await w.say(above, "move", to="leaving")
    held = await w.claim(above, "obligation.exit", "caseworker")
    async with w.worker_away():
        w.complete(held, "caseworker", because="benefit_ended", ended_on=str(today()), reason=REASON)
        assert missing(w, case) == ["not_undone"]


async def test_exempt_days_begin_with_the_decision_however_late_the_case_reads_of_it(w: World) -> None:
    above = await w.at("planning", readiness="job_ready")
    await w.decide(above, "obligation.plan", "jobconsultant", **planned())
    await w.stands_at(above, "running")
    await w.say(above, "move", to="assessment")
    held = await w.claim(above, "obligation.individual_assessment", "jobconsultant")
    await rests(w, above)
    until = str(next_monday() + timedelta(days=30))
    w.complete(held, "jobconsultant", effort="exempt", until=until, reason=REASON)
    await w.skip_until(above, evening(1))
    await w.say(above, "resume")
    await eventually(lambda: w.case(above).stage in ("approval", "exempted"))
    with w.store.read() as db:
        row = cases.get(db, above)
        assert row
        spells = Dossier(db, row).spells
    assert [spell.covers(next_monday()) for spell in spells] == [True]


async def test_a_day_joins_no_case_in_which_somebody_has_already_made_contact(w: World) -> None:
    above, case = await absent(w)
    held = await w.claim(case, CONTACT, "caseworker")
    await rests(w, case)
    w.complete(held, "caseworker", **({"contacted_on": day(0), "next": "hearing"} | SPOKE))
    w.attend(above, next_monday() + timedelta(days=2), "absent", now=evening(3))
    assert [len(one.facts["days"]) for one in w.belonging(above)] == [1, 1]


async def test_readiness_on_each_of_the_days_protects(w: World) -> None:
    """Corrected to activity-ready and back between two of the days."""
    above, case = await absent(w, days=3)
    for n, to in ((1, "activity_ready"), (3, "job_ready")):
        with w.store.write() as db:
            row = cases.get(db, above)
            assert row
            said = {"reason": REASON, "before": {"readiness": row.facts["readiness"]}}
            log(db, Entry(at_local(next_monday() + timedelta(days=n), time(9)), None, "case.correct", above, above, said))
            db.execute(sa.update(cases.cases).where(cases.cases.c.id == above).values(facts=row.facts | {"readiness": to}))
    assert "personal_contact" in missing(w, case)
