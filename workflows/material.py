"""Material from the draft to the street. Whatever is changed goes through the check again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Takers
    from domain.calendar import local_date
    from domain.material import lists, tasks
    from domain.text import Text
    from workflows.again import Past, Rules, told
    from workflows.case import Case
    from workflows.duties import beat
    from workflows.map import stage
    from workflows.state import CaseState


OUT = ("deletion", "takedown", "early", "waiting")
"""Stages after it was used."""


class MaterialState(CaseState):
    stage: str = "draft"
    written_by: Takers = []
    """Who wrote any draft or version: none of them checks it, for a new one begins with the words of the old."""
    last_on: date | None = None
    """The last working day before nothing new of its campaign begins."""
    due_by: date | None = None
    """What it was when the running step was entered last; None once it is out."""
    sent_on: date | None = None
    down_by: date | None = None
    """The day that the open task speaks of."""
    hang_from: date | None = None
    """The day before which they hang too early, that the open task speaks of."""
    opens_on: date | None = None
    """From when a poster may hang by a road, as the open task has it."""
    again: ClassVar[Rules] = {
        "written_by": lambda past: _writers(past),
        "sent_on": lambda past: _sent_on(past),
        "last_on": lambda past: _last_on(past),
        "down_by": told("down_by", lists.TakeDown),
        "hang_from": told("hang_from", lists.TakeDownEarly),
        "due_by": lambda past: None if past.stage_at(past.visit) in OUT else _last_on(past),
        "opens_on": told("opens_on", tasks.Dispatch),
    }


def _writers(past: Past) -> list[str]:
    wrote = past.read(tasks.Draft, tasks.Translate)
    return list(dict.fromkeys(who for one in wrote for who in one.answer.takers))


def _last_on(past: Past) -> Any:
    return past.ruling("material.form").get("last_on")


def _sent_on(past: Past) -> date | None:
    sent: list[date] = [one.answer.sent_on for one in past.read(tasks.Dispatch) if one.answer.result == "sent"]
    return sent[-1] if sent else None


@workflow.defn
class Material(Case[MaterialState]):
    changes = ("material-moved",)

    @workflow.init
    def __init__(self, state: MaterialState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: MaterialState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {"sent": Text(da="Brugt", en="Used"), "withdrawn": Text(da="Ikke brugt", en="Not used")}

    async def corrected(self) -> str | None:
        """Another form or title is other material: nothing that was approved before holds for it, until it is out.
        Another election day of the campaign moves the last one for it."""
        form = await self._count_to_polls()
        if self.state.stage in OUT:
            return None
        return self._too_late(form, self.now) or ("draft" if form["rewritten"] else None)

    async def take_up(self) -> None:
        await self._count_to_polls()

    @beat
    async def polls_close(self, due: datetime) -> str | None:
        return self._too_late(await self._count_to_polls(), due)

    async def _count_to_polls(self) -> dict[str, Any]:
        form = await self.judge("material.form")
        closes_at = datetime.fromisoformat(form["closes_at"])
        if closes_at > self.now:
            self.at("polls_close", closes_at)
        self.state.last_on = date.fromisoformat(form["last_on"]) if "last_on" in form else None
        return form

    def _comes_too_late(self) -> bool:
        """By another election day what is open would be due when it is of no use: it is asked anew, due in time. Where
        it is due before in any case, whoever writes keeps the task."""
        last_on = self.state.last_on
        if not self.has_changed("due_by", last_on) or last_on is None:
            return False
        mine = {self._standing_for(task_id) for task_id in self.state.open}
        due = [local_date(one.at) for one in self.state.rungs if one.name == "due" and one.task_id in mine]
        return any(day > last_on for day in due) and self.follows("material-moved")

    def _written(self, by: list[str]) -> None:
        self.state.written_by = list(dict.fromkeys([*self.state.written_by, *by]))

    def _too_late(self, form: dict[str, Any], at: datetime) -> str | None:
        """What is not ready when the polls close is of no use; what may have been used is answered by a person."""
        is_over = datetime.fromisoformat(form["closes_at"]) <= at
        return "withdrawn" if is_over and self.state.stage not in ("dispatch", *OUT) else None

    @stage(says=Text(da="Udkast", en="Draft"))
    async def draft(self) -> Literal["draft", "languages", "withdrawn"]:
        await self._count_to_polls()
        if self._comes_too_late():
            return "draft"
        answer = await self.ask(tasks.Draft(last_on=self.state.last_on))
        self._written(answer.takers)
        return "languages" if answer.result == "ready" else "withdrawn"

    @stage(says=Text(da="Sprog", en="Languages"))
    async def languages(self) -> Literal["draft", "languages", "neutrality", "withdrawn"]:
        if self._comes_too_late():
            return "languages"
        answer = await self.ask(tasks.Translate(last_on=self.state.last_on))
        self._written(answer.takers)
        return "neutrality"

    @stage(says=Text(da="Neutralitet", en="Neutrality"))
    async def neutrality(self) -> Literal["draft", "neutrality", "recipients", "printing", "dispatch", "withdrawn"]:
        """By somebody of the law who wrote none of it."""
        if self._comes_too_late():
            return "neutrality"
        answer = await self.ask(tasks.CheckNeutrality(last_on=self.state.last_on), not_by=self.state.written_by)
        if answer.result != "neutral":
            return "draft" if answer.result == "change" else "withdrawn"
        form = await self.judge("material.form")
        if form["to_many"]:
            return "recipients"
        return "printing" if form["printed"] else "dispatch"

    @stage(says=Text(da="Modtagere", en="Recipients"))
    async def recipients(self) -> Literal["draft", "recipients", "dispatch", "withdrawn"]:
        if self._comes_too_late():
            return "recipients"
        answer = await self.ask(lists.ApproveList(last_on=self.state.last_on), not_by=self.state.written_by)
        if answer.result == "approved":
            return "dispatch"
        return "draft" if answer.result == "change" else "withdrawn"

    @stage(says=Text(da="Tryk", en="Print"))
    async def printing(self) -> Literal["draft", "printing", "dispatch", "withdrawn"]:
        if self._comes_too_late():
            return "printing"
        answer = await self.ask(tasks.Print(last_on=self.state.last_on))
        return "dispatch" if answer.result == "printed" else "withdrawn"

    @stage(says=Text(da="Uddeling", en="Dispatch"))
    async def dispatch(self) -> Literal["draft", "dispatch", "deletion", "takedown", "sent", "withdrawn"]:
        """Where it may hang from another day than before, the task is asked anew."""
        told = (await self.judge("material.may_send")).get("opens_on")
        opens_on = date.fromisoformat(told) if told else None
        if self._comes_too_late() or self.has_changed("opens_on", opens_on):
            return "dispatch"
        answer = await self.ask(tasks.Dispatch(opens_on=opens_on, last_on=self.state.last_on))
        self.state.opens_on = self.state.due_by = None
        if answer.result != "sent":
            return "sent" if self.state.sent_on else "withdrawn"
        self.state.sent_on = answer.sent_on
        form = await self.judge("material.form")
        if form["to_many"]:
            return "deletion"
        return "takedown" if form["by_road"] else "sent"

    @stage(says=Text(da="Sletning", en="Deletion"))
    async def deletion(self) -> Literal["sent"]:
        """A list is kept no longer than it is of use."""
        await self.ask(lists.DeleteList(sent_on=self.state.sent_on))
        return "sent"

    @stage(says=Text(da="Nedtagning", en="Taking down"))
    async def takedown(self) -> Literal["takedown", "early", "sent"]:
        """By another day than before, the task is asked anew."""
        form = await self.judge("material.form")
        if form.get("too_early"):
            self.state.down_by = None
            return "early"
        down_by = date.fromisoformat(form["down_by"])
        if self.has_changed("down_by", down_by):
            return "takedown"
        await self.ask(lists.TakeDown(down_by=down_by, hung_on=self.state.sent_on))
        return "sent"

    @stage(says=Text(da="Hænger for tidligt", en="Hangs too early"))
    async def early(self) -> Literal["early", "takedown", "waiting"]:
        """The election was put off while they hung: until the day comes on which they may."""
        form = await self.judge("material.form")
        hangs_at = datetime.fromisoformat(form["hangs_at"])
        if not form["too_early"]:
            self.state.hang_from = None
            return "takedown"
        hang_from = local_date(hangs_at)
        if self.has_changed("hang_from", hang_from):
            return "early"
        self.at("may_hang", hangs_at)
        await self.ask(lists.TakeDownEarly(hung_on=self.state.sent_on, hang_from=hang_from))
        self.state.hang_from = None
        return "waiting"

    @beat
    async def may_hang(self, due: datetime) -> str | None:
        return "takedown" if self.state.stage == "early" else None

    @stage(says=Text(da="Taget ned", en="Taken down"))
    async def waiting(self) -> Literal["dispatch"]:
        """What was kept is put up again as it was approved."""
        form = await self.judge("material.form")
        await self.until(
            datetime.fromisoformat(form["hangs_at"]), Text(da="Plakaterne må hænge igen", en="Posters may hang again"),
            Text(da="Valgdagen er flyttet: de hang for tidligt og er taget ned.",
                 en="Election day has moved: they hung too early and are down."),
        )  # fmt: skip
        return "dispatch"
