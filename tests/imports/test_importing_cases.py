"""New cases from a file: good rows open them, bad rows come back, and the same file again changes nothing."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import BadInput, Refusal
from domain.policies import policies
from store import alike, importing, people
from store.arrivals import ImportResult, Taker
from store.audit import first_broken
from store.db import Store
from store.importing_cases import import_cases
from store.tables import audit, cases, metadata, outbox, teams
from store.tables import people as people_table
from store.tabular import read_rows, write_rejected
from tests.imports.make_files import csv_bytes, table, xlsx_bytes
from tests.support.engine import SECRETS
from tests.support.rows import GOOD, employer, opening, opens, young

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
CPR = "1501105002"
each_file = pytest.mark.parametrize("what", sorted(GOOD))
BAD = {"young": young(8, fødselsdato="1.1.10"), "employers": employer(8, cvr="1"), "openings": opening(8, bydel="")}


@pytest.fixture(autouse=True)
def a_team_each(store: Store) -> None:
    with store.write() as db:
        db.execute(sa.insert(teams), [{"id": p, "name": p, "programme": p} for p in ("obligation", "youth", "vacancy")])


def take(store: Store, what: str, *rows: dict[str, str], content: bytes = b"", **how: Any) -> ImportResult:
    file = io.BytesIO(content or csv_bytes(table(*rows)))
    return import_cases(
        store, file, what=what, name="f", **{"now": NOW, "actor": None, "policies": policies()} | how
    )


def counts(result: ImportResult) -> tuple[int, int, int]:
    return result.taken, result.unchanged, len(result.rejected)


def kept(store: Store, *some: sa.Table) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of these tables, or of all."""
    with store.read() as db:
        return {t.name: sorted(map(tuple, db.execute(sa.select(t))), key=repr) for t in some or metadata.sorted_tables}


def all_cases(store: Store) -> list[sa.Row[Any]]:
    with store.read() as db:
        return list(db.execute(sa.select(cases).order_by(cases.c.id)))


def change(store: Store, case_id: str = "", **values: Any) -> None:
    with store.write() as db:
        db.execute(sa.update(cases).where(cases.c.id == case_id if case_id else sa.true()).values(**values))


def person_of(store: Store, case: sa.Row[Any]) -> people.Person:
    with store.read() as db:
        return people.get(db, store.secrets, case.person_id)


# -- one file ------------------------------------------------------------------------------------------------------


def test_a_young_person_gets_a_case_in_the_youth_team_with_its_start_in_the_outbox(store: Store) -> None:
    rows = (young(adresse="Prøvevej 1", reference="K-17"), young(1, cpr="150110-5002"))
    assert counts(take(store, "young", *rows, actor="u1")) == (2, 0, 0)
    case, other = all_cases(store)
    assert (case.id, case.stage, case.team_id, case.opened_at) == ("UNG-2026-000001", "referral", "youth", NOW)
    assert case.facts["born_on"] == "2010-01-15"
    assert case.extra == {"reference": "K-17"}
    first, second = person_of(store, case), person_of(store, other)
    assert (first.name, first.cpr, first.phone, first.address) == ("Amal Øland 0", "", "20 30 40 50", "Prøvevej 1")
    assert (second.name, second.cpr) == ("Amal Øland 1", CPR)
    with store.read() as db:
        start = db.execute(sa.select(outbox).where(outbox.c.case_id == case.id)).one()
        said = [(e.action, e.actor_id, e.details) for e in db.execute(sa.select(audit).order_by(audit.c.seq))]
    assert (start.kind, start.name, start.payload) == ("start", "youth", {"case_id": case.id, "doubtful": False})
    assert [action for action, _, _ in said] == ["case.open", "case.open", "import.young"]
    assert said[-1] == ("import.young", "u1", {"taken": 2, "unchanged": 0, "rejected": 0})


