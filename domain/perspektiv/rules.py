"""How far an effort that nobody is obliged to take goes: by which ways, how often, with whom."""

from __future__ import annotations

from datetime import date, time, timedelta

from domain.calendar import at_local, next_working_day
from domain.dossier import Dossier
from domain.parties import same_language
from domain.perspektiv.contact import SAFE_WAYS, SafeWay
from domain.perspektiv.facts import PerspektivFacts
from domain.perspektiv.order import newest
from domain.perspektiv.planning import FollowUp, MakePlan
from domain.policies import Policies, RulesOn
from domain.programmes import Judgement
from domain.text import Text, dated


def judge_path(case: Dossier, on: date, policies: Policies) -> Judgement:
    """The safe ways, how many attempts, and for how long."""
    facts, rules = _facts(case), RulesOn(policies, on)
    outreach = rules("perspektiv.outreach").as_(dict)
    through = () if facts.lead_from == "self" else (SafeWay.referrer,)
    safe = [way.value for way in dict.fromkeys((facts.safe_way, *through))]
    answer = {"safe": safe, "attempts": outreach["attempts"], "weeks": outreach["weeks"]}
    way = SAFE_WAYS[facts.safe_way.value]
    said = Text(da=f"Aftalt vej: {way.da}. Højst {answer['attempts']} forsøg på {answer['weeks']} uger.",
                en=f"Agreed way: {way.en}. At most {answer['attempts']} attempts in {answer['weeks']} weeks.")
    return Judgement.of(answer, said.then(_consent(facts), _elsewhere(case)), rules)


def _consent(facts: PerspektivFacts) -> Text:
    if facts.lead_from == "self":
        return Text(da="Borgeren har selv henvendt sig.", en="The citizen came to us.")
    return Text(da="Borgeren har sagt ja til kontakt.", en="The citizen has agreed to be contacted.")


def _elsewhere(case: Dossier) -> Text | None:
    """Who receives a benefit belongs to another effort; a person looks and refers them there."""
    if not any(other.is_open for other in case.of_person("obligation")):
        return None
    return Text(da="Der er allerede en åben sag om arbejdspligt: borgeren får selv en ydelse og hører til dér.",
                en="There is an open case on the work obligation: the citizen receives a benefit and belongs there.")


def judge_interpreter(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Where one is needed an adult interpreter of the citizen's language stands on the case before the talk counts:
    never a relative's child."""
    facts, rules = _facts(case), RulesOn(policies, on)
    years = rules.whole("interpreter.min_age")
    met, because = _interpreted(case, on, years) if facts.needs_interpreter else (True, NOT_NEEDED)
    return Judgement.of({"met": met, "missing": [] if met else ["interpreter"]}, because, rules)


NOT_NEEDED = Text(da="Der er ikke brug for tolk.", en="No interpreter is needed.")


def _interpreted(case: Dossier, on: date, years: int) -> tuple[bool, Text]:
    spoken, into = case.language, case.interpreted(on)
    if not into:
        return False, Text(da=f"Skriv først tolken på sagen (Sagens personer): professionel og fyldt {years} år.",
                           en=f"Add the interpreter to the case first: a professional who has turned {years}.")
    there = Text(da="En voksen tolk står på sagen.", en="An adult interpreter is on the case.")
    if not spoken:
        return True, there.then(Text(da="Borgerens sprog er ikke skrevet ned: se selv, at tolken kan det.",
                                     en="The citizen's language is not written down: see for yourself that it fits."))
    if any(same_language(spoken, one) for one in into):
        return True, there
    said = ", ".join(into)
    return False, Text(
        da=f"Borgerens sprog er »{spoken}«, men tolken på sagen tolker »{said}«. Skriv en tolk til det rigtige sprog "
           "på sagen (Sagens personer), eller ret sproget i borgerens oplysninger.",
        en=f"The citizen speaks “{spoken}”, but the interpreter on the case interprets “{said}”. Add an interpreter of "
           "the right language to the case, or correct the language in the citizen's details.")  # fmt: skip


def judge_next_talk(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Weeks after the newest plan or talk, on the first working day from then on."""
    rules = RulesOn(policies, on)
    weeks = rules.whole("perspektiv.talk_every")
    since, _ = newest(case, MakePlan.kind, FollowUp.kind)
    day = next_working_day(since + timedelta(weeks=weeks), policies)
    said = dated(day)
    because = Text(da=f"Der tales sammen hver {weeks}. uge: næste gang {said.da}.",
                   en=f"There is a talk every {weeks} weeks: the next on {said.en}.")  # fmt: skip
    return Judgement.of({"talk_at": at_local(day, time(9)).isoformat()}, because, rules)


def _facts(case: Dossier) -> PerspektivFacts:
    assert isinstance(case.facts, PerspektivFacts)
    return case.facts
