"""A match held against what the employer offers, and what must be asked of the employer before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from domain.parties import age
from domain.policies import policies
from domain.tasks import Wrong
from domain.text import Text
from domain.youth.facts import YouthFacts

ASK_OF_DANGER = Text(da="Spørg arbejdsgiveren: under 18 år må man ikke have farligt arbejde",
                     en="Ask the employer: nobody under 18 may do dangerous work")  # fmt: skip


class Offered(Protocol):
    """What a vacancy says of whom it is for."""

    age_from: int | None
    age_to: int | None


def against_the_offer(offered: Offered, starts_on: date | None, facts: Any) -> Iterator[Wrong]:
    """An age that the employer does not take."""
    if not isinstance(facts, YouthFacts) or starts_on is None:
        return
    years = age(facts.born_on, starts_on)
    if not (offered.age_from or years) <= years <= (offered.age_to or years):
        taken = _ages(offered)
        yield ("vacancy",), "outside_ages", Text(
            da=f"Arbejdspladsen tager unge på {taken.da}; den unge er {years} år den første arbejdsdag. Ret pladsens "
               "oplysninger, hvis arbejdsgiveren siger ja",
            en=f"The employer takes {taken.en}; the young person is {years} on the first day of work. Correct the "
               "facts of the vacancy if the employer agrees")  # fmt: skip


def is_below(rule: str, on: date | None, known: Mapping[str, Any]) -> bool:
    """Whether the young person is below the age of the rule on that day."""
    facts, law = known.get("facts"), known.get("policies") or policies()
    return isinstance(facts, YouthFacts) and on is not None and age(facts.born_on, on) < law.at(rule, on).as_(int)


def _ages(offered: Offered) -> Text:
    lowest, highest = offered.age_from, offered.age_to
    if lowest and highest:
        return Text(da=f"{lowest}-{highest} år", en=f"ages {lowest}-{highest}")
    if lowest:
        return Text(da=f"mindst {lowest} år", en=f"ages from {lowest}")
    return Text(da=f"højst {highest} år", en=f"ages up to {highest}")
