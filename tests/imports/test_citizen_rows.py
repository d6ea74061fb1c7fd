"""What a row about a citizen may say, what is refused, what is only doubted, and when rows are one person."""

import io
import tracemalloc
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.citizen_columns import COLUMNS, columns_of, unknown_headers
from domain.citizen_rows import Citizen, RowProblem, parse_rows
from domain.errors import BadInput
from domain.people import Employment, Residence
from store.tabular import Row, read_rows
from tests.imports.make_files import (
    HEADER,
    ON,
    citizen_cells,
    csv_bytes,
    impossible_cpr,
    passes_mod_11,
    table,
    xlsx_bytes,
)


def parsed(*rows: dict[str, str], on: date = ON) -> list[Citizen | RowProblem]:
    return list(parse_rows((Row(number, cells) for number, cells in enumerate(rows, start=2)), on))


def citizen(**changes: str) -> Citizen:
    (only,) = parsed(citizen_cells(**changes))
    assert isinstance(only, Citizen), only
    return only


def problem(**changes: str) -> RowProblem:
    (only,) = parsed(citizen_cells(**changes))
    assert isinstance(only, RowProblem), only
    return only


def doubts_of(found: Citizen) -> str:
    return " ".join(doubt.da for doubt in found.doubts)


FULL = citizen_cells(
    adressebeskyttelse="ja", ydelse_fra="01.03.2025", ophold="01-06-2015..31/12/2019 DK; 2020-01-01.. DK",
    arbejde="2018-01-01..2019-06-30 7,5 ordinær; 2020-02-01..2020-03-01 37 løntilskud",
    telefon="+45 33 66 33 66", sprog="arabisk", tolk="x", sagsnummer="A-17", modtaget="45992",
)  # fmt: skip


def check_full(found: Citizen | RowProblem) -> None:
    assert isinstance(found, Citizen), found
    assert (found.cpr, found.name, found.address) == (FULL["cpr"], FULL["navn"], "Søgade 4, 2400 København")
    assert (found.protected, found.needs_interpreter, found.language) == (True, True, "arabisk")
    assert (found.phone, found.reference, found.received_on) == ("+45 33 66 33 66", "A-17", date(2025, 12, 1))
    assert (found.readiness, found.track, found.benefit_since) == ("job_ready", "lab", date(2025, 3, 1))
    assert (found.facts.benefit, found.facts.entered_on) == ("cash_assistance", date(2015, 6, 1))
    assert found.facts.residence == (
        Residence(from_=date(2015, 6, 1), to=date(2019, 12, 31), country="DK"),
        Residence(from_=date(2020, 1, 1), to=None, country="DK"),
    )
    assert found.facts.employment == (
        Employment(from_=date(2018, 1, 1), to=date(2019, 6, 30), hours_per_week=Decimal("7.5"), ordinary=True),
        Employment(from_=date(2020, 2, 1), to=date(2020, 3, 1), hours_per_week=Decimal(37), ordinary=False),
    )
    assert found.doubts == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_a_citizen_is_the_same_from_every_kind_of_csv(delimiter, encoding):
    content = csv_bytes(table(FULL), delimiter, encoding)
    (found,) = parse_rows(read_rows(io.BytesIO(content), "f.csv"), ON)
    check_full(found)


def test_a_citizen_is_the_same_from_excel_with_real_dates():
    names, cells = table(FULL | {"ydelse_fra": "", "modtaget": "", "indrejsedato": ""})
    dates = {"ydelse_fra": date(2025, 3, 1), "modtaget": date(2025, 12, 1), "indrejsedato": date(2015, 6, 1)}
    content = xlsx_bytes([names, [dates.get(name, cell) for name, cell in zip(names, cells, strict=True)]])
    (found,) = parse_rows(read_rows(io.BytesIO(content), "f.xlsx"), ON)
    check_full(found)


def test_every_column_is_found_by_each_of_its_headers():
    for column in COLUMNS:
        for header in (column.name, *column.headers.split(), column.title.da, column.title.en):
            others = [required.name for required in COLUMNS if required.required and required is not column]
            assert columns_of([header.upper(), *others])[header.upper()] is column
        assert column.help.da
        assert column.help.en


