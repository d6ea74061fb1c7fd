"""The individual plan, the talks every four weeks, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.labels import Label, When
from domain.perspektiv.order import NOT_HELD, refuse_before
from domain.perspektiv.outreach import NOTE, VOLUNTARY, HoldFirstTalk
from domain.roles import Role
from domain.tasks import HAPPENED, Between, Decision, Free, Reason, Row, Task, Wrong, explained, refuse
from domain.text import Text


class Offer(StrEnum):
    danish_education = "danish_education"
    counselling = "counselling"
    course = "course"
    work_placement = "work_placement"
    childcare = "childcare"
    other = "other"


OFFERS: dict[str, Text] = {
    "danish_education": Text(da="Danskuddannelse", en="Danish education"),
    "counselling": Text(da="Åben rådgivning", en="Open counselling"),
    "course": Text(da="Kursusforløb", en="Course"),
    "work_placement": Text(da="Virksomhedspraktik", en="Work placement"),
    "childcare": Text(da="Hjælp til pasning", en="Help with childcare"),
    "other": Text(da="Andet", en="Something else"),
}  # fmt: skip


class PlanLine(Row):
    offer: Annotated[Offer, Label(Text(da="Tilbud", en="Offer"), options=dict(OFFERS))]
    what: Annotated[Free, Field(max_length=200), Label(
        Text(da="Hvad og hvor", en="What and where"),
        Text(da="Skrives altid, hvor tilbuddet er noget andet.", en="Always written where it is something else."),
    )] = ""  # fmt: skip
    starts_on: Annotated[date, Between(earliest=-366, latest=366), Label(
        Text(da="Fra", en="From"), short=True)]  # fmt: skip
    ends_on: Annotated[date | None, Between(latest=1100), Label(
        Text(da="Til", en="To"), short=True, voluntary=True)] = None  # fmt: skip
    days: Annotated[Decimal | None, Field(gt=0, le=5, max_digits=2, decimal_places=1), Label(
        Text(da="Dage om ugen", en="Days a week"), short=True, voluntary=True)] = None  # fmt: skip

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        refuse(self._wrong(is_typed=info.context is not None), type(self).__name__)
        return self

    def _wrong(self, is_typed: bool) -> Iterator[Wrong]:
        if self.ends_on and self.ends_on < self.starts_on:
            yield ("ends_on",), "ends_before_start", Text(da="Slutter, før det begynder", en="Ends before it begins")
        if is_typed and self.offer is Offer.other and len(self.what) < 3:
            yield ("what",), "what_missing", Text(da="Skriv, hvad der tilbydes", en="Write what is offered")


Ending = Literal["job", "education", "benefit", "moved", "stops"]
ENDINGS: dict[str, Text] = {
    "job": Text(da="Er kommet i job", en="Has found a job"),
    "education": Text(da="Er begyndt på en uddannelse", en="Has begun an education"),
    "benefit": Text(da="Får selv en ydelse: følges et andet sted", en="Receives a benefit: followed elsewhere"),
    "moved": Text(da="Er flyttet fra kommunen", en="Has moved away"),
    "stops": Text(da="Stopper", en="Stops"),
}  # fmt: skip
"""What may have come meanwhile, whether a plan is made or followed; each closes the case."""


class Plan(Decision):
    result: Annotated[Literal["agreed", "declines", Ending], Label(
        Text(da="Hvad er aftalt?", en="What is agreed?"), options={
            "agreed": Text(da="Planen er lavet sammen med borgeren", en="The plan is made with the citizen"),
            "declines": Text(da="Borgeren siger nej tak", en="The citizen declines"), **ENDINGS})]  # fmt: skip
    goal: Annotated[Free, Label(
        Text(da="Borgerens eget mål", en="The citizen's own goal"), when=When("result", ("agreed",)))] = ""
    lines: Annotated[tuple[PlanLine, ...], Field(max_length=12), Label(
        Text(da="Planen", en="The plan"), unit=Text(da="Tilbud", en="Offer"))] = ()  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Note"), Text(
        da="Udfyldes, når noget andet er kommet imens: mindst 20 tegn.",
        en="When something else has come meanwhile: at least 20 characters."))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        """The workflow is not told the rows."""
        if self.result in ENDINGS:
            explained(self.note)
        if self.result == "agreed" and info.context is not None and not self.lines:
            raise ValueError("lines_missing")
        if self.result == "agreed" and len(self.goal) < 10:
            raise ValueError("goal_missing")
        return self


class MakePlan(Task[Plan]):
    kind: ClassVar[str] = "perspektiv.plan"
    title: ClassVar[Text] = Text(da="Lav en individuel plan", en="Make an individual plan")
    why: ClassVar[Text] = Text(
        da="Borgeren vil have hjælp. Vælg sammen: dansk, åben rådgivning, et kursus, praktik, hjælp til pasning.",
        en="The citizen wants help. Choose together: Danish, open counselling, a course, a placement, childcare.",
    )
    role: ClassVar[Role] = Role.outreach_worker
    deadline: ClassVar[str] = "perspektiv.plan"
    shows_facts: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = (HoldFirstTalk.kind,)
    decision: ClassVar[type[Decision]] = Plan
    rule: ClassVar[str | None] = HoldFirstTalk.rule
    guard: ClassVar[str | None] = HoldFirstTalk.guard
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Lavet", en="Made"), Text(da="der tales sammen hver 4. uge", en="a talk every 4 weeks")),
        (Text(da="Nej tak", en="Declines"), VOLUNTARY),
        (Text(da="Ellers", en="Otherwise"), Text(da="sagen lukkes", en="the case closes")),
    ]

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        """A plan is made together, and an ending is the citizen's own word; that somebody has moved away is not."""
        return getattr(decision, "result", "") != "moved"


