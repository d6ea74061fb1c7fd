"""The decisions of an event: made ready with leave for the place, held with a head count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.event.facts import event_facts
from domain.labels import Label, When
from domain.roles import Role
from domain.tasks import Decision, Free, Task, Wrong, explained, refuse
from domain.text import Text

CANCELLED = Text(da="Aflyst", en="Cancelled")
CLOSES = Text(da="sagen lukkes", en="the case closes")
READY, HELD = When("result", ("ready",)), When("result", ("held",))
NOTE = Label(Text(da="Notat", en="Note"), Text(da="Hvorfor, hvis det er aflyst (mindst 20 tegn).",
                                             en="Why, where it is cancelled (at least 20 characters)."))  # fmt: skip
HELD_ON = Label(Text(da="Dato", en="Date"))


def _refuse_without_reason(result: str, note: str) -> None:
    if result == "cancelled":
        explained(note)


class Prepared(Decision):
    result: Annotated[Literal["ready", "cancelled"], Label(
        Text(da="Hvad er status?", en="Where does it stand?"), options={
        "ready": Text(da="Alt er på plads", en="All is in place"),
        "cancelled": Text(da="Det bliver ikke holdt", en="It will not be held")})]  # fmt: skip
    permit: Annotated[Literal["given", "not_needed"] | None, Label(
        Text(da="Tilladelse til stedet", en="Permit for the place"), options={
            "given": Text(da="Er givet", en="Has been given"),
            "not_needed": Text(da="Kræves ikke", en="Is not needed")}, when=READY)] = None  # fmt: skip
    permit_by: Annotated[Free, Field(max_length=120), Label(
        Text(da="Hvem har givet den?", en="Who gave it?"),
        Text(da="Myndighed, boligorganisation eller ejer.", en="The authority, housing association or owner."),
        when=When("permit", ("given",)))] = ""  # fmt: skip
    with_whom: Annotated[Free, Field(max_length=200), Label(
        Text(da="Sammen med", en="Together with"),
        Text(da="Partnere og oplægsholderes organisation; ingen privatpersoner.",
             en="Partners, and the organisation of whoever speaks; no private people."),
        when=When("result", ("ready",), needed=False))] = ""  # fmt: skip
    interpreters: Annotated[Free, Field(max_length=120), Label(
        Text(da="Tolkes til", en="Interpreted into"), Text(da="Sprog; ingen navne. Tomt, hvis der ikke tolkes.",
                                                           en="Languages; no names. Empty where nobody interprets."),
        when=When("result", ("ready",), needed=False))] = ""  # fmt: skip
    note: Annotated[Free, NOTE] = ""

    @model_validator(mode="after")
    def _with_leave(self, info: ValidationInfo) -> Self:
        _refuse_without_reason(self.result, self.note)
        if self.result == "ready":
            refuse(self._without_leave(is_typed=info.context is not None), type(self).__name__)
        return self

    def _without_leave(self, is_typed: bool) -> Iterator[Wrong]:
        if self.permit is None:
            yield ("permit",), "permit_missing", Text(
                da="Svar, om der er tilladelse til stedet", en="Say whether there is a permit for the place")
        if is_typed and self.permit == "given" and len(self.permit_by) < 3:
            yield ("permit_by",), "permit_by_missing", Text(
                da="Skriv, hvem der har givet tilladelsen", en="Write who gave the permit")  # fmt: skip


class PrepareEvent(Task[Prepared]):
    kind: ClassVar[str] = "event.prepare"
    title: ClassVar[Text] = Text(da="Gør arrangementet klar", en="Make the event ready")
    why: ClassVar[Text] = Text(
        da="Sted, tilladelse, medvirkende og tolke aftales i god tid. Alle i området er velkomne, og intet parti har "
        "forrang.",
        en="Place, permit, speakers and interpreters are agreed in good time. Everybody of the area is welcome, and no "
        "party comes first.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "event.prepare"
    counts_from: ClassVar[str | None] = "due_on"
    catches_up: ClassVar[bool] = True
    decision: ClassVar[type[Decision]] = Prepared
    rule: ClassVar[str | None] = "event.standing"
    guard: ClassVar[str | None] = "event.standing"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="På plads", en="In place"), Text(da="det holdes, og deltagerne tælles",
                                                  en="it is held, and those who come are counted")),
        (CANCELLED, CLOSES),
    ]  # fmt: skip
    held_on: Annotated[date, HELD_ON]
    due_on: Annotated[date, Label(Text(da="Klar senest", en="Ready by"))]

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return getattr(decision, "result", "") == "ready"


class Held(Decision):
    result: Annotated[Literal["held", "cancelled"], Label(Text(da="Blev det holdt?", en="Was it held?"), options={
        "held": Text(da="Ja", en="Yes"), "cancelled": Text(da="Nej, det er aflyst", en="No, it is cancelled")})]
    people: Annotated[int | None, Field(ge=0, le=100_000), Label(
        Text(da="Hvor mange kom?", en="How many came?"), Text(da="Kun antallet; ingen nævnes.",
                                                              en="The number alone; nobody is named."),
        when=HELD)] = None  # fmt: skip
    note: Annotated[Free, NOTE] = ""

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        _refuse_without_reason(self.result, self.note)
        if self.result != "held":
            return self
        wrong = []
        if self.people is None:
            wrong.append((("people",), "people_missing", Text(
                da="Skriv, hvor mange der kom", en="Write how many came")))  # fmt: skip
        known = info.context or {}
        if "case" in known and event_facts(known["case"]).begins > known["now"]:
            wrong.append((("result",), "not_yet", Text(
                da="Det er ikke begyndt endnu: ret dag og tid på sagen, hvis det er holdt",
                en="It has not begun yet: correct day and time on the case if it was held")))  # fmt: skip
        refuse(wrong, type(self).__name__)
        return self


class HoldEvent(Task[Held]):
    kind: ClassVar[str] = "event.hold"
    title: ClassVar[Text] = Text(da="Hold arrangementet, og tæl deltagerne", en="Hold the event and count who comes")
    why: ClassVar[Text] = Text(
        da="Alt er på plads. Tallet indgår i kampagnens overblik over områderne; ingen nævnes.",
        en="All is in place. The number is part of the campaign's picture of its areas; nobody is named.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "event.hold"
    counts_from: ClassVar[str | None] = "held_on"
    catches_up: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = (PrepareEvent.kind,)
    decision: ClassVar[type[Decision]] = Held
    rule: ClassVar[str | None] = "event.standing"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Holdt", en="Held"), Text(da="deltagerne tælles med i området", en="it counts for the area")),
        (CANCELLED, CLOSES),
    ]  # fmt: skip
    held_on: Annotated[date, HELD_ON]


KINDS: tuple[type[Task[Any]], ...] = (PrepareEvent, HoldEvent)
