"""Attendance from a file: good rows are taken, bad ones come back with line and reason, again changes nothing."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from domain.attendance_rows import COLUMNS
from domain.errors import BadInput
from domain.placements import Placement
from domain.policies import policies
from store import importing, people, placements, users
from store.arrivals import ImportResult
from store.audit import first_broken
from store.db import Store
from store.importing_attendance import import_attendance
from store.tables import audit, cases
from store.tables_effort import attendance, attendance_changes
from tests.imports.make_files import csv_bytes, impossible_cpr, table, xlsx_bytes
from tests.support.places import MONDAY, WEEKDAYS

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
ANNA, BO = impossible_cpr(1), impossible_cpr(2)


class Town:
    """Anna has two placements, Bo one."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.write() as db:
            self.team = users.team_named(db, "Arbejdspligt", "obligation")
            park, shop = (placements.put_provider(db, name, "public", NOW) for name in ("Parken", "Genbrug"))
            self.park, self.shop = self._plan(db, ANNA, (park, "Parkhold"), (shop, "Butik"))
            [self.bos] = self._plan(db, BO, (park, "Parkhold"))

    def _plan(self, db: sa.Connection, cpr: str, *places: tuple[str, str]) -> list[str]:
        person = people.put(
            db, self.store.secrets, cpr=cpr, name="Prøve", address="", protected=False, language="", now=NOW
        )
        case_id, plan = f"ARB-{cpr}", str(uuid4())
        db.execute(sa.insert(cases).values(
            id=case_id, programme="obligation", person_id=person, team_id=self.team, stage="running", stage_since=NOW,
            opened_at=NOW, facts={}, facts_digest="", doubts=[], extra={}))  # fmt: skip
        placements.put_plan(db, case_id, plan, [
            Placement(activity="utility_work", title=title, provider=provider, starts_on=MONDAY, minutes=WEEKDAYS)
            for provider, title in places], NOW)  # fmt: skip
        p = placements.placements
        return list(db.execute(sa.select(p.c.id).where(p.c.task_id == plan).order_by(p.c.number)).scalars())

    def take(self, *rows: dict[str, str], content: bytes = b"", **how: Any) -> ImportResult:
        file = io.BytesIO(content or csv_bytes(table(*rows)))
        return import_attendance(
            self.store, file, name="f", **{"now": NOW, "actor": None, "policies": policies()} | how
        )

    def stands(self) -> dict[tuple[str, date], tuple[str, int]]:
        with self.store.read() as db:
            return {(r.placement_id, r.day): (r.status, r.minutes) for r in db.execute(sa.select(attendance))}

    def count(self, of: sa.Table) -> int:
        with self.store.read() as db:
            return db.execute(sa.select(sa.func.count()).select_from(of)).scalar_one()


@pytest.fixture
def town(store: Store) -> Town:
    return Town(store)


def cells(**changes: str) -> dict[str, str]:
    return {"cpr": ANNA, "sted": "Parken", "dato": "16.11.2026", "fremmøde": "mødt", "timer": "6"} | changes


def counts(result: ImportResult) -> tuple[int, int, int]:
    return result.taken, result.unchanged, len(result.rejected)


def test_good_rows_are_taken_and_the_same_file_again_changes_nothing(town: Town) -> None:
    rows = (cells(bemærkning="fin"), cells(dato="17.11.2026", fremmøde="Udeblevet", timer=""), cells(cpr=BO, sted=""),
            cells(cpr="", sted="") | {"forløb": town.shop})  # fmt: skip
    assert counts(town.take(*rows)) == (4, 0, 0)
    stood = town.stands()
    assert stood[town.park, MONDAY] == ("present", 360)
    assert stood[town.shop, MONDAY] == ("present", 360)
    assert stood[town.bos, MONDAY] == ("present", 360)
    assert counts(town.take(*rows)) == (0, 4, 0)
    assert town.stands() == stood
    assert town.count(attendance_changes) == 0


def test_what_is_refused_comes_back_with_its_line_and_the_rest_is_taken(town: Town) -> None:
    wrong = {
        "24 timer": cells(timer="37,5"), "under 0": cells(timer="-1"), "ikke en dato": cells(dato="i går"),
        "fire cifre": cells(dato="16.11.26"), "ikke kommet": cells(dato="20.11.2026"), "kendes ikke": cells(fremmøde="måske"),
        "mangler": cells(fremmøde=""), "har ingen timer": cells(fremmøde="syg"), "før forløbets": cells(
            cpr="", sted="", dato="13.11.2026") | {"forløb": town.park}, "intet forløb": cells(dato="13.11.2026"),
        "flere forløb": cells(sted=""), "hvis dag": cells(cpr=""), "formel": cells(timer="=1+1"),
        "CPR-nummerets dato": cells(cpr="310299-0000"), "Skriv timerne": cells(timer="seks"),
    }  # fmt: skip
    result = town.take(cells(cpr=BO), *wrong.values())
    assert counts(result) == (1, 0, len(wrong))
    assert [one.line for one in result.rejected] == list(range(3, 3 + len(wrong)))
    for (words, _), one in zip(wrong.items(), result.rejected, strict=True):
        assert words in one.reason.da, (words, one.reason.da)
        assert ANNA not in one.reason.da


