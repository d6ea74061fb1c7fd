"""`handleplan import citizens`: good rows in, bad rows out, the same file again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.app import run as handleplan
from tests.cli.running import Here, here

HEADER = "cpr;navn;adresse;ydelse;indrejsedato;ophold\n"
GOOD = "0101900000;Åse Prøve;Søgade 4;kontanthjælp;2015-06-01;2015-06-01.. DK\n"
BAD = "9999990000;Bo Prøve;Søgade 5;kontanthjælp;2015-06-01;2015-06-01.. DK\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    assert handleplan(["db", "upgrade", "--data", str(tmp_path / "data")]) == 0
    return tmp_path / "data"


@pytest.fixture
def file(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    made = here(capsys, monkeypatch, "user", "add", "mette", "--role", "caseworker", "--team", "Arbejdspligt",
                "--data", str(data), stdin="et langt kodeord\n")  # fmt: skip
    assert made.returncode == 0
    return data.parent / "citizens.csv"


class Import:
    def __init__(self, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.file, self._with = file, (capsys, monkeypatch)
        self.rejected = file.with_name("citizens.csv.rejected.csv")

    def __call__(self, text: str, *words: str) -> Here:
        self.file.write_text(text, encoding="utf-8")
        data = str(self.file.parent / "data")
        return here(*self._with, "import", "citizens", str(self.file), "--data", data, *words)


@pytest.fixture
def imported(file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Import:
    return Import(file, capsys, monkeypatch)


def test_good_rows_are_taken_once(imported: Import) -> None:
    first = imported(HEADER + GOOD)
    assert (first.returncode, first.stdout) == (0, "1 rows taken, 0 unchanged, 0 rejected.\n")
    again = imported(HEADER + GOOD)
    assert (again.returncode, again.stdout) == (0, "0 rows taken, 1 unchanged, 0 rejected.\n")
    assert not imported.rejected.exists()


def test_bad_rows_go_to_their_own_file_with_line_and_reason(imported: Import) -> None:
    done = imported(HEADER + GOOD + BAD)
    assert done.returncode == 1
    header, row = imported.rejected.read_text("utf-8-sig").splitlines()
    assert header.startswith("linje;årsag")
    assert row.startswith("3;")


def test_a_dry_run_stores_nothing(imported: Import) -> None:
    assert "would be taken" in imported(HEADER + GOOD, "--dry-run").stdout
    assert "1 rows taken" in imported(HEADER + GOOD).stdout


def test_a_file_that_is_no_table_ends_with_2(imported: Import) -> None:
    assert imported("").returncode == 2
