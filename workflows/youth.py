"""A young person's way from a referral to a job or place that is kept. Everything here is voluntary."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Join, LookAgain
    from domain.text import Text
    from domain.youth import employment, finding, outreach
    from workflows.again import Past, Rules, told
    from workflows.case import Case
    from workflows.do import do
    from workflows.duties import answers, beat
    from workflows.map import stage
    from workflows.state import CaseState

NO_CONTACT, TRIAL = "youth_no_contact", "youth_trial_ends"
SETTLED = ("took_part", "not_wanted")
"""Support that is not offered again."""
SOUGHT_ANEW = (outreach.DecideUnreached,)
"""After it contact is sought as if for the first time."""


class YouthState(CaseState):
    stage: str = "referral"
    tried: list[str] = []
    """Channels that gave no contact, in the order they were tried."""
    searching_since: datetime | None = None
    """When contact was first sought, or sought anew at the supervisor's word."""
    support: list[str] = []
    """What was chosen in the first talk and is still to be given."""
    session: str | None = None
    """The session that the young person is signed up for."""
    session_on: str = ""
    """The day of it that the open task speaks of."""
    followed_up: int = 0
    talked_again: bool = False
    again: ClassVar[Rules] = {
        "tried": lambda past: [one.answer.channel.value for one in past.read(outreach.ReachYouth, after=SOUGHT_ANEW)
                               if one.answer.result == "not_reached"],
        "searching_since": lambda past: past.since("contact", after=SOUGHT_ANEW),
        "support": lambda past: _to_be_given(past),
        "session": lambda past: _signed_up(past),
        "session_on": told("held_on", finding.AttendSession, nothing=""),
        "followed_up": lambda past: len(past.read(employment.FollowUp, after=(employment.MakeAgreement,))),
        "talked_again": lambda past: any(one.kind is finding.TalkAgain for one in past.asked),
    }  # fmt: skip


def _to_be_given(past: Past) -> list[str]:
    """What was chosen, less what each visit since has settled."""
    talk = past.last(outreach.HoldFirstTalk)
    if talk is None:
        return []
    settled = sum(_outcome(past, one.number) in SETTLED for one in past.visits if talk.visit < one.number < past.visit)
    support: list[str] = talk.answer.support[settled:]
    return support


def _signed_up(past: Past) -> str | None:
    given = past.last(finding.GiveSupport)
    is_noted = given and any(one.answer.get("noted") for one in past.ruled if one.rule == "youth.session"
                             and given.visit < one.visit < past.visit)  # fmt: skip
    return given.answer.session if given and not is_noted else None


def _outcome(past: Past, visit: int) -> str | None:
    """What came of the support of that visit: as it was noted at the session, else as it was answered here."""
    noted = past.ruling("youth.session", visit).get("noted")
    given = next((one for one in past.read(finding.GiveSupport) if one.visit == visit), None)
    return noted or (given.answer.result if given else None)


