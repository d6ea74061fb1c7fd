"""A file that was sent in, read in the background: its sender sees how far it is and may go on working."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from tempfile import TemporaryFile
from threading import Event, Thread
from typing import Any, BinaryIO
from uuid import uuid4

import sqlalchemy as sa

from domain.errors import Refusal
from domain.programmes import case_file
from domain.text import Text
from store import imports
from store.arrivals import ImportResult
from store.importing import import_citizens
from store.importing_attendance import NONE_FITS, import_attendance
from store.importing_cases import import_cases
from store.importing_turnout import import_turnout
from store.users import User
from web import actions, policy
from web.house import House

logger = logging.getLogger("handleplan.import")
LISTED = 10_000
"""Rejected rows whose line and reason are kept."""
STEP = 0.5
"""Seconds between two words on how far it is."""
SILENT = timedelta(minutes=1)
"""Without a word for so long it was interrupted."""
BROKEN = Text(da="Indlæsningen stoppede på grund af en fejl.", en="The import stopped because of an error.")


class Import:
    """Ends with the process; what was taken until then stays, and the same file again takes the rest."""

    def __init__(self, house: House, user: User, file: BinaryIO, name: str, *, what: str, dry_run: bool) -> None:
        self.id, self._what = uuid4().hex, what
        self.refusal: Refusal | None = None
        self.is_under_way, self.is_over = Event(), Event()
        self._house, self._user, self._name, self._dry_run = house, user, name, dry_run
        self._file, self._started = TemporaryFile(), house.now()  # noqa: SIM115 - closed at the end of `_run`
        self._said = 0.0
        self._done = self._total = 0
        shutil.copyfileobj(file, self._file)

    def start(self) -> None:
        Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            with self._file:
                result = self._take()(
                    self._house.store, self._file, name=self._name, now=self._started, actor=self._user.id,
                    dry_run=self._dry_run, progress=self._progress)  # fmt: skip
            self._finish(result)
        except Refusal as refusal:
            self._give_up(refusal)
        except Exception:
            logger.exception("import stopped")
            self._give_up(Refusal("internal", BROKEN, status=500))
        finally:
            self.is_under_way.set()
            self.is_over.set()

    def _take(self) -> Callable[..., ImportResult]:
        if case_file(self._what):
            return partial(import_cases, what=self._what, policies=self._house.policies)
        if self._what == "turnout":
            return import_turnout
        if self._what != "attendance":
            return import_citizens
        may = partial(policy.may_register, self._user)
        return partial(import_attendance, policies=self._house.policies, may=may)

    def _progress(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        if time.monotonic() - self._said >= STEP:
            self._said = time.monotonic()
            self._keep({})
            self.is_under_way.set()

    def _finish(self, result: ImportResult) -> None:
        if any(one.reason == NONE_FITS for one in result.rejected):
            actions.look_up(self._house, self._user, "refused", "not_found", ("file", None))
        purpose = f"import of {result.taken} rows"
        actions.look_up(self._house, self._user, "import", purpose, ("file", None))
        rows = [{"line": r.line, "reason": r.reason.model_dump()} for r in result.rejected[:LISTED]]
        self._keep({"taken": result.taken, "unchanged": result.unchanged, "rejected": len(result.rejected),
                    "rows": rows, "unknown": result.unknown_headers,
                    "replaced": [one.model_dump() for one in result.replaced[:LISTED]]}, is_over=True)  # fmt: skip

    def _give_up(self, refusal: Refusal) -> None:
        """Before the first row was read nothing is kept: the page itself says why."""
        if not self.is_under_way.is_set():
            self.refusal = refusal
            return
        with suppress(Refusal):
            self._keep({"error": refusal.text.model_dump()}, is_over=True)

    def _keep(self, more: dict[str, Any], *, is_over: bool = False) -> None:
        now = self._house.now()
        how_far = {"done": self._done, "total": self._total, "at": now.isoformat(), "dry_run": self._dry_run}
        with self._house.store.write() as db:
            imports.keep(db, self.id, how_far | more, what=self._what, user_id=self._user.id, file_name=self._name,
                         started_at=self._started, finished_at=now if is_over else None)  # fmt: skip


def was_interrupted(row: sa.Row[Any], now: datetime) -> bool:
    return row.finished_at is None and datetime.fromisoformat(row.result["at"]) < now - SILENT
