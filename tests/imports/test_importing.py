"""Good rows open cases, bad rows come back with line and reason, and the same file again changes nothing."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import BadInput, Refusal
from store import arrivals, importing, people
from store.arrivals import ImportResult
from store.audit import first_broken
from store.db import Store
from store.importing import CHUNK, import_citizens
from store.tables import audit, cases, counters, metadata, name_words, outbox, teams
from store.tables import people as people_table
from tests.imports.make_files import citizen_cells, csv_bytes, impossible_cpr, table, xlsx_bytes

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TOTALS = {"cpr": "I alt", "navn": "3"}
BAD = citizen_cells(3, indrejsedato="1.1.26")


@pytest.fixture(autouse=True)
def team(store: Store) -> None:
    with store.write() as db:
        db.execute(sa.insert(teams).values(id="team", name="Arbejdspligt", programme="obligation"))


def take(store: Store, *rows: dict[str, str], **how: Any) -> ImportResult:
    return import_citizens(
        store, io.BytesIO(csv_bytes(table(*rows))), name="f.csv", **{"now": NOW, "actor": None} | how
    )


def kept(store: Store, *some: sa.Table) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of these tables, or of all."""
    with store.read() as db:
        return {t.name: sorted(map(tuple, db.execute(sa.select(t))), key=repr) for t in some or metadata.sorted_tables}


def only_case(store: Store) -> sa.Row[Any]:
    with store.read() as db:
        return db.execute(sa.select(cases)).one()


def change(store: Store, **values: Any) -> None:
    with store.write() as db:
        db.execute(sa.update(cases).values(**values))


def counts(result: ImportResult) -> tuple[int, int, int]:
    return result.taken, result.unchanged, len(result.rejected)


def test_a_good_row_opens_a_case_of_that_person_with_its_start_in_the_outbox(store: Store):
    assert counts(take(store, citizen_cells(1, telefon="33663366", adressebeskyttelse="ja"), actor="u1")) == (1, 0, 0)
    case = only_case(store)
    with store.read() as db:
        person = people.get(db, store.secrets, case.person_id)
        found = db.execute(people.matching_name(store.secrets, "øland 1")).scalar_one()  # type: ignore[arg-type]
        start = db.execute(sa.select(outbox)).one()
        entries = db.execute(sa.select(audit).order_by(audit.c.seq)).all()
    assert (person.cpr, person.name, person.protected) == (impossible_cpr(1), "Åse Øland Ægir 1", True)
    assert person.phone == "33663366"
    assert found == case.person_id
    assert (case.id, case.stage, case.team_id, case.opened_at) == ("ARB-2026-000001", "intake", "team", NOW)
    assert case.facts["residence"] == [{"from": "2015-06-01", "to": None, "country": "DK"}]
    assert (case.extra, case.doubts) == ({}, [])
    assert (start.case_id, start.kind, start.name) == (case.id, "start", "obligation")
    assert start.payload == {"case_id": case.id, "doubtful": False}
    assert [(e.action, e.actor_id) for e in entries] == [("case.open", "u1"), ("import.citizens", "u1")]
    assert entries[1].details == {"taken": 1, "unchanged": 0, "rejected": 0}


def test_an_excel_file_opens_the_same_case(store: Store):
    import_citizens(store, io.BytesIO(xlsx_bytes(table(citizen_cells(1)))), name="f.xlsx", now=NOW, actor=None)
    assert only_case(store).facts["entered_on"] == "2015-06-01"


def test_bad_rows_come_back_whole_with_line_and_reason_in_the_order_of_the_file(store: Store):
    result = take(store, citizen_cells(1), BAD, citizen_cells(2), citizen_cells(4, navn=""))
    assert counts(result) == (2, 0, 2)
    assert [one.line for one in result.rejected] == [3, 5]
    assert result.rejected[0].reason.da == "Indrejsedato: årstallet skal have fire cifre."
    assert result.rejected[1].reason.en == "Name: is missing."
    assert result.rejected[0].cells == BAD


def test_the_same_file_again_changes_nothing_but_the_note_that_it_was_read(store: Store):
    rows = [citizen_cells(n) for n in range(5)]
    take(store, *rows)
    before = kept(store)
    assert counts(take(store, *rows)) == (0, 5, 0)
    after = kept(store)
    assert [name for name in before if before[name] != after[name]] == ["audit", "chains"]
    assert [entry[3] for entry in after["audit"][len(before["audit"]) :]] == ["import.citizens"]
    with store.read() as db:
        assert first_broken(db) is None


def test_a_new_protection_of_the_address_reaches_a_person_whose_case_is_open(store: Store):
    take(store, citizen_cells(1))
    assert counts(take(store, citizen_cells(1, adressebeskyttelse="ja"))) == (1, 0, 0)
    with store.read() as db:
        assert people.get(db, store.secrets, only_case(store).person_id).protected
    assert counts(take(store, citizen_cells(1, adressebeskyttelse="ja"))) == (0, 1, 0)


