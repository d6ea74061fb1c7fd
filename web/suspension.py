"""What passes while a case is suspended: the law's days, and what its programme says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from domain.calendar import local_date
from domain.deadlines import Deadline
from domain.policies import Policies
from domain.programmes import PROGRAMMES, kind_named
from domain.tasks import FINAL
from domain.text import Text, dated, joined
from store.dossier import Dossier

Row = sa.Row[Any]


def misses(db: sa.Connection, case: Row, tasks: Sequence[Row], policies: Policies) -> Text | None:
    """`tasks`: those of the case; None where it is not suspended, or nothing passes."""
    if case.suspended_at is None:
        return None
    since, until = local_date(case.suspended_at), case.suspended_until and local_date(case.suspended_until)
    own = PROGRAMMES[case.programme].misses(Dossier(db, case), since, until, policies)
    found = [one for one in (_of_the_law(tasks), own) if one]
    return joined(found) if found else None


def _of_the_law(tasks: Sequence[Row]) -> Text | None:
    due = joined(_limits(tasks), ", ")
    return Text(da=f"Lovens frister løber, mens sagen er i bero: {due.da}.",
                en=f"The law's deadlines run while the case is suspended: {due.en}.") if due.da else None  # fmt: skip


def _limits(tasks: Sequence[Row]) -> Iterator[Text]:
    for task in tasks:
        limit = Deadline.model_validate(task.due).limit
        if limit and task.state not in FINAL:
            yield joined([kind_named(task.kind).title, dated(local_date(limit))])
