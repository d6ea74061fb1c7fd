"""A date that is written as dates are and that no calendar has: 31.02.2026."""

from __future__ import annotations

import re
from datetime import date

from domain.text import Text

NO_SUCH_DAY = Text(da="Den dag findes ikke i kalenderen", en="The calendar has no such day")
_WRITTEN = (
    re.compile("(?P<d>[0-9]{1,2})[./-](?P<m>[0-9]{1,2})[./-](?P<y>[0-9]{4})"),
    re.compile("(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"),
)


def is_no_day(written: str) -> bool:
    """Whether it names a month that has no such day; what names no month is no date at all, such as 12.31.2026."""
    found = next((match for shape in _WRITTEN if (match := shape.fullmatch(written.strip()))), None)
    if found is None or not 1 <= int(found["m"]) <= 12:
        return False
    try:
        date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return int(found["y"]) > 0
    return False
