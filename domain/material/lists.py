"""What a message and a poster by a road ask for besides: a list that the law allows and that is deleted, a last day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.labels import Label, When
from domain.material.timely import Timely
from domain.roles import Role
from domain.tasks import Between, Decision, Reason, Task, refuse
from domain.text import Text, dated

YES = {"yes": Text(da="Ja", en="Yes")}
ALLOWED = When("result", ("approved",))


class ListChecked(Decision):
    """There is no way to choose by origin, religion or party, nor to leave the three conditions out."""

    result: Annotated[Literal["approved", "change", "withdrawn"], Label(
        Text(da="Må listen bruges?", en="May the list be used?"), options={
            "approved": Text(da="Ja, listen må bruges", en="Yes, the list may be used"),
            "change": Text(da="Nej, det skal laves om", en="No, it must be changed"),
            "withdrawn": Text(da="Nej, der sendes intet", en="No, nothing is sent")})]  # fmt: skip
    chosen_by: Annotated[Literal["area", "age", "area_and_age"] | None, Label(
        Text(da="Hvad er modtagerne valgt efter?", en="By what are the recipients chosen?"), options={
            "area": Text(da="Område", en="Area"), "age": Text(da="Alder", en="Age"),
            "area_and_age": Text(da="Område og alder", en="Area and age")}, when=ALLOWED)] = None  # fmt: skip
    left_out: Annotated[Literal["yes"] | None, Label(
        Text(da="Er personer under 18 og personer med beskyttet adresse taget ud?",
             en="Are people under 18 and people with a protected address left out?"),
        options=YES, when=ALLOWED)] = None  # fmt: skip
    opt_out: Annotated[Literal["yes"] | None, Label(
        Text(da="Kan modtageren sige nej tak til flere beskeder?", en="Can the recipient decline further messages?"),
        options=YES, when=ALLOWED)] = None  # fmt: skip
    note: Annotated[Reason, Label(
        Text(da="Begrundelse", en="Reason"),
        Text(da="Formålet og hjemlen. Mindst 20 tegn.", en="The purpose and the basis. At least 20 characters."))]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.result == "approved" and not (self.chosen_by and self.left_out and self.opt_out):
            raise ValueError("list_unchecked")
        return self


class ApproveList(Timely[ListChecked]):
    kind: ClassVar[str] = "material.list"
    title: ClassVar[Text] = Text(da="Godkend listen over modtagere", en="Approve the list of recipients")
    why: ClassVar[Text] = Text(
        da="Ved en besked til mange ses databeskyttelsen efter: kun område og alder, og man kan sige nej.",
        en="A message to many needs its data protection checked: by area and age alone, and it can be declined.",
    )
    role: ClassVar[Role] = Role.legal
    deadline: ClassVar[str] = "material.list"
    shows: ClassVar[tuple[str, ...]] = ("material.draft",)
    decision: ClassVar[type[Decision]] = ListChecked
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Må bruges", en="May be used"), Text(da="beskeden kan sendes", en="the message can be sent")),
        (Text(da="Laves om", en="Changed"), Text(da="udkastet skrives om", en="the draft is written anew")),
        (Text(da="Sendes ikke", en="Not sent"), Text(da="materialet bruges ikke", en="the material is not used")),
    ]


class Deleted(Decision):
    deleted_on: Annotated[date, Between(earliest=-400, latest=0), Label(
        Text(da="Listen slettet den", en="List deleted on"))]  # fmt: skip
    declined: Annotated[int, Field(ge=0, le=1_000_000), Label(
        Text(da="Hvor mange sagde nej tak?", en="How many declined?"),
        Text(da="Kun antallet; ingen nævnes.", en="The number alone; nobody is named."))]  # fmt: skip

    @model_validator(mode="after")
    def _in_order(self, info: ValidationInfo) -> Self:
        _refuse_before("deleted_on", self.deleted_on, _told(info, "sent_on"), Text(
            da="Ligger før dagen, hvor beskeden blev sendt:", en="Is before the day on which the message was sent:"))
        return self


class DeleteList(Task[Deleted]):
    kind: ClassVar[str] = "material.delete_list"
    title: ClassVar[Text] = Text(da="Slet listen over modtagere", en="Delete the list of recipients")
    why: ClassVar[Text] = Text(
        da="Beskeden er sendt. Listen har ikke flere formål og må ikke blive liggende.",
        en="The message is sent. The list has no further purpose and must not be kept.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "material.delete_list"
    counts_from: ClassVar[str | None] = "sent_on"
    decision: ClassVar[type[Decision]] = Deleted
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Slettet", en="Deleted"), Text(da="sagen lukkes", en="the case closes")),
    ]
    sent_on: Annotated[date | None, Label(Text(da="Sendt", en="Sent on"))] = None


class TakenDown(Decision):
    down_on: Annotated[date, Between(earliest=-400, latest=0), Label(
        Text(da="Den sidste taget ned den", en="The last one taken down on"))]  # fmt: skip

    @model_validator(mode="after")
    def _in_order(self, info: ValidationInfo) -> Self:
        _refuse_before("down_on", self.down_on, _told(info, "hung_on"), Text(
            da="Ligger før dagen, hvor de blev hængt op:", en="Is before the day on which they were put up:"))
        return self


class TakeDown(Task[TakenDown]):
    kind: ClassVar[str] = "material.take_down"
    title: ClassVar[Text] = Text(da="Tag plakaterne ned", en="Take the posters down")
    why: ClassVar[Text] = Text(
        da="Valgplakater ved vej må kun hænge kort tid efter valgdagen. Den sidste dag står her.",
        en="Election posters by a road may hang a short time after election day alone. The last day is here.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "material.take_down"
    counts_from: ClassVar[str | None] = "down_by"
    decision: ClassVar[type[Decision]] = TakenDown
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Taget ned", en="Taken down"), Text(da="sagen lukkes", en="the case closes")),
    ]
    hung_on: Annotated[date | None, Label(Text(da="Hængt op", en="Put up on"))] = None
    down_by: Annotated[date, Label(Text(da="Nede senest", en="Down by"))]


class TakeDownEarly(Task[TakenDown]):
    """The election was put off while they hung: they hang before the first day on which they may."""

    kind: ClassVar[str] = "material.take_down_early"
    title: ClassVar[Text] = Text(da="Tag plakaterne ned: de hænger for tidligt",
                                 en="Take the posters down: they hang too early")  # fmt: skip
    why: ClassVar[Text] = Text(
        da="Valgdagen er flyttet, og valgplakater ved vej må først hænge fra den dag, der står her. Tag dem ned nu, og "
        "gem dem: når dagen kommer, stilles opgaven at hænge dem op igen.",
        en="Election day has moved, and election posters may hang by a road only from the day that stands here. Take "
        "them down now and keep them: when that day comes, you are asked to put them up again.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "material.take_down_early"
    decision: ClassVar[type[Decision]] = TakenDown
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Taget ned", en="Taken down"), Text(da="de hænges op igen, når de må",
                                                     en="they are put up again when they may")),
    ]  # fmt: skip
    hung_on: Annotated[date | None, Label(Text(da="Hængt op", en="Put up on"))] = None
    hang_from: Annotated[date, Label(Text(da="Må først hænge fra", en="May hang only from"))]


def _told(info: ValidationInfo, name: str) -> date | None:
    """What the task tells of that day."""
    day = (info.context or {}).get("task", {}).get(name)
    return date.fromisoformat(day) if day else None


def _refuse_before(name: str, day: date, first: date | None, says: Text) -> None:
    if first and day < first:
        refuse([((name,), f"{name}_too_early", says.then(dated(first)))], name)