def test_a_file_that_does_not_speak_of_it_takes_neither_protection_nor_telephone_back(store: Store):
    take(store, citizen_cells(1, adressebeskyttelse="ja", telefon="33663366"))
    assert counts(take(store, citizen_cells(1, adressebeskyttelse="", telefon=""))) == (0, 1, 0)
    with store.read() as db:
        person = people.get(db, store.secrets, only_case(store).person_id)
    assert (person.protected, person.phone) == (True, "33663366")
    assert counts(take(store, citizen_cells(1, adressebeskyttelse="nej"))) == (1, 0, 0)
    with store.read() as db:
        assert not people.get(db, store.secrets, only_case(store).person_id).protected


def test_a_trial_run_says_the_same_and_changes_nothing_at_all(store: Store):
    take(store, citizen_cells(1))
    rows = [citizen_cells(1), citizen_cells(2), BAD, citizen_cells(1, ydelse="ingen"), TOTALS]
    before = kept(store)
    trial = take(store, *rows, dry_run=True)
    assert kept(store) == before
    assert trial == take(store, *rows)


def test_a_crash_in_the_middle_leaves_whole_chunks_and_the_same_file_completes_it(store: Store, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 3)
    rows = [citizen_cells(n) for n in range(8)]
    put, calls = arrivals.cases.outbox.put_all, []

    def failing(*given: Any) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError("the power goes")
        put(*given)

    monkeypatch.setattr(arrivals.cases.outbox, "put_all", failing)
    with pytest.raises(RuntimeError):
        take(store, *rows)
    left = kept(store, cases, people_table, outbox, counters)
    assert {name: len(found) for name, found in left.items()} == {"cases": 3, "people": 3, "outbox": 3, "counters": 1}
    assert counts(take(store, *rows)) == (5, 3, 0)
    numbers = [row[0] for row in kept(store, cases)["cases"]]
    assert numbers == [f"ARB-2026-{n:06}" for n in range(1, 9)]
    assert counts(take(store, *rows)) == (0, 8, 0)


def test_other_facts_about_an_open_case_are_rejected_naming_the_case(store: Store):
    take(store, citizen_cells(1))
    before = kept(store, cases, people_table, outbox)
    other = citizen_cells(1, ophold="2016-01-01.. DK", navn="En Anden")
    (rejected,) = take(store, other).rejected
    assert "ARB-2026-000001" in rejected.reason.da
    assert "ARB-2026-000001" in rejected.reason.en
    assert (rejected.line, rejected.cells) == (2, other)
    assert kept(store, cases, people_table, outbox) == before


def test_each_row_of_a_rejected_person_comes_back_in_its_place(store: Store):
    take(store, citizen_cells(1))
    rows = [citizen_cells(1, ophold=f"{year}-01-01..{year}-12-31 DK") for year in (2016, 2018)]
    result = take(store, citizen_cells(2), *rows, BAD)
    assert [(one.line, one.cells["ophold"][:4]) for one in result.rejected] == [(3, "2016"), (4, "2018"), (5, "2015")]
    assert counts(result) == (1, 0, 3)


def test_what_a_caseworker_has_corrected_is_unchanged_by_the_old_file_and_by_one_that_agrees(store: Store):
    take(store, citizen_cells(1))
    change(store, facts=only_case(store).facts | {"entered_on": "2016-06-01"})
    assert counts(take(store, citizen_cells(1))) == (0, 1, 0)
    assert counts(take(store, citizen_cells(1, indrejsedato="2016-06-01"))) == (0, 1, 0)
    assert counts(take(store, citizen_cells(1, indrejsedato="2017-06-01"))) == (0, 0, 1)


def test_a_fact_that_a_later_version_added_makes_no_difference(store: Store):
    take(store, citizen_cells(1))
    change(store, facts_digest="of another version", facts={
        name: value for name, value in only_case(store).facts.items() if name != "readiness" or value})  # fmt: skip
    assert counts(take(store, citizen_cells(1))) == (0, 1, 0)


def test_a_closed_case_is_not_opened_again_by_its_own_file_but_other_facts_open_a_new_one(store: Store):
    take(store, citizen_cells(1))
    change(store, closed_at=NOW, outcome="not_covered")
    assert counts(take(store, citizen_cells(1))) == (0, 1, 0)
    newer = citizen_cells(1, ydelse="sho", adresse="Nygade 1")
    assert counts(take(store, newer)) == (1, 0, 0)
    assert counts(take(store, citizen_cells(1), newer | {"cpr": impossible_cpr(2)})) == (1, 1, 0)
    with store.read() as db:
        first, second, _ = db.execute(sa.select(cases).order_by(cases.c.id))
        assert first.person_id == second.person_id
        assert people.get(db, store.secrets, first.person_id).address == "Nygade 1"
        words = db.execute(sa.select(name_words).where(name_words.c.person_id == first.person_id))
        assert len(words.all()) == 4


def test_a_doubtful_row_opens_a_case_with_its_doubts(store: Store):
    assert counts(take(store, citizen_cells(1, indrejsedato=""))) == (1, 0, 0)
    assert "Indrejsedatoen mangler" in only_case(store).doubts[0]["da"]
    with store.read() as db:
        assert db.execute(sa.select(outbox.c.payload)).scalar_one()["doubtful"] is True


