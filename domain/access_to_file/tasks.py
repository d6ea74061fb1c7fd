"""The decisions that people take on access to the file."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from domain.access_to_file.facts import HAPPENED
from domain.labels import Label
from domain.roles import Role
from domain.tasks import FREE_TEXT, Decision, Free, Reason, Task
from domain.text import Text

RECEIVED_ON = Label(Text(da="Anmodningen modtaget", en="Request received"))


class AccessDecision(Decision):
    result: Annotated[Literal["full", "partial", "refused", "withdrawn"], Label(
        Text(da="Hvad er afgørelsen?", en="What is decided?"), options={
            "full": Text(da="Fuld aktindsigt", en="Full access"),
            "partial": Text(da="Delvis aktindsigt", en="Partial access"),
            "refused": Text(da="Afslag", en="Refused"),
            "withdrawn": Text(da="Anmodningen er trukket tilbage", en="The request is withdrawn")})]  # fmt: skip
    left_out: Annotated[Free | None, FREE_TEXT, Label(
        Text(da="Hvad undtages?", en="What is left out?"),
        Text(da="Udfyldes ved delvis aktindsigt og afslag.", en="For partial access and refusal."))] = None  # fmt: skip
    reason: Annotated[Reason, Label(
        Text(da="Begrundelse", en="Reasons"),
        Text(da="Mindst 20 tegn. Ved undtagelser: hvilken bestemmelse (forvaltningslovens §§ 12-15 b).",
             en="At least 20 characters. For what is left out: which provision."))]  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.result in ("partial", "refused") and not self.left_out:
            raise ValueError("left_out_missing")
        return self


class DecideAccess(Task[AccessDecision]):
    kind: ClassVar[str] = "access_to_file.decide"
    title: ClassVar[Text] = Text(da="Afgør aktindsigt", en="Decide on access to the file")
    why: ClassVar[Text] = Text(
        da="Der er bedt om at se sagens dokumenter. Svaret skal gives inden 7 arbejdsdage; kan det ikke nås, skal den, "
           "der spørger, vide hvorfor og hvornår. Hent dokumenterne samlet nedenfor.",
        en="Somebody asks to see the documents. The answer is due within 7 working days; if that fails, whoever asks "
           "must know why and when. Fetch the collected documents below.",
    )  # fmt: skip
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "access_to_file.decide"
    counts_from: ClassVar[str | None] = "received_on"
    decision: ClassVar[type[Decision]] = AccessDecision
    appealable: ClassVar[bool] = True
    uses_file: ClassVar[bool] = True
    letter: ClassVar[str | None] = "access_to_file.decision"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Fuld eller delvis", en="Full or partial"), Text(da="dokumenterne udleveres",
                                                                  en="the documents are handed over")),
        (Text(da="Afslag eller trukket tilbage", en="Refused or withdrawn"), Text(da="sagen lukkes",
                                                                                 en="the case closes")),
    ]  # fmt: skip
    received_on: Annotated[date, RECEIVED_ON]


class HandedOver(Decision):
    handed_on: Annotated[date, HAPPENED, Label(Text(da="Udleveret den", en="Handed over on"))]
    way: Annotated[Literal["digital_post", "letter", "in_person"], Label(
        Text(da="Hvordan?", en="How?"), options={
            "digital_post": Text(da="Digital Post", en="Digital Post"), "letter": Text(da="Brev", en="Letter"),
            "in_person": Text(da="Personligt", en="In person")})]  # fmt: skip
    others_are_hidden: Annotated[Literal["yes"], Label(
        Text(da="Er oplysninger om andre undtaget?", en="Is what concerns others left out?"),
        Text(da="Sagens dokumenter skjuler andres CPR-numre af sig selv, men fritekst skal læses igennem.",
             en="The documents hide CPR numbers of others by themselves, but free text must be read through."),
        options={"yes": Text(da="Ja, jeg har læst det igennem", en="Yes, I have read it through")})]  # fmt: skip
    reference: Annotated[Free, Field(min_length=3, max_length=80), Label(
        Text(da="Reference", en="Reference"), Text(da="Journalnummer eller kvittering.",
                                                   en="A file number or receipt."))]  # fmt: skip


class HandOver(Task[HandedOver]):
    kind: ClassVar[str] = "access_to_file.hand_over"
    title: ClassVar[Text] = Text(da="Udlevér dokumenterne", en="Hand over the documents")
    why: ClassVar[Text] = Text(
        da="Der er givet aktindsigt. Hent dokumenterne samlet nedenfor, undtag det afgjorte, og udlevér resten.",
        en="Access is given. Fetch the collected documents below, leave out what was decided.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "access_to_file.decide"
    counts_from: ClassVar[str | None] = "received_on"
    decision: ClassVar[type[Decision]] = HandedOver
    uses_file: ClassVar[bool] = True
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Udleveret", en="Handed over"), Text(da="sagen lukkes", en="the case closes")),
    ]
    received_on: Annotated[date, RECEIVED_ON]


KINDS: tuple[type[Task[Any]], ...] = (DecideAccess, HandOver)
