"""What must be in evidence before anybody may decide on a deduction for a day of absence (LAS §§ 35–37, FVL § 19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from domain.absence.look import (
    DECISION_LETTER,
    HEARING_LETTER,
    Look,
    has_ended,
    is_activity_ready,
    is_in_effect,
    latest_day,
    still_absent,
    won_complaint,
)
from domain.calendar import add_months, local_date, working_days_between
from domain.dossier import Done, Dossier, Sent
from domain.offences import Offences
from domain.policies import Policies
from domain.programmes import Judgement
from domain.text import Text, dated

GUIDANCE = ("obligation.guidance", "obligation.repeat_guidance")
CONTACT, PERSONAL, REPLY = "absence.contact", "absence.personal_contact", "absence.hearing_reply"
PAST_DECISION = frozenset({"confirmation", "sending", "instruction", "sanctioned"})
"""Where a case of absence stands once its days are taken."""


class Precondition(NamedTuple):
    name: str
    met: bool
    because: Text


def judge_preconditions(case: Dossier, on: date, policies: Policies) -> Judgement:
    """Each precondition with its evidence or what is missing; `met` only when every one is."""
    look = Look(case, on, policies)
    found = [Precondition(name, *check(look)) for name, check in CHECKS.items()]
    missing = [one.name for one in found if not one.met]
    because = (
        Text(da="Alle forudsætninger er dokumenteret.", en="Every precondition is in evidence.") if not missing
        else Text(da="Der mangler:", en="Missing:").then(*(one.because for one in found if not one.met))
    )  # fmt: skip
    answer = {"met": not missing, "missing": missing, "days": len(look.days),
              "activity_ready": is_activity_ready(look)}  # fmt: skip
    return judged(look, answer, because, found)


def judged(look: Look, answer: dict[str, Any], because: Text, found: list[Precondition]) -> Judgement:
    ruling = answer | {
        "because": because.model_dump(), "policy_versions": sorted(row.version for row in look.used.values()),
        "requirements": [
            {"name": one.name, "title": TITLES[one.name].model_dump(), "met": one.met,
             "because": one.because.model_dump()} for one in found
        ],
    }  # fmt: skip
    return Judgement(answer=answer, ruling=ruling)


Check = tuple[bool, Text]


def _guided(look: Look) -> Check:
    """Prior written guidance on rights and duties, no older than half a year on each of the days."""
    months = look.rule("guidance.repeat").as_(int)
    given = [found for done in look.parent.done(*GUIDANCE) if (found := _guidance(look, done))]
    without = [day for day in look.days
               if not any(known < day <= add_months(on, months) for on, known in given)]  # fmt: skip
    newest = max((on for on, known in given if known < look.days[-1]), default=None)
    if without:
        return False, _on(without, "Ingen skriftlig vejledning inden for 6 måneder før",
                          "No written guidance within 6 months before")  # fmt: skip
    assert newest
    last = dated(newest)
    return True, Text(da=f"Vejledt skriftligt {last.da}.", en=f"Guided in writing on {last.en}.")


def _guidance(look: Look, done: Done) -> tuple[date, date] | None:
    """The day of a guidance, and the day from which the citizen has it in writing and the file shows it: what is
    written down afterwards proves nothing of the time before. None for a letter that never arrived."""
    on = date.fromisoformat(done.answer["given_on"])
    letter = next((one for one in look.parent.letters if one.task_id == done.task_id), None)
    if letter is not None and (letter.state == "failed" or letter.received_on is None):
        return None
    received = letter.received_on if letter is not None and letter.received_on else on
    return on, max(on, received, local_date(done.at))


def _in_plan(look: Look) -> Check:
    """The offer stood in a plan that was made before the day, and asked for that day."""
    made = {done.task_id: local_date(done.at) for done in look.parent.done()}
    placed = {p.id: p for p in look.parent.placements}

    def stood(placement_id: str, day: date) -> bool:
        line = placed.get(placement_id)
        return bool(line and line.planned_on(day) and made.get(line.task_id, date.max) < day)

    without = sorted({o.day for o in look.offences.days if not stood(o.placement_id, o.day)})
    if without:
        return False, _on(without, "Tilbuddet stod ikke i planen", "The offer was not in the plan on")
    return True, Text(da="Tilbuddet stod i planen på dagen.", en="The offer stood in the plan on the day.")


def _absent(look: Look) -> Check:
    stands = still_absent(look)
    changed = [day for day in look.days if day not in stands]
    if changed:
        return False, _on(changed, "Fremmødet er rettet, så borgeren ikke længere står som udeblevet",
                          "Attendance was corrected, so that the citizen no longer stands as absent on")  # fmt: skip
    return True, Text(da="Borgeren er registreret som udeblevet.", en="The citizen is registered as absent.")


def _demanded(look: Look) -> Check:
    """Neither sick nor exempt nor on leave on any of the days, at whatever place that was said."""
    sick = {a.day for a in look.parent.attendance(look.days[0], look.days[-1]) if a.status == "sick"}
    excused = [day for day in look.days if day in sick or any(spell.covers(day) for spell in look.parent.spells)]
    if excused:
        return False, _on(excused, "Syg, fritaget eller på friperiode", "Sick, exempt or off on")
    return True, Text(da="Hverken syg, fritaget eller på friperiode.", en="Neither sick, exempt nor off.")


def _contacted(look: Look) -> Check:
    """Right after each offence, form-free but documented (AST 2021)."""
    made = sorted(_contacted_on(one) for one in look.case.done(CONTACT, PERSONAL))
    without = [day for day in look.days if not any(one >= day for one in made)]
    if without:
        return False, _on(without, "Borgeren er ikke kontaktet om", "Nobody has contacted the citizen about")
    first = made[0]
    within, day = look.rule("absence.contact_within").as_(int), dated(first)
    used = working_days_between(look.offences.first, first, look.policies)
    late = Text(da=" Det er senere end målet: vægt det i afgørelsen.", en=" That is late: weigh it in deciding.")
    said = late if used > within else Text(da="", en="")
    return True, Text(
        da=f"Kontaktet {day.da}, {used} {'hverdag' if used == 1 else 'hverdage'} efter (mål: {within}).{said.da}",
        en=f"Contacted on {day.en}, {used} working {'day' if used == 1 else 'days'} after (aim: {within}).{said.en}",
    )


def _contacted_on(done: Done) -> date:
    return date.fromisoformat(done.answer["contacted_on"])


def _personally(look: Look) -> Check:
    """Activity-ready citizens: every reasonable possibility of personal contact first (AST 2015)."""
    if not is_activity_ready(look):
        return True, Text(da="Kræves ikke: borgeren er jobparat.", en="Not required: the citizen is job-ready.")
    tried = [one for one in look.case.done(PERSONAL) if _contacted_on(one) >= look.offences.first]
    needed = look.rule("absence.personal_attempts").as_(int)
    if any(one.answer["reached"] for one in tried):
        return True, Text(da="Der har været personlig kontakt.", en="There was personal contact.")
    days = len({_contacted_on(one) for one in tried})
    return days >= needed, Text(
        da=f"Forsøg på personlig kontakt på {days} dage efter udeblivelsen, mindst {needed} kræves.",
        en=f"Personal contact was tried on {days} days after the absence, at least {needed} are required.",
    )


def _heard(look: Look) -> Check:
    """The hearing letter is out, and the citizen has answered or had the whole time to."""
    sent = [s for s in look.case.letters if s.kind == HEARING_LETTER and s.state != "failed"]
    if not sent:
        return False, Text(da="Partshøringen er ikke sendt.", en="The hearing letter is not sent.")
    replies = look.case.done(REPLY)
    if not replies or replies[-1].at < sent[-1].created_at:
        return False, Text(da="Svar på partshøringen er ikke noteret.", en="No answer to the hearing is noted.")
    received, period = sent[-1].received_on, look.rule("hearing.period").as_(int)
    if received is None:
        return False, Text(da="Partshøringen er ikke kommet frem endnu.", en="The hearing letter is still on its way.")
    if replies[-1].answer["reply"] == "received":
        return _answered(sent[-1], replies[-1])
    until = received + timedelta(days=period)
    day = dated(until)
    if local_date(replies[-1].at) <= until:
        return False, Text(da=f"Borgeren kan svare til og med {day.da}.", en=f"The citizen may answer until {day.en}.")
    return True, Text(da=f"Hørt; fristen {day.da} udløb uden svar.", en=f"Heard; no answer came by {day.en}.")


def _answered(letter: Sent, reply: Done) -> Check:
    """To this letter: what the citizen said before it was written is no answer to it."""
    said = reply.answer.get("answered_on")
    if said is None or date.fromisoformat(said) < local_date(letter.created_at):
        return False, Text(da="Svaret er ældre end partshøringen eller uden dato.",
                           en="The answer is older than the hearing letter, or has no date.")  # fmt: skip
    day = dated(date.fromisoformat(said))
    return True, Text(da=f"Hørt; borgeren svarede {day.da}.", en=f"Heard; the citizen answered on {day.en}.")


def _in_time(look: Look) -> Check:
    last = latest_day(look.offences.first, look.rule("sanction.latest").as_(int))
    day = dated(last)
    if look.on > last:
        return False, Text(da=f"Fristen udløb {day.da}.", en=f"The time ran out on {day.en}.")
    return True, Text(da=f"Inden for fristen, {day.da}.", en=f"Within the time, {day.en}.")


def _not_undone(look: Look) -> Check:
    """The citizen's case runs, and no complaint of this decision has been won, in full or in part."""
    if has_ended(look.parent):
        return False, Text(da="Borgerens sag er afsluttet.", en="The citizen's case has ended.")
    case = won_complaint(look.case)
    if case:
        return False, Text(da=f"Borgeren har fået medhold i klagen {case}.", en=f"Complaint {case} of it was won.")
    return True, Text(da="Borgerens sag løber, og afgørelsen er ikke omgjort.", en="The case runs; nothing is undone.")