def test_totals_and_repeated_rows_count_as_unchanged_and_a_persons_rows_as_taken(store: Store):
    work = {"arbejde": "2018-01-01..2018-12-31 37 ordinær"}
    result = take(store, citizen_cells(1), citizen_cells(1, **work), citizen_cells(2), citizen_cells(2, **work),
                  citizen_cells(5), citizen_cells(4), citizen_cells(5), TOTALS)  # fmt: skip
    assert counts(result) == (6, 2, 0)
    assert len(kept(store, cases)["cases"]) == 4


def test_no_name_cpr_or_address_is_in_the_outbox_or_the_audit_or_readable_in_any_table(store: Store):
    secret = citizen_cells(1, navn="Zebulon Quistgaard", adresse="Hemmelighedsvej 7", indrejsedato="")
    take(store, secret, citizen_cells(2), secret | {"spor": "integration"}, secret | {"navn": ""})
    stored = json.dumps(kept(store), default=lambda v: v.decode("latin-1") if isinstance(v, bytes) else str(v))
    for word in (secret["cpr"], "Zebulon", "Quistgaard", "Hemmelighedsvej"):
        assert word.casefold() not in stored.casefold()


def test_a_column_that_nobody_knows_is_told(store: Store):
    assert take(store, citizen_cells(1, indrejsedatoo="x")).unknown_headers == ["indrejsedatoo"]


def test_a_file_with_a_header_alone_is_refused(store: Store):
    with pytest.raises(Refusal, match="file_has_no_rows"):
        import_citizens(store, io.BytesIO(b"cpr;navn;ydelse\n"), name="f.csv", now=NOW, actor=None)
    assert not any(kept(store, cases, people_table, outbox, audit).values())


@pytest.mark.parametrize("dry_run", [True, False])
def test_without_a_team_even_a_trial_is_refused_and_nothing_is_stored(store: Store, dry_run: bool):
    with store.write() as db:
        db.execute(sa.delete(teams))
    with pytest.raises(Refusal, match="no_team"):
        take(store, citizen_cells(1), dry_run=dry_run)
    assert not any(kept(store, cases, people_table, outbox, audit).values())


def test_a_file_without_a_needed_column_stores_nothing(store: Store):
    with pytest.raises(BadInput, match="header_missing"):
        import_citizens(store, io.BytesIO(b"cpr;navn\n1;2\n"), name="f.csv", now=NOW, actor=None)
    assert kept(store, audit)["audit"] == []


def test_a_case_that_somebody_opens_meanwhile_is_seen_at_a_second_look(store: Store, monkeypatch):
    rows = [citizen_cells(1), citizen_cells(2)]
    take(store, rows[0])
    look, looks = people.by_cprs, []

    def late(*given: Any) -> dict[str, str]:
        looks.append(given)
        return {} if len(looks) <= 2 else look(*given)

    monkeypatch.setattr(people, "by_cprs", late)
    assert counts(take(store, *rows)) == (1, 1, 0)


def progressing() -> tuple[list[tuple[int, int]], Callable[[int, int], None]]:
    seen: list[tuple[int, int]] = []
    return seen, lambda done, total: seen.append((done, total))


def test_the_progress_rises_row_by_row_of_the_file_up_to_its_total(store: Store, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 2)
    work = {"arbejde": "2018-01-01..2018-12-31 37 ordinær"}
    seen, say = progressing()
    take(store, citizen_cells(1), citizen_cells(1, **work), BAD, citizen_cells(2), citizen_cells(4), TOTALS,
         dict.fromkeys(BAD, ""), progress=say)  # fmt: skip
    assert seen == sorted(seen)
    assert seen[-1] == (7, 7)
    assert len({done for done, _ in seen}) >= 3


def short(n: int) -> dict[str, str]:
    return {"cpr": impossible_cpr(n), "navn": f"Åse Øland {n}", "ydelse": "kontanthjælp"}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_five_thousand_rows_are_taken_in_bounded_memory(store: Store):
    seen, say = progressing()
    content = io.BytesIO(csv_bytes(table(*map(short, range(5_000)))))
    tracemalloc.start()
    try:
        result = import_citizens(store, content, name="f.csv", now=NOW, actor=None, progress=say)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert counts(result) == (5_000, 0, 0)
    assert seen == sorted(seen)
    assert seen[-1] == (5_000, 5_000)
    assert len(seen) > 5_000 / CHUNK
    assert peak < 8_000_000


def test_a_formula_in_a_workbook_is_no_name_whatever_a_program_last_made_of_it(store: Store) -> None:
    content = xlsx_bytes(table(citizen_cells(1), citizen_cells(2)), formula=(2, 1, '="For"&"mel"'))
    result = import_citizens(store, io.BytesIO(content), name="b.xlsx", now=NOW, actor=None)
    assert (result.taken, [r.line for r in result.rejected]) == (1, [3])
    assert "har en formel" in result.rejected[0].reason.da