def test_an_employer_gets_a_case_about_nobody_that_begins_with_outreach(store: Store) -> None:
    assert counts(take(store, "employers", employer())) == (1, 0, 0)
    [case] = all_cases(store)
    assert (case.programme, case.stage, case.team_id, case.person_id) == ("vacancy", "outreach", "vacancy", None)
    assert (case.facts["employer"], case.facts["contact_phone"]) == ("Bageren på Torvet 0", "20 11 22 33")
    with store.read() as db:
        assert "import.employers" in set(db.execute(sa.select(audit.c.action)).scalars())


@each_file
@pytest.mark.parametrize(("delimiter", "encoding", "newline"), [
    (";", "utf-8", "\r\n"), (",", "utf-8-sig", "\n"), (";", "cp1252", "\r\n"), (",", "cp1252", "\n")])  # fmt: skip
def test_every_usual_csv_is_read_alike(store: Store, what: str, delimiter: str, encoding: str, newline: str) -> None:
    take(store, what, GOOD[what](), dry_run=False)
    content = csv_bytes(table(GOOD[what]()), delimiter, encoding, newline)
    assert counts(take(store, what, content=content)) == (0, 1, 0)


def test_a_workbook_with_real_dates_and_numbers_is_read_alike(store: Store) -> None:
    take(store, "openings", opening())
    header, cells = table(opening(**{"timer om ugen": "7.5"}))
    values: list[object] = [float(c) if h == "timer om ugen" else datetime(2026, 12, 1) if h == "første arbejdsdag"
                            else int(c) if h in ("cvr", "antal pladser") else c
                            for h, c in zip(header, cells, strict=True)]  # fmt: skip
    assert counts(take(store, "openings", content=xlsx_bytes([header, values]))) == (0, 1, 0)


@each_file
def test_bad_rows_come_back_with_their_line_and_the_good_ones_are_taken(store: Store, what: str) -> None:
    result = take(store, what, GOOD[what](), BAD[what], GOOD[what](1), {next(iter(BAD[what])): "I alt"})
    assert counts(result) == (2, 1, 1)
    assert (result.rejected[0].line, list(result.rejected[0].cells.values())) == (3, list(BAD[what].values()))


