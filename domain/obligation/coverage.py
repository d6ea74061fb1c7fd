"""Is a citizen covered by the work obligation? An indication with its evidence; a benefit officer decides."""

from datetime import date
from math import floor
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.calendar import add_months, not_too_far_ahead
from domain.errors import BadInput
from domain.obligation.counting import Stretch, in_realm, residence_days, stretches, worked_hours
from domain.obligation.doubts import LAW_BEGINS, Doubt, doubts
from domain.obligation.facts import Facts
from domain.policies import Policies, RulesOn
from domain.text import Text, dated, number

__all__ = ["Doubt", "Facts", "Requirement", "Ruling", "coverage", "doubts"]

Phase = Literal[1, 2]


class Requirement(BaseModel):
    """One requirement; `required` is in days for residence and in hours for employment."""

    model_config = ConfigDict(frozen=True)

    name: Literal["residence", "employment"]
    met: bool
    counted_days: int | None = None
    counted_hours: int | None = None
    required: int
    because: Text


class Ruling(BaseModel):
    """Covered or not, and why. A covered citizen has a phase; the duty begins on `starts_on`, not before."""

    model_config = ConfigDict(frozen=True)

    covered: bool
    because: Text
    requirements: list[Requirement]
    phase: Phase | None
    starts_on: date | None
    implement_by: date | None
    policy_versions: list[str]


class BeforeTheLaw(BadInput):
    def __init__(self) -> None:
        day = dated(LAW_BEGINS)
        super().__init__("before_the_law", Text(
            da=f"Arbejdspligten gælder først fra {day.da}.",
            en=f"The work obligation applies only from {day.en}."))  # fmt: skip


def coverage(facts: Facts, on: date, policies: Policies) -> Ruling:
    """Judges the facts as they stand on `on`; raises BeforeTheLaw where that day lies before the act.

    The law: LAS § 11, LAB § 105 a. A citizen of phase 2 is judged by the rules of phase 2
    even before it begins, because only those will ever apply to the duty.
    """
    if on < LAW_BEGINS:
        raise BeforeTheLaw
    phase: Phase = 1 if facts.benefit == "sho" else 2
    starts_on = policies.at(f"phase{phase}.start", not_too_far_ahead(on)).as_(date)
    rules = RulesOn(policies, max(on, starts_on))
    requirements = [_residence(facts, on, rules), _employment(facts, on, rules)]
    unmet = [requirement for requirement in requirements if not requirement.met]
    either = rules("coverage.combination").as_(str) == "either_unmet"
    fails = bool(unmet) if either else len(unmet) == len(requirements)
    reason = _exempt(facts, rules)
    covered = fails and reason is None
    latest = rules(f"phase{phase}.latest").as_(date)
    rules(f"phase{phase}.start")
    because = reason or _verdict(covered, requirements)
    return Ruling(
        covered=covered,
        because=because.then(_phase_text(phase, starts_on, latest)) if covered else because,
        requirements=requirements,
        phase=phase if covered else None,
        starts_on=starts_on if covered else None,
        implement_by=latest if covered else None,
        policy_versions=rules.versions,
    )


def _exempt(facts: Facts, rules: RulesOn) -> Text | None:
    if facts.benefit == "none":
        return Text(
            da="Ikke omfattet: borgeren får ingen ydelse i kontanthjælpssystemet.",
            en="Not covered: the citizen receives no benefit of the cash assistance system.",
        )
    if facts.ukraine_act and not rules("coverage.ukraine_special_act_covered").as_(bool):
        return Text(
            da="Ikke omfattet: borgeren har ophold efter særloven om Ukraine.",
            en="Not covered: the citizen stays under the special act on Ukraine.",
        )
    if facts.eu_right and not rules("coverage.eu_right_covered").as_(bool):
        return Text(
            da="Ikke omfattet: borgeren har ret til ydelsen efter EU-retten.",
            en="Not covered: the citizen has a right to the benefit under EU law.",
        )
    return None


def _residence(facts: Facts, on: date, rules: RulesOn) -> Requirement:
    window_years = rules.whole("coverage.residence_window")
    required_years = rules.whole("coverage.residence_required")
    window = _last_years(on, window_years)
    required = _last_years(on, required_years).days
    lived = stretches(in_realm(facts.residence, rules("coverage.realm").as_(list)), on)
    counted = residence_days(
        lived,
        window,
        rules.whole("coverage.abroad_counted_per_year"),
        rules.whole("coverage.residence_given_up_after"),
    )
    met = counted >= required
    days, needed = number(counted), number(required)
    because = Text(
        da=f"Opholdskravet ({required_years} af {window_years} år) er {'' if met else 'ikke '}opfyldt: "
        f"{days.da} dage i riget, krævet {needed.da}.",
        en=f"The residence requirement ({required_years} of {window_years} years) is {'' if met else 'not '}met: "
        f"{days.en} days in the realm, {needed.en} required.",
    )
    return Requirement(name="residence", met=met, counted_days=counted, required=required, because=because)


def _employment(facts: Facts, on: date, rules: RulesOn) -> Requirement:
    required = rules.whole("coverage.employment_hours")
    window = _last_years(on, rules.whole("coverage.employment_window"))
    hours = floor(worked_hours(facts.employment, window, rules.whole("hours.weekly_full")))
    excused = _employment_excused(facts, rules)
    met = hours >= required or excused is not None
    counted, needed = number(hours), number(required)
    because = Text(
        da=f"Beskæftigelseskravet er {'' if met else 'ikke '}opfyldt: {counted.da} timer, krævet {needed.da}.",
        en=f"The employment requirement is {'' if met else 'not '}met: {counted.en} hours, {needed.en} required.",
    )
    return Requirement(name="employment", met=met, counted_hours=hours, required=required, because=excused or because)


def _employment_excused(facts: Facts, rules: RulesOn) -> Text | None:
    if facts.employment_requirement_met_before and rules("coverage.employment_met_once_suffices").as_(bool):
        return Text(
            da="Beskæftigelseskravet er opfyldt tidligere; det skal kun opfyldes én gang.",
            en="The employment requirement was met before; it need be met only once.",
        )
    cutoff = rules("coverage.entry_cutoff").as_(date)
    if facts.entered_on is not None and facts.entered_on < cutoff:
        day = dated(cutoff)
        return Text(
            da=f"Beskæftigelseskravet gælder ikke ved indrejse før {day.da}.",
            en=f"The employment requirement does not apply to entry before {day.en}.",
        )
    return None


def _verdict(covered: bool, requirements: list[Requirement]) -> Text:
    opening = Text(da="Omfattet.", en="Covered.") if covered else Text(da="Ikke omfattet.", en="Not covered.")
    return opening.then(*(requirement.because for requirement in requirements))


def _phase_text(phase: Phase, starts_on: date, latest: date) -> Text:
    start, end = dated(starts_on), dated(latest)
    return Text(
        da=f"Fase {phase}: tidligst fra {start.da}, senest {end.da}.",
        en=f"Phase {phase}: from {start.en} at the earliest, by {end.en} at the latest.",
    )


def _last_years(on: date, years: int) -> Stretch:
    return Stretch(add_months(on, -12 * years), on)
