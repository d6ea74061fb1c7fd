"""How far an effort that nobody is obliged to take goes: by which ways, how often, with whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from domain.calendar import at_local, next_working_day
from domain.dossier import Dossier, Interprets
from domain.languages import same_language
from domain.perspektiv.contact import SAFE_WAYS
from domain.perspektiv.facts import PerspektivFacts
from domain.perspektiv.order import newest
from domain.perspektiv.planning import FollowUp, MakePlan
from domain.perspektiv.safety import NOT_SAFE, facts_of, is_still_unsafe, safe_ways
from domain.policies import Policies, RulesOn
from domain.programmes import Judgement
from domain.text import Text, dated, joined


def judge_path(case: Dossier, on: date, policies: Policies) -> Judgement:
    """The safe ways, how many attempts, and for how long."""
    facts, rules = facts_of(case), RulesOn(policies, on)
    outreach = rules("perspektiv.outreach").as_(dict)
    safe = [way.value for way in safe_ways(case)]
    answer = {"safe": safe, "attempts": outreach["attempts"], "weeks": outreach["weeks"]}
    way = SAFE_WAYS[facts.safe_way.value]
    said = Text(da=f"Aftalt vej: {way.da}. Højst {answer['attempts']} forsøg på {answer['weeks']} uger.",
                en=f"Agreed way: {way.en}. At most {answer['attempts']} attempts in {answer['weeks']} weeks.")
    spoilt = NOT_SAFE if is_still_unsafe(case) else None
    return Judgement.of(answer, said.then(spoilt, _consent(facts), _elsewhere(case)), rules)


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
    """Where one is needed, an adult professional interpreter of the citizen's language stood on the case on the day of
    the talk, else it does not count: never one of the family, whatever their age. Since when one interprets is said
    when they are added, so that a talk may be written down first and its interpreter after."""
    facts, rules = facts_of(case), RulesOn(policies, on)
    years = rules.whole("interpreter.min_age")
    if not facts.needs_interpreter:
        return Judgement.of({"met": True, "missing": []}, NOT_NEEDED, rules)
    lacks = dict(_lacking(case.language, case.interpreters(on), years, on))
    return Judgement.of({"met": not lacks, "missing": list(lacks)}, joined(lacks.values()) if lacks else THERE, rules)


NOT_NEEDED = Text(da="Der er ikke brug for tolk.", en="No interpreter is needed.")
THERE = Text(da="En voksen professionel tolk står på sagen.", en="An adult professional interpreter is on the case.")
LANGUAGE_UNKNOWN = Text(
    da="Borgerens sprog er ikke skrevet ned: skriv det i borgerens oplysninger, så det kan ses, at tolken kan det.",
    en="The citizen's language is not written down: write it in the citizen's details, so that it is seen to fit.",
)
NOT_SAID = Text(
    da="Ingen har svaret på, om tolken på sagen er professionel: afslut registreringen, og skriv tolken på sagen igen "
    "med svaret (Personer i sagen).",
    en="Nobody has answered whether the interpreter on the case is a professional: end the registration, and add the "
    "interpreter again with the answer (People of the case).",
)
NO_PROFESSIONAL = Text(
    da="Tolken på sagen er ikke professionel: find en professionel tolk, og skriv den på sagen (Personer i sagen).",
    en="The interpreter on the case is no professional: find one who is, and add them (People of the case).",
)


def _lacking(spoken: str, there: list[Interprets], years: int, on: date) -> Iterator[tuple[str, Text]]:
    """What is to be written down first, and where."""
    if not spoken:
        yield "language", LANGUAGE_UNKNOWN
    into = [one.language for one in there if one.professional]
    if not there:
        day = dated(on)
        yield "interpreter", Text(
            da=f"Skriv først tolken på sagen (Personer i sagen): professionel og fyldt {years} år. Den {day.da} er der "
               "ingen: tolkede nogen den dag, så skriv, fra hvilken dag.",
            en=f"Add the interpreter to the case first (People of the case): a professional who has turned {years}. On "
               f"{day.en} there is none: if somebody interpreted that day, write since when.")  # fmt: skip
    elif not into:
        yield "interpreter", NOT_SAID if any(one.professional is None for one in there) else NO_PROFESSIONAL
    elif spoken and not any(same_language(spoken, one) for one in into):
        said = ", ".join(into)
        yield "interpreter", Text(
            da=f"Borgerens sprog er »{spoken}«, men tolken på sagen tolker »{said}«. Skriv en tolk til det rigtige "
               "sprog på sagen (Personer i sagen), eller ret sproget i borgerens oplysninger.",
            en=f"The citizen speaks “{spoken}”, but the interpreter on the case interprets “{said}”. Add an "
               "interpreter of the right language (People of the case), or correct the language in the citizen's "
               "details.")  # fmt: skip


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
