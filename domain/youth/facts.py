"""What a referral says of a young person."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from domain.labels import Label, When
from domain.tasks import Between, Free, Sheet
from domain.text import Text

ReferredBy = Literal[
    "self", "guardian", "school", "youth_guidance_unit", "housing_social_plan", "association", "social_enterprise",
    "youth_club", "staff",
]  # fmt: skip


class YouthFacts(Sheet):
    """No field for origin, religion or language of the home: nothing that finds a job may know them."""

    model_config = ConfigDict(frozen=True)

    born_on: Annotated[date, Between(earliest=date(1990, 1, 1), latest=0), Label(
        Text(da="Fødselsdato", en="Birth date"),
        Text(da="Alderen afgør arbejdstid, samtykke og værge.",
             en="Age decides working time, consent and guardian."))]  # fmt: skip
    finished_ninth: Annotated[bool | None, Label(
        Text(da="Har den unge afsluttet 9. klasse?", en="Has the young person finished year 9?"),
        Text(da="Lad stå tomt, hvis det ikke vides: så gælder reglerne for skoleelever.",
             en="Leave empty if it is not known: the rules for pupils hold then."))] = None  # fmt: skip
    school: Annotated[Free, Field(max_length=120), Label(
        Text(da="Skole eller uddannelse", en="School or education"))] = ""  # fmt: skip
    area: Annotated[Free, Field(max_length=80), Label(
        Text(da="Bydel eller boligområde", en="District or housing area"))] = ""  # fmt: skip
    referred_by: Annotated[ReferredBy, Label(
        Text(da="Hvem henviser?", en="Who refers?"), options={
            "self": Text(da="Den unge selv", en="The young person"),
            "guardian": Text(da="En forælder eller værge", en="A parent or guardian"),
            "school": Text(da="Skolen", en="The school"),
            "youth_guidance_unit": Text(da="Ungdomsvejledningen (UU/KUI)", en="The youth guidance unit"),
            "housing_social_plan": Text(da="En boligsocial helhedsplan", en="A housing social plan"),
            "association": Text(da="En forening", en="An association"),
            "social_enterprise": Text(da="En socialøkonomisk virksomhed", en="A social enterprise"),
            "youth_club": Text(da="En ungdomsklub", en="A youth club"),
            "staff": Text(da="En medarbejder i kommunen", en="Municipal staff")})]  # fmt: skip
    pocket_money_job: Annotated[bool, Label(
        Text(da="Er den unge henvist til et lommepengejob?", en="Is the young person referred to a pocket-money job?"),
        Text(da="Efter indstilling til Ungdomskriminalitetsnævnet eller sigtelse for alvorlig kriminalitet.",
             en="After referral to the youth crime board or suspicion of serious crime."), inside=True)] = False
    pocket_money_talk_on: Annotated[date | None, Between(earliest=date(2024, 1, 1), latest=0), Label(
        Text(da="Samtalen om lommepengejob blev holdt", en="The talk about a pocket-money job was held"),
        Text(da="Tilbuddet skal gives inden 1 måned herefter.", en="The offer is due within 1 month after it."),
        when=When("pocket_money_job", ("true",)), inside=True)] = None  # fmt: skip
    wish: Annotated[Free, Label(
        Text(da="Hvad håber den unge på?", en="What does the young person hope for?"))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.pocket_money_job and self.pocket_money_talk_on is None:
            raise ValueError("talk_date_missing")
        return self
