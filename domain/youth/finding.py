"""The decisions from support to a match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, Field, ValidationInfo, model_validator

from domain.companies import SECTORS, Cvr, PNumber, Sector
from domain.labels import Label, When, place_of
from domain.policies import policies
from domain.roles import Role
from domain.tasks import HAPPENED, Between, Decision, Free, Reason, Task, Wrong, refuse
from domain.text import Text
from domain.youth.contract import Contract, WeeklyShift, check_contract
from domain.youth.facts import YouthFacts
from domain.youth.industries import DANGEROUS, INDUSTRIES, Industry
from domain.youth.offer import ASK_OF_DANGER, against_the_offer, is_below
from domain.youth.outreach import NOTE, SOUGHT, TRAINS, Sought

Support = Literal["workshop", "cv", "application", "interview"]
SUPPORT: dict[str, Text] = {
    "workshop": Text(da="Workshop om arbejdspladskultur", en="Workshop on workplace culture"),
    "cv": Text(da="CV", en="CV"), "application": Text(da="Ansøgning", en="Application"),
    "interview": Text(da="Samtaletræning", en="Interview training"),
}  # fmt: skip
FILL_IN = Text(da="Feltet skal udfyldes", en="This must be filled in")
MATCHED = When("result", ("matched",))


class SupportGiven(Decision):
    chooses: ClassVar[str | None] = "session"
    result: Annotated[Literal["took_part", "signed_up", "stayed_away", "not_wanted"], Label(
        Text(da="Deltog den unge?", en="Did the young person take part?"), options={
            "took_part": Text(da="Ja", en="Yes"),
            "signed_up": Text(da="Ikke endnu: tilmeldt et hold", en="Not yet: signed up for a session"),
            "stayed_away": Text(da="Nej: tilbyd det igen", en="No: offer it again"),
            "not_wanted": Text(da="Nej, og ønsker det ikke", en="No, and does not want it")})]  # fmt: skip
    session: Annotated[str | None, Label(
        Text(da="Hold", en="Session"),
        Text(da="Planlagte hold med ledige pladser. Fremmødet skrives på holdet.",
             en="Planned sessions with a free seat. Attendance is noted there."),
        options_from=place_of("session"), when=When("result", ("signed_up",)))] = None  # fmt: skip
    held_on: Annotated[date | None, HAPPENED, Label(
        Text(da="Hvornår?", en="When?"), when=When("result", ("took_part", "stayed_away", "not_wanted")))] = None
    note: Annotated[Free, Label(Text(da="Notat", en="Reason"))] = ""

    @model_validator(mode="before")
    @classmethod
    def _chosen_only_to_sign_up(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and given.get("result") != "signed_up":
            return {**given, "session": None}
        return given

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        """Only where the day of the decision is known: an old decision stays what it was."""
        if "today" in (info.context or {}):
            refuse(self._missing(info.context or {}), type(self).__name__)
        return self

    def _missing(self, known: Mapping[str, Any]) -> Iterator[Wrong]:
        if self.result != "signed_up" and self.held_on is None:
            yield ("held_on",), "missing", FILL_IN
        elif self.result == "signed_up" and self.session is None:
            yield ("session",), "missing", Text(da="Vælg et hold", en="Choose a session")
        elif self.session is not None and self.session not in known.get(place_of("session"), (self.session,)):
            yield ("session",), "session_full", Text(
                da="Holdet kan ikke længere vælges: det er fuldt, holdt eller aflyst. Vælg et andet",
                en="It can no longer be chosen: it is full, held or cancelled. Choose another")  # fmt: skip


class GiveSupport(Task[SupportGiven]):
    kind: ClassVar[str] = "youth.support"
    title: ClassVar[Text] = Text(da="Giv den aftalte støtte", en="Give the support agreed on")
    why: ClassVar[Text] = Text(
        da="I første samtale blev støtten valgt sammen med den unge. Det er frivilligt at deltage.",
        en="The support was chosen together in the first talk. Taking part is voluntary.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "youth.support"
    decision: ClassVar[type[Decision]] = SupportGiven
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Deltog, eller ønsker det ikke", en="Took part, or does not want it"),
         Text(da="næste støtte, ellers et match", en="the next support, else a match")),
        (Text(da="Tilmeldt et hold", en="Signed up"), Text(da="sagen går videre, når fremmødet er skrevet på holdet",
                                                           en="the case goes on once attendance is noted there")),
        (Text(da="Udeblev", en="Stayed away"), Text(da="støtten tilbydes igen", en="it is offered again")),
    ]  # fmt: skip
    support: Annotated[Support, Label(Text(da="Støtte", en="Support"), options=dict(SUPPORT))]


class AttendSession(GiveSupport):
    kind: ClassVar[str] = "youth.session"
    title: ClassVar[Text] = Text(da="Tilmeldt et hold: følg op", en="Signed up for a session: follow up")
    why: ClassVar[Text] = Text(
        da="Fremmødet skrives på holdet, og så forsvinder opgaven. Svar kun her, hvis den unge skal på et andet hold "
        "eller har fået støtten på en anden måde.",
        en="Attendance is noted on the session, and this task goes away then. Answer here only where the young person "
        "is to change session or got the support in another way.",
    )
    deadline: ClassVar[str] = "youth.session"
    counts_from: ClassVar[str | None] = "held_on"
    catches_up: ClassVar[bool] = True
    rule: ClassVar[str | None] = "youth.session"
    held_on: Annotated[date, Label(Text(da="Holdet er den", en="The session is on"))]


OF_THE_VACANCY = ("what", "employer", "sector", "cvr", "p_number", "industry", "dangerous")
"""What a match has from the vacancy that it chooses, whatever is typed beside it."""
AGREED_ON = ("starts_on", "ends_on", "week")
"""What may be agreed otherwise than the vacancy says."""


class Match(Decision):
    chooses: ClassVar[str | None] = "vacancy"
    result: Annotated[Literal["matched", "education", "stops"], Label(
        Text(da="Hvad er der fundet?", en="What was found?"), options={
            "matched": Text(da="Et job eller en plads", en="A job or a place"),
            "education": Text(da="Den unge begynder på en uddannelse", en="The young person begins an education"),
            "stops": Text(da="Den unge ønsker ikke at fortsætte", en="The young person does not want to go on")})]
    vacancy: Annotated[str | None, Label(
        Text(da="Et ledigt job eller en ledig plads", en="A vacancy"),
        Text(da="Arbejdsplads, branche og art tages derfra. Dage og arbejdstid også, hvis du ikke skriver andet.",
             en="Employer, industry and kind are taken from it. Days and hours too, unless you write others."),
        options_from=place_of("vacancy"), when=When("result", ("matched",), needed=False))] = None  # fmt: skip
    what: Annotated[Sought | None, Label(
        Text(da="Hvad er det?", en="What is it?"), options=dict(SOUGHT), when=MATCHED)] = None  # fmt: skip
    employer: Annotated[Free, Field(max_length=200), Label(Text(da="Arbejdsplads", en="Employer"), when=MATCHED)] = ""
    sector: Annotated[Sector | None, Label(
        Text(da="Arbejdsgiver", en="Kind of employer"), when=MATCHED, options=dict(SECTORS))] = None  # fmt: skip
    cvr: Annotated[Cvr | None, Label(
        Text(da="CVR-nummer", en="CVR number"), when=When("result", ("matched",), needed=False))] = None  # fmt: skip
    p_number: Annotated[PNumber | None, Label(
        Text(da="P-nummer", en="P-number"), Text(da="Arbejdsstedets.", en="Of the place of work."),
        when=When("result", ("matched",), needed=False))] = None  # fmt: skip
    industry: Annotated[Industry | None, Label(Text(da="Branche", en="Industry"), options=dict(INDUSTRIES),
                                               when=MATCHED)] = None  # fmt: skip
    dangerous: Annotated[bool | None, DANGEROUS._replace(when=When("result", ("matched",), needed=False))] = None
    starts_on: Annotated[date | None, Between(earliest=0, latest=366), Label(
        Text(da="Første arbejdsdag", en="First day of work"), when=MATCHED)] = None  # fmt: skip
    ends_on: Annotated[date | None, Label(
        Text(da="Sidste arbejdsdag", en="Last day of work"), when=When("result", ("matched",), needed=False))] = None
    week: Annotated[tuple[WeeklyShift, ...], Field(max_length=14), Label(
        Text(da="Arbejdstid", en="Working time"), Text(da="Ugen, som den ser ud hver uge.",
                                                       en="The week as it is every week."),
        unit=Text(da="Vagt", en="Shift"), when=When("result", ("matched",), needed=False))] = ()  # fmt: skip
    reason: Annotated[Reason, Label(
        Text(da="Hvorfor passer det til den unge?", en="Why does it suit the young person?"),
        Text(da="Mindst 20 tegn. Ved afslutning: hvorfor.", en="At least 20 characters. When it ends: why."))]

    @model_validator(mode="before")
    @classmethod
    def _from_the_vacancy(cls, given: Any, info: ValidationInfo) -> Any:
        known = info.context or {}
        chosen = known.get("chosen")
        if not isinstance(chosen, BaseModel) or not isinstance(given, Mapping) or given.get("result") != "matched":
            return given
        offered = chosen.model_dump(mode="json", include={*OF_THE_VACANCY, *AGREED_ON})
        if offered["starts_on"] and "today" in known:
            offered["starts_on"] = max(offered["starts_on"], known["today"].isoformat())
        taken = {name: offered[name] for name in OF_THE_VACANCY if offered[name] is not None}
        return {**given, **taken, **{name: offered[name] for name in AGREED_ON if not given.get(name)}}

    @model_validator(mode="after")
    def _lawful(self, info: ValidationInfo) -> Self:
        """Only where the day of the decision is known: an old match stays what it was."""
        known = info.context or {}
        if "today" in known and self.result == "matched":
            refuse([*self._gone(known)] or [*self._against_the_offer(known), *self._missing(known),
                                            *self._against_the_law(known)], type(self).__name__)  # fmt: skip
        return self

    def _gone(self, known: Mapping[str, Any]) -> Iterator[Wrong]:
        if self.vacancy and self.vacancy not in known.get(place_of("vacancy"), (self.vacancy,)):
            yield ("vacancy",), "vacancy_taken", Text(
                da="Pladsen kan ikke længere vælges: den er taget, spærret eller udløbet. Vælg en anden",
                en="It can no longer be chosen: it is taken, blocked or expired. Choose another")  # fmt: skip

    def _against_the_offer(self, known: Mapping[str, Any]) -> Iterator[Wrong]:
        if (offered := known.get("chosen")) is not None:
            yield from against_the_offer(offered, self.starts_on, known.get("facts"))

    def _missing(self, known: Mapping[str, Any]) -> Iterator[Wrong]:
        for name in ("what", "employer", "sector", "industry", "starts_on", "week"):
            if not getattr(self, name):
                yield (name,), "missing", FILL_IN
        if self.dangerous is None and is_below("youth.dangerous_work", self.starts_on, known):
            yield ("dangerous",), "missing", ASK_OF_DANGER
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield ("ends_on",), "ends_before_start", Text(da="Slutter, før det begynder", en="Ends before it begins")

    def _against_the_law(self, known: Mapping[str, Any]) -> Iterator[Wrong]:
        facts = known.get("facts")
        if not isinstance(facts, YouthFacts) or not (self.week and self.starts_on and self.industry):
            return
        if self.ends_on and self.ends_on < self.starts_on:
            return
        dangerous = bool(self.dangerous) and self.what not in TRAINS
        contract = Contract(self.week, self.starts_on, self.ends_on, self.industry, dangerous)
        for one in check_contract(contract, born_on=facts.born_on, finished_ninth=facts.finished_ninth,
                                  policies=known.get("policies") or policies()):  # fmt: skip
            yield ("week", one.line), one.violation.code, one.violation.message


class FindMatch(Task[Match]):
    kind: ClassVar[str] = "youth.match"
    title: ClassVar[Text] = Text(da="Find et match", en="Find a match")
    why: ClassVar[Text] = Text(
        da="Den unge er klar. Arbejdstiden kontrolleres for hver dag i ansættelsen mod reglerne om unges arbejde.",
        en="The young person is ready. Working time is checked on each day of the contract against the rules on "
        "young people's work.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "youth.match"
    decision: ClassVar[type[Decision]] = Match
    rule: ClassVar[str | None] = "youth.limits"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Job eller plads", en="Job or place"), Text(da="aftalen laves", en="the agreement is made")),
        (Text(da="Uddannelse", en="Education"), Text(da="sagen lukkes", en="the case closes")),
        (Text(da="Ønsker ikke at fortsætte", en="Does not go on"), Text(da="sagen lukkes", en="the case closes")),
    ]


class FindPocketMoneyJob(FindMatch):
    kind: ClassVar[str] = "youth.pocket_money_job"
    title: ClassVar[Text] = Text(da="Tilbyd et lommepengejob", en="Offer a pocket-money job")
    why: ClassVar[Text] = Text(
        da="Den unge er henvist til et lommepengejob. Tilbuddet skal gives inden 1 måned efter samtalen.",
        en="The young person is referred to a pocket-money job. The offer is due within 1 month after the talk.",
    )
    deadline: ClassVar[str] = "youth.pocket_money_job"
    counts_from: ClassVar[str | None] = "talk_on"
    talk_on: Annotated[date, Label(Text(da="Samtalen blev holdt", en="The talk was held"))]


class StillLooking(Decision):
    talked_on: Annotated[date, HAPPENED, Label(Text(da="Talt med den unge", en="Talked with the young person"))]
    result: Annotated[Literal["goes_on", "stops"], Label(
        Text(da="Vil den unge fortsat have hjælp?", en="Does the young person still want help?"), options={
            "goes_on": Text(da="Ja, der søges videre", en="Yes, the search goes on"),
            "stops": Text(da="Nej", en="No")})]  # fmt: skip
    note: Annotated[Reason, NOTE]


class TalkAgain(Task[StillLooking]):
    kind: ClassVar[str] = "youth.talk_again"
    title: ClassVar[Text] = Text(da="Tal med den unge igen", en="Talk with the young person again")
    why: ClassVar[Text] = Text(
        da="Der er ikke fundet et match i 60 dage. Hold kontakten, og se, om ønskerne eller støtten skal ændres.",
        en="No match in 60 days. Keep the contact, and see whether wishes or support should change.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "youth.talk_again"
    decision: ClassVar[type[Decision]] = StillLooking
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="der søges videre", en="the search goes on")),
        (Text(da="Nej", en="No"), Text(da="sagen lukkes", en="the case closes")),
    ]


KINDS: tuple[type[Task[Any]], ...] = (GiveSupport, AttendSession, FindMatch, FindPocketMoneyJob, TalkAgain)
