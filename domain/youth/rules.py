"""What a young person's case rests on: age and guardian, working time, the match and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from domain.calendar import add_months, at_local, local_date
from domain.dossier import Dossier
from domain.parties import GUARDIAN, age, birthday
from domain.policies import Policies, RulesOn
from domain.programmes import Judgement
from domain.text import Text, dated, joined
from domain.vacancy.rules import is_blocked
from domain.youth.contract import Contract, Finding, WeeklyShift, check_contract
from domain.youth.facts import YouthFacts
from domain.youth.finding import FindMatch, FindPocketMoneyJob
from domain.youth.industries import Industry
from domain.youth.outreach import TRAINS


def judge_age(case: Dossier, on: date, policies: Policies) -> Judgement:
    """How old, and what the age asks for; whether the young person belongs to the target group a person decides."""
    facts, rules = _facts(case), RulesOn(policies, on)
    years, own, unit = age(facts.born_on, on), rules.whole("consent.own_age"), rules("youth.target_age").as_(dict)
    inside = unit["from"] <= years <= unit["to"]
    parts = [
        Text(da=f"Den unge er {years} år.", en=f"The young person is {years}."),
        Text(da=f"Enhedens målgruppe er {unit['from']}-{unit['to']} år.",
             en=f"The unit's target group is {unit['from']}-{unit['to']}.") if not inside else None,
        Text(da=f"Under {own} år skal en forælder eller værge være med og give samtykke.",
             en=f"Below {own} a parent or guardian takes part and consents.") if years < own else None,
        Text(da="Henvist til et lommepengejob.", en="Referred to a pocket-money job.")
        if facts.pocket_money_job else None,
    ]  # fmt: skip
    return Judgement.of({"age_inside": inside}, joined(part for part in parts if part), rules)


def judge_guardian(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Below the age of own consent nothing is begun without a parent or guardian on the case."""
    facts, rules = _facts(case), RulesOn(policies, on)
    own = rules.whole("consent.own_age")
    young, known = age(facts.born_on, on) < own, GUARDIAN in case.parties(on)
    says = {
        (False, False): Text(da=f"Den unge er fyldt {own} år og taler for sig selv.",
                             en=f"The young person has turned {own} and speaks for themselves."),
        (True, True): Text(da="En forælder eller værge står på sagen.", en="A parent or guardian is on the case."),
        (True, False): Text(da=f"Den unge er under {own} år: skriv først en forælder eller værge på sagen (Sagens "
                               "personer).",
                            en=f"The young person is below {own}: add a parent or guardian to the case first."),
    }  # fmt: skip
    because = says[(young, known and young)]
    met = known or not young
    return Judgement.of({"met": met, "missing": [] if met else ["guardian"]}, because, rules)


