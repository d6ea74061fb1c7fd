"""What follows when a citizen did not come, or turns out to have come after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from domain.attendance import AttendanceChanged
from store.audit import Entry, log


def heard(db: sa.Connection, changes: Sequence[AttendanceChanged], now: datetime) -> None:
    """Every day that a registration changed, once, in the transaction that wrote it: page, API and file alike.

    `is_about_absence` tells the days that are newly an absence or no longer one; the others are here because they
    too may change a week that is closed (`after_closing`).
    """
    about = [one for one in changes if one.is_about_absence]
    log(db, *(Entry(now, one.by, "absence.heard" if one.after == "absent" else "absence.gone", one.placement_id,
                    one.case_id, {"day": one.day.isoformat(), "after_closing": one.after_closing})
              for one in about))  # fmt: skip
