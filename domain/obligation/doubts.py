"""What a person should look at before the coverage rule is trusted with these facts."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from domain.calendar import add_months
from domain.obligation.counting import Stretch, exceeds_months, gaps, in_realm, stretches
from domain.obligation.facts import Facts
from domain.people import Spell
from domain.policies import Policies
from domain.policies import policies as packaged
from domain.text import Text, dated

_HOURS_OF_A_WEEK = 168
LAW_BEGINS = date(2025, 1, 1)
# Two capital letters, without the codes that ISO 3166 leaves to users (AA, QM-QZ, XA-XZ save XK, ZZ).
_COUNTRY = re.compile(r"(?!AA|Q[M-Z]|X[A-JL-Z]|ZZ)[A-Z]{2}")


class Doubt(BaseModel):
    """A fact that may be wrong. It stops nothing by itself; it opens a data-quality task."""

    model_config = ConfigDict(frozen=True)

    code: str
    text: Text


def doubts(facts: Facts, on: date, policies: Policies | None = None) -> list[Doubt]:
    """Everything doubtful in the facts on that day; empty when all is plain."""
    rules = policies or packaged()
    found = [
        *_benefit(facts, on, rules),
        *_spells(facts.residence, Text(da="Ophold", en="Residence"), on),
        *_spells(facts.employment, Text(da="Arbejde", en="Employment"), on),
        *_hours(facts, rules.at("hours.weekly_full", max(on, LAW_BEGINS)).as_(int)),
        *_countries(facts),
        *_entry(facts, on),
        *_absences(facts, on, rules),
    ]
    return list(dict.fromkeys(found))


def _benefit(facts: Facts, on: date, rules: Policies) -> Iterator[Doubt]:
    if on < LAW_BEGINS:
        yield _doubt("before_the_law", "Hændelsen ligger før 01.01.2025.", "The event lies before 1 January 2025.")
        return
    row = rules.at("benefit.names", on)
    if facts.benefit != "none" and facts.benefit not in row.as_(list):
        since = dated(row.from_)
        yield _doubt(
            "benefit_ended",
            f"SHO-ydelse findes ikke efter {since.da}; koden er sandsynligvis forældet.",
            f"The SHO benefit has not existed since {since.en}; the code is probably out of date.",
        )


def _spells(spells: tuple[Spell, ...], what: Text, on: date) -> Iterator[Doubt]:
    for spell in spells:
        since = dated(spell.from_)
        where = Text(da=f"{what.da} fra {since.da}", en=f"{what.en} from {since.en}")
        if spell.is_reversed:
            yield _doubt(
                "reversed_spell", f"{where.da} slutter før det begynder.", f"{where.en} ends before it begins."
            )
        if spell.from_ > on:
            yield _doubt("future_start", f"{where.da} begynder i fremtiden.", f"{where.en} begins in the future.")
    ordered = sorted((s for s in spells if not s.is_reversed and s.from_ <= on), key=lambda spell: spell.from_)
    for spell, later in pairwise(ordered):
        if spell.to is None and later.from_ > spell.from_:
            since = dated(spell.from_)
            yield _doubt(
                "open_ended_past",
                f"{what.da} fra {since.da} har ingen slutdato, men et senere er begyndt.",
                f"{what.en} from {since.en} has no end although a later one has begun.",
            )


def _hours(facts: Facts, full_time: int) -> Iterator[Doubt]:
    for spell in facts.employment:
        since = dated(spell.from_)
        if spell.hours_per_week > _HOURS_OF_A_WEEK:
            yield _doubt(
                "hours_over_168",
                f"Arbejde fra {since.da} har flere timer, end en uge har.",
                f"Employment from {since.en} has more hours than a week.",
            )
        elif spell.hours_per_week > full_time:
            yield _doubt(
                "hours_over_full_time",
                f"Arbejde fra {since.da} er over {full_time} timer; kun {full_time} tælles.",
                f"Employment from {since.en} is above {full_time} hours; only {full_time} count.",
            )


def _countries(facts: Facts) -> Iterator[Doubt]:
    if any(not _COUNTRY.fullmatch(spell.country) for spell in facts.residence):
        yield _doubt(
            "unknown_country",
            "En landekode er ukendt; opholdet tælles ikke med i riget.",
            "A country code is unknown; that residence is not counted in the realm.",
        )


def _entry(facts: Facts, on: date) -> Iterator[Doubt]:
    if facts.entered_on is None:
        yield _doubt(
            "entry_unknown",
            "Indrejsedatoen mangler; beskæftigelseskravet er regnet som gældende.",
            "The date of entry is missing; the employment requirement is taken to apply.",
        )
    elif facts.entered_on > on:
        yield _doubt("future_entry", "Indrejsedatoen ligger i fremtiden.", "The date of entry lies in the future.")


def _absences(facts: Facts, on: date, rules: Policies) -> Iterator[Doubt]:
    if on < LAW_BEGINS:
        return
    realm = rules.at("coverage.realm", on).as_(list)
    trigger = rules.at("coverage.residence_given_up_after", on).as_(int)
    years = rules.at("coverage.residence_window", on).as_(int)
    lived = stretches(in_realm(facts.residence, realm), on)
    window = Stretch(add_months(on, -12 * years), on)
    for gap in (each for each in gaps(lived) if each.end > window.start):
        yield _gap(gap)
        if exceeds_months(gap, trigger) and (facts.entered_on is None or facts.entered_on < gap.end):
            back = dated(gap.end)
            yield _doubt(
                "re_entry",
                f"Borgeren kom tilbage {back.da} efter mere end {trigger} måneder; skal det være indrejsedatoen?",
                f"The citizen came back on {back.en} after more than {trigger} months; is that the date of entry?",
            )
    foreign = stretches((spell for spell in facts.residence if spell.country not in realm), on)
    if any(away.start < here.end and here.start < away.end for away in foreign for here in lived):
        yield _doubt(
            "abroad_while_registered",
            "Ophold i udlandet og i riget overlapper; dagene tælles i riget.",
            "Residence abroad and in the realm overlap; the days count in the realm.",
        )


def _gap(gap: Stretch) -> Doubt:
    first, back = dated(gap.start), dated(gap.end)
    return _doubt(
        "residence_gap",
        f"Intet ophold i riget fra {first.da} til {back.da} ({gap.days} dage).",
        f"No residence in the realm from {first.en} to {back.en} ({gap.days} days).",
    )


def _doubt(code: str, da: str, en: str) -> Doubt:
    return Doubt(code=code, text=Text(da=da, en=en))