def test_a_placement_is_found_by_cpr_with_place_or_activity_and_only_on_its_days(town: Town) -> None:
    rows = (cells(), cells(sted="genbrug"), cells(sted="", aktivitet="BUTIK", dato="17.11.2026"),
            cells(sted="Havnen", dato="18.11.2026"))  # fmt: skip
    assert counts(town.take(*rows)) == (3, 0, 1)
    assert set(town.stands()) == {(town.park, MONDAY), (town.shop, MONDAY), (town.shop, date(2026, 11, 17))}


def test_the_id_of_another_persons_placement_is_not_taken_for_this_cpr(town: Town) -> None:
    [refused] = town.take(cells(sted="") | {"forløb": town.bos}).rejected
    assert "intet forløb" in refused.reason.da


@pytest.mark.parametrize("chunk", [1, 250])
def test_the_same_day_twice_is_skipped_if_it_says_the_same_and_else_refused(
    town: Town, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", chunk)
    result = town.take(cells(), cells(), cells(timer="5"))
    assert counts(result) == (1, 1, 1)
    assert "linje 2 med andet indhold" in result.rejected[0].reason.da
    assert town.stands()[town.park, MONDAY] == ("present", 360)


def test_a_totals_row_is_skipped(town: Town) -> None:
    assert counts(town.take(cells(), {"cpr": "I alt", "timer": "6"})) == (1, 1, 0)


def test_after_closing_a_row_needs_its_reason(town: Town) -> None:
    later = datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert counts(town.take(cells(), now=later)) == (0, 0, 1)
    assert counts(town.take(cells(begrundelse="papirliste"), now=later)) == (1, 0, 0)


def test_a_trial_writes_nothing_and_says_what_would_be(town: Town) -> None:
    before = town.count(audit)
    assert counts(town.take(cells(), cells(timer="25", sted="Genbrug"), dry_run=True)) == (1, 0, 1)
    assert (town.stands(), town.count(audit)) == ({}, before)
    assert counts(town.take(cells())) == (1, 0, 0)


def test_what_may_not_be_registered_at_does_not_exist(town: Town) -> None:
    rows = (cells(), cells(cpr="", sted="") | {"forløb": town.park})
    result = town.take(*rows, may=lambda line: line.provider != "Parken")
    assert counts(result) == (0, 0, 2)
    assert town.stands() == {}


def test_excels_own_dates_and_times_are_read(town: Town) -> None:
    lines = [["cpr", "sted", "dato", "fremmøde", "timer"], [ANNA, "Parken", MONDAY, "mødt", 5.5],
             [int(BO), None, MONDAY, "mødt", "6:15"], [ANNA, "Genbrug", MONDAY, "mødt", str(time(7, 30))]]  # fmt: skip
    assert counts(town.take(content=xlsx_bytes(lines))) == (3, 0, 0)
    assert sorted(minutes for _, minutes in town.stands().values()) == [330, 375, 450]


@pytest.mark.parametrize("header", ["dato;fremmøde;timer", "cpr;dato;timer", "cpr;fremmøde"])
def test_a_file_without_a_needed_column_is_refused_at_once(town: Town, header: str) -> None:
    with pytest.raises(BadInput) as refused:
        town.take(content=f"{header}\n1;2;3\n".encode())
    assert refused.value.code == "header_missing"


def test_each_header_means_one_column_in_both_languages(town: Town) -> None:
    english = {"CPR number": ANNA, "Place": "Parken", "Date": "2026-11-16", "Attendance": "present", "Hours": "6.0"}
    result = town.take(english | {"Rubbish": "x"})
    assert counts(result) == (1, 0, 0)
    assert result.unknown_headers == ["rubbish"]
    titles = [header.casefold() for one in COLUMNS for header in {one.title.da, one.title.en}]
    assert len(set(titles)) == len(titles)


def test_the_log_says_how_many_and_is_whole(town: Town) -> None:
    town.take(cells(), cells(timer="25", dato="17.11.2026"))
    with town.store.read() as db:
        [noted] = db.execute(sa.select(audit).where(audit.c.action == "import.attendance")).all()
        assert noted.details == {"taken": 1, "unchanged": 0, "rejected": 1}
        assert first_broken(db) is None
