from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.main import get_command

import domain.all
from cli.app import app
from cli.settings import PREFIX, Settings
from domain.attendance_rows import AttendanceRow, parse_rows
from domain.citizen_rows import RowProblem
from domain.policies import policies
from domain.programmes import PROGRAMMES
from store.tabular import read_rows
from store.teams import have_a_team
from workflows.registry import CASES

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()
assert domain.all


def commands(command: object, name: str = "handleplan") -> list[str]:
    below = getattr(command, "commands", {})
    return [line for key, sub in below.items() for line in commands(sub, f"{name} {key}")] if below else [name]


@pytest.mark.parametrize("command", commands(get_command(app)))
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}`" in OPERATIONS


def test_the_first_day_names_every_programme_that_has_a_team_and_who_does_its_work() -> None:
    section = OPERATIONS.partition("## The first day")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| ([a-z_, ]+) \|", section, re.MULTILINE))
    assert {name: set(roles.split(", ")) for name, roles in told.items()} == {
        name: set(PROGRAMMES[name].worked_by) for name in have_a_team()}  # fmt: skip


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in OPERATIONS


def test_no_setting_is_documented_that_does_not_exist() -> None:
    named = set(re.findall(rf"`{PREFIX}([A-Z_]+)`", OPERATIONS))
    assert named == {n.upper() for n in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", sorted((ROOT / "docs/adr").glob("*.md")), ids=lambda p: p.name)
def test_a_decision_ends_with_what_holds_it_and_fits_a_page(page: Path) -> None:
    text = page.read_text()
    assert "**Held by**" in text.splitlines()[-1]
    assert len(text.split()) < 400


def test_a_file_or_folder_named_in_the_folder_table_exists() -> None:
    for folder in re.findall(r"^\| `([a-z]+/)`", (ROOT / "README.md").read_text(), re.M):
        assert (ROOT / folder).is_dir(), folder


@pytest.mark.parametrize("name", sorted(PROGRAMMES))
def test_a_programme_has_its_slice_in_every_layer(name: str) -> None:
    assert name in CASES
    assert (ROOT / f"workflows/{name}.py").exists()
    assert (ROOT / f"domain/{name}").is_dir()
    assert any(row.name.startswith(f"deadline.{name}.") for row in policies().all())
    assert list((ROOT / "tests/workflows").glob(f"*{name}*.py"))


def test_every_promise_stands_in_the_architecture_once_with_tests_that_are_there() -> None:
    rows = re.findall(r"^\| (P\d+) \|.*\|(.*)\|$", ARCHITECTURE, re.M)
    assert [name for name, _ in rows] == [f"P{number}" for number in range(1, 11)]
    for name, proof in rows:
        paths = re.findall(r"`(tests/[^`]+)`", proof)
        assert paths, name
        assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_architecture_names_every_case_that_belongs_to_another() -> None:
    section = ARCHITECTURE.partition("## A case")[2].partition("\n## ")[0].lower()
    assert [one.name for one in PROGRAMMES.values() if one.belongs_to and one.title.en.lower() not in section] == []


def test_the_readme_names_every_demo_login() -> None:
    from cli.demo_people import LOGINS

    text = (ROOT / "README.md").read_text()
    assert [login.name for login in LOGINS if f"`{login.name}`" not in text] == []


@pytest.mark.parametrize(("what", "file", "taken", "refused"), [
    ("citizens", "borgere.csv", 3, "CPR-nummerets dato findes ikke."), ("young", "unge.csv", 3, "Den unge er under 13 år"),
    ("employers", "arbejdsgivere.csv", 3, "En offentlig arbejdsgiver har et CVR-nummer"),
    ("openings", "opslag.csv", 3, "Vagterne giver 3 timer om ugen"),
    ("turnout", "valgdeltagelse.csv", 5, "Der er flere stemmer end stemmeberettigede."),
])  # fmt: skip
def test_an_example_file_is_taken_except_the_row_that_shows_a_refusal(
    tmp_path: Path, what: str, file: str, taken: int, refused: str
) -> None:
    example = tmp_path / file
    text = (ROOT / "docs/examples" / file).read_text("utf-8")
    # A first day of work lies ahead, whenever the test runs.
    example.write_text(text.replace("2027", str(date.today().year + 1)), "utf-8")
    handleplan = [sys.executable, "-m", "cli"]
    env = {"HANDLEPLAN_DATA": str(tmp_path / "data"), "PATH": "/usr/bin:/bin"}
    (tmp_path / "data").mkdir()
    subprocess.run([*handleplan, "db", "upgrade"], cwd=ROOT, env=env, check=True, capture_output=True)
    subprocess.run([*handleplan, "user", "add", "a", "--role", "caseworker", "--team", "T"], cwd=ROOT, env=env,
                   input=b"a-long-password\n", check=True, capture_output=True)  # fmt: skip
    done = subprocess.run([*handleplan, "import", what, str(example)], cwd=ROOT, env=env, capture_output=True)
    assert done.returncode == 1, done.stderr.decode()
    assert done.stdout.decode().startswith(f"{taken} rows taken")
    assert done.stdout.decode().endswith("1 rejected.\n")
    _, rejected = example.with_name(f"{file}.rejected.csv").read_text("utf-8-sig").splitlines()
    assert refused in rejected


def test_the_example_of_attendance_is_read_and_speaks_of_the_citizens_of_the_other_example() -> None:
    rows = list(parse_rows(read_rows(ROOT / "docs/examples/fremmoede.csv", "fremmoede.csv"), date(2026, 11, 19)))
    taken = [one for one in rows if isinstance(one, AttendanceRow)]
    assert [one.code for one in rows if isinstance(one, RowProblem)] == ["totals_row"]
    assert [(one.status, one.hours) for one in taken] == (
        [("present", "6"), ("present", "5,5"), ("sick", ""), ("absent", ""), ("present", "37,5")])  # fmt: skip
    known = {row.cells["cpr"] for row in read_rows(ROOT / "docs/examples/borgere.csv", "borgere.csv")}
    assert {one.cpr for one in taken} <= known
