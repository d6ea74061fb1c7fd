"""One day at one place: what may be registered of it, and until when that needs no reason."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple, get_args

from domain.calendar import at_local, closed_name, monday_of, next_working_day
from domain.errors import BadInput, Refusal
from domain.placements import Placement
from domain.policies import Policies
from domain.text import Text

Status = Literal["present", "absent", "sick"]
STATUSES: tuple[str, ...] = get_args(Status)
STATUS_TITLES = {
    "present": Text(da="Mødt", en="Present"),
    "absent": Text(da="Udeblevet", en="Absent"),
    "sick": Text(da="Syg", en="Sick"),
}
WHOLE_DAY = 24 * 60
SHORTEST_REASON, LONGEST_TEXT = 5, 500
_HOURS = re.compile(r"(?P<whole>[0-9]{1,9})(?:[.,](?P<part>[0-9]{1,20})|:(?P<minutes>[0-5][0-9])(?::00)?)?")
FAULTS = {
    "status_missing": Text(da="Vælg, om borgeren er mødt.", en="Choose whether the citizen was present."),
    "status_unknown": Text(da="Skriv mødt, udeblevet eller syg.", en="Write present, absent or sick."),
    "hours_unreadable": Text(da="Skriv timerne som 7,5 eller 7:30.", en="Write the hours as 7.5 or 7:30."),
    "hours_negative": Text(da="Timerne kan ikke være under 0.", en="The hours cannot be below 0."),
    "hours_over_24": Text(da="Der er kun 24 timer i et døgn.", en="A day has only 24 hours."),
    "note_too_long": Text(da=f"Bemærkningen må højst have {LONGEST_TEXT} tegn.",
                          en=f"The note may have at most {LONGEST_TEXT} characters."),
    "reason_too_long": Text(da=f"Begrundelsen må højst have {LONGEST_TEXT} tegn.",
                            en=f"The reason may have at most {LONGEST_TEXT} characters."),
    "future_day": Text(da="Dagen er ikke kommet endnu.", en="The day has not come yet."),
    "before_start": Text(da="Dagen ligger før forløbets start.", en="The day lies before the start of the placement."),
    "after_end": Text(da="Dagen ligger efter forløbets slutning.", en="The day lies after the end of the placement."),
    "hours_when_away": Text(
        da="En udeblevet eller syg har ingen timer. Mødte borgeren en del af dagen, så vælg mødt.",
        en="Who was absent or sick has no hours. If the citizen was there for part of the day, choose present."),
    "hours_missing": Text(da="Skriv, hvor mange timer borgeren var der.",
                          en="Write how many hours the citizen was there."),
    "nothing_planned": Text(
        da="Borgeren skulle ikke møde den dag: ingen planlagte timer, eller en helligdag.",
        en="The citizen was not to be there on that day: no hours planned, or a holiday."),
    "day_full": Text(da="Med borgerens øvrige forløb giver det over 24 timer på den dag.",
                     en="With the citizen's other placements that makes more than 24 hours on that day."),
    "reason_missing": Text(
        da=f"Ugen er lukket. Skriv en begrundelse for rettelsen (mindst {SHORTEST_REASON} tegn).",
        en=f"The week is closed. Write a reason for the correction (at least {SHORTEST_REASON} characters)."),
    "hours_differ": Text(
        da="Er timerne andre end planlagt, så vælg mødt. Ellers slet timerne.",
        en="If the hours differ from the plan, choose present. Else delete the hours."),
    "repeated": Text(da="Den samme dag står to gange med forskelligt indhold.",
                     en="The same day stands twice with different content."),
}  # fmt: skip
DOUBTS = {
    "not_planned": Text(da="Der var ikke planlagt timer den dag.", en="No hours were planned on that day."),
    "more_than_planned": Text(da="Flere timer end planlagt.", en="More hours than planned."),
}


class Stale(Refusal):
    """Somebody else registered the day after this person had looked at it."""

    def __init__(self) -> None:
        super().__init__("stale_version", Text(
            da="En anden har registreret dagen imens.",
            en="Somebody else has registered the day meanwhile."))  # fmt: skip


class Item(NamedTuple):
    """What somebody says of one day at one placement, as typed."""

    placement_id: str
    day: date
    status: str
    """One of STATUSES; empty takes a registration back."""
    hours: str = ""
    note: str | None = None
    """None: nothing is said of it."""
    reason: str = ""
    seen: int | None = None
    """The version that the person looked at, 0 for none; None does not mind."""


class Said(NamedTuple):
    """An item as it was understood."""

    status: Status | None
    minutes: int
    note: str | None


class AttendanceChanged(NamedTuple):
    """What a registration changed on one day: the statuses before and after it, None for none."""

    case_id: str
    placement_id: str
    day: date
    before: Status | None
    after: Status | None
    after_closing: bool
    by: str | None

    @property
    def is_about_absence(self) -> bool:
        """Newly absent or sick, or no longer: who is sick at one place was not absent from another."""
        return self.before != self.after and bool({"absent", "sick"} & {self.before, self.after})


def fault(code: str) -> BadInput:
    return BadInput(code, FAULTS[code])


def minutes_of(hours: str) -> int:
    """The minutes of 7,5 or 7.5 or 7:30, to the nearest minute; none for an empty text. Raises BadInput."""
    text = hours.strip()
    if not text:
        return 0
    if re.fullmatch(r"[-−–]\s*[0-9][0-9.,:]*", text):
        raise fault("hours_negative")
    found = _HOURS.fullmatch(text)
    if found is None:
        raise fault("hours_unreadable")
    exact = Decimal(f"{found['whole']}.{found['part'] or 0}") * 60 + int(found["minutes"] or 0)
    minutes = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    if minutes > WHOLE_DAY:
        raise fault("hours_over_24")
    return minutes


def written_hours(minutes: int) -> Text:
    """7,5 in Danish, 7.5 in English; where two decimals lose a minute, 7:20."""
    hundredths = Decimal(minutes) / 60
    plain = f"{hundredths.normalize():f}" if minutes % 3 == 0 else f"{minutes // 60}:{minutes % 60:02}"
    return Text(da=plain.replace(".", ","), en=plain)


def read(item: Item) -> Said:
    """The item as values; raises BadInput for what cannot be understood."""
    if len(item.note or "") > LONGEST_TEXT:
        raise fault("note_too_long")
    if len(item.reason) > LONGEST_TEXT:
        raise fault("reason_too_long")
    minutes = minutes_of(item.hours)
    if not item.status:
        if minutes or item.note:
            raise fault("status_missing")
        return Said(None, 0, None)
    status: Status | None = next((s for s in get_args(Status) if s == item.status), None)
    if status is None:
        raise fault("status_unknown")
    return Said(status, minutes, None if item.note is None else " ".join(item.note.split()))


def expected_minutes(placement: Placement, day: date, policies: Policies) -> int:
    """Minutes that the citizen is to be there: as planned, but none on a public holiday or a closing day."""
    return 0 if closed_name(day, policies) else placement.planned_on(day)


def refused(said: Said, placement: Placement, day: date, *, today: date, elsewhere: int,
            policies: Policies) -> BadInput | None:  # fmt: skip
    """Why this cannot be so. `elsewhere`: the minutes of the citizen's other placements on that day.

    Presence on a day without planned hours is a fact and taken, with a doubt. An absence on such a day is refused:
    nothing was demanded, and nobody may be held to account for it.
    """
    away = said.status != "present"
    wrong = {
        "future_day": day > today,
        "before_start": day < placement.starts_on,
        "after_end": placement.ends_on is not None and day > placement.ends_on,
        "hours_when_away": away and said.minutes > 0,
        "hours_missing": not away and said.minutes == 0,
        "nothing_planned": away and expected_minutes(placement, day, policies) == 0,
        "day_full": said.minutes + elsewhere > WHOLE_DAY,
    }
    return next((fault(code) for code, holds in wrong.items() if holds), None)


def doubts(status: str | None, minutes: int, placement: Placement, day: date, policies: Policies) -> list[Text]:
    """What is worth a second look; the hours stand all the same, and how many count is for the week's rules to say."""
    planned = expected_minutes(placement, day, policies)
    if status != "present" or minutes <= planned:
        return []
    return [DOUBTS["more_than_planned" if planned else "not_planned"]]


def closes_at(monday: date, policies: Policies) -> datetime:
    """When the week that begins on `monday` is closed: on a working day, so the day after Easter Monday."""
    weekday = policies.at("attendance.closing_weekday", monday).as_(int)
    clock = policies.at("attendance.closing_time", monday).as_(time)
    return at_local(next_working_day(monday + timedelta(days=6 + weekday), policies), clock)


def is_closed(day: date, now: datetime, policies: Policies) -> bool:
    """Whether the week of that day is closed: what is registered from then on is a correction."""
    return now >= closes_at(monday_of(day), policies)


def needs_reason(item: Item) -> None:
    """Raises BadInput where a correction of a closed week says too little of why."""
    if len(item.reason.strip()) < SHORTEST_REASON:
        raise fault("reason_missing")
