"""What economy writes on a budget line by hand: another appropriation, a payment taken back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain.budget import NAMES, PURSES, Purse
from domain.labels import Label
from domain.money import Kroner, in_ore
from domain.tasks import Decision, Reason
from domain.text import Text

Effort = Literal["obligation", "youth", "civic", "perspektiv"]
WHY = Label(Text(da="Begrundelse", en="Reasons"),
            Text(da="Mindst 20 tegn, fx hvem der har besluttet det.", en="At least 20 characters, such as by whom."))


class Appropriation(Decision):
    """More or less money for a line, which is opened where it is not there."""

    programme: Annotated[Effort, Label(Text(da="Indsats", en="Effort"), options=dict(NAMES))]
    year: Annotated[int, Field(ge=2024, le=2040), Label(Text(da="År", en="Year"))]
    purse: Annotated[Purse, Label(Text(da="Pulje", en="Purse"), options=dict(PURSES))]
    change: Annotated[Literal["more", "less"], Label(
        Text(da="Hvad skal der ske?", en="What is to happen?"), options={
            "more": Text(da="Bevillingen forhøjes", en="The appropriation is raised"),
            "less": Text(da="Bevillingen nedsættes", en="The appropriation is cut")})]  # fmt: skip
    amount: Annotated[Kroner, Field(le=1_000_000_000), Label(Text(da="Beløb i kroner", en="Amount in kroner"))]
    reason: Annotated[Reason, WHY]

    @property
    def ore(self) -> int:
        return in_ore(self.amount) if self.change == "more" else -in_ore(self.amount)


class Counter(Decision):
    """A payment was a mistake, or has come back."""

    reason: Annotated[Reason, WHY]