def _once(look: Look) -> Check:
    """No other case has taken one of the days."""
    others = [b for b in look.parent.belonging("absence")
              if b.case_id != look.case.case_id and (b.outcome or b.stage) in PAST_DECISION]  # fmt: skip
    taken = {day for other in others for day in Offences.model_validate(other.facts).dates()}
    done = (one for one in look.parent.below if one.case_id != look.case.case_id and is_in_effect(one))
    taken |= {day for one in done if isinstance(one.facts, Offences) for day in one.facts.dates()}
    twice = sorted(taken & set(look.days))
    if twice:
        return False, _on(twice, "Der er allerede en afgørelse for", "There is a decision already for")
    return True, Text(da="Ingen anden afgørelse for dagen.", en="No other decision for the day.")


def _told(look: Look) -> Check:
    """A decision that never reached the citizen is not carried out."""
    failed = [s for s in look.case.letters if s.kind == DECISION_LETTER][-1:]
    if any(one.state == "failed" for one in failed):
        return False, Text(da="Afgørelsesbrevet kom ikke frem.", en="The decision letter did not arrive.")
    return True, Text(da="Intet afgørelsesbrev er gået tabt.", en="No decision letter has failed.")


def _running(look: Look) -> Check:
    """Nothing is decided against a citizen whose case rests: what was decided there meanwhile is not yet in force."""
    resting = [one.case_id for one in (look.case, look.parent) if one.is_suspended]
    if resting:
        return False, Text(da=f"{resting[0]} er sat i bero.", en=f"{resting[0]} is suspended.")
    return True, Text(da="Ingen af sagerne er sat i bero.", en="Neither case is suspended.")


