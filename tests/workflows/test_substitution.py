"""A deduction that a substitute proposes in the place of somebody who is away: neither of the two may approve it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from domain.calendar import local_date
from domain.policies import policies
from domain.roles import Role
from domain.tasks import Operation
from store import substitutions, users
from store.users import User
from tests.support.absences import CONFIRM, DECIDE, LETTER, absent, contacted, heard
from tests.support.complaints import REASSESS, under
from tests.support.world import REASON, TEAM, World, today
from web import actions
from web.actions import Args
from web.house import House
from web.policy import FourEyes


@dataclass
class Stopped:
    at: datetime

    def now(self) -> datetime:
        return self.at


def office(w: World, case: str) -> House:
    return House(w.store, w.courier, policies(), "Prøveby", False, False, Stopped(w.clock[case]))


def user(w: World, house: House, who: str) -> User:
    with w.store.read() as db:
        found = users.get(db, w.ids[who], local_date(house.now()))
    assert found
    return found


async def proposed_by_a_substitute(w: World) -> tuple[str, str]:
    """Sara has decided in the place of Mette, who holds the task and is away."""
    for name in ("mette", "sara"):
        w.hire(name, Role.caseworker)
        with w.store.write() as db:
            for role in (Role.supervisor, Role.legal):
                users.join(db, w.ids[name], role, users.team_named(db, TEAM))
    above, case = await absent(w)
    await contacted(w, case)
    await heard(w, case)
    task = await w.claim(case, DECIDE, "mette")
    house = office(w, case)
    day = local_date(house.now())
    with w.store.write() as db:
        substitutions.put(db, w.ids["mette"], substitute=w.ids["sara"], first_on=day, last_on=day, kinds=None,
                          reason="", by=w.ids["mette"], now=house.now())  # fmt: skip
    decision = {"deduct": True, "days": 1, "reason": REASON}
    actions.operate(house, user(w, house, "sara"), task.id, Operation.complete, Args(decision=decision))
    await w.courier.deliver(case)
    return above, case


async def test_neither_the_substitute_nor_whom_they_cover_approves_what_one_proposed_for_the_other(w: World) -> None:
    above, case = await proposed_by_a_substitute(w)
    [proposal] = w.tasks(case, DECIDE)
    assert (proposal.decided_by, proposal.acting_for) == (w.ids["sara"], w.ids["mette"])
    confirm, house = await w.task(case, CONFIRM), office(w, case)
    assert set(confirm.excluded) == {w.ids["sara"], w.ids["mette"]}
    for who in ("sara", "mette"):
        with pytest.raises(FourEyes):
            actions.operate(house, user(w, house, who), confirm.id, Operation.claim, Args())
    await w.at_time(case)
    await w.decide(case, CONFIRM, "supervisor", confirmed=True, reason=REASON)
    await w.task(case, LETTER)
    complaint = await under(w, above, "complaint", received_on=today(), channel="oral", complainant="citizen",
                            decision=proposal.id, text="Jeg mødte.")  # fmt: skip
    assert set((await w.task(complaint, REASSESS)).excluded) == {w.ids["sara"], w.ids["mette"], w.ids["supervisor"]}


async def test_a_substitute_of_a_third_person_does_not_approve_for_them_what_they_proposed(w: World) -> None:
    _, case = await proposed_by_a_substitute(w)
    confirm = await w.claim(case, CONFIRM, "supervisor")
    house = office(w, case)
    day = local_date(house.now())
    for who in ("sara", "mette"):
        with w.store.write() as db:
            substitutions.put(db, w.ids["supervisor"], substitute=w.ids[who], first_on=day, last_on=day, kinds=None,
                              reason="", by=w.ids["supervisor"], now=house.now())  # fmt: skip
        with pytest.raises(FourEyes):
            actions.operate(house, user(w, house, who), confirm.id, Operation.complete,
                            Args(decision={"confirmed": True, "reason": REASON}))  # fmt: skip
    assert (await w.task(case, CONFIRM)).state == "reserved"
