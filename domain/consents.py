"""Consent to tell a partner of a case: to whom, what, by whom, until when. Withdrawing it ends the telling at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from domain.calendar import add_months
from domain.errors import BadInput
from domain.labels import Label
from domain.parties import age, birthday
from domain.policies import Policies
from domain.tasks import HAPPENED, Between, Decision
from domain.text import Text, dated

Giver = Literal["person", "guardian"]
GIVERS: dict[str, Text] = {
    "person": Text(da="Den unge selv", en="The young person"),
    "guardian": Text(da="En forælder eller værge", en="A parent or guardian"),
}
Scope = Literal["progress", "result", "both"]
SCOPES: dict[str, Text] = {
    "progress": Text(da="Hvor langt forløbet er", en="How far the case has come"),
    "result": Text(da="Hvad det endte med", en="How it ended"),
    "both": Text(da="Hvor langt forløbet er, og hvad det endte med", en="How far it has come, and how it ended"),
}


class Consent(Decision):
    recipient: Annotated[str, Label(
        Text(da="Hvem må få det at vide?", en="Who may be told?"), options_from="partners")]  # fmt: skip
    scope: Annotated[Scope, Label(Text(da="Hvad må de få at vide?", en="What may they be told?"), options=SCOPES)]
    given_by: Annotated[Giver, Label(Text(da="Hvem giver samtykket?", en="Who consents?"), options=GIVERS)]
    given_on: Annotated[date, HAPPENED, Label(Text(da="Givet den", en="Given on"))]
    expires_on: Annotated[date | None, Between(earliest=0), Label(
        Text(da="Gælder til og med", en="Holds until"),
        Text(da="Tomt: så længe det højst kan gælde.", en="Empty: as long as it may hold at most."))] = None


def lasting(consent: Consent, born_on: date, on: date, policies: Policies) -> date:
    """The last day of the consent; raises BadInput where whoever gave it could not, or it would last too long."""
    own = policies.at("consent.own_age", on).as_(int)
    years, row = age(born_on, consent.given_on), policies.at("consent.months", on)
    if years < own and consent.given_by == "person":
        raise BadInput("giver_too_young", Text(
            da=f"Den unge var under {own} år: en forælder eller værge skal give samtykket.",
            en=f"The young person was under {own}: a parent or guardian must consent."))  # fmt: skip
    if age(born_on, on) >= own and consent.given_by == "guardian":
        raise BadInput("giver_not_the_person", Text(
            da=f"Den unge er fyldt {own} år og skal selv give samtykket.",
            en=f"The young person has turned {own} and must consent themselves."))  # fmt: skip
    latest = add_months(consent.given_on, row.as_(int))
    if consent.given_by == "guardian":
        latest = min(latest, birthday(born_on, own) - timedelta(days=1))
    if consent.expires_on and consent.expires_on > latest:
        last = dated(latest)
        raise BadInput("consent_too_long", Text(
            da=f"Samtykket kan højst gælde til {last.da}.", en=f"The consent can hold until {last.en} at most."))
    if latest < on:
        raise BadInput("consent_expired", Text(
            da="Samtykket er så gammelt, at det ikke gælder længere.",
            en="The consent is so old that it does not hold any more."))  # fmt: skip
    return consent.expires_on or latest