def judge_path(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Dates of the way to the first talk, and whether it is the pocket-money track."""
    facts, rules = _facts(case), RulesOn(policies, on)
    days = rules.whole("youth.no_contact_days")
    talk = facts.pocket_money_talk_on if facts.pocket_money_job else None
    answer = {
        "referred_on": local_date(case.opened_at).isoformat(), "no_contact_days": days,
        "no_match_days": rules.whole("youth.no_match_days"),
        "pocket_money_talk_on": talk.isoformat() if talk else None,
    }  # fmt: skip
    because = Text(da=f"Efter {days} dage uden kontakt prøves en ny vej, så ser teamlederen på sagen.",
                   en=f"After {days} days without contact another way is tried, then the supervisor looks.")
    return Judgement.of(answer, because, rules)


def judge_limits(case: Dossier, on: date, policies: Policies) -> Judgement:
    """The limits that hold for the young person on this day, and the birthday that changes them."""
    facts, rules = _facts(case), RulesOn(policies, on)
    years, adult = age(facts.born_on, on), rules.whole("youth.adult_age")
    if years >= adult:
        because = Text(da=f"Den unge er fyldt {adult} år: reglerne om unges arbejde gælder ikke.",
                       en=f"The young person has turned {adult}: the rules on young people do not hold.")  # fmt: skip
        return Judgement.of({}, because, rules)
    name = "13_14" if years < 15 else "after_school" if facts.finished_ninth else "at_school"
    because = rules(f"youth.limits_{name}").says
    later = 15 if years < 15 else adult
    turns = dated(birthday(facts.born_on, later))
    because = Text(da=f"{because.da}. Fylder {later} år den {turns.da}: så gælder andre regler.",
                   en=f"{because.en}. Turns {later} on {turns.en}: other rules hold then.")  # fmt: skip
    if facts.finished_ninth is None:
        because = because.then(Text(da="Det vides ikke, om 9. klasse er afsluttet.",
                                    en="Whether year 9 is finished is not known."))  # fmt: skip
    return Judgement.of({}, because, rules)


def judge_match(case: Dossier, on: date, policies: Policies) -> Judgement:
    """What the newest match asks for before work begins, and when it is followed up."""
    facts, rules = _facts(case), RulesOn(policies, on)
    match = case.done(FindMatch.kind, FindPocketMoneyJob.kind)[-1].answer
    starts, ends = date.fromisoformat(match["starts_on"]), match["ends_on"]
    last = date.fromisoformat(ends) if ends else None
    young = age(facts.born_on, starts) < rules.whole("youth.adult_age") and not facts.finished_ninth
    contract = match["what"] in TRAINS
    warned = timedelta(days=rules.whole("youth.trial_alarm_days"))
    certificate = _needs_certificate(facts, starts, last, rules)
    trial = add_months(starts, rules.whole("youth.trial_months")) - warned
    first = dated(starts)
    because = Text(da=f"Arbejdet begynder {first.da}.", en=f"Work begins on {first.en}.").then(
        rules("youth.parents_informed").says if young else None,
        rules("youth.contract_signed").says if contract else None,
        rules("youth.child_certificate").says if certificate else None)  # fmt: skip
    answer = {
        "starts_on": starts.isoformat(), "starts_at": at_local(starts, time(9)).isoformat(), "parents": young,
        "contract": contract, "certificate": certificate,
        "follow_ups": [d.isoformat() for d in follow_ups(starts, last, rules)],
        "trial_alarm": at_local(trial, time(9)).isoformat() if contract else None, "vacancy": match.get("vacancy"),
    }  # fmt: skip
    return Judgement.of(answer, because, rules)


def judge_agreement(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Whether the match may still be agreed on: nobody is bound to a place that is blocked, or against the law."""
    wrong = list(_against_the_match(case, policies))
    because = joined([text for _, text in wrong]) if wrong else Text(da="Intet er i vejen for aftalen.",
                                                                     en="Nothing stands against the agreement.")
    return Judgement.of({"met": not wrong, "missing": [code for code, _ in wrong]}, because, RulesOn(policies, on))


def _against_the_match(case: Dossier, policies: Policies) -> Iterator[tuple[str, Text]]:
    """What has come to stand against the newest match since: its vacancy is blocked, or facts were corrected."""
    matches = case.done(FindMatch.kind, FindPocketMoneyJob.kind)
    if not matches:
        return
    done = matches[-1]
    vacancy = case.chosen(done.task_id) if done.answer.get("vacancy") else None
    if vacancy is not None and is_blocked(vacancy):
        yield "vacancy_blocked", Text(
            da=f"Pladsen {vacancy.case_id} er spærret, fordi arbejdsgiveren har stillet et ulovligt krav.",
            en=f"The place {vacancy.case_id} is blocked because of an unlawful demand of the employer.")  # fmt: skip
    for one in _against_the_law(done.answer, vacancy, _facts(case), policies):
        yield "unlawful", one.violation.message


def _against_the_law(match: dict[str, Any], vacancy: Dossier | None, facts: YouthFacts,
                     policies: Policies) -> list[Finding]:  # fmt: skip
    """By the facts of today: of the young person, and of what the employer offers."""
    offer = vacancy.facts.model_dump(mode="json") if vacancy is not None else match
    week = [WeeklyShift.model_validate(one) for one in match.get("week", ())]
    if not week:
        return []
    dangerous = bool(offer.get("dangerous") or match.get("dangerous")) and match["what"] not in TRAINS
    ends_on = date.fromisoformat(match["ends_on"]) if match["ends_on"] else None
    contract = Contract(week, date.fromisoformat(match["starts_on"]), ends_on, Industry(offer["industry"]), dangerous)
    return check_contract(contract, born_on=facts.born_on, finished_ninth=facts.finished_ninth, policies=policies)


def _needs_certificate(facts: YouthFacts, starts: date, last: date | None, rules: RulesOn) -> bool:
    """Of a mentor: direct contact with somebody so young, regularly and for so long."""
    limit = rules("youth.child_certificate").as_(dict)
    is_long = last is None or last > add_months(starts, limit["months"])
    return is_long and age(facts.born_on, starts) < limit["below"]


def follow_ups(starts: date, last: date | None, rules: RulesOn) -> list[date]:
    """2 weeks, 6 weeks and 3 months after the start; of a shorter job the last one is on its last day."""
    plan = rules("youth.follow_ups").as_(dict)
    days = [starts + timedelta(weeks=n) for n in plan["weeks"]] + [add_months(starts, n) for n in plan["months"]]
    return [d for d in days if last is None or d < last] + ([last] if last and last <= days[-1] else [])


def _facts(case: Dossier) -> YouthFacts:
    assert isinstance(case.facts, YouthFacts)
    return case.facts
