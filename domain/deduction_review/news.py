"""What has come to light of the days that were deducted for, as the file says it now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.attendance import STATUS_TITLES
from domain.dossier import Dossier
from domain.obligation.standing import ended_on
from domain.offences import Corrected
from domain.spells import SPELLS
from domain.text import Text, dated


def news(case: Dossier) -> list[Text]:
    """Per day: how it is registered now at the place, sickness at another, a spell, the end of the obligation."""
    assert isinstance(case.facts, Corrected)
    assert case.parent is not None
    found = {day: [one.placement_id for one in case.facts.days if one.day == day] for day in
             sorted({one.day for one in case.facts.days})}  # fmt: skip
    return [line for day, places in found.items() for line in _of_day(case.parent, day, places)]


def _of_day(citizens: Dossier, day: date, places: list[str]) -> Iterator[Text]:
    on = dated(day)
    said = citizens.attendance(day, day)
    for one in said:
        if one.placement_id in places or one.status == "sick":
            status = STATUS_TITLES[one.status]
            elsewhere = one.placement_id not in places
            at = Text(da=" et andet sted", en=" at another place") if elsewhere else Text(da="", en="")
            yield Text(da=f"{on.da}: nu registreret som {status.da.lower()}{at.da}.",
                       en=f"{on.en}: now registered as {status.en.lower()}{at.en}.")  # fmt: skip
    if not {one.placement_id for one in said} & set(places):
        yield Text(da=f"{on.da}: registreringen er taget tilbage.", en=f"{on.en}: the registration was taken back.")
    for spell in citizens.spells:
        if spell.covers(day):
            kind = SPELLS[spell.kind]
            yield Text(da=f"{on.da}: {kind.da.lower()}.", en=f"{on.en}: {kind.en.lower()}.")
    ended = ended_on(citizens)
    if ended and ended <= day:
        end = dated(ended)
        yield Text(da=f"{on.da}: arbejdspligten var ophørt {end.da}.",
                   en=f"{on.en}: the obligation had ended on {end.en}.")  # fmt: skip
