"""Signs of violence or social control: assessed the same day, by a specialist."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from domain.calendar import local_date, next_working_day
from domain.errors import Refusal
from domain.policies import policies
from store import users
from store.tables import teams
from store.tables_notices import notices
from store.tasks import ACUTE
from tests.support.perspektiv import NOTE, concern
from tests.support.world import PERSPEKTIV, SPECIALISTS, World, eventually, today

ASSESS, NOTIFY = "concern.assess", "concern.notify"


async def test_signs_go_to_the_specialists_and_are_due_the_same_day(w: World) -> None:
    case = await concern(w, acute=True)
    task = await w.task(case, ASSESS)
    with w.store.read() as db:
        assert task.team_id == users.team_named(db, SPECIALISTS)
    assert task.data == {"acute": True}
    assert local_date(task.due_at) == today()
    assert task.priority == ACUTE


@pytest.mark.parametrize("kind", [ASSESS, NOTIFY])
async def test_a_concern_that_turns_acute_is_asked_anew_so_that_nobody_waits_and_the_whole_team_is_told(
    w: World, kind: str
) -> None:
    case = await concern(w)
    if kind == NOTIFY:
        await w.decide(case, ASSESS, "specialist", result="children", note=NOTE)
    before = await w.task(case, kind)
    await w.correct(case, acute=True)
    await eventually(lambda: [one.state for one in w.tasks(case, kind)] == ["exited", "ready"])
    task = await w.task(case, kind)
    assert (before.priority, task.priority) == (0, ACUTE)
    assert task.due["rule"] == "concern.acute"
    assert kind == NOTIFY or task.data["acute"]
    assert told(w, task.id) == {w.ids["specialist"], w.ids["specialist2"]}
    await w.correct(case, acute=False)
    await eventually(lambda: [one.state for one in w.tasks(case, kind)] == ["exited", "exited", "ready"])
    assert (await w.task(case, kind)).priority == 0


async def test_a_concern_that_is_corrected_otherwise_keeps_its_task_and_what_is_typed(w: World) -> None:
    case = await concern(w, acute=True)
    task = await w.task(case, ASSESS)
    await w.correct(case, signs="Borgeren er bange og må ikke gå ud alene.")
    await w.armed(case)
    assert [one.id for one in w.tasks(case, ASSESS)] == [task.id]


def told(w: World, task_id: str) -> set[str]:
    with w.store.read() as db:
        mine = sa.select(notices.c.user_id).where(notices.c.task_id == task_id, notices.c.kind == "acute")
        return set(db.execute(mine).scalars())


async def test_where_a_child_may_need_support_the_authorities_are_notified_the_same_day(w: World) -> None:
    case = await concern(w, children=True)
    await w.decide(case, ASSESS, "specialist", result="children", note=NOTE)
    task = await w.task(case, NOTIFY)
    assert local_date(task.due_at) == next_working_day(today(), policies())
    assert task.priority == 0
    await w.decide(case, NOTIFY, "specialist", notified_on=str(today()), reference="UND-17")
    await w.stands_at(case, "notified")


@pytest.mark.parametrize("result", ["acted", "no_grounds"])
async def test_else_the_specialist_alone_ends_it(w: World, result: str) -> None:
    case = await concern(w)
    await w.decide(case, ASSESS, "specialist", result=result, note=NOTE)
    await w.stands_at(case, result)


async def test_without_specialists_nobody_else_gets_it(w: World) -> None:
    """It must not land in a team that happens to be there."""
    await concern(w)
    with w.store.write() as db:
        db.execute(teams.update().where(teams.c.name == SPECIALISTS).values(programme=None))
    with pytest.raises(Refusal, match="no_team"):
        await concern(w)
    assert PERSPEKTIV != SPECIALISTS
