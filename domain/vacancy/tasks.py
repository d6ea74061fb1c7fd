"""The decisions of a vacancy: contact with the employer, whether it still stands, an unlawful demand."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import ValidationInfo, model_validator

from domain.labels import Label, When
from domain.roles import Role
from domain.tasks import HAPPENED, Between, Decision, Free, Reason, Task, refuse
from domain.text import Text
from domain.youth.outreach import NOTE


class Channel(StrEnum):
    phone = "phone"
    mail = "mail"
    visit = "visit"
    event = "event"
    employer = "employer"


CHANNELS: dict[str, Text] = {
    "phone": Text(da="Telefon", en="Phone"), "mail": Text(da="E-mail eller brev", en="E-mail or letter"),
    "visit": Text(da="Besøg", en="Visit"), "event": Text(da="Messe eller møde", en="Fair or meeting"),
    "employer": Text(da="Arbejdsgiveren henvendte sig", en="The employer got in touch"),
}  # fmt: skip
UNLAWFUL = Text(
    da="Stiller arbejdsgiveren krav om etnicitet, tro eller lignende?",
    en="Does the employer demand anything of ethnicity, belief or the like?",
)
REFUSED = Text(
    da="Kravet efterkommes aldrig: teamlederen får det samme dag, og ingen får tilbudt pladsen imens.",
    en="Such a demand is never met: the supervisor gets it the same day, and nobody is offered the place meanwhile.",
)
BLOCKS = (Text(da="Et krav om etnicitet, tro eller lignende", en="A demand of ethnicity, belief or the like"),
          Text(da="pladsen spærres, og teamlederen får opgaven samme dag",
               en="the vacancy is blocked, and the supervisor has it the same day"))  # fmt: skip


class Contact(Decision):
    """One contact with the employer: an entry of the contact log."""

    talked_on: Annotated[date, HAPPENED, Label(Text(da="Hvornår?", en="When?"))]
    channel: Annotated[Channel, Label(Text(da="Hvordan?", en="How?"), options=dict(CHANNELS))]
    demand: Annotated[bool, Label(UNLAWFUL, REFUSED)]
    demanded: Annotated[Free, Label(
        Text(da="Hvad kræver arbejdsgiveren?", en="What does the employer demand?"),
        Text(da="Med arbejdsgiverens egne ord. Bliver på sagen.", en="In the employer's words. Stays on the case."),
        when=When("demand", ("true",)))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _says_what(self, info: ValidationInfo) -> Self:
        if "today" in (info.context or {}) and self.demand and not self.demanded:
            refuse([(("demanded",), "missing", Text(da="Skriv, hvad arbejdsgiveren kræver",
                                                    en="Write what the employer demands"))], type(self).__name__)
        return self


class Approach(Contact):
    result: Annotated[Literal["offers", "call_again", "no"], Label(
        Text(da="Hvad kom der ud af det?", en="What came of it?"), options={
            "offers": Text(da="Arbejdsgiveren tilbyder pladsen", en="The employer offers the place"),
            "call_again": Text(da="Kontakt igen senere", en="Get in touch again later"),
            "no": Text(da="Ingen plads", en="No place")})]  # fmt: skip
    call_on: Annotated[date | None, Between(earliest=0, latest=366), Label(
        Text(da="Kontakt igen den", en="Get in touch again on"),
        when=When("result", ("call_again",), needed=False))] = None  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Reason"))] = ""


class ApproachEmployer(Task[Approach]):
    kind: ClassVar[str] = "vacancy.approach"
    title: ClassVar[Text] = Text(da="Kontakt arbejdsgiveren", en="Approach the employer")
    why: ClassVar[Text] = Text(
        da="Der skal findes job og pladser til unge. Skriv hver kontakt, og ret sagens oplysninger til "
        "det, der aftales.",
        en="Jobs and places are sought for young people. Write each contact, and correct the facts to what is agreed.",
    )
    role: ClassVar[Role] = Role.company_consultant
    deadline: ClassVar[str] = "vacancy.approach"
    decision: ClassVar[type[Decision]] = Approach
    rule: ClassVar[str | None] = "vacancy.offer"
    guard: ClassVar[str | None] = "vacancy.offer"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Tilbyder pladsen", en="Offers the place"),
         Text(da="unge kan foreslås til den", en="young people can be proposed for it")),
        (Text(da="Kontakt igen", en="Again later"), Text(da="en ny kontakt", en="another contact")),
        (Text(da="Ingen plads", en="No place"), Text(da="sagen lukkes", en="the case closes")), BLOCKS,
    ]  # fmt: skip

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return isinstance(decision, Approach) and decision.result == "offers"


class Confirmed(Contact):
    result: Annotated[Literal["stands", "changed", "filled", "withdrawn"], Label(
        Text(da="Står pladsen stadig åben?", en="Is the place still open?"), options={
            "stands": Text(da="Ja, uændret", en="Yes, unchanged"),
            "changed": Text(da="Ja, men ændret: ret sagens oplysninger", en="Yes, but changed: correct the facts"),
            "filled": Text(da="Nej, arbejdsgiveren har selv besat den", en="No, the employer has filled it"),
            "withdrawn": Text(da="Nej, arbejdsgiveren trækker den tilbage",
                              en="No, the employer withdraws it")})]  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Reason"))] = ""


class ConfirmVacancy(Task[Confirmed]):
    kind: ClassVar[str] = "vacancy.confirm"
    title: ClassVar[Text] = Text(da="Spørg, om pladsen stadig er åben", en="Ask whether the place is still open")
    why: ClassVar[Text] = Text(
        da="Unge må ikke foreslås til pladser, der er væk. Svar også her, når arbejdsgiveren selv melder noget.",
        en="Nobody is to be proposed for a place that is gone. Answer here too when the employer sends word.",
    )
    role: ClassVar[Role] = Role.company_consultant
    deadline: ClassVar[str] = "vacancy.confirm"
    counts_from: ClassVar[str | None] = "talked_on"
    decision: ClassVar[type[Decision]] = Confirmed
    rule: ClassVar[str | None] = "vacancy.standing"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="pladsen står åben, og der spørges igen senere",
                                       en="it stays open and is asked for again later")),
        (Text(da="Nej", en="No"), Text(da="sagen lukkes", en="the case closes")), BLOCKS,
    ]  # fmt: skip
    talked_on: Annotated[date, Label(Text(da="Sidst talt med arbejdsgiveren", en="Last talked with the employer"))]


class Demand(Decision):
    result: Annotated[Literal["taken_back", "stands"], Label(
        Text(da="Hvad sagde arbejdsgiveren til, at kravet er ulovligt?", en="What did the employer say?"), options={
            "taken_back": Text(da="Kravet er trukket tilbage", en="The demand is taken back"),
            "stands": Text(da="Kravet fastholdes: samarbejdet om pladsen slutter",
                           en="The demand stands: the vacancy ends")})]  # fmt: skip
    note: Annotated[Reason, NOTE]


class AnswerDemand(Task[Demand]):
    kind: ClassVar[str] = "vacancy.demand"
    title: ClassVar[Text] = Text(da="Ulovligt krav fra en arbejdsgiver: afvis det",
                                 en="An employer's unlawful demand: refuse it")  # fmt: skip
    why: ClassVar[Text] = Text(
        da="Arbejdsgiveren har stillet krav om etnicitet, tro eller lignende. Ingen får tilbudt pladsen, før det er "
        "skrevet ned, at kravet er trukket tilbage.",
        en="The employer has made a demand of ethnicity, belief or the like. Nobody is offered the place until it is "
        "written down that the demand was taken back.",
    )
    role: ClassVar[Role] = Role.supervisor
    deadline: ClassVar[str] = "vacancy.demand"
    decision: ClassVar[type[Decision]] = Demand
    rule: ClassVar[str | None] = "vacancy.demand"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Trukket tilbage", en="Taken back"), Text(da="sagen går videre, hvor den var",
                                                           en="the case goes on where it was")),
        (Text(da="Fastholdt", en="It stands"), Text(da="sagen lukkes", en="the case closes")),
    ]  # fmt: skip


KINDS: tuple[type[Task[Any]], ...] = (ApproachEmployer, ConfirmVacancy, AnswerDemand)