def test_a_table_without_a_required_column_is_refused_whole():
    with pytest.raises(BadInput, match="header_missing") as refused:
        parsed({"navn": "Bo", "cpr": impossible_cpr(1)})
    assert "Ydelse" in refused.value.text.da


def test_two_headers_for_one_column_are_refused():
    with pytest.raises(BadInput, match="header_repeated"):
        parsed(citizen_cells(personnummer="x"))


def test_a_misspelt_column_is_told_and_not_silently_dropped():
    assert unknown_headers([*HEADER, "Indrejsedatoo", "linje", "årsag", ""]) == ["Indrejsedatoo"]


def test_the_zero_that_excel_dropped_is_restored_and_doubted():
    cpr = next(impossible_cpr(n) for n in range(99) if impossible_cpr(n).startswith("0"))
    content = xlsx_bytes([["cpr", "navn", "ydelse"], [int(cpr), "Bo", "sho"]])
    (found,) = parse_rows(read_rows(io.BytesIO(content), "f.xlsx"), ON)
    assert isinstance(found, Citizen)
    assert found.cpr == cpr
    assert "manglede det første nul" in doubts_of(found)


def test_a_cpr_number_that_fails_modulus_11_is_valid():
    cpr = next(impossible_cpr(n) for n in range(99) if not passes_mod_11(impossible_cpr(n)))
    assert citizen(cpr=f"{cpr[:6]}-{cpr[6:]}").cpr == cpr


@pytest.mark.parametrize(
    ("cpr", "code"),
    [("", "required_missing"), ("310225-0000", "cpr_date"), ("12345", "cpr_shape"), ("010180000O", "cpr_letters")],
)
def test_a_row_with_an_unreadable_cpr_number_is_rejected(cpr, code):
    assert problem(cpr=cpr).code == code


@pytest.mark.parametrize("written", ["2015-06-01", "01.06.2015", "1.6.2015", "01-06-2015", "01/06/2015", "42156"])
def test_a_date_may_be_written_in_each_usual_way(written):
    assert citizen(indrejsedato=written).facts.entered_on == date(2015, 6, 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("01.06.15", "date_two_digit_year"),
        ("29.02.2027", "date_unreadable"),
        ("31.04.2020", "date_unreadable"),
        ("00.00.0000", "date_unreadable"),
        ("20150601", "date_unreadable"),
        ("99999", "date_unreadable"),
        ("i går", "date_unreadable"),
        ("01.06-2015", "date_unreadable"),
        ("9999-12-31", "date_implausible"),
    ],
)
def test_a_row_with_an_unreadable_date_is_rejected(written, code):
    found = problem(indrejsedato=written)
    assert found.code == code
    assert found.reason.da.startswith("Indrejsedato: ")


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        *((word, True) for word in ("ja", "X", "1", "TRUE", "yes")),
        *((word, False) for word in ("nej", "no", "0")),
        *((word, None) for word in ("", "-")),
    ],
)
def test_yes_and_no_may_be_written_in_each_usual_way(word, meaning):
    assert citizen(adressebeskyttelse=word).protected is meaning


@pytest.mark.parametrize("column", ["adressebeskyttelse", "ydelse", "visitation", "spor"])
def test_a_word_that_a_column_does_not_know_is_rejected_not_guessed(column):
    assert problem(**{column: "måske"}).code == "value_unknown"


@pytest.mark.parametrize(
    ("word", "benefit"),
    [("SHO", "sho"), ("Kontanthjælp", "cash_assistance"), ("Forhøjet sats", "cash_assistance"), ("ingen", "none")],
)
def test_a_benefit_is_known_by_its_danish_name(word, benefit):
    assert citizen(ydelse=word).facts.benefit == benefit


@pytest.mark.parametrize("column", ["navn", "adresse", "sagsnummer", "ophold", "spor"])
@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "@SUM(A1)", "+cmd|' /C calc'!A0", "'=1+1", "\t=1"])
def test_a_formula_in_any_cell_is_rejected(column, text):
    assert problem(**{column: text}).code == "formula"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x" * 201, "too_long"),
        ("  \u00a0 ", "required_missing"),
        ("Bo\x00", "control_character"),
        ("Bo\x1b[31m", "control_character"),
        ("Bo \u202e oB", "control_character"),
        ("\ufffdse", "letters_unreadable"),
        ("#I/T", "sheet_error"),
    ],
)
def test_a_name_that_cannot_be_a_name_is_rejected(name, code):
    assert problem(navn=name).code == code


