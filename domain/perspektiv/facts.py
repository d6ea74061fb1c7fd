"""What a lead says of a spouse-supported citizen: no more than it takes to reach them safely."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, ValidationInfo, model_validator

from domain.labels import Label, When
from domain.perspektiv.contact import SAFE_WAYS, SafeWay
from domain.tasks import Free, Sheet, refuse
from domain.text import Text

LeadFrom = Literal["self", "language_centre", "school", "health_visitor", "association", "housing_social_plan", "staff"]
FROM: dict[str, Text] = {
    "self": Text(da="Borgeren selv", en="The citizen"),
    "language_centre": Text(da="Et sprogcenter", en="A language centre"),
    "school": Text(da="En skole eller institution", en="A school or day care"),
    "health_visitor": Text(da="En sundhedsplejerske", en="A health visitor"),
    "association": Text(da="En forening", en="An association"),
    "housing_social_plan": Text(da="En boligsocial helhedsplan", en="A housing social plan"),
    "staff": Text(da="En medarbejder i kommunen", en="Municipal staff"),
}  # fmt: skip


class PerspektivFacts(Sheet):
    """No field for origin, religion or the spouse: none of them is needed to offer anything."""

    model_config = ConfigDict(frozen=True)

    lead_from: Annotated[LeadFrom, Label(Text(da="Hvem gav os kontakten?", en="Who gave us the lead?"),
                                         options=dict(FROM))]  # fmt: skip
    agreed: Annotated[bool | None, Label(
        Text(da="Har borgeren sagt ja til, at I tager kontakt?", en="Has the citizen agreed that you make contact?"),
        Text(da="En anden må kun give oplysningen videre med borgerens samtykke.",
             en="Somebody else may pass it on only with the citizen's consent."),
        when=When("lead_from", tuple(name for name in FROM if name != "self")))] = None  # fmt: skip
    safe_way: Annotated[SafeWay, Label(
        Text(da="Hvordan kan borgeren nås sikkert?", en="How can the citizen be reached safely?"),
        Text(da="Kontakt går aldrig gennem ægtefælle eller børn, og der sendes ikke brev.",
             en="Contact never goes through the spouse or the children, and no letter is sent."),
        options=dict(SAFE_WAYS))]  # fmt: skip
    safe_when: Annotated[Free, Field(max_length=400), Label(
        Text(da="Hvornår og hvordan er det sikkert?", en="When and how is it safe?"),
        Text(da="Også hvem der må spørges efter.", en="Also who may be asked for."))] = ""  # fmt: skip
    needs_interpreter: Annotated[bool, Label(
        Text(da="Er der brug for tolk?", en="Is an interpreter needed?"),
        Text(da="Svares der ikke, regnes der med en tolk.", en="Without an answer one is counted on."))] = True
    area: Annotated[Free, Field(max_length=80), Label(
        Text(da="Bydel eller boligområde", en="District or housing area"))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if self.lead_from != "self" and self.agreed is None:
            raise ValueError("agreement_missing")
        if "today" in (info.context or {}) and self.lead_from == "self" and self.safe_way is SafeWay.referrer:
            refuse([(("safe_way",), "nobody_between", Text(
                da="Borgeren er selv kommet til jer, så der er ingen at gå igennem: vælg en anden vej",
                en="The citizen came to you alone, so there is nobody to go through: choose another way"))],
                type(self).__name__)  # fmt: skip
        return self
