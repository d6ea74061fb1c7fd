"""`handleplan import`: good rows in, bad rows out, the same file again changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.app import run as handleplan
from domain.placements import Placement
from store import placements, users
from store.db import Store
from store.secrets import Secrets
from store.tables import cases
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


def test_a_file_without_rows_ends_with_2_and_says_so(imported: Import) -> None:
    done = imported(HEADER)
    assert (done.returncode, done.stdout) == (2, "")
    assert "The file has column names but no rows." in done.stderr


def test_attendance_is_checked_taken_and_handed_back_row_by_row(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, placement_id = data.parent / "uge.csv", _placement(data)
    file.write_text(f"forløb;dato;fremmøde;timer;begrundelse\n{placement_id};12.01.2026;mødt;6;papirliste\n"
                    f"{placement_id};13.01.2026;mødt;60;papirliste\n", encoding="utf-8")  # fmt: skip

    def imported(*words: str) -> Here:
        return here(capsys, monkeypatch, "import", "attendance", str(file), "--data", str(data), *words)

    tried = imported("--dry-run")
    assert (tried.returncode, tried.stdout) == (1, "1 rows would be taken, 0 unchanged, 1 rejected.\n")
    first = imported()
    assert (first.returncode, first.stdout) == (1, "1 rows taken, 0 unchanged, 1 rejected.\n")
    header, row = file.with_name("uge.csv.rejected.csv").read_text("utf-8-sig").splitlines()
    assert row.startswith("3;Der er kun 24 timer i et døgn.;")
    file.write_text(f"{header}\n{row.replace(';60;', ';6;')}\n", encoding="utf-8")
    again = imported()
    assert (again.returncode, again.stdout) == (0, "1 rows taken, 0 unchanged, 0 rejected.\n")
    file.write_text("forløb;dato\nx;y\n", encoding="utf-8")
    assert imported().returncode == 2, "a column is missing"


NEW = {
    "young": ("navn;fødselsdato;hvem henviser?;telefon", "Åse Prøve;{};En ungdomsklub;+45 20 30 40 50", "15.01.2010", "15.01.10"),
    "employers": ("virksomhed;sektor;cvr;hvad tilbydes?;branche", "Bageren;Privat;{};Fritidsjob;Butik", "12345674", "12345675"),
    "openings": ("virksomhed;sektor;cvr;hvad tilbydes?;branche;arbejdsopgaver;bydel;timer om ugen;start",
                 "Bageren;Privat;12345674;Fritidsjob;Butik;Hjælp;Nord;{};2027-01-04", "7,5", "75"),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(NEW))
def test_rows_that_open_cases_are_taken_handed_back_mended_and_taken_once(
    file: Path, what: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    header, row, right, wrong = NEW[what]

    def imported(path: Path, text: str, *words: str) -> Here:
        path.write_text(text, encoding="utf-8")
        return here(capsys, monkeypatch, "import", what, str(path), "--data", str(file.parent / "data"), *words)

    bad = f"{header}\n{row.format(wrong)}\n"
    tried = imported(file, bad, "--dry-run")
    assert (tried.returncode, tried.stdout) == (1, "0 rows would be taken, 0 unchanged, 1 rejected.\n")
    back = file.with_name("citizens.csv.rejected.csv")
    assert back.read_text("utf-8-sig").splitlines()[1].startswith("2;")
    mended = imported(back, back.read_text("utf-8-sig").replace(wrong, right))
    assert (mended.returncode, mended.stdout) == (0, "1 rows taken, 0 unchanged, 0 rejected.\n")
    again = imported(file, bad.replace(wrong, right))
    assert (again.returncode, again.stdout) == (0, "0 rows taken, 1 unchanged, 0 rejected.\n")
    assert imported(file, "hårfarve;x\nrød;y\n").returncode == 2, "a column is missing"


def _placement(data: Path) -> str:
    """The id of a placement of a case, as a plan would make it."""
    now = datetime(2026, 1, 5, 9, tzinfo=UTC)
    store = Store(f"sqlite:///{data}/handleplan.db", Secrets.from_file(data / "secret", create=False))
    with store.write() as db:
        team = users.team_named(db, "Arbejdspligt", "obligation")
        db.execute(sa.insert(cases).values(
            id="ARB-1", programme="obligation", team_id=team, stage="running", stage_since=now, opened_at=now, facts={},
            facts_digest="", doubts=[], extra={}))  # fmt: skip
        line = Placement(activity="utility_work", title="Park", starts_on=date(2026, 1, 12), minutes={1: 360, 2: 360})
        placements.put_plan(db, "ARB-1", "plan", [line], now)
        found = db.execute(sa.select(placements.placements.c.id)).scalar_one()
    store.close()
    return str(found)
