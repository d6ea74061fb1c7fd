"""Which files are read as tables, which are refused, and with what reason."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import BadInput
from domain.text import Text
from store import tabular, xlsx
from store.tabular import Rejected, Row, count_rows, guarded, read_rows, write_rejected
from tests.imports.make_files import Shown, csv_bytes, repacked, xlsx_bytes

TABLE = [["Navn ", "Født i", "Årsag"], ["Åse Æble", "Ærø", "a;b,c"], ["Bo", "", 'sagde "ja"']]
SHEET = "xl/worksheets/sheet1.xml"
XLSX = xlsx_bytes(TABLE)


def read(content: bytes, name: str = "f.csv") -> list[Row]:
    return list(read_rows(io.BytesIO(content), name))


def refusal(content: bytes, name: str = "f.csv") -> str:
    with pytest.raises(BadInput) as refused:
        read_rows(io.BytesIO(content), name)
    assert refused.value.text.da != refused.value.text.en
    return refused.value.code


EXPECTED = [
    Row(2, {"navn": "Åse Æble", "født_i": "Ærø", "årsag": "a;b,c"}),
    Row(3, {"navn": "Bo", "født_i": "", "årsag": 'sagde "ja"'}),
]


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_every_delimiter_encoding_and_line_end_gives_the_same_rows(delimiter, encoding, newline):
    assert read(csv_bytes(TABLE, delimiter, encoding, newline)) == EXPECTED


def test_an_xlsx_gives_the_same_rows_as_a_csv():
    assert read(XLSX, "f.xlsx") == EXPECTED


def test_a_path_is_read_as_an_upload_is(tmp_path):
    (tmp_path / "f.csv").write_bytes(csv_bytes(TABLE))
    assert list(read_rows(tmp_path / "f.csv", "f.csv")) == EXPECTED


def test_the_delimiter_is_taken_from_the_header_line_alone():
    assert read(b"a;b\n1,2,3,4;5\n") == [Row(2, {"a": "1,2,3,4", "b": "5"})]


def test_a_decomposed_header_is_the_same_as_a_composed_one():
    assert read("a\u030aR;Fuldt  Navn\n1;2\n".encode())[0].cells == {"år": "1", "fuldt_navn": "2"}


def test_excels_sep_line_is_not_a_row():
    assert read(b"sep=;\r\na;b\r\n1;2\r\n") == [Row(3, {"a": "1", "b": "2"})]


def test_a_row_is_named_by_its_first_line_when_a_cell_holds_line_ends():
    rows = read(b'a;b\n"one\ntwo";1\n\n;\nx;2\n')
    assert [(row.line, row.cells["a"]) for row in rows] == [(2, "one\ntwo"), (6, "x")]


def test_a_file_of_two_encodings_never_guesses_the_rarer_ones_letters():
    mixed = "a;b\nÆrø;1\nØen;1\n".encode() + "Åse;2\n".encode("cp1252")
    assert [row.cells["a"] for row in read(mixed)] == ["Ærø", "Øen", "\ufffdse"]
    mixed = "a;b\nÆrø;1\nØen;1\n".encode("cp1252") + "Åse;2\n".encode()
    assert [row.cells["a"] for row in read(mixed)] == ["Ærø", "Øen", "\ufffd\ufffdse"]


def test_a_bom_before_windows_1252_is_not_read_into_the_first_header():
    assert read(b"\xef\xbb\xbf" + "navn;by\nÅse;Ærø\n".encode("cp1252"))[0].cells == {"navn": "Åse", "by": "Ærø"}


def test_no_cell_is_lost_when_a_row_is_longer_than_the_header():
    assert read(b"a;b;\n1;2;3;4\n5\n")[0].cells == {"a": "1", "b": "2", "": "3 4"}
    assert read(b"a;b;\n1;2;3;4\n5\n")[1].cells == {"a": "5", "b": ""}


def test_excel_dates_and_numbers_are_written_as_people_write_them():
    from datetime import date, datetime

    header = ["cpr", "dag", "tid", "timer", "ja"]
    row = read(xlsx_bytes([header, [101800000, date(2025, 1, 2), datetime(2025, 1, 2, 3, 4), 7.5, True]]))[0]
    assert list(row.cells.values()) == ["101800000", "2025-01-02", "2025-01-02T03:04:00", "7.5", "true"]


def test_an_excel_row_has_the_line_that_excel_shows():
    assert [row.line for row in read(xlsx_bytes([[], [], ["a", "b"], [], ["1", "2"]]))] == [5]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b" \r\n\r\n", "file_empty"),
        (b"a;b\n1;\x002\n", "file_has_nul"),
        ("a;b\n1;2\n".encode("utf-16"), "file_has_nul"),
        (b"just a letter\n", "file_not_table"),
        (b"%PDF-1.7;x\n", "file_not_table"),
        (b"\xd0\xcf\x11\xe0;old xls", "file_not_table"),
        (b"<!DOCTYPE html><p>a;b", "file_not_table"),
        (b'a;b\n1;"never closed\n2;3\n', "file_not_table"),
        (b"a;b\n1;2\n" + b"x" * 1_000_001, "file_too_large"),
        (b"0101800000;2025-01-01\n", "header_missing"),
        (b"; ;\n1;2;3\n", "header_missing"),
        (b"a;A \n1;2\n", "header_repeated"),
        (b"PK\x03\x04 cut off", "file_not_table"),
        (XLSX[:-200], "file_not_table"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(content, code):
    assert refusal(content) == code


def test_a_table_that_ends_in_a_fault_is_refused_before_its_first_row():
    with pytest.raises(BadInput) as refused:
        read_rows(io.BytesIO(b'a;b\n1;2\n3;"4\n'), "f.csv")
    assert "linje 3" in refused.value.text.da


def test_a_text_file_named_xlsx_is_refused():
    assert refusal(b"a;b\n1;2\n", "f.xlsx") == "file_not_table"


def test_a_file_one_byte_over_the_limit_is_refused(monkeypatch):
    content = csv_bytes(TABLE)
    monkeypatch.setattr(tabular, "MAX_BYTES", len(content))
    assert read(content) == EXPECTED
    assert refusal(content + b"\n") == "file_too_large"


def test_a_missing_file_is_refused_and_not_a_crash(tmp_path):
    with pytest.raises(BadInput, match="file_unreadable"):
        read_rows(tmp_path / "none.csv", "none.csv")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(XLSX, SHEET, lambda part: part + b" " * 60_000_000)
    assert len(bomb) < 100_000
    assert refusal(bomb) == "file_too_large"


def test_a_part_that_states_too_small_a_size_is_refused_before_calamine_unpacks_it(monkeypatch):
    monkeypatch.delattr(xlsx, "sheet_records")
    lying = repacked(XLSX, SHEET, lambda part: part + b" " * 60_000_000)
    with zipfile.ZipFile(io.BytesIO(lying)) as package:
        real, part = package.getinfo(SHEET), package.read(SHEET).rstrip()
    # The checksum fits what a reader sees that believes the size and looks one byte further.
    for true, false in ((real.file_size, len(part)), (real.CRC, zlib.crc32(part + b" "))):
        assert lying.count(struct.pack("<I", true)) == 2
        lying = lying.replace(struct.pack("<I", true), struct.pack("<I", false))
    assert refusal(lying) == "file_not_table"


def test_one_far_away_cell_does_not_reserve_the_sheet_up_to_it():
    far = repacked(XLSX, SHEET, lambda part: part.replace(b'r="C3"', b'r="XFD1048576"'))
    assert refusal(far) == "file_too_large"


def test_a_far_away_cell_placed_by_its_row_alone_is_seen():
    far = repacked(
        XLSX, SHEET, lambda part: re.sub(rb' r="[A-C]3"', b"", part).replace(b'row r="3"', b'row r="9000000"')
    )
    assert refusal(far) == "file_too_large"


def test_one_long_text_repeated_by_every_cell_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_REPEATED_TEXT", 50_000)
    assert read(XLSX) == EXPECTED
    assert refusal(xlsx_bytes([["a", "b"], *[["x" * 1_000, "y"]] * 50])) == "file_too_large"


def test_a_claim_of_two_billion_texts_reserves_nothing():
    claim = repacked(
        XLSX, "xl/sharedStrings.xml", lambda part: re.sub(rb'uniqueCount="\d+"', b'uniqueCount="2147483648"', part)
    )
    assert refusal(claim) == "file_too_large"


def test_an_xlsx_with_a_dtd_is_refused():
    entity = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    assert refusal(repacked(XLSX, SHEET, lambda part: part.replace(b"<worksheet", entity, 1))) == "file_not_table"


def test_a_sheet_hidden_under_another_file_name_is_refused():
    rels = "xl/_rels/workbook.xml.rels"
    assert refusal(repacked(XLSX, rels, lambda part: part.replace(b"sheet1.xml", b"sheet1.png"))) == "file_not_table"


@pytest.mark.parametrize("content", [csv_bytes(TABLE), XLSX])
def test_the_rows_are_counted_for_a_progress_bar(content):
    assert count_rows(io.BytesIO(content)) == 2


def test_counting_an_unreadable_file_is_no_error():
    assert count_rows(io.BytesIO(b"")) == 0


def test_rejected_rows_come_back_as_a_file_that_excel_opens(tmp_path: Path):
    path = tmp_path / "f.csv.rejected.csv"
    missing = Text(da="Navn: mangler.", en="Name: is missing.")
    too_many = Text(da="For mange celler.", en="Too many cells.")
    rows = [
        Rejected(4, missing, {"cpr": "0101800000", "dag": "01.02.2025", "navn": "=HYPERLINK(1)"}),
        Rejected(9, too_many, {"cpr": "-1", "dag": "@x", "navn": "Åse", "": "mere"}),
    ]
    assert write_rejected(path, iter(rows)) == 2
    assert path.read_bytes().decode("utf-8") == (
        "\ufefflinje;årsag;cpr;dag;navn\r\n"
        "4;Navn: mangler.;0101800000;01.02.2025;'=HYPERLINK(1)\r\n"
        "9;For mange celler.;'-1;'@x;Åse;mere\r\n"
    )
    assert path.stat().st_mode & 0o077 == 0


def test_no_rejected_rows_leave_no_file_of_an_earlier_run(tmp_path: Path):
    path = tmp_path / "f.csv.rejected.csv"
    path.write_text("old")
    assert write_rejected(path, []) == 0
    assert not path.exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_handed_back_as_a_formula(start):
    assert guarded(f"{start}cmd|' /C calc'!A0").startswith("'")


def _never_more_than_refused(content: bytes, name: str) -> None:
    try:
        for row in read_rows(io.BytesIO(content), name):
            assert row.line >= 2
    except BadInput:
        pass


@given(st.binary(max_size=400), st.sampled_from(["f.csv", "f.xlsx"]))
def test_any_bytes_are_read_or_refused(content, name):
    _never_more_than_refused(content, name)


@given(st.text(alphabet='aæ;,"\r\n \x85\u2028', max_size=60), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_any_text_is_read_or_refused(text, encoding):
    _never_more_than_refused(b"a;b\n" + text.encode(encoding), "f.csv")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(XLSX) - 1), st.integers(0, 255))
def test_an_xlsx_with_a_damaged_byte_is_read_or_refused(at, byte):
    _never_more_than_refused(XLSX[:at] + bytes([byte]) + XLSX[at + 1 :], "f.xlsx")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_sheet_inside_a_sound_package_is_read_or_refused(data):
    def damage(part: bytes) -> bytes:
        at = data.draw(st.integers(0, len(part) - 1))
        return part[:at] + data.draw(st.binary(min_size=1, max_size=3)) + part[at + 1 :]

    _never_more_than_refused(repacked(XLSX, SHEET, damage), "f.xlsx")


@pytest.mark.parametrize(("number", "form", "read_as"), [
    (0.583, "0.0%", "58.3 %"), (0.5, "0%", "50 %"), (1, "0%", "100 %"), (0.58333333, "0.00%", "58.33 %"),
    (0.29, "#,##0.0 %;[Red]-0.0 %", "29 %"), (0.583, "0.000", "0.583"), (0.583, '0.000" % af alle"', "0.583"),
])  # fmt: skip
def test_a_number_that_excel_shows_as_per_cent_is_read_as_it_is_shown(number: float, form: str, read_as: str) -> None:
    content = xlsx_bytes([["Valgsted", "Valgdeltagelse"], ["Skolen", Shown(number, form)]])
    assert read(content, "f.xlsx")[0].cells == {"valgsted": "Skolen", "valgdeltagelse": read_as}
