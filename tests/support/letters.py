"""A case whose citizen can be written to, and what stands in a PDF."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pypdf
import sqlalchemy as sa

from domain.letters import Letter, Paragraph, written
from domain.policies import policies
from store import cases, letters, parties
from store.letters import Outgoing, Sender
from store.tables import cases as cases_table
from store.tables import people as people_table
from tests.support.house import House

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
SENDER = Sender("Københavns Kommune", "Rådhuspladsen 1\nTlf. 33 66 33 66", "Signe Sand", "Sagsbehandler")
PLAIN = written("Vejledning", Paragraph(text="Du skal møde."))


def compose(house: House, case_id: str, letter: Letter = PLAIN, now: datetime = NOW) -> Outgoing:
    with house.store.read() as db:
        case = cases.get(db, case_id)
        assert case is not None
        return letters.compose(
            db, house.store.secrets, case, "obligation.guidance", letter, SENDER, now, policies())  # fmt: skip


def put(house: House, case_id: str, task_id: str = "t1", letter: Letter = PLAIN, now: datetime = NOW) -> sa.Row[Any]:
    """A letter of the case, as completing the task keeps it."""
    outgoing = compose(house, case_id, letter, now)
    with house.store.write() as db:
        made = letters.put(db, house.store.secrets, case_id, task_id, outgoing, house.ids["caseworker"], now)
        found = letters.get(db, made)
    assert found is not None
    return found


def get(house: House, letter_id: str) -> sa.Row[Any]:
    with house.store.read() as db:
        found = letters.get(db, letter_id)
    assert found is not None
    return found


def set_person(house: House, case_id: str, **values: Any) -> None:
    with house.store.write() as db:
        person = db.execute(sa.select(cases_table.c.person_id).where(cases_table.c.id == case_id)).scalar_one()
        db.execute(sa.update(people_table).where(people_table.c.id == person).values(**values))


def represent(house: House, case_id: str, since: date = date(2026, 1, 1), until: date | None = None) -> str:
    with house.store.write() as db:
        made = parties.add(
            db, house.store.secrets, case_id, "representative", name="Rita Ravn", address="Gade 2\n2100 København Ø",
            since=since, actor=house.ids["caseworker"], now=NOW)  # fmt: skip
        if until:
            row = parties.get(db, made)
            assert row is not None
            parties.end(db, row, until, house.ids["caseworker"], NOW)
    return made


def pages(document: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages]
