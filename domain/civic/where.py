"""Where a campaign goes: the districts of the earlier election, the lowest turnout first, and those chosen of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.areas import percent, same
from domain.civic.answered import Answered, rows
from domain.civic.facts import CampaignFacts
from domain.dossier import Dossier, PollingPlace
from domain.programmes import Offered
from domain.text import Text

CHOICE = "civic.areas"
DISTRICTS, AREAS = "districts", "areas"
"""What fields may choose from: where there is turnout, and where the campaign is run."""


def chosen(done: Iterable[Answered]) -> list[dict[str, Any]]:
    """The areas of the last choice among these decisions, whole."""
    last = [one for one in done if one.kind == CHOICE][-1:]
    return [row for one in last if one.answer["result"] == "chosen" for row in rows(one, "areas")]


def chosen_areas(case: Dossier) -> list[str]:
    """By the last choice that stands."""
    return [row["area"] for row in chosen(case.done(CHOICE))]


def languages_of(case: Dossier) -> dict[str, str]:
    """By what tells the chosen areas apart."""
    return {same(row["area"]): row.get("languages", "") for row in chosen(case.done(CHOICE))}


def areas(case: Dossier) -> Offered:
    return [(name, name) for name in chosen_areas(case)]


def districts(case: Dossier) -> Offered:
    """Each by its lowest polling place."""
    assert isinstance(case.facts, CampaignFacts)
    places = sorted(case.turnout(case.facts.compares_with), key=lambda one: (one.hundredths, one.place))
    lowest: dict[str, PollingPlace] = {}
    for one in places:
        lowest.setdefault(same(one.area), one)
    return [(one.area, _said(one)) for one in lowest.values()]


def _said(one: PollingPlace) -> Text:
    share = percent(one.hundredths)
    return Text(da=f"{one.area} ({one.place}: {share.da})", en=f"{one.area} ({one.place}: {share.en})")
