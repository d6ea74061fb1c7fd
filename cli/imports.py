"""`handleplan import`: good rows in, bad rows out with line and reason."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.parts import Data
from cli.stop import Stop

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.arrivals import ImportResult
    from store.tabular import Rejected


class What(StrEnum):
    citizens = "citizens"
    young = "young"
    employers = "employers"
    openings = "openings"
    attendance = "attendance"
    turnout = "turnout"


def import_file(
    what: What,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="csv (; or ,) or xlsx")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file and store nothing.")] = False,
    data: Data = None,
) -> None:
    """Take the rows of a file; rejected ones go to FILE.rejected.csv. Exit 0 all, 1 some rejected, 2 unreadable."""
    if not file.is_file():
        raise Stop(f"{file} is a folder, not a file." if file.is_dir() else f"The file {file} is not there.")
    _import(_reader(what), file, dry_run, data)


def _reader(what: What) -> Callable[..., ImportResult]:
    """What takes the rows of such a file."""
    from domain.policies import policies
    from domain.programmes import case_file
    from store.importing import import_citizens
    from store.importing_attendance import import_attendance
    from store.importing_cases import import_cases
    from store.importing_turnout import import_turnout

    if case_file(what.value):
        return partial(import_cases, what=what.value, policies=policies())
    others: dict[str, Callable[..., ImportResult]] = {
        "citizens": import_citizens, "attendance": partial(import_attendance, policies=policies()),
        "turnout": import_turnout}  # fmt: skip
    return others[what.value]


def _import(take: Callable[..., ImportResult], file: Path, dry_run: bool, data: Path | None) -> None:
    from cli.context import opened_store
    from cli.progress import bars
    from cli.settings import load

    with opened_store(load(data=data)) as store, bars() as say:
        result = take(
            store, file, now=datetime.now(UTC), actor=None, dry_run=dry_run,
            progress=lambda done, total: say(file.name, done, total),
        )  # fmt: skip
    if result.unknown_headers:
        typer.echo(f"Columns that are not known and were not read: {', '.join(result.unknown_headers)}.", err=True)
    would = "would be " if dry_run else ""
    typer.echo(f"{result.taken} rows {would}taken, {result.unchanged} unchanged, {len(result.rejected)} rejected.")
    for one in result.replaced:
        typer.echo(f"Replaced: {one.en}.")
    _write_rejected(file, result.rejected)


def _write_rejected(file: Path, rejected: list[Rejected]) -> None:
    from store.tabular import write_rejected

    target = file.with_name(file.name + ".rejected.csv")
    try:
        write_rejected(target, rejected)
    except OSError as error:
        raise Stop(f"The rejected rows cannot be written to {target}: {error.strerror}.", 1) from None
    if rejected:
        raise Stop(f"The rejected rows with line and reason are in {target}.", 1)