@each_file
@pytest.mark.parametrize(("content", "code"), [
    (b"", "file_empty"), (b"1;2\n3;4\n", "header_missing"), (b"navn;navn\nA;B\n", "header_repeated"),
    (b"navn;virksomhed\nA\x00;B\n", "file_has_nul"), (b"%PDF-1.7 ", "file_not_table"), (b"x;y\n1;2\n", "header_missing"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_stores_nothing(store: Store, what: str, content: bytes, code: str) -> None:
    before = kept(store)
    with pytest.raises(BadInput, match=code):
        import_cases(store, io.BytesIO(content), what=what, name="f", now=NOW, actor=None, policies=policies())
    assert kept(store) == before


@each_file
def test_a_trial_run_says_the_same_and_changes_nothing_at_all(store: Store, what: str) -> None:
    make = GOOD[what]
    take(store, what, make())
    rows = [make(), make(1), BAD[what], make(1), make(1, telefon="99 99 99 99"), make(0, bydel="Søparken")]
    before = kept(store)
    trial = take(store, what, *rows, dry_run=True)
    assert kept(store) == before
    assert trial == take(store, what, *rows)


@each_file
def test_without_a_team_even_a_trial_is_refused(store: Store, what: str) -> None:
    with store.write() as db:
        db.execute(sa.delete(teams))
    with pytest.raises(Refusal, match="no_team"):
        take(store, what, GOOD[what](), dry_run=True)


# -- the same file again -------------------------------------------------------------------------------------------


@each_file
def test_the_same_file_again_changes_nothing_but_the_note_that_it_was_read(store: Store, what: str) -> None:
    rows = [GOOD[what](n) for n in range(5)]
    take(store, what, *rows)
    before = kept(store)
    assert counts(take(store, what, *rows)) == (0, 5, 0)
    after = kept(store)
    assert [name for name in before if before[name] != after[name]] == ["audit", "chains"]
    with store.read() as db:
        assert first_broken(db) is None


@each_file
def test_a_file_that_stopped_half_way_is_completed_by_the_whole(store: Store, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    rows = [GOOD[what](n) for n in range(7)]
    take(store, what, *rows[:3])
    assert counts(take(store, what, *rows)) == (4, 3, 0)
    assert len(all_cases(store)) == 7


@each_file
def test_the_rejected_rows_come_back_mended_and_again_change_nothing(store: Store, what: str, tmp_path: Path) -> None:
    make, bad = GOOD[what], BAD[what] | {"telefon": "+45 20 30 40 50"}
    write_rejected(tmp_path / "r.csv", take(store, what, make(), bad).rejected)
    [row] = read_rows(tmp_path / "r.csv", "r.csv")
    assert row.cells["telefon"].startswith("'+"), "no spreadsheet runs it"
    mended = row.cells | {key: cell for key, cell in make(8).items() if key in row.cells and key != "telefon"}
    result = take(store, what, mended)
    assert (counts(result), result.unknown_headers) == ((1, 0, 0), [])
    assert counts(take(store, what, mended)) == (0, 1, 0)
    assert counts(take(store, what, make(8, telefon="+45 20 30 40 50"))) == (0, 1, 0), "what was guarded is as it was"


@each_file
def test_after_its_case_was_corrected_or_closed_a_row_still_changes_nothing(store: Store, what: str) -> None:
    take(store, what, GOOD[what](), GOOD[what](1))
    first, second = all_cases(store)
    change(store, first.id, facts=first.facts | {"area": "Søparken"}, facts_digest="of another version")
    change(store, second.id, closed_at=NOW, outcome="expired")
    before = kept(store, cases, people_table, outbox)
    assert counts(take(store, what, GOOD[what](), GOOD[what](1))) == (0, 2, 0)
    assert kept(store, cases, people_table, outbox) == before


@each_file
@pytest.mark.parametrize("in_turn", [True, False])
def test_two_imports_at_the_same_instant_make_each_case_once(
    store: Store, what: str, in_turn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 4)
    if not in_turn:
        monkeypatch.setattr(Taker, "_wait_for_turn", lambda *_: None)
    rows = [GOOD[what](n) | ({"cpr": f"{n + 1:02}01105002"[:10], "fødselsdato": ""} if what == "young" and n % 2 else {})
            for n in range(12)]  # fmt: skip
    together = Barrier(2)

    def run(_: int) -> ImportResult:
        mine = Store(store.url, SECRETS)
        try:
            together.wait()
            return take(mine, what, *rows)
        finally:
            mine.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, range(2)))
    assert len(all_cases(store)) == 12
    assert sum(one.taken for one in results) == 12
    assert sum(one.unchanged for one in results) == 12
    assert [one for result in results for one in result.rejected] == []
    with store.read() as db:
        assert first_broken(db) is None


def test_a_second_import_waits_for_its_turn(store: Store) -> None:
    """Else two files with the same people in another order would wait for each other."""
    taker = Taker(store, opens("young")[0], NOW, None, False)
    with ThreadPoolExecutor(1) as pool:
        with store.write() as db:
            taker._wait_for_turn(db)
            mine = Store(store.url, SECRETS)
            second = pool.submit(take, mine, "young", young())
            with pytest.raises(TimeoutError):
                second.result(1)
        assert counts(second.result(30)) == (1, 0, 0)
        mine.close()


# -- people --------------------------------------------------------------------------------------------------------


def test_other_facts_of_a_young_person_with_an_open_case_are_refused_naming_it(store: Store) -> None:
    take(store, "young", young(cpr=CPR))
    before = kept(store, cases, people_table, outbox)
    [rejected] = take(store, "young", young(cpr=CPR, bydel="Søparken", telefon="11 11 11 11")).rejected
    assert "UNG-2026-000001 med andre oplysninger" in rejected.reason.da
    assert kept(store, cases, people_table, outbox) == before


def test_what_was_corrected_on_the_case_agrees_with_a_file_that_says_so(store: Store) -> None:
    take(store, "young", young(cpr=CPR))
    [case] = all_cases(store)
    change(store, facts=case.facts | {"area": "Søparken"})
    assert counts(take(store, "young", young(cpr=CPR, bydel="Søparken"))) == (0, 1, 0)


def test_a_new_telephone_reaches_whoever_is_known_by_number_and_protection_is_never_taken_back(store: Store) -> None:
    take(store, "young", young(cpr=CPR, adressebeskyttelse="ja"))
    assert counts(take(store, "young", young(cpr=CPR, telefon="33 66 33 66", adressebeskyttelse="nej"))) == (1, 0, 0)
    person = person_of(store, all_cases(store)[0])
    assert (person.phone, person.protected) == ("33 66 33 66", True)
    take(store, "young", young(cpr=CPR, telefon="44 44 44 44"))
    with store.read() as db:
        before = [one.before for one in people.corrections(db, store.secrets, person.id)]
    assert before == [{"phone": "33 66 33 66"}, {"phone": "20 30 40 50"}], "what a file replaces stays to be seen"


def test_a_closed_case_and_other_facts_open_a_new_one_of_the_same_person(store: Store) -> None:
    take(store, "young", young(cpr=CPR))
    change(store, closed_at=NOW, outcome="declined")
    assert counts(take(store, "young", young(cpr=CPR, ønske="Nu alligevel"))) == (1, 0, 0)
    first, second = all_cases(store)
    assert first.person_id == second.person_id


def test_a_case_opened_by_hand_with_the_same_facts_is_the_same(store: Store) -> None:
    take(store, "young", young(cpr=CPR))
    change(store, key=None)
    assert counts(take(store, "young", young(cpr=CPR))) == (0, 1, 0)


def test_whoever_is_merely_alike_is_taken_and_shown_to_who_receives_the_referral(store: Store) -> None:
    take(store, "young", young())
    assert counts(take(store, "young", young(bydel="Søparken"), young(navn="Amal Berg"), young(navn="Ida Ager"))) == (3, 0, 0)
    first, same_name, same_birthday, neither = all_cases(store)
    assert len({one.person_id for one in (first, same_name, same_birthday, neither)}) == 4
    with store.read() as db:
        assert [one.id for one in alike.alike(db, first)] == [same_name.id, same_birthday.id]
        assert alike.alike(db, neither) == []


def test_a_person_of_another_programme_gets_a_case_of_this_one_too(store: Store) -> None:
    take(store, "young", young(cpr=CPR))
    change(store, programme="obligation", key=None)
    assert counts(take(store, "young", young(cpr=CPR))) == (1, 0, 0)
    first, second = all_cases(store)
    assert first.person_id == second.person_id


def test_no_name_number_or_telephone_is_in_the_outbox_or_the_audit_or_readable_in_any_key(store: Store) -> None:
    secret = young(navn="Zebulon Quistgaard", cpr=CPR, adresse="Hemmelighedsvej 7", telefon="33663366")
    take(store, "young", secret, secret | {"cpr": ""}, secret | {"cpr": "", "fødselsdato": "x"})
    rows = kept(store)
    rows["cases"] = [(row[0], row[6]) for row in rows["cases"]]
    stored = json.dumps(rows, default=lambda v: v.decode("latin-1") if isinstance(v, bytes) else str(v))
    for word in (CPR, "Zebulon", "Quistgaard", "Hemmelighedsvej", "33663366"):
        assert word.casefold() not in stored.casefold()
    assert [case.key.split(":")[:2] for case in all_cases(store)] == [["import", "youth"]] * 2


# -- vacancies -----------------------------------------------------------------------------------------------------


def test_other_facts_of_the_same_opening_are_refused_naming_the_case_and_what_to_do(store: Store) -> None:
    take(store, "openings", opening())
    [rejected] = take(store, "openings", opening(arbejdsopgaver="Andet", virksomhed="Bageren")).rejected
    assert rejected.reason.da == "Den åbne sag LED-2026-000001 handler om det samme med andre oplysninger. Ret dem på sagen."
    change(store, closed_at=NOW, outcome="filled")
    assert counts(take(store, "openings", opening(arbejdsopgaver="Andet"))) == (1, 0, 0)


@pytest.mark.parametrize("changes", [
    {"første arbejdsdag": "02.12.2026"}, {"branche": "Butik"}, {"hvad tilbydes?": "Studiejob"}, {"bydel": "Søparken"}, {"cvr": "12345674"},
])  # fmt: skip
def test_another_opening_of_the_same_firm_is_another_case(store: Store, changes: dict[str, str]) -> None:
    take(store, "openings", opening())
    assert counts(take(store, "openings", opening(**changes))) == (1, 0, 0)


def test_a_vacancy_added_by_hand_is_known_again_by_its_facts(store: Store) -> None:
    take(store, "openings", opening(), opening(1))
    change(store, key=None)
    assert counts(take(store, "openings", opening(), opening(1, arbejdsopgaver="Andet"))) == (0, 1, 1)


def test_a_vacancy_that_was_added_by_hand_and_is_gone_is_no_obstacle(store: Store) -> None:
    take(store, "employers", employer())
    change(store, key=None, closed_at=NOW, outcome="no_vacancy")
    assert counts(take(store, "employers", employer())) == (1, 0, 0)


def test_an_employer_whose_place_has_an_open_case_is_not_approached_twice(store: Store) -> None:
    take(store, "openings", opening(**{"p-nummer": "1012345678"}))
    [rejected] = take(store, "employers", employer(**{"p-nummer": "1012345678"})).rejected
    assert "LED-2026-000001" in rejected.reason.da
    assert counts(take(store, "employers", employer(**{"p-nummer": "1012345679"}))) == (1, 0, 0)


def test_a_household_is_known_by_its_name(store: Store) -> None:
    take(store, "employers", employer(cvr=""))
    change(store, key=None)
    assert counts(take(store, "employers", employer(cvr=""), employer(cvr="", virksomhed="Familien Ager"),
                       employer(1, virksomhed="Bageren på Torvet 0"))) == (2, 1, 0)  # fmt: skip


# -- many rows -----------------------------------------------------------------------------------------------------


@each_file
def test_the_progress_rises_up_to_the_rows_of_the_file(store: Store, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    seen: list[tuple[int, int]] = []
    say: Callable[[int, int], None] = lambda done, total: seen.append((done, total))  # noqa: E731
    take(store, what, *(GOOD[what](n) for n in range(5)), BAD[what], progress=say)
    assert seen == sorted(seen)
    assert seen[-1] == (6, 6)
    assert len(seen) >= 3


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_five_thousand_rows_are_taken_in_bounded_memory(store: Store) -> None:
    content = io.BytesIO(csv_bytes(table(*map(young, range(5_000)))))
    tracemalloc.start()
    try:
        result = import_cases(store, content, what="young", name="f", now=NOW, actor=None, policies=policies())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert counts(result) == (5_000, 0, 0)
    assert peak < 10_000_000


def test_a_birthday_between_two_readings_does_not_refuse_what_stands(store: Store) -> None:
    turns = NOW.date().replace(year=2013)
    row = young(fødselsdato=f"{turns + timedelta(days=1):%d.%m.%Y}")
    assert counts(take(store, "young", row)) == (0, 0, 1)
    assert counts(take(store, "young", row, now=NOW + timedelta(days=1))) == (1, 0, 0)
