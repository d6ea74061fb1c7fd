"""From when a campaign begins nothing new: its work and its material alike."""

from __future__ import annotations

from datetime import date, timedelta

from domain.civic.facts import CampaignFacts
from domain.policies import RulesOn
from domain.text import Text, dated


def freeze_of(facts: CampaignFacts, rules: RulesOn) -> date:
    """The first day on which nothing new begins; what was begun before may be written down later."""
    return facts.election_on - timedelta(days=rules.whole("civic.freeze_days"))


def nothing_new(freeze: date) -> Text:
    day = dated(freeze)
    return Text(da=f"Intet nyt begynder fra {day.da}.", en=f"Nothing new begins from {day.en}.")