@workflow.defn
class Youth(Case[YouthState]):
    @workflow.init
    def __init__(self, state: YouthState) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: YouthState) -> str:
        return await self.live()

    @classmethod
    def ends(cls) -> dict[str, Text]:
        return {
            "kept": Text(da="I job eller plads", en="In a job or place"),
            "education": Text(da="I uddannelse", en="In education"),
            "ended": Text(da="Ønsker ikke mere hjælp", en="Wants no more help"),
            "declined": Text(da="Sagde nej tak", en="Declined"),
            "no_contact": Text(da="Ingen kontakt", en="No contact"),
            "merged": Text(da="Samlet med en anden sag", en="Joined with another case"),
            "outside": Text(da="Uden for målgruppen", en="Outside the target group"),
        }

    async def take_up(self) -> None:
        if self.state.stage == "follow_up":
            self._warn_of_trial(await self.judge("youth.match"))

    @stage(says=Text(da="Henvisning", en="Referral"))
    async def referral(self) -> Literal["contact", "merged", "outside"]:
        """Referred by several partners a young person has several cases: a person joins them."""
        await self.judge("youth.age")
        answer = await self.ask(outreach.ReceiveReferral())
        if answer.result == "same":
            await do(Join(**self._here(), task_id=self.answered), says="joined with another case")
            return "merged"
        return "contact" if answer.result == "new" else "outside"

    @stage(says=Text(da="Kontakt", en="Contact"))
    async def contact(self) -> Literal["contact", "first_talk", "unreached", "declined"]:
        """Attempt after attempt; after 14 days another way, and if that fails the supervisor."""
        path = await self.judge("youth.path")
        since = self.state.searching_since = self.state.searching_since or self.now
        late = since + timedelta(days=path["no_contact_days"])
        self.alarm(NO_CONTACT, late)
        another = late <= self.now
        answer = await self.ask(outreach.ReachYouth(tried=tuple(self.state.tried), another_way=another))
        if answer.result == "not_reached":
            self.state.tried = [*self.state.tried, answer.channel.value]
            return "unreached" if another else "contact"
        self.clear_alarms(NO_CONTACT)
        return "first_talk" if answer.result == "reached" else "declined"

    @stage(says=Text(da="Uden kontakt", en="Without contact"))
    async def unreached(self) -> Literal["contact", "no_contact"]:
        answer = await self.ask(outreach.DecideUnreached(tried=tuple(self.state.tried)))
        self.state.searching_since, self.state.tried = None, []
        return "contact" if answer.result == "try_on" else "no_contact"

    @stage(says=Text(da="Første samtale", en="First talk"))
    async def first_talk(self) -> Literal["support", "education", "declined"]:
        path = await self.judge("youth.path")
        await self.judge("youth.guardian")
        answer = await self.ask(outreach.HoldFirstTalk(referred_on=date.fromisoformat(path["referred_on"])))
        if answer.result == "goes_on":
            self.state.support = answer.support
            return "support"
        return "declined" if answer.result == "declines" else "education"

    @stage(says=Text(da="Støtte", en="Support"))
    async def support(self) -> Literal["support", "matching"]:
        """One after the other, as chosen together; whoever stays away is offered it again."""
        if not self.state.support:
            return "matching"
        result = await self._session() if self.state.session else await self._given(finding.GiveSupport)
        if result in SETTLED:
            self.state.support = self.state.support[1:]
        return "support" if self.state.support else "matching"

    async def _session(self) -> str:
        """Attendance as it was noted at the session, unless somebody answers here first."""
        session = await self.judge("youth.session")
        if session["noted"]:
            self.state.session = None
            return str(session["noted"])
        if self.has_changed("session_on", session["held_on"]):
            return "moved"
        return await self._given(finding.AttendSession, held_on=date.fromisoformat(session["held_on"]))

    async def _given(self, kind: type[finding.GiveSupport], **more: date) -> str:
        answer = await self.ask(kind(support=self.state.support[0], **more))
        before, self.state.session, self.state.session_on = self.state.session, answer.session, ""
        for other in (before, answer.session):
            await self._tell(other)
        return str(answer.result)

    @stage(says=Text(da="Match", en="Matching"))
    async def matching(self) -> Literal["agreement", "education", "ended"]:
        path = await self.judge("youth.path")
        await self.judge("youth.limits")
        if not self.state.talked_again and not self.has_beat("no_match"):
            self.at("no_match", self.now + timedelta(days=path["no_match_days"]))
        answer = await self.ask(_search(path))
        self.still("no_match")
        await self.unask(finding.TalkAgain)
        if answer.result == "matched":
            await self._tell(answer.vacancy)
            return "agreement"
        return "education" if answer.result == "education" else "ended"

    @beat
    async def no_match(self, due: datetime) -> str | None:
        """Once: the contact must not go cold while nothing is found."""
        self.state.talked_again = True
        await self.aside(finding.TalkAgain(), "once")
        return None

    @answers(finding.TalkAgain)
    async def still_looking(self, answer: finding.StillLooking, key: str) -> str | None:
        return "ended" if answer.result == "stops" else None

    @stage(says=Text(da="Aftale", en="Agreement"))
    async def agreement(self) -> Literal["start", "matching"]:
        match = await self.judge("youth.match")
        starts_on = date.fromisoformat(match["starts_on"])
        task = employment.MakeAgreement(starts_on=starts_on, parents=match["parents"], contract=match["contract"],
                                        certificate=match.get("certificate", False))  # fmt: skip
        answer = await self.ask(task)
        await self._tell(match.get("vacancy"))
        self.state.followed_up = 0
        return "start" if answer.result == "agreed" else "matching"

    @stage(says=Text(da="Før start", en="Before the start"))
    async def start(self) -> Literal["follow_up", "matching"]:
        match = await self.judge("youth.match")
        await self.until(
            datetime.fromisoformat(match["starts_at"]), Text(da="Første arbejdsdag", en="First day of work"),
            Text(da="Aftalen er på plads.", en="The agreement is made."),
        )  # fmt: skip
        answer = await self.ask(employment.ConfirmStart(starts_on=date.fromisoformat(match["starts_on"])))
        if answer.result != "started":
            await self._tell(match.get("vacancy"))
            return "matching"
        self._warn_of_trial(match)
        return "follow_up"

    def _warn_of_trial(self, match: dict[str, Any]) -> None:
        if match["trial_alarm"]:
            self.alarm(TRIAL, datetime.fromisoformat(match["trial_alarm"]))

    @stage(says=Text(da="I gang", en="At work"))
    async def follow_up(self) -> Literal["follow_up", "matching", "kept", "education", "ended"]:
        """2 weeks, 6 weeks and 3 months after the start; after the last one the job is kept."""
        match = await self.judge("youth.match")
        dates, number = match["follow_ups"], self.state.followed_up
        starts_on, day = date.fromisoformat(match["starts_on"]), date.fromisoformat(dates[number])
        begins = datetime.fromisoformat(match["starts_at"]) + (day - starts_on)
        await self.until(
            begins, Text(da=f"Opfølgning {number + 1} af {len(dates)}", en=f"Follow-up {number + 1} of {len(dates)}"),
            Text(da="Den unge er begyndt.", en="The young person has started."),
        )  # fmt: skip
        answer = await self.ask(employment.FollowUp(number=number + 1, starts_on=starts_on))
        self.state.followed_up = number + 1
        if answer.result == "there" and number + 1 < len(dates):
            return "follow_up"
        self.clear_alarms(TRIAL)
        if answer.result == "there":
            return "kept"
        await self._tell(match.get("vacancy"))
        return "matching" if answer.result == "looks_again" else answer.result

    async def _tell(self, other: str | None) -> None:
        """A place of the vacancy, or a seat of the session, is taken, agreed or free again."""
        if other:
            await do(LookAgain(**self._here(), other=other), says=f"place: {other} looks again")


def _search(path: dict[str, Any]) -> finding.FindMatch:
    if path["pocket_money_talk_on"]:
        return finding.FindPocketMoneyJob(talk_on=date.fromisoformat(path["pocket_money_talk_on"]))
    return finding.FindMatch()