def test_a_name_is_kept_composed_and_with_single_spaces():
    assert citizen(navn=" A\u030ase \u200b  Berg\n").name == "Åse Berg"


def test_every_fault_of_a_row_is_told_at_once_and_no_cell_is_repeated():
    found = problem(navn="", indrejsedato="1.1.26", spor="hemmelig")
    assert found.reason.da == (
        "Navn: mangler. Indrejsedato: årstallet skal have fire cifre. Spor: værdien kendes ikke."
    )
    assert "hemmelig" not in repr(found)


def test_cells_without_a_header_reject_the_row():
    assert problem(**{"": "2400 København"}).code == "too_many_cells"


@pytest.mark.parametrize(
    ("spells", "doubt"),
    [
        ("2020-01-01..2019-01-01 DK; 2015-06-01.. DK", "slutter før det begynder"),
        ("2015-06-01.. DK; 2030-01-01.. DK", "begynder i fremtiden"),
        ("2015-06-01..2020-06-01 DK; 2020-01-01.. DK", "Ophold overlapper fra 01.01.2020"),
        ("2015-06-01.. DK; 2020-01-01.. DK", "ingen slutdato"),
        ("2015-06-01.. Langtbortistan", "landekode er ukendt"),
    ],
)
def test_an_odd_spell_is_doubted_and_the_row_is_taken(spells, doubt):
    assert doubt in doubts_of(citizen(ophold=spells))


@pytest.mark.parametrize("spells", ["2015-06-01..9999-12-31 Danmark", "2015-06-01..DK", "01.06.2015.. dk"])
def test_an_open_spell_has_no_last_day(spells):
    assert citizen(ophold=spells).facts.residence == (Residence(from_=date(2015, 6, 1), country="DK"),)


@pytest.mark.parametrize(
    ("column", "spells", "code"),
    [
        ("ophold", "2015-06-01 DK", "spell_unreadable"),
        ("ophold", "2015-06-01..", "country_unreadable"),
        ("ophold", "1.6.15.. DK", "date_two_digit_year"),
        ("arbejde", "2018-01-01..2019-01-01 37", "spell_incomplete"),
        ("arbejde", "2018-01-01..2019-01-01 fuld ordinær", "number_unreadable"),
        ("arbejde", "2018-01-01..2019-01-01 37 måske", "value_unknown"),
    ],
)
def test_an_unreadable_spell_rejects_the_row_and_is_never_guessed(column, spells, code):
    assert problem(**{column: spells}).code == code


def test_work_over_37_hours_is_doubted():
    assert "over 37 timer" in doubts_of(citizen(arbejde="2018-01-01..2019-01-01 45 ordinær"))


def test_sho_is_doubted_after_the_benefit_ended():
    assert "SHO-ydelse findes ikke" in doubts_of(citizen(ydelse="sho"))
    (before,) = parsed(citizen_cells(ydelse="sho"), on=date(2025, 6, 30))
    assert isinstance(before, Citizen)
    assert before.doubts == []


def test_a_date_ahead_is_doubted():
    assert "Modtaget ligger i fremtiden." in doubts_of(citizen(modtaget="2026-03-03"))


def work(first: str, last: str, **changes: str) -> dict[str, str]:
    spell = {"arbejde_fra": first, "arbejde_til": last, "timer_pr_uge": "37", "ansættelsesform": "ordinær"}
    return citizen_cells() | {"arbejde_til": ""} | spell | changes


def test_rows_of_one_person_are_one_citizen_with_all_spells():
    (found,) = parsed(work("2018-01-01", "2018-12-31"), work("2016-01-01", "2016-12-31", telefon="33663366"))
    assert isinstance(found, Citizen)
    assert found.lines == (2, 3)
    assert [spell.from_.year for spell in found.facts.employment] == [2016, 2018]
    assert len(found.facts.residence) == 1


def test_a_spell_in_its_own_columns_must_be_whole():
    assert problem(arbejde_fra="2018-01-01", timer_pr_uge="37").code == "spell_incomplete"
    assert problem(timer_pr_uge="37").code == "spell_incomplete"


