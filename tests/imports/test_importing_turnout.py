"""Turnout from a file: impossible figures are refused with the line, the same again changes nothing."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from domain.civic.tasks import Area
from store.arrivals import ImportResult
from store.db import Store
from store.dossier import Dossier
from store.importing_turnout import import_turnout
from store.tables_civic import turnout
from tests.imports.make_files import Shown, xlsx_bytes

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
EXAMPLE = Path(__file__).resolve().parents[2] / "docs/examples/valgdeltagelse.csv"
HEADERS = "Valgdag;Valgsted;Bydel;Stemmeberettigede;Afgivne stemmer;Valgdeltagelse\n"


def take(store: Store, *lines: str, dry_run: bool = False) -> ImportResult:
    file = io.BytesIO((HEADERS + "\n".join(lines) + "\n").encode())
    return import_turnout(store, file, name="valg.csv", now=NOW, actor=None, dry_run=dry_run)


def figures(store: Store) -> dict[str, int]:
    """Hundredths of a per cent by polling place."""
    with store.read() as db:
        return {row.place: row.hundredths for row in db.execute(sa.select(turnout))}


def test_the_per_cent_is_counted_from_the_numbers_where_they_are_known(store: Store) -> None:
    result = take(store, "16.11.2021;Skolen;Nord;3.000;1.000;", "16.11.2021;Hallen;Nord;;;49,3", "16.11.2021;Salen;Syd;3;2;67")
    assert (result.taken, result.rejected) == (3, [])
    assert figures(store) == {"Skolen": 3333, "Hallen": 4930, "Salen": 6667}


def test_a_per_cent_of_a_workbook_is_taken_as_it_is_shown(store: Store) -> None:
    rows = [["Valgdag", "Valgsted", "Bydel", "Valgdeltagelse"], [date(2021, 11, 16), "Skolen", "Nord", Shown(0.583, "0.0%")]]
    result = import_turnout(store, io.BytesIO(xlsx_bytes(rows)), name="valg.xlsx", now=NOW, actor=None, dry_run=False)
    assert (result.taken, figures(store)) == (1, {"Skolen": 5830})


@pytest.mark.parametrize(("row", "why"), [
    ("16.11.2021;Skolen;Nord;100;101;", "Der er flere stemmer end stemmeberettigede."),
    ("16.11.2021;Skolen;Nord;0;0;", "Antallet af stemmeberettigede skal være mellem 1 og 50000."),
    ("16.11.2021;Skolen;Nord;60.000;10;", "Antallet af stemmeberettigede skal være mellem 1 og 50000."),
    ("16.11.2021;Skolen;Nord;;;101", "Valgdeltagelse: er over 100 %."),
    ("16.11.2021;Skolen;Nord;;;-3", "Valgdeltagelse: er ikke en procent som 33,3."),
    ("16.11.2021;Skolen;Nord;12,5;3;", "Stemmeberettigede: er ikke et helt tal."),
    ("16.11.2021;Skolen;Nord;100;;", "Skriv stemmeberettigede og stemmer, eller valgdeltagelsen i procent."),
    ("16.11.2021;Skolen;Nord;100;50;70", "Procenten passer ikke med antallene."),
    ("20.11.2026;Skolen;Nord;100;50;", "Valget er ikke talt op endnu."),
    (f"{NOW:%d.%m.%Y};Skolen;Nord;100;50;", "Valget er ikke talt op endnu."),
    ("31.02.2021;Skolen;Nord;100;50;", "Valgdag: er en dag, der ikke findes i kalenderen."),
    ("16.11.2021;;Nord;100;50;", "Valgsted: mangler."),
    ("16.11.2021;=HYPERLINK(1);Nord;100;50;", "formel"),
])  # fmt: skip
def test_a_figure_that_cannot_be_is_refused_with_its_reason(store: Store, row: str, why: str) -> None:
    result = take(store, "16.11.2021;Hallen;Nord;;;50", row)
    assert result.taken == 1
    [one] = result.rejected
    assert one.line == 3
    assert why in one.reason.da
    assert figures(store) == {"Hallen": 5000}


def test_the_same_file_again_changes_nothing_and_a_corrected_one_replaces_the_figure(store: Store) -> None:
    row = "16.11.2021;Skolen;Nord;3.000;1.000;"
    take(store, row)
    again = take(store, row, row)
    assert (again.taken, again.unchanged) == (0, 2)
    assert take(store, "16.11.2021;Skolen;Nord;3.000;1.500;").taken == 1
    assert figures(store) == {"Skolen": 5000}


def test_two_figures_of_one_place_in_one_file_are_refused(store: Store) -> None:
    result = take(store, "16.11.2021;Skolen;Nord;;;33,3", "16.11.2021;Skolen;Nord;;;34", "21.11.2017;Skolen;Nord;;;34")
    assert result.taken == 2, "another election is another figure"
    assert [one.line for one in result.rejected] == [3]


def test_capitals_and_spaces_make_no_other_polling_place(store: Store) -> None:
    take(store, "16.11.2021;Tingbjerg Skole;Tingbjerg;;;33,3")
    assert take(store, "16.11.2021;tingbjerg  skole;Tingbjerg;;;33,3").unchanged == 1
    other = take(store, "16.11.2021;tingbjerg skole;Tingbjerg;;;12,0")
    assert [one.da for one in other.replaced] == ["Tingbjerg Skole, 16.11.2021: 33,3 % → 12,0 %"]
    assert figures(store) == {"Tingbjerg Skole": 1200}


def test_a_place_that_comes_to_lie_in_another_district_is_said(store: Store) -> None:
    take(store, "16.11.2021;Tingbjerg Skole;Tingbjerg;;;33,3")
    other = take(store, "16.11.2021;Tingbjerg Skole;Tingbejrg;;;33,3")
    assert [one.da for one in other.replaced] == ["Tingbjerg Skole, 16.11.2021: bydel Tingbjerg → Tingbejrg"]
    assert take(store, "16.11.2021;Tingbjerg Skole;Tingbejrg;;;33,3").replaced == []


def test_two_figures_of_one_place_are_refused_however_they_are_spelled(store: Store) -> None:
    result = take(store, "16.11.2021;Skolen;Nord;;;33,3", "16.11.2021;SKOLEN;Nord;;;34", "16.11.2021;skolen ;NORD;;;33,3")
    assert (result.taken, result.unchanged, [one.line for one in result.rejected]) == (1, 1, [3])
    assert figures(store) == {"Skolen": 3330}


def test_a_district_keeps_the_spelling_that_it_had_first(store: Store) -> None:
    take(store, "16.11.2021;Skolen;Tingbjerg;;;33,3")
    again = take(store, "16.11.2021;Skolen;TINGBJERG;;;33,3", "18.11.2025;Hallen;tingbjerg;;;40")
    assert (again.taken, again.unchanged) == (1, 1)
    with store.read() as db:
        assert set(db.scalars(sa.select(turnout.c.area))) == {"Tingbjerg"}


def test_a_place_that_was_kept_twice_is_told_once_with_what_was_read_in_last(store: Store) -> None:
    on = date(2021, 11, 16)
    kept = {"election_on": on, "area": "Tingbjerg", "electors": None, "votes": None, "source": ""}
    with store.write() as db:
        db.execute(sa.insert(turnout), [kept | {"place": "tingbjerg skole", "hundredths": 3330, "at": NOW},
                                        kept | {"place": "Tingbjerg Skole", "hundredths": 1200,
                                                "at": NOW - timedelta(days=1)}])  # fmt: skip
        told = Dossier(db, cast(Any, None)).turnout(on)
    assert [(one.place, one.hundredths) for one in told] == [("tingbjerg skole", 3330)]


def test_a_district_is_no_longer_than_one_that_can_be_chosen(store: Store) -> None:
    result = take(store, f"16.11.2021;Skolen;{'n' * 120};;;33,3", f"16.11.2021;Hallen;{'n' * 121};;;33,3")
    assert [(one.line, one.reason.da) for one in result.rejected] == [(3, "Bydel: er over 120 tegn.")]
    assert Area.model_validate({"area": "n" * 120}).area


def test_a_dry_run_and_a_totals_row_keep_nothing(store: Store) -> None:
    result = take(store, "16.11.2021;Skolen;Nord;;;33,3", "I alt;;;;;60", dry_run=True)
    assert (result.taken, result.unchanged, result.rejected) == (1, 1, [])
    assert figures(store) == {}


def test_the_example_holds_the_known_figures_of_the_election_of_2021(store: Store) -> None:
    with EXAMPLE.open("rb") as file:
        result = import_turnout(store, file, name=EXAMPLE.name, now=NOW, actor=None)
    assert [one.line for one in result.rejected] == [7]
    assert figures(store)["Tingbjerg Skole"] == 3330
    with store.read() as db:
        assert {row.election_on for row in db.execute(sa.select(turnout))} == {date(2021, 11, 16)}
