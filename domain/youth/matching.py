"""A young person who seeks and a vacancy, as far as a match may look at them; and what rules a match out.

No field for origin, religion or language: what finds a job cannot know them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.companies import Sector
from domain.parties import age
from domain.policies import Policies
from domain.text import Text, amount, dated, joined
from domain.youth.contract import Contract, WeeklyShift
from domain.youth.industries import ALONE, Industry
from domain.youth.lawful import FROM_15, born, latest_birth, telling_findings
from domain.youth.outreach import SOUGHT, TRAINS, Sought
from domain.youth.school_weeks import knows


@dataclass(frozen=True)
class Seeker:
    """`hours`: possible a week. `wishes`: industries, the most important first. Empty `area`: not known."""

    id: str
    born_on: date
    finished_ninth: bool | None
    seeks: Sought
    hours: Decimal
    wishes: tuple[Industry, ...] = ()
    area: str = ""


@dataclass(frozen=True)
class Vacancy:
    """`ages_from`, `ages_to`: whom the employer takes, by the age on the first day; `places`: those still free."""

    id: str
    offers: Sought
    industry: Industry
    sector: Sector
    week: tuple[WeeklyShift, ...]
    starts_on: date
    ends_on: date | None = None
    ages_from: int = 13
    ages_to: int = 24
    area: str = ""
    places: int = 1
    dangerous: bool | None = None
    """None: nobody has said."""


class Offer:
    """A vacancy on a day: what is worked out of it once for every young person."""

    def __init__(self, vacancy: Vacancy, policies: Policies, on: date) -> None:
        self.vacancy, self.policies = vacancy, policies
        first = max(vacancy.starts_on, on)
        self.is_open = vacancy.places > 0 and (vacancy.ends_on is None or vacancy.ends_on >= first)
        self.contract = Contract(
            vacancy.week,
            first,
            vacancy.ends_on,
            vacancy.industry,
            dangerous=bool(vacancy.dangerous) and vacancy.offers not in TRAINS,
        )
        self.hours = sum((one.hours for one in vacancy.week), Decimal(0))
        self.oldest, self.youngest = born(first, vacancy.ages_to + 1), born(first, vacancy.ages_from)
        last = self.contract.last if self.is_open else first
        self.adult = policies.at("youth.adult_age", first).as_(int)
        self.turns = {years: (born(first, years), born(last, years)) for years in (FROM_15, self.adult)}
        self.leaves_alone_open = vacancy.industry in ALONE and any(one.alone is None for one in vacancy.week)
        self.weeks_are_known = knows(first, last, first, policies)
        self._lawful: dict[bool, date | None] = {}

    def turns_within(self, seeker: Seeker, years: int) -> bool:
        """Whether that birthday lies after the first day and not after the last."""
        first, last = self.turns[years]
        return first < seeker.born_on <= last

    def is_young(self, seeker: Seeker) -> bool:
        """Whether the rules on young people's work hold on the first day."""
        return seeker.born_on > self.turns[self.adult][0]

    def suits(self, seeker: Seeker) -> bool:
        """Whether nothing rules the match out; as quick as a pool of many thousand pairs needs."""
        return (self.is_open and seeker.seeks == self.vacancy.offers and seeker.hours >= self.hours > 0
                and self.oldest < seeker.born_on <= self.youngest and self._is_lawful_for(seeker))  # fmt: skip

    def _is_lawful_for(self, seeker: Seeker) -> bool:
        finished = bool(seeker.finished_ninth)
        if finished not in self._lawful:
            self._lawful[finished] = latest_birth(self.contract, finished, self.policies)
        latest = self._lawful[finished]
        return latest is not None and seeker.born_on <= latest

    def obstacles(self, seeker: Seeker) -> list[Text]:
        """What rules the match out, in words; nothing where it suits."""
        if not self.is_open:
            return [Text(da="Der er ingen ledig plads, eller ansættelsen er slut.",
                         en="There is no place free, or the employment is over.")]  # fmt: skip
        return [*self._against_the_wish(seeker), *self._against_the_law(seeker)]

    def _against_the_wish(self, seeker: Seeker) -> Iterator[Text]:
        vacancy, first = self.vacancy, self.contract.starts_on
        sought, offered = SOUGHT[seeker.seeks], SOUGHT[vacancy.offers]
        if seeker.seeks != vacancy.offers:
            yield Text(da=f"Den unge søger {sought.da.lower()}; her tilbydes {offered.da.lower()}.",
                       en=f"Sought: {sought.en.lower()}; offered: {offered.en.lower()}.")  # fmt: skip
        if not self.oldest < seeker.born_on <= self.youngest:
            years, when = age(seeker.born_on, first), dated(first)
            yield Text(da=f"Arbejdspladsen tager unge på {vacancy.ages_from}-{vacancy.ages_to} år; den unge er {years} "
                          f"år den {when.da}.",
                       en=f"The employer takes ages {vacancy.ages_from}-{vacancy.ages_to}; the young person is {years} "
                          f"on {when.en}.")  # fmt: skip
        if not self.hours:
            yield Text(da="Arbejdstiden er ikke oplyst.", en="The working time is not known.")
        if self.hours > seeker.hours:
            week, can = amount(self.hours), amount(seeker.hours)
            yield Text(da=f"Ugen er på {week.da} timer; den unge kan {can.da}.",
                       en=f"The week has {week.en} hours; the young person can work {can.en}.")  # fmt: skip

    def _against_the_law(self, seeker: Seeker) -> Iterator[Text]:
        if self._is_lawful_for(seeker):
            return
        for one in telling_findings(self.contract, seeker.born_on, seeker.finished_ninth, self.policies):
            shift = self.vacancy.week[one.line].says
            yield joined([shift, one.violation.message], ": ")
