"""What a citizen is told who was heard on a deduction that does not come."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from domain.labels import Label
from domain.roles import Role
from domain.tasks import Decision, Reason, Task
from domain.text import Text


class Told(Decision):
    how: Annotated[Literal["letter", "died"], Label(
        Text(da="Hvordan får borgeren besked?", en="How is the citizen told?"),
        options={
            "letter": Text(da="Med brevet nedenfor", en="By the letter below"),
            "died": Text(da="Ingen besked: borgeren er død", en="Not at all: the citizen has died"),
        })]  # fmt: skip
    account: Annotated[Reason, Label(
        Text(da="Derfor sker der intet fradrag", en="Why there is no deduction"),
        Text(da="Mindst 20 tegn. Teksten kommer i brevet; uden brev: hvad der vides om dødsfaldet.",
             en="At least 20 characters. It goes into the letter; without one: what is known."))]  # fmt: skip


class TellOfNoDeduction(Task[Told]):
    kind: ClassVar[str] = "absence.tell"
    title: ClassVar[Text] = Text(da="Giv besked: intet fradrag", en="Tell the citizen: no deduction")
    why: ClassVar[Text] = Text(
        da="Borgeren er hørt om et fradrag, som ikke kommer. Borgeren skal vide, hvor sagen endte.",
        en="The citizen was heard on a deduction that does not come, and must know how the case ended.",
    )
    role: ClassVar[Role] = Role.caseworker
    deadline: ClassVar[str] = "absence.tell"
    decision: ClassVar[type[Decision]] = Told
    letter: ClassVar[str | None] = "absence.no_deduction"
    rule: ClassVar[str | None] = "absence.ending"
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Med brev", en="By letter"), Text(da="brevet sendes, sagen lukkes", en="sent, and the case closes")),
        (Text(da="Borgeren er død", en="The citizen died"), Text(da="sagen lukkes uden brev", en="no letter")),
    ]
    outcome: Annotated[Literal["excused", "no_sanction", "corrected_away", "lapsed", "case_ended"], Label(
        Text(da="Sådan ender sagen", en="How the case ends"),
        options={
            "excused": Text(da="Udeblivelsen er undskyldt", en="The absence is excused"),
            "no_sanction": Text(da="Der sker ikke noget fradrag", en="No deduction is made"),
            "corrected_away": Text(da="Fremmødet er rettet", en="Attendance was corrected"),
            "lapsed": Text(da="Fristen for et fradrag er udløbet", en="The time for a deduction has run out"),
            "case_ended": Text(da="Borgerens sag er afsluttet", en="The citizen's case has ended"),
        })]  # fmt: skip
