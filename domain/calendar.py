"""Danish working days and local time (Europe/Copenhagen)."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from holidays import country_holidays

from domain.errors import BadInput
from domain.policies import Policies
from domain.policies import policies as packaged
from domain.text import Text

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_LAST_YEAR = 2199
_CLOSED = Text(da="kommunens lukkedag", en="municipal closing day")


def holiday_name(day: date) -> Text | None:
    """The public holiday on that day, if there is one. Store Bededag is none from 2024."""
    return _public_holidays(day.year).get(day)


def closed_name(day: date, policies: Policies | None = None) -> Text | None:
    """Why a weekday is no working day: a public holiday or a municipal closing day."""
    return holiday_name(day) or (_CLOSED if _is_closing_day(day, policies or packaged()) else None)


def is_working_day(day: date, policies: Policies | None = None) -> bool:
    """Monday to Friday, no public holiday, no municipal closing day."""
    return _is_working_day(day, policies or packaged())


def next_working_day(day: date, policies: Policies | None = None) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day, policies):
        day += _DAY
    return day


def add_working_days(day: date, count: int, policies: Policies | None = None) -> date:
    """The `count`-th working day after (or before, if negative) `day`; `day` itself is not counted.

    Zero gives the day itself, or the next working day.
    """
    if count == 0:
        return next_working_day(day, policies)
    working = (each for each in _days_from(day, 1 if count > 0 else -1) if is_working_day(each, policies))
    return next(islice(working, abs(count) - 1, None))


def working_days_between(start: date, end: date, policies: Policies | None = None) -> int:
    """Working days after `start` up to and with `end`; negative if `end` comes first."""
    if end < start:
        return -working_days_between(end, start, policies)
    return sum(is_working_day(each, policies) for each in islice(_days_from(start, 1), (end - start).days))


def add_months(day: date, count: int) -> date:
    """The same day `count` months on; the month's last day where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def local_date(moment: datetime | date) -> date:
    """The calendar day in Copenhagen; a datetime must carry its offset."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a datetime needs an offset")
    return moment.astimezone(COPENHAGEN).date()


def at_local(day: date, clock: time) -> datetime:
    """That local clock time as a UTC instant. A time skipped in spring becomes one hour later."""
    return datetime.combine(day, clock, COPENHAGEN).astimezone(UTC)


def days_since(moment: datetime, now: datetime) -> int:
    """Days of the calendar in Copenhagen: from yesterday evening to this morning is one."""
    return (local_date(now) - local_date(moment)).days


@cache
def clock_changes(year: int) -> tuple[tuple[datetime, int], ...]:
    """When the clock of Copenhagen is changed in that year, and how many seconds it is ahead of UTC from then on."""
    firsts = [at_local(add_months(date(year, 1, 1), n), time()) for n in range(13)]
    found = []
    for first, following in pairwise(firsts):
        since = seconds_ahead(following)
        if seconds_ahead(first) != since:
            hours = [first + n * _HOUR for n in range((following - first) // _HOUR)]
            found.append((hours[bisect_left(hours, True, key=lambda hour: seconds_ahead(hour) == since)], since))
    return tuple(found)


def seconds_ahead(moment: datetime) -> int:
    """Of UTC, on the clock of Copenhagen at that moment."""
    return int((moment.astimezone(COPENHAGEN).utcoffset() or timedelta()).total_seconds())


def end_of_week(moment: datetime) -> datetime:
    """The local midnight after its Sunday, as a UTC instant."""
    return at_local(monday_of(local_date(moment)) + timedelta(weeks=1), time())


def not_too_far_ahead(day: date) -> date:
    """The day; raises BadInput for one so far ahead that it must be a slip (9999-12-31)."""
    if day.year > _LAST_YEAR:
        raise BadInput("date_out_of_range", Text(da="Datoen ligger for langt ude i fremtiden.", en="Too far ahead."))
    return day


def _days_from(day: date, step: int) -> Iterator[date]:
    while True:
        day += timedelta(days=step)
        yield day


@lru_cache(maxsize=10_000)
def _is_working_day(day: date, policies: Policies) -> bool:
    return day.weekday() < 5 and closed_name(day, policies) is None


@lru_cache(maxsize=256)
def _public_holidays(year: int) -> dict[date, Text]:
    danish = country_holidays("DK", years=year, language="da")
    english = country_holidays("DK", years=year, language="en_US")
    return {day: Text(da=danish[day].lower(), en=english[day]) for day in danish}


def _is_closing_day(day: date, policies: Policies) -> bool:
    closed = policies.at("calendar.municipal_closing_days", day).as_(list)
    return day in closed or f"{day:%m-%d}" in closed
