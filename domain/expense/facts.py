"""A bill for something that the effort bought: for whom or what stands in the case that it belongs to."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from domain.invoices import InvoiceNumber
from domain.labels import Label
from domain.money import Kroner
from domain.tasks import Between, Free, Sheet, refuse
from domain.text import Text

BILLED = Between(earliest=date(2024, 1, 1), latest=0)
What = Literal["interpreter", "course", "teaching", "childcare", "transport", "room", "print", "translation", "event",
               "campaign", "other"]  # fmt: skip
BOUGHT: dict[str, Text] = {
    "interpreter": Text(da="Tolk", en="Interpreter"), "course": Text(da="Kursus", en="Course"),
    "teaching": Text(da="Undervisning", en="Teaching"), "childcare": Text(da="Pasning", en="Childcare"),
    "transport": Text(da="Transport", en="Transport"), "room": Text(da="Lokale", en="Room"),
    "print": Text(da="Tryk", en="Printing"), "translation": Text(da="Oversættelse", en="Translation"),
    "event": Text(da="Arrangement", en="Event"), "campaign": Text(da="Kampagne", en="Campaign"),
    "other": Text(da="Andet", en="Something else"),
}  # fmt: skip


class ExpenseFacts(Sheet):
    model_config = ConfigDict(frozen=True)

    received_on: Annotated[date, BILLED, Label(
        Text(da="Regningen modtaget", en="Bill received"),
        Text(da="Fristen for betaling regnes herfra.", en="The time to pay counts from it."))]  # fmt: skip
    done_on: Annotated[date, BILLED, Label(
        Text(da="Leveret den", en="Delivered on"),
        Text(da="Udgiften hører til dette års budget, også når den betales senere.",
             en="It is charged to that year, also when it is paid later."))]  # fmt: skip
    what: Annotated[What, Label(Text(da="Hvad er købt?", en="What was bought?"), options=dict(BOUGHT))]
    supplier: Annotated[Free, Field(min_length=2, max_length=120), Label(
        Text(da="Leverandør", en="Supplier"))]  # fmt: skip
    invoice: Annotated[InvoiceNumber, Label(Text(da="Fakturanummer", en="Invoice number"))]
    amount: Annotated[Kroner, Field(le=5_000_000), Label(
        Text(da="Beløb", en="Amount"), Text(da="I kroner, fx 1.250,00. Uden moms.",
                                            en="In kroner, e.g. 1,250.00. Without VAT."))]  # fmt: skip
    invoice_total: Annotated[Kroner | None, Field(le=5_000_000), Label(
        Text(da="Hele fakturaens beløb, hvis den dækker flere sager",
             en="Amount of the whole invoice, if it covers several cases"),
        Text(da="Så er »Beløb« denne sags del. Skriv det samme her på hver sag.",
             en="“Amount” is this case’s part then. Write the same here on each case."))] = None  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.done_on > self.received_on:
            refuse([(("done_on",), "done_after_bill", Text(
                da="Leveret efter, at regningen kom: betal først det, der er leveret",
                en="Delivered after the bill came: pay what has been delivered"))], type(self).__name__)  # fmt: skip
        if self.invoice_total is not None and self.invoice_total <= self.amount:
            refuse([(("invoice_total",), "invoice_total_is_no_more", Text(
                da="Skal være mere end denne sags del: lad feltet stå tomt, når fakturaen kun dækker én sag",
                en="Must be more than this case’s part: leave it empty for an invoice of one case"))],
                type(self).__name__)  # fmt: skip
        return self
