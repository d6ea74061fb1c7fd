"""A claim for a month of a leisure job, as the employer's invoice has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from domain.invoices import InvoiceNumber
from domain.labels import Label
from domain.money import Kroner
from domain.tasks import Between, Row, Sheet, Wrong, refuse
from domain.text import Text

CLAIMED = Between(earliest=date(2025, 1, 1), latest=0)
MOST_WEEKS = 5
"""No month has more Mondays."""


def _monday(day: date) -> date:
    if day.weekday():
        raise ValueError("not_a_monday")
    return day


def _worked(hours: Decimal) -> Decimal:
    if hours <= 0:
        raise ValueError("hours_negative")
    return hours


class WorkedWeek(Row):
    monday: Annotated[date, CLAIMED, AfterValidator(_monday), Label(
        Text(da="Ugen fra mandag", en="Week from Monday"), short=True)]  # fmt: skip
    hours: Annotated[Decimal, Field(le=168, max_digits=5, decimal_places=2), AfterValidator(_worked), Label(
        Text(da="Timer arbejdet", en="Hours worked"), short=True)]  # fmt: skip


class RefundFacts(Sheet):
    """A week belongs to the month of its Monday, so that none belongs to two."""

    model_config = ConfigDict(frozen=True)

    received_on: Annotated[date, CLAIMED, Label(
        Text(da="Kravet modtaget", en="Claim received"),
        Text(da="Fristen for betaling regnes herfra.", en="The time to pay counts from it."))]  # fmt: skip
    month: Annotated[date, CLAIMED, AfterValidator(lambda day: day.replace(day=1)), Label(
        Text(da="Måned", en="Month"),
        Text(da="En dag i måneden. En uge hører til den måned, dens mandag ligger i.",
             en="Any day of it. A week belongs to the month of its Monday."))]  # fmt: skip
    weeks: Annotated[tuple[WorkedWeek, ...], Field(max_length=MOST_WEEKS), Label(
        Text(da="Arbejdede uger", en="Weeks worked"),
        Text(da="En linje for hver uge med arbejde.", en="A line for each week of work."),
        unit=Text(da="Uge", en="Week"))]  # fmt: skip
    hourly_pay: Annotated[Kroner, Field(le=10_000), Label(
        Text(da="Timeløn", en="Hourly pay"),
        Text(da="I kroner, fx 145,50.", en="In kroner, e.g. 145.50."))]  # fmt: skip
    invoice: Annotated[InvoiceNumber, Label(
        Text(da="Arbejdsgiverens fakturanummer", en="The employer's invoice number"))]  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        refuse(self._misplaced(), type(self).__name__)
        return self

    def _misplaced(self) -> Iterator[Wrong]:
        if not self.weeks:
            yield ("weeks",), "weeks_missing", Text(da="Skriv mindst én uge", en="Write at least one week")
        seen = set()
        for n, one in enumerate(self.weeks):
            if one.monday.replace(day=1) != self.month:
                yield ("weeks", n, "monday"), "outside_month", Text(
                    da="Mandagen ligger i en anden måned", en="That Monday lies in another month")  # fmt: skip
            if one.monday in seen:
                yield ("weeks", n, "monday"), "week_twice", Text(
                    da="Ugen står to gange", en="The week is given twice")  # fmt: skip
            seen.add(one.monday)

    @property
    def last_day(self) -> date:
        return max(one.monday for one in self.weeks) + timedelta(days=6)