class FollowedUp(Decision):
    talked_on: Annotated[date, HAPPENED, Label(
        Text(da="Samtalens dato", en="Date of the talk"),
        Text(da="Blev den ikke holdt: den dag, den var aftalt til.",
             en="Was it not held: the day it was agreed for."))]  # fmt: skip
    result: Annotated[Literal["goes_on", "not_held", "new_plan", Ending], Label(
        Text(da="Hvordan går det?", en="How does it go?"), options={
            "goes_on": Text(da="Følger planen", en="Follows the plan"),
            NOT_HELD: Text(da="Samtalen blev ikke holdt", en="The talk was not held"),
            "new_plan": Text(da="Planen skal laves om", en="The plan must change"), **ENDINGS})]  # fmt: skip
    note: Annotated[Reason, NOTE]

    @model_validator(mode="after")
    def _in_order(self, info: ValidationInfo) -> Self:
        refuse_before("talked_on", self.talked_on, info, type(self).__name__)
        return self


class FollowUp(Task[FollowedUp]):
    kind: ClassVar[str] = "perspektiv.follow_up"
    title: ClassVar[Text] = Text(da="Tal med borgeren om planen", en="Talk with the citizen about the plan")
    why: ClassVar[Text] = Text(
        da="Der er aftalt en samtale hver 4. uge. Kommer samtalen eller noget nyt før dagen, så skriv det ned nu. Tal "
        "alene med borgeren, med en voksen professionel tolk, hvis der er brug for det. Udeblivelse har ingen følger: "
        "spørg, hvad der kan gøre det lettere.",
        en="A talk every 4 weeks is agreed. If the talk or some news comes before its day, write it down now. Talk "
        "with the citizen alone, with an adult professional interpreter where one is needed. Staying away has no "
        "consequence: ask what would make it easier.",
    )
    role: ClassVar[Role] = Role.outreach_worker
    deadline: ClassVar[str] = "perspektiv.follow_up"
    counts_from: ClassVar[str | None] = "talk_on"
    catches_up: ClassVar[bool] = True
    shows_facts: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = (MakePlan.kind,)
    decision: ClassVar[type[Decision]] = FollowedUp
    rule: ClassVar[str | None] = HoldFirstTalk.rule
    guard: ClassVar[str | None] = HoldFirstTalk.guard
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Følger planen", en="Follows the plan"), Text(da="næste samtale om 4 uger", en="again in 4 weeks")),
        (Text(da="Ikke holdt", en="Not held"),
         Text(da="uden følger: næste samtale om 4 uger", en="of no consequence: again in 4 weeks")),
        (Text(da="Skal laves om", en="Must change"), Text(da="en ny plan", en="a new plan")),
        (Text(da="Ellers", en="Otherwise"), Text(da="sagen lukkes", en="the case closes")),
    ]
    number: Annotated[int, Label(Text(da="Samtale nr.", en="Talk no."))]
    talk_on: Annotated[date | None, Label(Text(da="Næste samtale", en="The next talk"))] = None
    """None: it was asked for on the day itself."""

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        """What the citizen says in the talk; that somebody has moved away is seen in the register, without a talk."""
        return getattr(decision, "result", "") not in (NOT_HELD, "moved")

    @classmethod
    def guarded_on(cls, decision: Decision, today: date) -> date:
        """As for the first talk."""
        assert isinstance(decision, FollowedUp)
        return decision.talked_on


KINDS: tuple[type[Task[Any]], ...] = (MakePlan, FollowUp)
