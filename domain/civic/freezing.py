"""From when a campaign begins nothing new: its work and its material alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from domain.civic.facts import CampaignFacts
from domain.dossier import Dossier
from domain.outcomes import CLOSED
from domain.policies import RulesOn
from domain.text import Text, dated


def facts_of(campaign: Dossier) -> CampaignFacts:
    assert isinstance(campaign.facts, CampaignFacts)
    return campaign.facts


def against(campaign: Dossier, on: date, rules: RulesOn) -> Iterator[tuple[str, Text]]:
    """Why nothing may be begun under the campaign that day."""
    freeze = freeze_of(facts_of(campaign), rules)
    if on >= freeze:
        yield "frozen", nothing_new(freeze)
    if campaign.outcome in ("cancelled", *CLOSED):
        yield "cancelled", Text(da="Kampagnen føres ikke.", en="No campaign is run.")


def freeze_of(facts: CampaignFacts, rules: RulesOn) -> date:
    """The first day on which nothing new begins; what was begun before may be written down later."""
    return facts.election_on - timedelta(days=rules.whole("civic.freeze_days"))


def nothing_new(freeze: date) -> Text:
    day = dated(freeze)
    return Text(da=f"Intet nyt begynder fra {day.da}.", en=f"Nothing new begins from {day.en}.")
