"""What a specialist does about signs of violence or social control: the same day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.concern.facts import ConcernFacts
from domain.dossier import Dossier
from domain.labels import Label
from domain.roles import Role
from domain.tasks import HAPPENED, Decision, Free, Reason, Task, refuse
from domain.text import Text, dated

NOTE = Label(Text(da="Notat", en="Note"), Text(da="Mindst 20 tegn. Bliver hos specialisterne.",
                                             en="At least 20 characters. Stays with the specialists."))  # fmt: skip


class Assessed(Decision):
    result: Annotated[Literal["acted", "children", "no_grounds"], Label(
        Text(da="Hvad er vurderingen?", en="What is the assessment?"), options={
            "acted": Text(da="Der er handlet sammen med borgeren", en="Action is taken with the citizen"),
            "children": Text(da="Et barn kan have brug for støtte: der skal underrettes",
                             en="A child may need support: the authorities must be notified"),
            "no_grounds": Text(da="Der er ikke grundlag for mere", en="There are no grounds for more")})]  # fmt: skip
    note: Annotated[Reason, NOTE]


class AssessConcern(Task[Assessed]):
    kind: ClassVar[str] = "concern.assess"
    title: ClassVar[Text] = Text(da="Vurdér tegn på vold eller social kontrol",
                                 en="Assess signs of violence or social control")  # fmt: skip
    why: ClassVar[Text] = Text(
        da="En opsøgende medarbejder har set tegn og meldt det til dig. Vurdér det samme dag. Ingen andre kan læse "
        "det, og ægtefællen må ikke kontaktes.",
        en="An outreach worker has seen signs and reported them to you. Assess them the same day. Nobody else can read "
        "this, and the spouse must not be contacted.",
    )
    role: ClassVar[Role] = Role.outreach_worker
    deadline: ClassVar[str] = "concern.assess"
    decision: ClassVar[type[Decision]] = Assessed
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Handlet", en="Acted"), Text(da="sagen lukkes", en="the case closes")),
        (Text(da="Et barn", en="A child"), Text(da="underretning samme dag", en="notification the same day")),
        (Text(da="Ikke grundlag", en="No grounds"), Text(da="sagen lukkes", en="the case closes")),
    ]
    acute: Annotated[bool, Label(Text(da="Nogen er i fare nu", en="Somebody is in danger now"))] = False


class Notified(Decision):
    notified_on: Annotated[date, HAPPENED, Label(Text(da="Underrettet den", en="Notified on"))]
    reference: Annotated[Free, Field(min_length=3, max_length=80), Label(
        Text(da="Reference", en="Reference"), Text(da="Journalnummer eller kvittering.",
                                                   en="A file number or receipt."))]  # fmt: skip

    @model_validator(mode="after")
    def _in_order(self, info: ValidationInfo) -> Self:
        """Only where the case is known: an old decision stays what it was."""
        case: Dossier | None = (info.context or {}).get("case")
        if case is not None and isinstance(case.facts, ConcernFacts) and self.notified_on < case.facts.seen_on:
            seen = dated(case.facts.seen_on)
            refuse([(("notified_on",), "before_the_signs", Text(
                da=f"Datoen kan ikke ligge før {seen.da}, hvor tegnene blev set eller hørt. Ret den",
                en=f"The date cannot lie before {seen.en}, when the signs were seen or heard. Correct it"
            ))], type(self).__name__)  # fmt: skip
        return self


class NotifyOfChild(Task[Notified]):
    kind: ClassVar[str] = "concern.notify"
    title: ClassVar[Text] = Text(da="Underret om barnet", en="Notify of the child")
    why: ClassVar[Text] = Text(
        da="Et barn kan have brug for særlig støtte. Fagpersoners underretningspligt følger af barnets lov § 133.",
        en="A child may need special support. Professionals must notify (barnets lov § 133).",
    )
    role: ClassVar[Role] = Role.outreach_worker
    deadline: ClassVar[str] = "concern.notify"
    decision: ClassVar[type[Decision]] = Notified
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Underrettet", en="Notified"), Text(da="sagen lukkes", en="the case closes")),
    ]


KINDS: tuple[type[Task[Any]], ...] = (AssessConcern, NotifyOfChild)
