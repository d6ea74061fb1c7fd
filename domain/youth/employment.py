"""The decisions from an agreement to a job or place that is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import ValidationInfo, model_validator

from domain.labels import Label, When
from domain.roles import Role
from domain.tasks import HAPPENED, Decision, Free, Reason, Task, Wrong, refuse
from domain.text import Text
from domain.youth.outreach import NOTE


class Agreement(Decision):
    result: Annotated[Literal["agreed", "fell_through"], Label(
        Text(da="Er aftalen på plads?", en="Is the agreement made?"), options={
            "agreed": Text(da="Ja", en="Yes"), "fell_through": Text(da="Nej, den blev ikke til noget",
                                                                    en="No, it fell through")})]  # fmt: skip
    parents_informed_on: Annotated[date | None, HAPPENED, Label(
        Text(da="Forældrene blev skriftligt orienteret", en="The parents were informed in writing"),
        Text(da="Af arbejdsgiveren, om arbejdet, timerne, lønnen og risici.",
             en="By the employer, of the work, hours, pay and risks."),
        when=When("result", ("agreed",), needed=False))] = None  # fmt: skip
    signed_on: Annotated[date | None, HAPPENED, Label(
        Text(da="Uddannelsesaftalen blev underskrevet", en="The training contract was signed"),
        Text(da="Af begge parter, og af værgen for en mindreårig.", en="By both, and by the guardian of a minor."),
        when=When("result", ("agreed",), needed=False))] = None  # fmt: skip
    approved_firm: Annotated[bool | None, Label(
        Text(da="Er virksomheden godkendt som praktiksted?", en="Is the firm approved for training?"),
        when=When("result", ("agreed",), needed=False))] = None  # fmt: skip
    school_informed_on: Annotated[date | None, HAPPENED, Label(
        Text(da="Skolen fik besked", en="The school was informed"),
        when=When("result", ("agreed",), needed=False))] = None  # fmt: skip
    has_mentor: Annotated[bool | None, Label(
        Text(da="Har den unge en fast mentor på arbejdspladsen?", en="Has the young person a regular mentor at work?"),
        when=When("result", ("agreed",), needed=False))] = None  # fmt: skip
    certificate_on: Annotated[date | None, HAPPENED, Label(
        Text(da="Børneattesten for mentoren blev indhentet", en="The mentor's child certificate was obtained"),
        Text(da="Med mentorens samtykke. Er der anmærkninger, findes en anden mentor; attesten selv gemmes ikke her.",
             en="With the mentor's consent. Where it is not clean, another mentor is found; it is not kept here."),
        when=When("has_mentor", ("true",), needed=False))] = None  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Reason"))] = ""

    @model_validator(mode="after")
    def _lawful(self, info: ValidationInfo) -> Self:
        task = (info.context or {}).get("task")
        if task and self.result == "agreed":
            refuse(self._missing(task), type(self).__name__)
        return self

    def _missing(self, task: Mapping[str, Any]) -> Iterator[Wrong]:
        """What the law wants before the first day of work."""
        starts_on = date.fromisoformat(task["starts_on"])
        asked = {"parents_informed_on": task["parents"], "signed_on": task["contract"],
                 "school_informed_on": task["contract"]}  # fmt: skip
        for name in (name for name, wanted in asked.items() if wanted):
            day = getattr(self, name)
            if day is None:
                yield (name,), "missing", Text(da="Skal være sket, før arbejdet begynder",
                                               en="Must have happened before work begins")  # fmt: skip
            elif name != "school_informed_on" and day > starts_on:
                yield (name,), "after_start", Text(da="Ligger efter første arbejdsdag: aftalen kan ikke gælde",
                                                   en="Is after the first day of work: the agreement cannot hold")
        if task.get("certificate"):
            yield from self._of_the_mentor(starts_on)
        if task["contract"] and not self.approved_firm:
            yield ("approved_firm",), "not_approved", Text(
                da="Kun en godkendt virksomhed kan have en elev eller lærling",
                en="Only an approved firm may train")  # fmt: skip

    def _of_the_mentor(self, starts_on: date) -> Iterator[Wrong]:
        if self.has_mentor is None:
            yield ("has_mentor",), "missing", Text(da="Svar ja eller nej: den unge er under 15 år",
                                                   en="Answer yes or no: the young person is below 15")  # fmt: skip
        elif self.has_mentor and self.certificate_on is None:
            yield ("certificate_on",), "missing", Text(da="Skal være indhentet, før arbejdet begynder",
                                                       en="Must be obtained before work begins")  # fmt: skip
        elif self.certificate_on and self.certificate_on > starts_on:
            yield ("certificate_on",), "after_start", Text(da="Ligger efter første arbejdsdag",
                                                           en="Is after the first day of work")  # fmt: skip


class MakeAgreement(Task[Agreement]):
    kind: ClassVar[str] = "youth.agreement"
    title: ClassVar[Text] = Text(da="Lav aftalen", en="Make the agreement")
    why: ClassVar[Text] = Text(
        da="Der er fundet et match. Det, loven kræver før første arbejdsdag, skal være sket.",
        en="A match is found. What the law wants before the first day of work must have happened.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "youth.agreement"
    decision: ClassVar[type[Decision]] = Agreement
    rule: ClassVar[str | None] = "youth.match"
    guard: ClassVar[str | None] = "youth.agreement"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="arbejdet begynder den aftalte dag", en="work begins on the day agreed")),
        (Text(da="Nej", en="No"), Text(da="der søges et nyt match", en="a new match is sought")),
    ]
    starts_on: Annotated[date, Label(Text(da="Første arbejdsdag", en="First day of work"))]
    parents: Annotated[bool, Label(
        Text(da="Forældrene skal orienteres skriftligt", en="The parents must be informed in writing"))]  # fmt: skip
    contract: Annotated[bool, Label(
        Text(da="Kræver en underskrevet uddannelsesaftale", en="Needs a signed training contract"))]  # fmt: skip

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return isinstance(decision, Agreement) and decision.result == "agreed"

    certificate: Annotated[
        bool, Label(Text(da="En fast mentor skal have børneattest", en="A regular mentor needs a child certificate"))
    ] = False


class Started(Decision):
    result: Annotated[Literal["started", "not_started"], Label(
        Text(da="Er den unge begyndt?", en="Has the young person started?"), options={
            "started": Text(da="Ja", en="Yes"), "not_started": Text(da="Nej, det blev ikke til noget",
                                                                    en="No, it came to nothing")})]  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Reason"))] = ""


class ConfirmStart(Task[Started]):
    kind: ClassVar[str] = "youth.start"
    title: ClassVar[Text] = Text(da="Bekræft, at den unge er begyndt", en="Confirm the start")
    why: ClassVar[Text] = Text(
        da="Den aftalte første arbejdsdag er kommet.", en="The first day of work agreed on has come."
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "youth.start"
    decision: ClassVar[type[Decision]] = Started
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Ja", en="Yes"), Text(da="opfølgning efter 2 uger, 6 uger og 3 måneder",
                                       en="follow-up after 2 weeks, 6 weeks and 3 months")),
        (Text(da="Nej", en="No"), Text(da="der søges et nyt match", en="a new match is sought")),
    ]  # fmt: skip
    starts_on: Annotated[date, Label(Text(da="Første arbejdsdag", en="First day of work"))]


class FollowedUp(Decision):
    talked_on: Annotated[date, HAPPENED, Label(Text(da="Fulgt op den", en="Followed up on"))]
    result: Annotated[Literal["there", "looks_again", "education", "ended"], Label(
        Text(da="Hvordan går det?", en="How is it going?"), options={
            "there": Text(da="Den unge er der stadig", en="The young person is still there"),
            "looks_again": Text(da="Stoppet: der søges et nyt match", en="Stopped: a new match is sought"),
            "education": Text(da="Begyndt på en uddannelse", en="Began an education"),
            "ended": Text(da="Stoppet og ønsker ikke mere hjælp", en="Stopped, and wants no more help")})]  # fmt: skip
    note: Annotated[Reason, NOTE]

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        starts_on = (info.context or {}).get("task", {}).get("starts_on")
        if starts_on and self.talked_on < date.fromisoformat(starts_on):
            refuse([(("talked_on",), "before_start", Text(da="Ligger før første arbejdsdag",
                                                          en="Is before the first day of work"))],
                   type(self).__name__)  # fmt: skip
        return self


class FollowUp(Task[FollowedUp]):
    kind: ClassVar[str] = "youth.follow_up"
    title: ClassVar[Text] = Text(da="Følg op hos den unge og arbejdspladsen", en="Follow up with both")
    why: ClassVar[Text] = Text(
        da="Jobbet eller pladsen skal holde. Tal med den unge og med arbejdspladsen.",
        en="The job or place should last. Talk with the young person and with the employer.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "youth.follow_up"
    decision: ClassVar[type[Decision]] = FollowedUp
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Er der stadig", en="Still there"), Text(da="næste opfølgning; efter den sidste lukkes sagen",
                                                          en="the next follow-up; after the last the case closes")),
        (Text(da="Stoppet", en="Stopped"), Text(da="et nyt match, eller sagen lukkes", en="a new match, or the end")),
    ]  # fmt: skip
    number: Annotated[int, Label(Text(da="Opfølgning nr.", en="Follow-up no."))]
    starts_on: Annotated[date, Label(Text(da="Første arbejdsdag", en="First day of work"))]


KINDS: tuple[type[Task[Any]], ...] = (MakeAgreement, ConfirmStart, FollowUp)
