"""A vacancy: offered by an employer, asked for again and again, until it is filled or gone."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.text import Text
    from domain.vacancy import tasks
    from workflows.again import Asked, Rules
    from workflows.case import Case
    from workflows.duties import beat
    from workflows.map import stage
    from workflows.state import CaseState

After = Literal["outreach", "open", "no_vacancy", "filled", "withdrawn"]
APPROACHED: dict[str, After] = {"offers": "open", "call_again": "outreach", "no": "no_vacancy"}
CONFIRMED: dict[str, After] = {"stands": "open", "changed": "open", "filled": "filled", "withdrawn": "withdrawn"}


class VacancyState(CaseState):
    stage: str = "outreach"
    after_demand: After = "outreach"
    """Where the case goes on when an unlawful demand has been taken back."""
    again: ClassVar[Rules] = {
        "after_demand": lambda past: _after(past.last(tasks.ApproachEmployer, tasks.ConfirmVacancy)),
    }


def _after(contact: Asked | None) -> After:
    if contact is None:
        return "outreach"
    return (APPROACHED if contact.kind is tasks.ApproachEmployer else CONFIRMED)[contact.answer.result]


@workflow.defn
class Vacancy(Case[VacancyState]):
    @workflow.init
    def __init__(self, state: VacancyState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: VacancyState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "filled": Text(da="Besat", en="Filled"),
            "expired": Text(da="Udløbet", en="Expired"),
            "withdrawn": Text(da="Trukket tilbage", en="Withdrawn"),
            "no_vacancy": Text(da="Ingen plads", en="No vacancy"),
            "demand_stands": Text(da="Ulovligt krav fastholdt", en="Unlawful demand stands"),
        }

    @stage(says=Text(da="Kontakt til arbejdsgiver", en="Outreach"))
    async def outreach(self) -> Literal["outreach", "open", "blocked", "no_vacancy"]:
        """Contact after contact, each on the day agreed."""
        offer = await self.judge("vacancy.offer")
        if offer["call_at"]:
            await self.until(
                datetime.fromisoformat(offer["call_at"]), Text(da="Kontakt igen", en="Get in touch again"),
                Text(da="Aftalt med arbejdsgiveren.", en="As agreed with the employer."),
            )  # fmt: skip
        answer = await self.ask(tasks.ApproachEmployer())
        self.state.after_demand = APPROACHED[answer.result]
        if answer.demand:
            return "blocked"
        following: Literal["outreach", "open", "no_vacancy"] = APPROACHED[answer.result]  # type: ignore[assignment]
        return following

    @stage(says=Text(da="Åben", en="Open"))
    async def open(self) -> Literal["open", "blocked", "filled", "expired", "withdrawn"]:
        """Whatever changes at the places or in the facts, the case looks again."""
        stands = await self.judge("vacancy.standing")
        if stands["over"]:
            self.still("lapses")
            over: Literal["filled", "expired"] = stands["over"]
            return over
        self.at("lapses", datetime.fromisoformat(stands["lapses_at"]))
        answer = await self.ask(tasks.ConfirmVacancy(talked_on=date.fromisoformat(stands["talked_on"])))
        self.still("lapses")
        self.state.after_demand = CONFIRMED[answer.result]
        if answer.demand:
            return "blocked"
        following: Literal["open", "filled", "withdrawn"] = CONFIRMED[answer.result]  # type: ignore[assignment]
        return following

    @beat
    async def lapses(self, due: datetime) -> str | None:
        """Its last day is over, or nobody has confirmed it for too long."""
        return "expired"

    @stage(says=Text(da="Spærret", en="Blocked"))
    async def blocked(self) -> Literal["outreach", "open", "no_vacancy", "filled", "withdrawn", "demand_stands"]:
        """An unlawful demand is never met: nobody is offered the place until it has been taken back."""
        await self.judge("vacancy.demand")
        answer = await self.ask(tasks.AnswerDemand())
        return self.state.after_demand if answer.result == "taken_back" else "demand_stands"
