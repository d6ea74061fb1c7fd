"""New cases from a file, a few hundred rows to a transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import domain.all  # noqa: F401 - fills PROGRAMMES
from domain.calendar import local_date
from domain.case_rows import CaseRows, NewCase
from domain.citizen_rows import RowProblem
from domain.policies import Policies
from domain.programmes import case_file
from store.arrivals import Arrival, ImportResult, Taker
from store.db import Store
from store.importing import note_import, set_aside, take_rows
from store.people import Identity


def import_cases(
    store: Store, source: Path | BinaryIO, *, what: str, name: str = "", now: datetime, actor: str | None,
    policies: Policies, dry_run: bool = False, progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportResult:  # fmt: skip
    """Take the good rows of the file called `what`, list the bad ones with line and reason. The same file again
    changes nothing."""
    found = case_file(what)
    assert found is not None
    programme, file = found
    rows = CaseRows(programme, file, local_date(now), policies)
    taker = Taker(store, programme, now, actor, dry_run, file.same)

    def arrival(one: NewCase) -> Arrival:
        extra = {"reference": one.who.reference} if one.who and one.who.reference else {}
        who = Identity.of(one.who, one.cpr) if one.who else None
        key = f"import:{programme.name}:{store.secrets.blind(one.essence, 'import')}"
        return Arrival({one.line: one.cells}, who, one.facts, one.doubts, extra, one.written, key)

    def take(chunk: Sequence[NewCase | RowProblem]) -> ImportResult:
        result = set_aside(one for one in chunk if isinstance(one, RowProblem))
        result.add(taker.take([arrival(one) for one in chunk if isinstance(one, NewCase)]))
        return result

    result = take_rows(source, name, rows.unknown_headers, rows.parse, take, progress)
    if not dry_run:
        note_import(store, what, result, actor, now)
    return result
