"""The decisions of a piece of material: written, in which languages, neutral, printed, sent."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from domain.labels import Label, When
from domain.material.lists import ApproveList, DeleteList, TakeDown, TakeDownEarly
from domain.material.timely import Timely
from domain.material.versions import Translated
from domain.roles import Role
from domain.tasks import Between, Decision, Free, Reason, Task
from domain.text import Text

WITHDRAWN = Text(da="materialet bruges ikke", en="the material is not used")
GIVEN_UP = Text(da="Opgives", en="Given up")
SENT_BACK = ("material.neutrality", "material.list")
"""What may have sent it back: the reason is read beside the task."""
NEEDED = Text(da="Mindst 20 tegn. Bliver på sagen.", en="At least 20 characters. Stays on the case.")


class Drafted(Decision):
    result: Annotated[Literal["ready", "withdrawn"], Label(Text(da="Udkastet", en="The draft"), options={
        "ready": Text(da="Er klar", en="Is ready"), "withdrawn": GIVEN_UP})]  # fmt: skip
    wording: Annotated[Free, Label(
        Text(da="Teksten på dansk", en="The wording in Danish"), when=When("result", ("ready",)))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.result == "ready" and len(self.wording) < 10:
            raise ValueError("wording_missing")
        return self


class Draft(Timely[Drafted]):
    kind: ClassVar[str] = "material.draft"
    title: ClassVar[Text] = Text(da="Skriv udkastet", en="Write the draft")
    why: ClassVar[Text] = Text(
        da="Oplys om valget og retten til at stemme. Nævn intet parti og ingen kandidat, og tal til alle i området.",
        en="Tell of the election and the right to vote. Name no party and no candidate, and speak to all of the area.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "material.draft"
    shows: ClassVar[tuple[str, ...]] = SENT_BACK
    mends: ClassVar[tuple[str, ...]] = ("wording",)
    decision: ClassVar[type[Decision]] = Drafted
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Klar", en="Ready"), Text(da="sprogversioner laves", en="language versions are made")),
        (GIVEN_UP, WITHDRAWN),
    ]


class Translate(Timely[Translated]):
    kind: ClassVar[str] = "material.translate"
    title: ClassVar[Text] = Text(da="Lav sprogversionerne", en="Make the language versions")
    why: ClassVar[Text] = Text(
        da="Versionerne skal sige det samme som den danske tekst. Det er dem alle, der ses efter for neutralitet.",
        en="The versions must say what the Danish text says. All of them are checked for neutrality.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "material.translate"
    shows: ClassVar[tuple[str, ...]] = (Draft.kind, *SENT_BACK)
    mends: ClassVar[tuple[str, ...]] = ("result", "versions")
    decision: ClassVar[type[Decision]] = Translated
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Lavet", en="Made"), Text(da="neutraliteten ses efter", en="neutrality is checked")),
    ]


WRITTEN = (Draft.kind, Translate.kind)


class Checked(Decision):
    result: Annotated[Literal["neutral", "change", "withdrawn"], Label(
        Text(da="Er materialet neutralt?", en="Is the material neutral?"), options={
            "neutral": Text(da="Ja, det må bruges", en="Yes, it may be used"),
            "change": Text(da="Nej, det skal laves om", en="No, it must be changed"),
            "withdrawn": Text(da="Nej, det må ikke bruges", en="No, it must not be used")})]  # fmt: skip
    note: Annotated[Reason, Label(Text(da="Begrundelse", en="Reason"), NEEDED)]


class CheckNeutrality(Timely[Checked]):
    kind: ClassVar[str] = "material.neutrality"
    title: ClassVar[Text] = Text(da="Se materialet efter for neutralitet", en="Check the material for neutrality")
    why: ClassVar[Text] = Text(
        da="Kommunen må ikke tale for et parti eller en kandidat. Hvert sprog ses efter; intet sendes uden dit ja.",
        en="The municipality speaks for no party. Each language is checked; nothing is sent without your yes.",
    )
    role: ClassVar[Role] = Role.legal
    deadline: ClassVar[str] = "material.neutrality"
    shows: ClassVar[tuple[str, ...]] = WRITTEN
    decision: ClassVar[type[Decision]] = Checked
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Neutralt", en="Neutral"), Text(da="det trykkes eller gøres klar", en="it is printed or made ready")),
        (Text(da="Laves om", en="Changed"), Text(da="udkastet skrives om", en="the draft is written anew")),
        (Text(da="Må ikke bruges", en="Must not be used"), WITHDRAWN),
    ]


class Printed(Decision):
    result: Annotated[Literal["printed", "withdrawn"], Label(Text(da="Trykningen", en="The printing"), options={
        "printed": Text(da="Er trykt som godkendt", en="Is printed as approved"), "withdrawn": GIVEN_UP})]  # fmt: skip
    number: Annotated[int | None, Field(ge=1, le=1_000_000), Label(
        Text(da="Antal", en="Number"), when=When("result", ("printed",)))] = None  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.result == "printed" and self.number is None:
            raise ValueError("number_missing")
        return self


class Print(Timely[Printed]):
    kind: ClassVar[str] = "material.print"
    title: ClassVar[Text] = Text(da="Få det trykt", en="Have it printed")
    why: ClassVar[Text] = Text(da="Det er godkendt, som det står. Bliver teksten en anden, skal den ses efter igen.",
                               en="It is approved as it stands. Another wording must be checked again.")  # fmt: skip
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "material.print"
    shows: ClassVar[tuple[str, ...]] = WRITTEN
    decision: ClassVar[type[Decision]] = Printed
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Trykt", en="Printed"), Text(da="det kan deles ud", en="it can be handed out")), (GIVEN_UP, WITHDRAWN),
    ]


class Dispatched(Decision):
    result: Annotated[Literal["sent", "withdrawn"], Label(Text(da="Er det brugt?", en="Was it used?"), options={
        "sent": Text(da="Ja, delt ud, hængt op eller sendt", en="Yes, handed out, put up or sent"),
        "withdrawn": GIVEN_UP})]  # fmt: skip
    sent_on: Annotated[date | None, Between(earliest=-400, latest=0), Label(
        Text(da="Begyndt den", en="Begun on"), when=When("result", ("sent",)))] = None  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Note"))] = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.result == "sent" and self.sent_on is None:
            raise ValueError("sent_on_missing")
        return self


class Dispatch(Timely[Dispatched]):
    kind: ClassVar[str] = "material.dispatch"
    title: ClassVar[Text] = Text(da="Del det ud eller send det", en="Hand it out or send it")
    why: ClassVar[Text] = Text(
        da="Det er godkendt. Dagen før valgdagen begynder intet nyt, og valgplakater ved vej har deres egne dage.",
        en="It is approved. Nothing new begins on the day before election day, and posters by a road have days of "
        "their own.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "material.dispatch"
    counts_from: ClassVar[str | None] = "opens_on"
    catches_up: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = WRITTEN
    decision: ClassVar[type[Decision]] = Dispatched
    rule: ClassVar[str | None] = "material.may_send"
    guard: ClassVar[str | None] = "material.may_send"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Brugt", en="Used"), Text(
            da="sagen lukkes; en liste over modtagere slettes først, og plakater ved vej tages ned",
            en="the case closes; a list of recipients is deleted first, and posters by a road are taken down")),
        (GIVEN_UP, WITHDRAWN),
    ]

    opens_on: Annotated[date | None, Label(Text(da="Må tidligst hænge", en="May hang from"))] = None

    @classmethod
    def is_guarded(cls, decision: Decision) -> bool:
        return getattr(decision, "result", "") == "sent"

    @classmethod
    def guarded_on(cls, decision: Decision, today: date) -> date:
        return getattr(decision, "sent_on", None) or today


KINDS: tuple[type[Task[Any]], ...] = (
    Draft, Translate, CheckNeutrality, ApproveList, Print, Dispatch, DeleteList, TakeDown, TakeDownEarly)  # fmt: skip
