"""What coverage by the work obligation is judged on."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.people import Employment, Residence


class Facts(BaseModel):
    """Facts about one citizen, as registers and case files give them.

    `entered_on` is the first arrival, or the latest return after more than 12 months abroad.
    """

    model_config = ConfigDict(frozen=True)

    benefit: Literal["sho", "cash_assistance", "none"]
    entered_on: date | None = None
    eu_right: bool = False
    ukraine_act: bool = False
    residence: tuple[Residence, ...] = ()
    employment: tuple[Employment, ...] = ()
    employment_requirement_met_before: bool = False
