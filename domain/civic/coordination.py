"""Whom a campaign is coordinated with: the plan names the culture and leisure administration and the election board."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from domain.labels import Label
from domain.roles import Role
from domain.tasks import HAPPENED, Decision, Reason, Task
from domain.text import Text


class Coordinated(Decision):
    talked_on: Annotated[date, HAPPENED, Label(Text(da="Aftalt den", en="Agreed on"))]
    note: Annotated[Reason, Label(
        Text(da="Hvad er aftalt?", en="What is agreed?"),
        Text(da="Mindst 20 tegn. Bliver på sagen.", en="At least 20 characters. Stays on the case."))]  # fmt: skip


class Coordinate(Task[Coordinated]):
    """What both have in common."""

    why: ClassVar[Text] = Text(
        da="Planen siger, at kampagnen koordineres med Kultur- og Fritidsforvaltningen og valgbestyrelsen.",
        en="The plan has it coordinated with the culture and leisure administration and the election board.",
    )
    role: ClassVar[Role] = Role.civic_lead
    deadline: ClassVar[str] = "civic.coordinate"
    counts_from: ClassVar[str | None] = "due_on"
    decision: ClassVar[type[Decision]] = Coordinated
    outcomes: ClassVar[list[tuple[Text, Text]]] = [
        (Text(da="Koordineret", en="Coordinated"), Text(da="står på sagen", en="stands on the case")),
    ]
    due_on: Annotated[date, Label(Text(da="Senest", en="By"))]


class WithAdministration(Coordinate):
    kind: ClassVar[str] = "civic.with_administration"
    title: ClassVar[Text] = Text(da="Koordinér med Kultur- og Fritidsforvaltningen",
                                 en="Coordinate with the culture and leisure administration")  # fmt: skip


class WithElectionBoard(Coordinate):
    kind: ClassVar[str] = "civic.with_election_board"
    title: ClassVar[Text] = Text(da="Koordinér med valgbestyrelsen", en="Coordinate with the election board")


COORDINATION: tuple[type[Coordinate], ...] = (WithAdministration, WithElectionBoard)