CHECKS: dict[str, Callable[[Look], Check]] = {
    "guidance": _guided, "offer_in_plan": _in_plan, "absent": _absent, "demanded": _demanded, "contact": _contacted,
    "personal_contact": _personally, "hearing": _heard, "in_time": _in_time, "once": _once,
    "not_undone": _not_undone, "told": _told, "running": _running,
}  # fmt: skip
TITLES: dict[str, Text] = {
    "guidance": Text(da="Skriftlig vejledning", en="Written guidance"),
    "offer_in_plan": Text(da="Tilbuddet står i planen", en="The offer stands in the plan"),
    "absent": Text(da="Udeblevet", en="Absent"),
    "demanded": Text(da="Ikke syg eller fritaget", en="Neither sick nor exempt"),
    "contact": Text(da="Kontakt efter udeblivelsen", en="Contact after the absence"),
    "personal_contact": Text(da="Personlig kontakt", en="Personal contact"),
    "hearing": Text(da="Partshøring", en="Party hearing"),
    "in_time": Text(da="Inden for fristen", en="Within the time"),
    "once": Text(da="Kun én gang for samme dag", en="Only once for a day"),
    "not_undone": Text(da="Ikke omgjort eller afsluttet", en="Neither undone nor ended"),
    "told": Text(da="Borgeren har fået brevet", en="The letter has reached the citizen"),
    "running": Text(da="Ikke sat i bero", en="Not suspended"),
}


def _on(days: list[date], da: str, en: str) -> Text:
    written = [dated(day) for day in days]
    return Text(da=f"{da} {_listed(d.da for d in written)}.", en=f"{en} {_listed(d.en for d in written)}.")


def _listed(days: Iterator[str]) -> str:
    return ", ".join(days)
