"""What a campaign is about: an election, and the earlier one whose turnout says where to go. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, ValidationInfo, model_validator

from domain.calendar import at_local
from domain.labels import Label
from domain.policies import RulesOn
from domain.tasks import Between, Free, Sheet, Wrong, refuse
from domain.text import Text

Election = Literal["municipal", "general", "european", "referendum"]
ELECTIONS: dict[str, Text] = {
    "municipal": Text(da="Kommunal- og regionsvalg", en="Municipal and regional election"),
    "general": Text(da="Folketingsvalg", en="General election"),
    "european": Text(da="Europa-Parlamentsvalg", en="European election"),
    "referendum": Text(da="Folkeafstemning", en="Referendum"),
}  # fmt: skip
AUDIENCES: dict[str, Text] = {
    "under_30": Text(da="Unge under 30", en="Young people under 30"),
    "first_time": Text(da="Førstegangsvælgere", en="First-time voters"),
    "everyone": Text(da="Alle vælgere i områderne", en="All voters of the areas"),
}  # fmt: skip


class CampaignFacts(Sheet):
    """Audiences by area and age alone: there is no field for anybody's origin, religion or party."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[Free, Field(min_length=3, max_length=120), Label(Text(da="Kampagnens navn", en="Campaign"))]
    election: Annotated[Election, Label(Text(da="Hvilket valg?", en="Which election?"), options=dict(ELECTIONS))]
    election_on: Annotated[date, Between(earliest=date(2025, 1, 1), latest=1500), Label(
        Text(da="Valgdag", en="Election day"), Text(da="Alle milepæle regnes tilbage fra valgdagen.",
                                                    en="All milestones are counted back from it."))]  # fmt: skip
    compares_with: Annotated[date, Between(earliest=date(2000, 1, 1), latest=0), Label(
        Text(da="Områder vælges efter valget den", en="Areas are chosen by the election of"),
        Text(da="Valgdeltagelsen pr. valgsted fra det valg skal være læst ind.",
             en="Its turnout by polling place must have been read in."))]  # fmt: skip
    audience: Annotated[Literal["under_30", "first_time", "everyone"], Label(
        Text(da="Særligt fokus", en="Special focus"), options=dict(AUDIENCES))] = "everyone"  # fmt: skip

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        refuse([*self._compares(), *self._is_over(info.context or {})], type(self).__name__)
        return self

    def closes_at(self, rules: RulesOn) -> datetime:
        """When the polls do."""
        return at_local(self.election_on, rules("civic.polls_close").as_(time))

    def _compares(self) -> Iterator[Wrong]:
        if self.compares_with >= self.election_on:
            yield ("compares_with",), "compares_with_later", Text(
                da="Skal være et tidligere valg end kampagnens", en="Must be an earlier election than the campaign's")

    def _is_over(self, known: Mapping[str, Any]) -> Iterator[Wrong]:
        """A campaign that has come to its election day has run: the day may still be put right."""
        stands: CampaignFacts | None = known.get("corrects")
        if "now" not in known:
            return
        has_run = stands is not None and stands.election_on <= known["today"]
        if self.closes_at(RulesOn(known["policies"], known["today"])) <= known["now"] and not has_run:
            yield ("election_on",), "election_over", Text(
                da="Valget er holdt: en kampagne føres før et valg",
                en="That election is over: a campaign comes before one")
