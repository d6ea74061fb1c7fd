"""A row of a file becomes a running case with its first task."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from domain.policies import policies
from store import cases
from store.importing_cases import import_cases
from tests.support import vacancies, youth
from tests.support.world import World, today

pytestmark = pytest.mark.engine


def young() -> str:
    return f"Navn;Fødselsdato;Hvem henviser?\nAmal Berg;{youth.sixteen():%d.%m.%Y};En ungdomsklub\n"


def opening() -> str:
    return (
        "Arbejdsplads;Arbejdsgiver;CVR-nummer;Hvad tilbydes?;Branche;Arbejdsopgaver;Sted;Timer om ugen;Arbejdstid;Start\n"
        f"Bageren;Privat;12345674;Fritidsjob;restaurant;Hjælp;Nord;4;lør 10-14;{today():%d.%m.%Y}\n"
    )


@pytest.mark.parametrize(("what", "text", "kind"), [("young", young, youth.RECEIVE), ("openings", opening, vacancies.APPROACH)])
async def test_a_row_opens_a_case_whose_first_task_waits_for_a_person(w: World, what: str, text: Callable[[], str], kind: str) -> None:
    (youth if what == "young" else vacancies).team(w)
    result = import_cases(w.store, io.BytesIO(text().encode()), what=what, name="f.csv", now=datetime.now(UTC), actor=None,
                          policies=policies())  # fmt: skip
    assert (result.taken, result.rejected) == (1, [])
    with w.store.read() as db:
        [case_id] = db.execute(sa.select(cases.cases.c.id)).scalars()
    await w.courier.deliver(case_id)
    assert (await w.task(case_id, kind)).state == "ready"
