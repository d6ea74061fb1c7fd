"""`./run` on a machine where something is missing: a clear sentence and exit code 2."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that was never set up."""
    for name in ("run", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def run(checkout: Path, *words: str, before: str = "pass") -> subprocess.CompletedProcess[str]:
    script = f"import runpy, sys; sys.argv = {['run', *words]}; {before}; runpy.run_path({str(checkout / 'run')!r}, run_name='__main__')"
    return subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(checkout: Path, module: str) -> None:
    done = run(checkout, "demo", before=f"sys.modules[{module!r}] = None")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_python_is_told_which_one_is_needed(checkout: Path) -> None:
    done = run(checkout, "setup", before="sys.version_info = (3, 10, 4)")
    assert done.returncode == 2
    assert "Handleplan needs Python 3.11 or newer" in done.stderr


def test_a_folder_where_the_environment_cannot_be_made_is_named(checkout: Path) -> None:
    (checkout / ".venv").write_text("in the way")
    done = run(checkout, "setup")
    assert done.returncode == 2
    assert f"The virtual environment cannot be written in {checkout / '.venv'}" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_lists_those_there_are(checkout: Path) -> None:
    done = run(checkout, "dmeo")
    assert done.returncode == 2
    assert "demo|test|lint|bench|lock|vendor" in done.stderr.replace("setup|", "")


def test_the_lock_names_no_address_and_pins_every_package_by_hash() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert not [line for line in lines if "://" in line or line.startswith("--")]
    pinned = [n for n, line in enumerate(lines) if "==" in line and not line.startswith(" ")]
    assert len(pinned) > 40
    assert all("--hash=sha256:" in lines[n + 1] for n in pinned)
