"""Citizens from a file into running cases, a few hundred rows to a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import domain.all  # noqa: F401 - fills PROGRAMMES
from domain.calendar import local_date
from domain.citizen_columns import unknown_headers
from domain.citizen_rows import Citizen, RowProblem, parse_rows
from domain.programmes import PROGRAMMES, Programme
from store.arrivals import Arrival, ImportResult, Taker
from store.audit import Entry, log
from store.db import Store
from store.people import Identity
from store.refused_files import refuse
from store.tabular import Rejected, Row, count_rows, read_rows

CHUNK = 250
T = TypeVar("T")
EXTRA = {"needs_interpreter", "reference", "received_on"}


def import_citizens(
    store: Store, source: Path | BinaryIO, *, name: str = "", now: datetime, actor: str | None, dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportResult:  # fmt: skip
    """Take the good rows, list the bad ones with line and reason. The same file again changes nothing."""
    programme = next(each for each in PROGRAMMES.values() if each.citizen_facts is not None)
    taker = Taker(store, programme, now, actor, dry_run)

    def take(chunk: Sequence[Citizen | RowProblem]) -> ImportResult:
        result = set_aside(one for one in chunk if isinstance(one, RowProblem))
        result.add(taker.take([_arrival(one, programme) for one in chunk if isinstance(one, Citizen)]))
        return result

    result = take_rows(source, name, unknown_headers, lambda rows: parse_rows(rows, local_date(now)), take, progress)
    if not dry_run:
        note_import(store, "citizens", result, actor, now)
    return result


def take_rows(
    source: Path | BinaryIO, name: str, unknown: Callable[[Iterable[str]], list[str]],
    parse: Callable[[Iterable[Row]], Iterable[T]], take: Callable[[list[T]], ImportResult],
    progress: Callable[[int, int], None],
) -> ImportResult:  # fmt: skip
    """What became of every row of a file, read as a stream, parsed, and taken a chunk at a time.

    A file without rows is refused: it says nothing, and whoever sent it means something.
    """
    total = count_rows(source)
    rows = read_rows(source, name or (source.name if isinstance(source, Path) else ""))
    first = next(rows, None)
    if first is None:
        refuse("file_has_no_rows")
    result = ImportResult(unknown_headers=unknown(first.cells))
    for chunk in _chunks(parse(chain([first], rows))):
        result.add(take(chunk))
        progress(min(result.rows, total), total)
    progress(total, total)
    result.rejected.sort(key=lambda one: one.line)
    return result


def note_import(store: Store, what: str, result: ImportResult, actor: str | None, now: datetime) -> None:
    with store.write() as db:
        counts = {"taken": result.taken, "unchanged": result.unchanged, "rejected": len(result.rejected),
                  **({"replaced": [one.da for one in result.replaced]} if result.replaced else {})}  # fmt: skip
        log(db, Entry(now, actor, f"import.{what}", "file", None, counts))


def set_aside(problems: Iterable[RowProblem]) -> ImportResult:
    """Rows that say nothing that can be taken; in some of them nothing is wrong."""
    result = ImportResult()
    for one in problems:
        result.unchanged += one.skipped
        result.rejected += [] if one.skipped else [Rejected(one.line, one.reason, one.cells)]
    return result


def _arrival(one: Citizen, programme: Programme) -> Arrival:
    assert programme.citizen_facts is not None
    rows = dict(zip(one.lines, one.rows, strict=True))
    who = Identity(one.cpr, one.name, one.address, one.protected, one.language, one.phone)
    facts = programme.citizen_facts(one)
    return Arrival(rows, who, facts, one.doubts, _extra(one), facts.model_dump(mode="json", by_alias=True))


def _extra(citizen: Citizen) -> dict[str, Any]:
    return {name: value for name, value in citizen.model_dump(mode="json", include=EXTRA).items() if value}


def _chunks(found: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(found)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
