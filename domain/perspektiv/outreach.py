"""The decisions from a lead to the first talk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import ValidationInfo, model_validator

from domain.dossier import Dossier
from domain.labels import Label, When
from domain.perspektiv.contact import SAFE_WAYS, SafeWay
from domain.perspektiv.order import NOT_HELD, refuse_before
from domain.perspektiv.safety import is_still_unsafe, safe_ways
from domain.receiving import Received
from domain.roles import Role
from domain.tasks import HAPPENED, Decision, Free, Reason, Task, refuse
from domain.text import Text

NOTE = Label(Text(da="Notat", en="Note"), Text(da="Mindst 20 tegn. Bliver på sagen.",
                                             en="At least 20 characters. Stays on the case."))  # fmt: skip
VOLUNTARY = Text(da="sagen lukkes; tilbuddet er frivilligt, og døren står åben",
                 en="the case closes; the offer is voluntary, and the door stays open")  # fmt: skip


class LeadReceived(Received):
    reasons: ClassVar[tuple[str, ...]] = ("redirect", "outside")
    result: Annotated[Literal["new", "same", "redirect", "outside", "declines"], Label(
        Text(da="Hvad skal der ske?", en="What is to be done?"), options={
            "new": Text(da="Ny borger: tag kontakt", en="A new citizen: make contact"),
            "same": Text(da="Borgeren har allerede en sag: saml dem", en="There is a case already: join them"),
            "redirect": Text(da="Får selv en ydelse: hører til et andet tilbud",
                             en="Receives a benefit: belongs to another offer"),
            "outside": Text(da="Uden for målgruppen", en="Outside the target group"),
            "declines": Text(da="Borgeren vil ikke kontaktes alligevel",
                             en="The citizen does not want to be contacted after all")})]  # fmt: skip
    same_as: Annotated[str | None, Label(
        Text(da="Hvilken sag er det?", en="Which case is it?"),
        Text(da="Åbne sager om borgere med samme navn.", en="Open cases of citizens of the same name."),
        options_from="alike", when=When("result", ("same",)))] = None  # fmt: skip
    note: Annotated[Free, Label(
        Text(da="Notat", en="Note"), Text(da="Udfyldes, når borgeren ikke kontaktes.",
                                          en="When no contact is made."))] = ""  # fmt: skip


class ReceiveLead(Task[LeadReceived]):
    kind: ClassVar[str] = "perspektiv.receive"
    title: ClassVar[Text] = Text(da="Modtag kontakten", en="Receive the lead")
    why: ClassVar[Text] = Text(
        da="Nogen har fortalt om en borger, der forsørges af sin ægtefælle. Se, om borgeren allerede har en sag, og om "
        "samtykket er på plads, før nogen tager kontakt.",
        en="Somebody has told of a citizen who is supported by their spouse. See whether there is a case already, and "
        "whether the consent is there, before contact is made.",
    )
    role: ClassVar[Role] = Role.outreach_worker
    deadline: ClassVar[str] = "perspektiv.receive"
    shows_facts: ClassVar[bool] = True
    decision: ClassVar[type[Decision]] = LeadReceived
    rule: ClassVar[str | None] = "perspektiv.path"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ny borger", en="A new citizen"), Text(da="der tages kontakt", en="contact is made")),
        (Text(da="Har allerede en sag", en="There is a case already"),
         Text(da="sagerne samles, og denne lukkes", en="the cases are joined, this one closes")),
        (Text(da="Vil ikke kontaktes", en="Does not want to be contacted"), VOLUNTARY),
        (Text(da="Ellers", en="Otherwise"), Text(da="sagen lukkes", en="the case closes")),
    ]  # fmt: skip


class Attempt(Decision):
    tried_on: Annotated[date, HAPPENED, Label(Text(da="Hvornår?", en="When?"))]
    way: Annotated[SafeWay, Label(
        Text(da="Hvordan?", en="How?"),
        Text(da="Kun den vej, der er aftalt som sikker, eller gennem den, der gav os kontakten.",
             en="Only the way agreed as safe, or through whoever gave us the lead."), options=dict(SAFE_WAYS))]
    result: Annotated[Literal["reached", "not_reached", "unsafe", "declines"], Label(
        Text(da="Hvad kom der ud af det?", en="What came of it?"), options={
            "reached": Text(da="Kontakt: der er aftalt en samtale", en="Contact: a talk is agreed"),
            "not_reached": Text(da="Ingen kontakt", en="No contact"),
            "unsafe": Text(da="Vejen var ikke sikker: fx svarede en anden",
                           en="The way was not safe: e.g. somebody else answered"),
            "declines": Text(da="Borgeren siger nej tak", en="The citizen declines")})]  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Note"))] = ""

    @model_validator(mode="after")
    def _only_safely(self, info: ValidationInfo) -> Self:
        if info.context is not None and self.way not in self._safe(info.context):
            raise ValueError("way_unsafe")
        refuse_before("tried_on", self.tried_on, info, type(self).__name__)
        return self


    def _safe(self, known: Mapping[str, Any]) -> set[str]:
        """As the case has it now. What was not safe is told even after the way was corrected for that reason."""
        asked = set(known.get("task", {}).get("safe", SafeWay))
        now = set(safe_ways(known["case"])) if "case" in known else asked
        return asked | now if self.result == "unsafe" else now


class ReachCitizen(Task[Attempt]):
    kind: ClassVar[str] = "perspektiv.reach"
    title: ClassVar[Text] = Text(da="Tag kontakt ad en sikker vej", en="Make contact by a safe way")
    why: ClassVar[Text] = Text(
        da="Skriv hvert forsøg. Kontakt går aldrig gennem ægtefælle eller børn; var vejen ikke sikker, stopper "
        "forsøgene, til der er fundet en anden.",
        en="Write each attempt. Contact never goes through the spouse or the children; was the way not safe, the "
        "attempts stop until another is found.",
    )
    role: ClassVar[Role] = Role.outreach_worker
    deadline: ClassVar[str] = "perspektiv.reach"
    shows_facts: ClassVar[bool] = True
    decision: ClassVar[type[Decision]] = Attempt
    rule: ClassVar[str | None] = "perspektiv.path"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Kontakt", en="Contact"), Text(da="den første samtale holdes", en="the first talk is held")),
        (Text(da="Ingen kontakt", en="No contact"),
         Text(da="der prøves igen; til sidst beslutter teamlederen", en="another attempt; in the end the supervisor")),
        (Text(da="Ikke sikker", en="Not safe"), Text(da="teamlederen beslutter, hvad der skal ske",
                                                     en="the supervisor decides what happens")),
        (Text(da="Nej tak", en="Declines"), VOLUNTARY),
    ]  # fmt: skip
    safe: Annotated[tuple[SafeWay, ...], Label(
        Text(da="Sikre veje, da opgaven kom", en="Safe ways, when the task came"), options=dict(SAFE_WAYS))]
    attempt: Annotated[int, Label(Text(da="Forsøg nr.", en="Attempt no."))]
    most: Annotated[int, Label(Text(da="Forsøg i alt", en="Attempts in all"))]


class Unreached(Decision):
    result: Annotated[Literal["try_on", "give_up"], Label(
        Text(da="Hvad nu?", en="What now?"), options={
            "try_on": Text(da="Prøv igen", en="Try again"),
            "give_up": Text(da="Luk sagen, døren står åben", en="Close the case, the door stays open")})]  # fmt: skip
    note: Annotated[Reason, NOTE]

    @model_validator(mode="after")
    def _by_another_way(self, info: ValidationInfo) -> Self:
        """A way that was not safe is not tried again as it stands on the case."""
        case: Dossier | None = (info.context or {}).get("case")
        if case is not None and self.result == "try_on" and is_still_unsafe(case):
            refuse([(("result",), "way_still_unsafe", Text(
                da="Vejen var ikke sikker: ret først på sagen, hvordan eller hvornår borgeren kan nås sikkert, eller "
                   "nummeret i borgerens oplysninger. En anden rettelse er ikke nok",
                en="The way was not safe: first correct on the case how or when the citizen can be reached safely, or "
                   "the number in the citizen's details. Another correction is not enough",
            ))], type(self).__name__)  # fmt: skip
        return self


WHY_UNREACHED: dict[str, Text] = {
    "attempts": Text(da="Så mange forsøg, som der gøres, gav ikke kontakt",
                     en="As many attempts as are made gave no contact"),
    "time": Text(da="Tiden til forsøg er gået", en="The time for attempts is over"),
    "unsafe": Text(da="Vejen var ikke sikker: find først en anden, og ret den på sagen",
                   en="The way was not safe: find another first, and correct it on the case"),
}  # fmt: skip


class DecideUnreached(Task[Unreached]):
    kind: ClassVar[str] = "perspektiv.unreached"
    title: ClassVar[Text] = Text(da="Ingen sikker kontakt: beslut, hvad der skal ske",
                                 en="No safe contact: decide what happens")  # fmt: skip
    why: ClassVar[Text] = Text(
        da="Borgeren er ikke nået. Indsatsen er frivillig: også efter en lukket sag kan borgeren altid få en ny.",
        en="The citizen was not reached. The effort is voluntary: after a case is closed the citizen can always get a "
        "new one.",
    )
    role: ClassVar[Role] = Role.supervisor
    deadline: ClassVar[str] = "perspektiv.unreached"
    shows_facts: ClassVar[bool] = True
    decision: ClassVar[type[Decision]] = Unreached
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Prøv igen", en="Try again"), Text(da="nye forsøg ad en sikker vej", en="new attempts, safely")),
        (Text(da="Luk", en="Close"), VOLUNTARY),
    ]
    because: Annotated[Literal["attempts", "time", "unsafe"], Label(
        Text(da="Hvorfor nu?", en="Why now?"), options=dict(WHY_UNREACHED))]  # fmt: skip


class FirstTalk(Decision):
    held_on: Annotated[date, HAPPENED, Label(
        Text(da="Samtalens dato", en="Date of the talk"),
        Text(da="Blev den ikke holdt: den dag, den var aftalt til, eller afbuddet kom.",
             en="Was it not held: the day it was agreed for, or was called off."))]  # fmt: skip
    result: Annotated[Literal["goes_on", "redirect", "declines", "not_held"], Label(
        Text(da="Hvad vil borgeren?", en="What does the citizen want?"), options={
            "goes_on": Text(da="Have hjælp: lav en plan sammen", en="Have help: make a plan together"),
            "redirect": Text(da="Har ret til et andet tilbud: henvis dertil",
                             en="Is entitled to another offer: refer there"),
            "declines": Text(da="Siger nej tak", en="Declines"),
            NOT_HELD: Text(da="Samtalen blev ikke holdt", en="The talk was not held")})]  # fmt: skip
    told_voluntary: Annotated[Literal["yes"] | None, Label(
        Text(da="Er det sagt, at tilbuddet er frivilligt og intet koster at sige nej til?",
             en="Was it said that the offer is voluntary and that declining costs nothing?"),
        options={"yes": Text(da="Ja", en="Yes")},
        when=When("result", ("goes_on", "redirect", "declines")))] = None  # fmt: skip
    entitled: Annotated[bool | None, Label(
        Text(da="Er opholdsgrundlag og ret til tilbud set?", en="Are residence and the right to offers seen?"),
        when=When("result", ("goes_on",)))] = None  # fmt: skip
    note: Annotated[Reason, NOTE]

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if self.result != NOT_HELD and self.told_voluntary is None:
            refuse([(("told_voluntary",), "voluntary_missing", Text(
                da="Sig først, at tilbuddet er frivilligt", en="Say first that the offer is voluntary"))],
                type(self).__name__)  # fmt: skip
        if self.result == "goes_on" and not self.entitled:
            raise ValueError("entitlement_missing")
        refuse_before("held_on", self.held_on, info, type(self).__name__)
        return self


class HoldFirstTalk(Task[FirstTalk]):
    kind: ClassVar[str] = "perspektiv.first_talk"
    title: ClassVar[Text] = Text(da="Hold første samtale", en="Hold the first talk")
    why: ClassVar[Text] = Text(
        da="Borgeren er nået. Tal alene med borgeren, med en voksen professionel tolk, hvis der er brug for det. Ser "
        "du tegn på vold eller social kontrol, så meld det samme dag på sagens side.",
        en="The citizen is reached. Talk with the citizen alone, with an adult professional interpreter where one is "
        "needed. Signs of violence or social control are reported the same day on the page of the case.",
    )
    role: ClassVar[Role] = Role.outreach_worker
    deadline: ClassVar[str] = "perspektiv.first_talk"
    shows_facts: ClassVar[bool] = True
    decision: ClassVar[type[Decision]] = FirstTalk
    rule: ClassVar[str | None] = "perspektiv.interpreter"
    guard: ClassVar[str | None] = "perspektiv.interpreter"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Vil have hjælp", en="Wants help"), Text(da="der laves en plan", en="a plan is made")),
        (Text(da="Et andet tilbud", en="Another offer"), Text(da="sagen lukkes", en="the case closes")),
        (Text(da="Nej tak", en="Declines"), VOLUNTARY),
        (Text(da="Ikke holdt", en="Not held"),
         Text(da="der tages kontakt igen; et nej, der kom forinden, skrives dér",
              en="contact is made again; a no that came before it is written there")),
    ]  # fmt: skip

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        """A no counts only as the citizen's own word: it is not taken through the family either."""
        return getattr(decision, "result", "") != NOT_HELD

    @classmethod
    def guarded_on(cls, decision: Decision, today: date) -> date:
        """Who interprets stood on the case when the talk was held, not only when it is written down."""
        assert isinstance(decision, FirstTalk)
        return decision.held_on


KINDS: tuple[type[Task[Any]], ...] = (ReceiveLead, ReachCitizen, DecideUnreached, HoldFirstTalk)
