"""Whether a vacancy can be offered, until when it stands, and how many of its places are free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from domain.calendar import at_local, local_date
from domain.deadlines import work_out
from domain.dossier import Done, Dossier
from domain.policies import Policies, RulesOn
from domain.programmes import Judgement
from domain.text import Text, dated, joined
from domain.vacancy.facts import VacancyFacts
from domain.vacancy.tasks import CHANNELS, AnswerDemand, ApproachEmployer, ConfirmVacancy
from domain.youth.holding import holds
from domain.youth.outreach import SOUGHT, TRAINS

OPENS = {(ApproachEmployer.kind, "offers"), (ConfirmVacancy.kind, "stands"), (ConfirmVacancy.kind, "changed")}
MORNING = time(9)


class Places(NamedTuple):
    all: int
    proposed: int
    agreed: int

    @property
    def free(self) -> int:
        return max(self.all - self.proposed - self.agreed, 0)

    @property
    def says(self) -> Text:
        return Text(
            da=f"{_count(self.all)}: {self.agreed} aftalt, {self.proposed} foreslået, {self.free} ledig"
               + ("e." if self.free != 1 else "."),
            en=f"{self.all} place{'s' if self.all != 1 else ''}: {self.agreed} agreed, {self.proposed} proposed, "
               f"{self.free} free.")  # fmt: skip


def places(case: Dossier, but: str | None = None) -> Places:
    """Counted anew each time from the decisions that stand; `but`: a case whose own place does not count."""
    held = [holds(other, case.case_id) for other in case.chosen_by if other.case_id != but]
    return Places(_facts(case).places, held.count("proposed"), held.count("agreed"))


def offered(case: Dossier, on: date, policies: Policies, to: str | None = None,
            asked: Mapping[str, Any] | None = None) -> Text | None:  # fmt: skip
    """What a vacancy that can be proposed that day is called; None where it cannot, for the case `to`."""
    facts, contact = _facts(case), _contact(case)
    if not case.is_open or case.is_suspended or contact is None or is_blocked(case) or [*_missing(facts)]:
        return None
    if (contact.kind, contact.answer["result"]) not in OPENS or _ends_on(case, policies) < on:
        return None
    left = places(case, to)
    if not left.free:
        return None
    parts = [Text(da=facts.employer, en=facts.employer), SOUGHT[facts.what], Text(da=facts.area, en=facts.area)]
    free = Text(da=f"{left.free} ledig{'e' if left.free != 1 else ''}", en=f"{left.free} free")
    return joined((part for part in (*parts, free) if part.da), ", ")


def freed(case: Dossier) -> list[Text]:
    """Of a vacancy that was filled: a place that a young person has since given back."""
    free = places(case).free
    if case.outcome != "filled" or not free:
        return []
    return [Text(da=f"{free} plads{'er' if free != 1 else ''} er blevet ledig{'e' if free != 1 else ''} igen. Spørg "
                    "arbejdsgiveren, og opret en magen til.",
                 en=f"{free} place{'s' if free != 1 else ''} free again. Ask the employer, and add another like it.")]


def is_blocked(case: Dossier) -> bool:
    """From the moment that a demand is written down, whatever the case itself has heard of it."""
    standing = False
    for one in case.done():
        if one.kind == AnswerDemand.kind:
            standing = one.answer["result"] == "stands"
        elif one.answer.get("demand"):
            standing = True
    return standing


def judge_offer(case: Dossier, on: date, policies: Policies) -> Judgement:
    """What must be known before anybody is offered the place; what the contact has come to, and when the next is."""
    rules = RulesOn(policies, on)
    missing, tried = dict(_missing(_facts(case))), case.done(ApproachEmployer.kind)
    call_on = tried[-1].answer.get("call_on") if tried else None
    lacking = joined(missing.values(), ", ")
    because = Text(da=f"Før pladsen kan tilbydes, mangler sagens oplysninger: {lacking.da}.",
                   en=f"Before the place can be offered, the facts lack: {lacking.en}.") if missing else Text(
                   da="Sagens oplysninger er fuldstændige.", en="The facts are complete.")  # fmt: skip
    answer = {"met": not missing, "missing": sorted(missing),
              "call_at": at_local(date.fromisoformat(call_on), MORNING).isoformat() if call_on else None}  # fmt: skip
    return Judgement.of(answer, because.then(_log(tried)), rules)


def judge_standing(case: Dossier, on: date, policies: Policies) -> Judgement:
    """How the open vacancy stands: over, or until when it stands if nobody says anything."""
    rules, left, contact = RulesOn(policies, on), places(case), _contact(case)
    assert contact is not None
    last = _ends_on(case, policies)
    over = "filled" if left.agreed >= left.all else "expired" if last < on else None
    until = dated(last)
    because = left.says.then(Text(da=f"Står åben til og med {until.da}, hvis arbejdsgiveren ikke bekræfter igen.",
                                  en=f"Open until {until.en} unless the employer confirms it again."))  # fmt: skip
    if missing := joined(dict(_missing(_facts(case))).values(), ", ").da:
        because = because.then(Text(da=f"Tilbydes ikke, før dette er udfyldt: {missing}.",
                                    en="Not offered until the facts are complete."))  # fmt: skip
    rules("vacancy.unconfirmed_days")
    answer = {"over": over, "talked_on": contact.answer["talked_on"],
              "lapses_at": at_local(last + timedelta(days=1), time(0)).isoformat()}  # fmt: skip
    return Judgement.of(answer, because, rules)


def judge_demand(case: Dossier, on: date, policies: Policies) -> Judgement:
    """What was demanded, in the words that stay in the store."""
    rules = RulesOn(policies, on)
    said = [one.answer["demanded"] for one in case.done() if one.answer.get("demand")]
    quoted = f"»{said[-1]}«" if said else ""
    because = rules("vacancy.no_discrimination").says
    because = Text(da=f"{because.da}. Arbejdsgiverens krav: {quoted}", en=f"{because.en}. The demand: {quoted}")
    return Judgement.of({}, because, rules)


def _ends_on(case: Dossier, policies: Policies) -> date:
    """The last day on which it stands: its own, or when nobody has confirmed it for too long."""
    contact, ends = _contact(case), _facts(case).ends_on
    assert contact is not None
    talked = date.fromisoformat(contact.answer["talked_on"])
    due = local_date(work_out("vacancy.confirm", talked, policies).at)
    stale = due + timedelta(days=policies.at("vacancy.unconfirmed_days", talked).as_(int))
    return min(ends, stale) if ends else stale


def lacking(facts: VacancyFacts) -> Text | None:
    """What must be known before anybody is offered the place, in a sentence; None: all of it is."""
    missing = joined((says for _, says in _missing(facts)), ", ")
    said = Text(da=f"Før pladsen kan tilbydes, mangler: {missing.da}.",
                en=f"Before the place can be offered, these are lacking: {missing.en}.")  # fmt: skip
    return said if missing.da else None


def _missing(facts: VacancyFacts) -> Iterator[tuple[str, Text]]:
    wanted = {
        "tasks": Text(da="arbejdsopgaver", en="tasks"), "area": Text(da="sted", en="place"),
        "hours": Text(da="timer om ugen", en="hours a week"),
        "starts_on": Text(da="første arbejdsdag", en="first day of work"),
    }  # fmt: skip
    yield from ((name, says) for name, says in wanted.items() if not getattr(facts, name))
    if facts.what in TRAINS and not facts.approved_firm:
        yield "approved_firm", Text(da="virksomheden skal være godkendt som praktiksted",
                                    en="the firm must be approved for training")  # fmt: skip


def _log(tried: list[Done]) -> Text | None:
    if not tried:
        return None
    last = tried[-1].answer
    day, channel = dated(date.fromisoformat(last["talked_on"])), CHANNELS[last["channel"]]
    return Text(da=f"Kontakter: {len(tried)}, senest {day.da} ({channel.da}).",
                en=f"Contacts: {len(tried)}, last on {day.en} ({channel.en}).")  # fmt: skip


def _contact(case: Dossier) -> Done | None:
    """The newest one with the employer."""
    return next(iter(reversed(case.done(ApproachEmployer.kind, ConfirmVacancy.kind))), None)


def _count(number: int) -> str:
    return f"{number} plads" if number == 1 else f"{number} pladser"


def _facts(case: Dossier) -> VacancyFacts:
    assert isinstance(case.facts, VacancyFacts)
    return case.facts