@pytest.mark.parametrize(("column", "title"), [("navn", "Navn"), ("ydelse", "Ydelse")])
def test_a_row_that_disagrees_with_the_persons_first_row_is_rejected_naming_that_line(column, title):
    found, rejected = sorted(parsed(citizen_cells(), citizen_cells(**{column: "ingen"})), key=lambda each: each.line)
    assert isinstance(rejected, RowProblem)
    assert (rejected.code, rejected.line) == ("row_disagrees", 3)
    assert rejected.reason.da == f"Samme person som linje 2, men uens i: {title}"
    assert isinstance(found, Citizen)
    assert "Linje 3 om samme person blev afvist" in doubts_of(found)


@pytest.mark.parametrize("bad_first", [True, False])
def test_a_person_is_doubted_when_one_of_the_rows_was_rejected(bad_first):
    good, bad = work("2018-01-01", "2018-12-31"), work("2019-01-01", "31.12.19")
    found = next(each for each in parsed(*((bad, good) if bad_first else (good, bad))) if isinstance(each, Citizen))
    assert "om samme person blev afvist" in doubts_of(found)


def test_the_same_person_again_further_down_is_skipped_naming_the_first_line():
    *_, again = parsed(citizen_cells(1), citizen_cells(2), citizen_cells(1))
    assert isinstance(again, RowProblem)
    assert (again.code, again.skipped, again.reason.da) == ("row_repeated", True, "Står allerede i linje 2.")


def test_another_account_of_the_same_person_further_down_is_rejected():
    *_, again = parsed(citizen_cells(1), citizen_cells(2), citizen_cells(1, ophold="2016-01-01.. DK"))
    assert isinstance(again, RowProblem)
    assert (again.code, again.skipped) == ("row_disagrees", False)
    assert "linje 2" in again.reason.da


@pytest.mark.parametrize(("cpr", "name"), [("I alt", "112"), ("", "Total: 112"), ("9", "SUM")])
def test_a_totals_row_is_skipped_and_said_so(cpr, name):
    found = problem(cpr=cpr, navn=name)
    assert (found.code, found.skipped) == ("totals_row", True)


def test_a_person_called_total_is_a_person():
    assert citizen(navn="Total").name == "Total"


def test_no_identity_is_printed_with_a_citizen():
    shown = repr(citizen())
    assert "Åse" not in shown
    assert impossible_cpr(0) not in shown
    assert "Søgade" not in shown


ROWS = 102_000


@pytest.fixture
def ten_rows_for_each_person(tmp_path: Path) -> Path:
    path = tmp_path / "f.csv"
    with path.open("w", encoding="cp1252") as file:
        file.write("cpr;navn;ydelse\n")
        file.writelines(f"{impossible_cpr(n // 10)};Åse Øland {n // 10};kontanthjælp\n" for n in range(ROWS))
    return path


def test_a_hundred_thousand_rows_are_read_in_bounded_memory(ten_rows_for_each_person):
    tracemalloc.start()
    try:
        rows = read_rows(ten_rows_for_each_person, "f.csv")
        citizens = sum(isinstance(found, Citizen) for found in parse_rows(rows, ON))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert citizens == ROWS // 10
    assert peak < 60_000_000


CELLS = st.fixed_dictionaries({column.name: st.text(max_size=12) | st.sampled_from(["ja", "2020-01-01", "1..2", "37 x"])
                               for column in COLUMNS})  # fmt: skip


@given(st.lists(CELLS, max_size=4), st.booleans())
def test_any_cells_give_a_citizen_or_a_problem_and_each_line_is_accounted_for(rows, known):
    found = parsed(*(cells | ({"cpr": impossible_cpr(1)} if known else {}) for cells in rows))
    lines = [line for each in found for line in (each.lines if isinstance(each, Citizen) else (each.line,))]
    assert sorted(lines) == list(range(2, len(rows) + 2))


@given(st.binary(max_size=300))
def test_any_bytes_under_a_good_header_raise_nothing_but_bad_input(body):
    content = ";".join(HEADER).encode() + b"\n" + body
    with suppress(BadInput):
        list(parse_rows(read_rows(io.BytesIO(content), "f.csv"), ON))


def test_a_telephone_of_too_few_digits_is_handed_back_with_the_reason() -> None:
    (problem,) = parsed(citizen_cells(1, telefon="ukendt"))
    assert isinstance(problem, RowProblem)
    assert "skal have mindst 8 cifre" in problem.reason.da
