"""A citizen did not come: contact, hearing, decision (LAS §§ 35–37), one case for the days between two contacts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Takers
    from domain.absence import closing, decisions, tasks
    from domain.calendar import local_date
    from domain.text import Text
    from workflows.again import Asked, Rules, takers
    from workflows.case import Case
    from workflows.duties import beat
    from workflows.map import stage
    from workflows.state import CaseState

Over = Literal["corrected_away", "lapsed", "case_ended", "overturned", "telling"]
"""Wherever the case stands: a day was corrected, the law's time has run out, the citizen's own case has ended, a
complaint was won. Who was heard is told of it."""
End = Literal["excused", "no_sanction", "corrected_away", "lapsed", "case_ended", "overturned"]


class AbsenceState(CaseState):
    stage: str = "contact"
    decided_by: Takers = []
    days: int = 0
    """Of the deduction that was decided."""
    again: ClassVar[Rules] = {
        "decided_by": takers(decisions.DecideSanction),
        "days": lambda past: _days(past.last(decisions.DecideSanction)),
    }


def _days(decision: Asked | None) -> int:
    return decision.answer.days or 0 if decision else 0


@workflow.defn
class Absence(Case[AbsenceState]):
    @workflow.init
    def __init__(self, state: AbsenceState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: AbsenceState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "excused": Text(da="Undskyldt", en="Excused"),
            "no_sanction": Text(da="Intet fradrag", en="No deduction"),
            "sanctioned": Text(da="Fradrag gennemført", en="Deduction carried out"),
            "corrected_away": Text(da="Fremmøde rettet", en="Attendance corrected"),
            "lapsed": Text(da="Frist udløbet", en="Time has run out"),
            "case_ended": Text(da="Borgerens sag sluttede", en="The citizen's case ended"),
            "overturned": Text(da="Ændret efter klage", en="Changed on complaint"),
        }

    async def corrected(self) -> str | None:
        """A day was corrected, turns out to be excused or has come to it, or what the case rests on has gone."""
        if self.state.stage == "telling":
            return None  # it looks again by itself
        if (await self.judge("absence.ending"))["over"]:
            return str(await self._ending())
        if self.state.stage == "sending" and not (await self.judge("absence.preconditions"))["met"]:
            return "preconditions"  # its one task can no longer be completed
        return None

    async def take_up(self) -> None:
        if self.state.stage != "telling":
            await self._limits()

    async def may_close(self) -> bool:
        """Not while somebody who was heard is still to be told how it ended."""
        return bool((await self.judge("absence.closing"))["may_close"])

    async def _limits(self) -> dict[str, Any]:
        """The law's time: a warning on the way, and an end after which nothing can be decided."""
        limits = await self.judge("absence.limits")
        self.alarm("sanction_latest", datetime.fromisoformat(limits["alarm"]))
        self.at("lapse", datetime.fromisoformat(limits["lapses_at"]))
        return limits

    @beat
    async def lapse(self, due: datetime) -> str | None:
        return str(await self._ending())

    async def _ending(self) -> Any:
        """The end by the case's file, as every stage may return it. Who was heard is told first; who won a complaint
        has been told."""
        ending = await self.judge("absence.ending")
        over: End | None = ending["over"]
        return "telling" if over is None or ending["tell"] else over

    @stage(says=Text(da="Kontakt", en="Contact"))
    async def contact(self) -> Literal["contact", "personal_contact", "hearing_letter", "excused", Over]:
        limits = await self._limits()
        contact = await self.ask(tasks.ContactCitizen())
        if contact.next == "hearing":
            return "personal_contact" if limits["activity_ready"] else "hearing_letter"
        return await self._ending() if contact.next == "excused" else "contact"

    @stage(says=Text(da="Personlig kontakt", en="Personal contact"))
    async def personal_contact(self) -> Literal["personal_contact", "hearing_letter", "excused", Over]:
        """Activity-ready citizens: every reasonable possibility of personal contact comes first (AST 2015)."""
        personal = await self.ask(tasks.MakePersonalContact())
        if personal.next == "excused":
            over: Over = await self._ending()
            return over
        return "hearing_letter" if personal.next == "hearing" else "personal_contact"

    @stage(says=Text(da="Høringsbrev", en="Hearing letter"))
    async def hearing_letter(self) -> Literal["hearing", Over]:
        await self.ask(tasks.SendHearing())
        return "hearing"

    @stage(says=Text(da="Partshøring", en="Party hearing"))
    async def hearing(self) -> Literal["preconditions", "excused", Over]:
        """The citizen is heard before anything is decided (FVL § 19); silence decides nothing."""
        hearing = await self.judge("absence.hearing")
        reply = await self.ask(tasks.RecordHearingReply(reply_by=date.fromisoformat(hearing["reply_by"])))
        return await self._ending() if reply.next == "excused" else "preconditions"

    @stage(says=Text(da="Forudsætninger", en="Preconditions"))
    async def preconditions(self) -> Literal[
        "preconditions", "decision", "contact", "hearing_letter", "no_sanction", Over
    ]:  # fmt: skip
        """The decision stays shut until every precondition has its evidence."""
        checked = await self.judge("absence.preconditions")
        if checked["met"]:
            return "decision"
        provided = await self.ask(decisions.ProvideEvidence())
        if provided.next == "drop":
            over: Over = await self._ending()
            return over
        goes_to: dict[str, Literal["preconditions", "contact", "hearing_letter"]] = {
            "check": "preconditions", "contact": "contact", "hearing": "hearing_letter",
        }  # fmt: skip
        return goes_to[provided.next]

    @stage(says=Text(da="Afgørelse", en="Decision"))
    async def decision(self) -> Literal["confirmation", "preconditions", "no_sanction", Over]:
        checked = await self.judge("absence.preconditions")
        if not checked["met"]:
            return "preconditions"
        decided = await self.ask(
            decisions.DecideSanction(days=checked["days"], activity_ready=checked["activity_ready"])
        )
        self.state.decided_by, self.state.days = decided.takers, decided.days or 0
        return "confirmation" if decided.deduct else await self._ending()

    @stage(says=Text(da="Bekræftelse", en="Confirmation"))
    async def confirmation(self) -> Literal["decision", "preconditions", "sending", Over]:
        """Another person than the one who decided."""
        confirmation = await self.ask(decisions.ConfirmSanction(days=self.state.days), not_by=self.state.decided_by)
        if not confirmation.confirmed:
            return "decision"
        checked = await self.judge("absence.preconditions")
        return "sending" if checked["met"] else "preconditions"

    @stage(says=Text(da="Afgørelsesbrev", en="Decision letter"))
    async def sending(self) -> Literal["instruction", "preconditions", Over]:
        await self.ask(decisions.SendDecision(days=self.state.days))
        return "instruction"

    @stage(says=Text(da="Gennemførelse", en="Carrying out"))
    async def instruction(self) -> Literal["sanctioned", "no_sanction", Over]:
        limits = await self.judge("absence.limits")
        receipt = await self.ask(
            decisions.InstructBenefit(days=self.state.days, sent_on=local_date(self.now),
                                      latest=date.fromisoformat(limits["latest"]))
        )
        return "sanctioned" if receipt.carried_out else await self._ending()

    @stage(says=Text(da="Besked til borgeren", en="Word to the citizen"))
    async def telling(self) -> Literal["hearing_letter", End]:
        """Who was heard on a deduction is told that there is none, unless a day is one of absence after all: then the
        citizen is heard on what is known now."""
        ending = await self.judge("absence.ending")
        over: End | None = ending["over"]
        if over is None:
            await self._limits()
            return "hearing_letter"
        self.still("lapse")
        self.clear_alarms()
        if ending["tell"]:
            await self.ask(closing.TellOfNoDeduction(outcome=over))
        return over
