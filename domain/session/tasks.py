"""The decision of a session: was it held, and who took part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.labels import Label, When
from domain.roles import Role
from domain.tasks import Decision, Free, Row, Task, refuse
from domain.text import Text

TOOK_PART: dict[str, Text] = {
    "took_part": Text(da="Deltog", en="Took part"), "stayed_away": Text(da="Udeblev", en="Stayed away"),
    "not_wanted": Text(da="Ønsker det ikke", en="Does not want it"),
}  # fmt: skip
PARTICIPANTS = "participants"


class Attendance(Row):
    case: Annotated[str, Label(Text(da="Sag", en="Case"), options_from=PARTICIPANTS, short=True)]
    result: Annotated[Literal["took_part", "stayed_away", "not_wanted"], Label(
        Text(da="Fremmøde", en="Attendance"), options=TOOK_PART, short=True)]  # fmt: skip


class Held(Decision):
    result: Annotated[Literal["held", "cancelled"], Label(
        Text(da="Blev det holdt?", en="Was it held?"), options={
            "held": Text(da="Ja", en="Yes"), "cancelled": Text(da="Nej, det er aflyst", en="No, it is cancelled")})]
    attended: Annotated[tuple[Attendance, ...], Field(max_length=50), Label(
        Text(da="Fremmøde", en="Attendance"), Text(da="Hver tilmeldt skal stå her én gang.",
                                                   en="Everyone signed up stands here once."),
        unit=Text(da="Deltager", en="Participant"), when=When("result", ("held",), needed=False))] = ()  # fmt: skip
    note: Annotated[Free, Label(Text(da="Notat", en="Reason"))] = ""

    @classmethod
    def beginning(cls, offers: Mapping[str, Sequence[tuple[str, Any]]]) -> dict[str, Any]:
        return {"attended": [{"case": case} for case, _ in offers.get(PARTICIPANTS, ())]}

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        known = info.context or {}
        if "today" in known and self.result == "held":
            refuse([*self._too_early(known), *self._not_everyone(known)], type(self).__name__)
        return self

    def _too_early(self, known: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, Text]]:
        if date.fromisoformat(known["task"]["held_on"]) > known["today"]:
            yield ("result",), "not_yet", Text(da="Dagen er ikke kommet endnu: ret datoen på sagen, hvis det er holdt",
                                               en="That day has not come yet: correct the date if it was held")

    def _not_everyone(self, known: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, Text]]:
        signed, noted = set(known.get(PARTICIPANTS, ())), Counter(one.case for one in self.attended)
        for number, one in enumerate(self.attended):
            if one.case not in signed:
                yield ("attended", number, "case"), "not_signed_up", Text(
                    da="Er ikke tilmeldt længere: fjern rækken", en="Is not signed up any more: remove the row")
            elif noted[one.case] > 1:
                yield ("attended", number, "case"), "repeated", Text(da="Står her to gange", en="Stands here twice")
        if missing := sorted(signed - noted.keys()):
            named = ", ".join(missing)
            yield ("attended",), "participant_missing", Text(da=f"Skriv også fremmøde for {named}",
                                                             en=f"Note the attendance of {named} too")  # fmt: skip


class HoldSession(Task[Held]):
    kind: ClassVar[str] = "session.hold"
    title: ClassVar[Text] = Text(da="Hold det, og skriv fremmøde", en="Hold it and note attendance")
    why: ClassVar[Text] = Text(
        da="Unge er tilmeldt. Skriv fremmøde for alle på én gang: så går hver ungs sag videre af sig selv.",
        en="Young people are signed up. Note attendance for all at once: then each one's case goes on by itself.",
    )
    role: ClassVar[Role] = Role.youth_consultant
    deadline: ClassVar[str] = "session.hold"
    counts_from: ClassVar[str | None] = "held_on"
    catches_up: ClassVar[bool] = True
    decision: ClassVar[type[Decision]] = Held
    rule: ClassVar[str | None] = "session.standing"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Holdt", en="Held"), Text(da="de, der deltog, går videre; udeblevne tilbydes det igen",
                                           en="who took part goes on; who stayed away is offered it again")),
        (Text(da="Aflyst", en="Cancelled"), Text(da="de tilmeldte tilbydes det igen",
                                                 en="whoever was signed up is offered it again")),
    ]  # fmt: skip
    held_on: Annotated[date, Label(Text(da="Dato", en="Date"))]


KINDS: tuple[type[Task[Any]], ...] = (HoldSession,)
