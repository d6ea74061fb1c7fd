"""Words for what the store records as codes, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.policies import PolicyValue
from domain.tasks import Operation
from domain.text import Text, dated, verbatim


def _t(da: str, en: str) -> Text:
    return Text(da=da, en=en)


SYSTEM = _t("Systemet", "The system")
INDICATION = _t("Vejledende beregning", "Indication")
RULE = _t("Regel", "Rule")
RULES_USED = _t("Regler anvendt", "Rules applied")
DOUBT = _t("Uoverensstemmelse", "Inconsistency")
SUSPENDED = _t("Sagen er sat i bero", "The case is suspended")
ON_ITS_WAY = _t("Sagens næste trin", "The next step of the case")
ON_ITS_WAY_BECAUSE = _t("Det, der er besluttet, er gemt og på vej til sagen.",
                        "What was decided is kept and on its way to the case.")
SUSPENDED_BECAUSE = _t("En teamleder har sat sagen i bero.", "A supervisor has suspended the case.")
TAKEN_BACK = _t("Taget tilbage", "Taken back")
REQUIREMENTS = {
    "residence": _t("Opholdskrav", "Residence requirement"),
    "employment": _t("Beskæftigelseskrav", "Employment requirement"),
}
OPERATIONS = {
    Operation.claim: _t("Tag opgave", "Claim task"),
    Operation.start: _t("Begynd", "Start"),
    Operation.stop: _t("Stop", "Stop"),
    Operation.release: _t("Frigiv", "Release"),
    Operation.delegate: _t("Giv til en kollega", "Delegate"),
    Operation.forward: _t("Send til et andet team", "Forward to another team"),
    Operation.suspend: _t("Sæt på pause", "Put on hold"),
    Operation.resume: _t("Genoptag", "Resume"),
    Operation.skip: _t("Spring over", "Skip"),
    Operation.complete: _t("Udfør opgave", "Complete task"),
    Operation.reopen: _t("Genåbn", "Reopen"),
}
PRIORITISE = _t("Ændr prioriteten", "Change the priority")
TOMORROW, IN_A_WEEK = _t("Næste hverdag", "Next working day"), _t("Om en uge", "In a week")
IN_TWO_WEEKS = _t("Om to uger", "In two weeks")
MOVE_DEADLINE = _t("Flyt fristen", "Move the deadline")
CASE_ACTIONS = {
    "suspend": _t("Sæt sagen i bero", "Suspend the case"),
    "resume": _t("Genoptag sagen", "Resume the case"),
    "close": _t("Luk sagen", "Close the case"),
    "reassign": _t("Skift ansvarlig", "Change the person responsible"),
}
STEPS = {
    "open_task": _t("Opgaven kan ikke åbnes", "The task cannot be opened"),
    "climb": _t("Fristen kan ikke meldes videre", "The deadline cannot be escalated"),
    "withdraw": _t("Opgaver kan ikke trækkes tilbage", "Tasks cannot be withdrawn"),
    "waiting": _t("Det, sagen venter på, kan ikke skrives ned", "What the case waits for cannot be written down"),
    "judge": _t("En regel kan ikke regnes ud", "A rule cannot be worked out"),
    "look_again": _t("Sagen kan ikke vurderes på ny", "The case cannot be judged anew"),
    "join": _t("Sagen kan ikke samles med en anden", "The case cannot be joined with another"),
    "pause": _t("Sagen kan ikke sættes i bero", "The case cannot be suspended"),
    "resumed": _t("Sagen kan ikke genoptages", "The case cannot be resumed"),
    "close_case": _t("Sagen kan ikke lukkes", "The case cannot be closed"),
    "place": _t("Planen kan ikke føres ud i livet", "The plan cannot be put into effect"),
    "week_ahead": _t("Den næste uge kan ikke regnes ud", "The next week cannot be worked out"),
    "close_week": _t("Ugen kan ikke gøres op", "The week cannot be closed"),
    "keep_spell": _t("Sygdom eller fravær kan ikke skrives ned", "Sickness or leave cannot be written down"),
    "charge": _t("Udgiften kan ikke skrives på budgettet", "The cost cannot be charged to the budget"),
}
"""Each activity of a case that fails."""
MESSAGE = _t("En besked til sagen kommer ikke frem", "A message does not reach the case")
EFFORT_PAGES = {
    "plan": _t("Plan", "Plan"),
    "weeks": _t("Uger", "Weeks"),
    "spells": _t("Sygdom og fravær", "Sickness and leave"),
}
EVENTS = {
    "opened": _t("Opgaven er oprettet", "The task was opened"),
    "nominate": _t("Givet til den eneste, der kan tage den", "Given to the only one who can take it"),
    "claim": _t("Taget", "Claimed"),
    "start": _t("Begyndt", "Started"),
    "stop": _t("Stoppet", "Stopped"),
    "release": _t("Frigivet", "Released"),
    "delegate": _t("Givet til en kollega", "Delegated"),
    "forward": _t("Sendt til et andet team", "Forwarded"),
    "suspend": _t("Sat på pause", "Put on hold"),
    "resume": _t("Genoptaget", "Resumed"),
    "complete": _t("Udført", "Completed"),
    "skip": _t("Sprunget over", "Skipped"),
    "exit": _t("Trukket tilbage af sagen", "Withdrawn by the case"),
    "reopen": _t("Genåbnet som en ny opgave", "Reopened as a new task"),
    "comment": _t("Kommenteret", "Commented"),
    "acknowledged": _t("Tager hånd om eskaleringen", "Takes care of the escalation"),
    "evidence_changed": _t("Sagens oplysninger er rettet", "The facts of the case were corrected"),
    "deadline_moved": _t("Fristen er flyttet", "The deadline was moved"),
    "letter.written": _t("Brev skrevet og lagt til afsendelse", "Letter written and queued for sending"),
    "letter.again": _t("Brev skrevet igen og lagt til afsendelse", "Letter written again and queued for sending"),
    "letter.by_hand": _t("Brev udleveret personligt", "Letter handed over in person"),
    "letter.handed_over": _t("Brev afleveret til forsendelse", "Letter handed over for delivery"),
    "letter.delivered": _t("Brev leveret", "Letter delivered"),
    "letter.failed": _t("Brev kunne ikke leveres", "Letter could not be delivered"),
    "prioritise": _t("Prioriteten er ændret", "The priority was changed"),
    "undo": _t("Fortrudt: opgaven er, som den var før", "Undone: the task is as it was before"),
    "rung.acute": _t("Akut: besked til hele teamet", "Acute: the whole team is told"),
    "rung.reminder": _t("Påmindelse: fristen nærmer sig", "Reminder: the deadline is near"),
    "rung.due": _t("Fristen er overskredet", "The deadline has passed"),
    "rung.supervisor": _t("Eskaleret til teamlederen", "Escalated to the supervisor"),
    "rung.reassign": _t("Skal fordeles på ny", "To be assigned anew"),
    "returned": _t("Lagt tilbage til teamet", "Given back to the team"),
    "alarm.implementation_60": _t("60 dage til arbejdspligten skal være sat i værk",
                                  "60 days until the obligation must be implemented"),
    "alarm.implementation_30": _t("30 dage til arbejdspligten skal være sat i værk",
                                  "30 days until the obligation must be implemented"),
    "alarm.implementation_7": _t("7 dage til arbejdspligten skal være sat i værk",
                                 "7 days until the obligation must be implemented"),
    "alarm.first_offer": _t("Første virksomhedsrettede tilbud skulle være givet",
                            "The first company-oriented offer should have been given"),
    "alarm.sanction_latest": _t("Fristen for et fradrag nærmer sig", "The time for a deduction is running out"),
    "alarm.complaint_unanswered": _t("Klagen er ikke besvaret, og fristen nærmer sig",
                                     "The complaint is not answered and the time is nearly up"),
    "alarm.budget_80": _t("80 % af budgetlinjen er brugt", "80 % of the budget line is used"),
    "alarm.budget_95": _t("95 % af budgetlinjen er brugt", "95 % of the budget line is used"),
    "alarm.budget_unallotted": _t("Der er brugt penge af en budgetlinje uden bevilling",
                                  "Money is used of a budget line without an appropriation"),
    "alarm.budget_100": _t("Budgetlinjen er brugt op", "The budget line is used up"),
    "alarm.youth_no_contact": _t("14 dage uden kontakt til den unge", "14 days without contact to the young person"),
    "alarm.youth_trial_ends": _t("Prøvetiden i uddannelsesaftalen udløber snart",
                                 "The trial period of the training contract ends soon"),
}  # fmt: skip
TOLD = {
    "rung.reminder": _t("Fristen nærmer sig.", "The deadline is near."),
    "rung.due": _t("Opgaven blev ikke udført til tiden.", "The task was not done in time."),
    "rung.supervisor": _t("Opgaven blev ikke udført til tiden og er kommet til dig.",
                          "The task was not done in time and has come to you."),
    "rung.reassign": _t("Opgaven blev ikke udført til tiden og skal fordeles på ny.",
                        "The task was not done in time and is to be assigned anew."),
}
"""What whoever is told of each rung hears."""
ACTIONS = {
    "case.try_again": _t("Prøvet igen efter en fejl", "Tried again after an error"),
    "case.move": _t("Sagen er flyttet til et andet trin", "The case was moved to another step"),
    "case.day_joined": _t("Endnu en dag er kommet til", "Another day has come to it"),
    "case.day_corrected": _t("Fremmøde eller fravær for en af dagene er rettet", "One of the days was corrected"),
    "case.open": _t("Sagen er oprettet", "The case was opened"),
    "case.close": _t("Sagen er lukket", "The case was closed"),
    "case.suspend": _t("Sagen er sat i bero", "The case was suspended"),
    "case.resume": _t("Sagen er genoptaget", "The case was resumed"),
    "case.correct": _t("Oplysninger er rettet", "Facts were corrected"),
    "case.turnout_changed": _t("Nye tal for valgdeltagelsen er læst ind, efter at sagen blev lukket",
                               "New turnout was read in after the case was closed"),
    "case.citizen": _t("Borgerens oplysninger er rettet", "The citizen's details were corrected"),
    "case.party_added": _t("Person tilføjet", "Person added"),
    "case.party_ended": _t("Person afsluttet", "Person ended"),
    "case.cpr_learnt": _t("CPR-nummeret er skrevet på", "The CPR number was written down"),
    "case.payment_countered": _t("Betalingen er ført tilbage", "The payment was taken back"),
    "case.post_exempt": _t("Fritagelse for Digital Post er ændret", "Exemption from Digital Post was changed"),
    "case.referred": _t("Henvist af en partner", "Referred by a partner"),
    "case.consent": _t("Samtykke skrevet ned", "A consent was written down"),
    "case.consent_withdrawn": _t("Samtykke trukket tilbage", "A consent was withdrawn"),
    "case.joined": _t("Samlet med en anden sag om samme person", "Joined with another case of the same person"),
    "case.other_above": _t("Hører nu til en anden sag om samme person", "Now belongs to another case of the person"),
    "case.reassign": _t("Ny ansvarlig", "New person responsible"),
}
FORMERLY = {"The case was suspended.": _t("Sagen var sat i bero.", "The case was suspended.")}
"""The software's own reasons as they were once stored, in one language."""
EXTRA = {
    "needs_interpreter": _t("Tolk", "Interpreter"),
    "reference": _t("Reference", "Reference"),
    "received_on": _t("Modtaget", "Received on"),
}
"""What a file says beside the facts that rules are applied to."""


def versions(used: list[str]) -> Text:
    """Rules applied, by the day from which they are in force."""
    by_day: dict[str, list[str]] = {}
    for version in used:
        name, _, day = version.partition("@")
        by_day.setdefault(day, []).append(name)
    parts = [(", ".join(names), _as_date(day)) for day, names in sorted(by_day.items())]
    return _t("; ".join(f"{names} (fra {day.da})" for names, day in parts),
              "; ".join(f"{names} (from {day.en})" for names, day in parts))


def rule(row: PolicyValue) -> tuple[Text, Text]:
    """What a policy row says, and where it is from: its paragraph, and since when it holds."""
    source = _t("Lokal retningslinje", "Local default") if row.local else Text(da=row.source, en=row.source)
    since = dated(row.from_)
    return row.says, _t(f"{source.da}, fra {since.da} ({row.name})", f"{source.en}, from {since.en} ({row.name})")


def met(yes: bool) -> Text:
    return _t("Opfyldt", "Met") if yes else _t("Ikke opfyldt", "Not met")


def event(what: str, details: dict[str, Any], about: Text | None = None, to: str | None = None) -> Text:
    said = EVENTS.get(what, _t(what, what))
    if to is not None:
        said = _t(f"{said.da}: {to}", f"{said.en}: {to}")
    return _reasoned(said if about is None else of(about, said), details)


def of(about: Text, said: Text) -> Text:
    return _t(f"{about.da}: {said.da[0].lower()}{said.da[1:]}", f"{about.en}: {said.en[0].lower()}{said.en[1:]}")


def away(name: str) -> Text:
    return _t(f"{name} (væk i dag)", f"{name} (away today)")


def told(names: list[str]) -> Text:
    """Of whom an escalation was for."""
    listed = ", ".join(names)
    return _t(f"Fortalt til {listed}", f"Told: {listed}") if names else _t("Ingen var til stede", "Nobody was there")


def action(name: str, details: dict[str, Any], about: Text | None = None) -> Text:
    said = ACTIONS.get(name, EVENTS.get(name.removeprefix("case."), _t(name, name)))
    if about is not None:
        said = _t(f"{said.da}: {about.da}", f"{said.en}: {about.en}")
    return _reasoned(said, details)


def _reasoned(said: Text, details: dict[str, Any]) -> Text:
    why = reason(details)
    return _t(f"{said.da}. Begrundelse: {why.da}", f"{said.en}. Reason: {why.en}") if why.da else said


def reason(details: dict[str, Any]) -> Text:
    """As somebody wrote it, or the software's own; empty where there is none."""
    given = details.get("reason") or ""
    return Text.model_validate(given) if isinstance(given, dict) else FORMERLY.get(given, verbatim(given))


def entered(stage: Text) -> Text:
    return _t(f"Sagen gik til »{stage.da}«", f"The case went to “{stage.en}”")


def priority(level: int) -> Text:
    return _t("Høj", "High") if level >= 20 else _t("Forhøjet", "Raised") if level else _t("Normal", "Normal")


def priority_because(level: int, said: dict[str, Any] | None, *, acute: bool = False) -> Text:
    """`level`: of the ladder; `said`: what a supervisor last said of it."""
    if level and not (said and said["to"] > level * 10):
        return _t("Hævet, fordi fristen er overskredet.", "Raised because the deadline has passed.")
    if said:
        reason = said["reason"]
        return _t(f"Sat af en teamleder: {reason}", f"Set by a supervisor: {reason}")
    if acute:
        return _t("Høj fra begyndelsen, fordi opgaven er akut.", "High from the beginning, as the task is acute.")
    return _t("Normal for alle opgaver, indtil fristen er overskredet eller en teamleder ændrer den.",
              "Normal for every task until its deadline has passed or a supervisor changes it.")  # fmt: skip


def said(given: Any) -> Text:
    """A stored value as people write it."""
    if isinstance(given, bool):
        return _t("Ja", "Yes") if given else _t("Nej", "No")
    return _as_date(str(given))


def spells(given: list[dict[str, Any]]) -> Text:
    """Periods as people write them, each with what is said of it."""
    found = [_spell(s) for s in given]
    return _t("; ".join(s.da for s in found), "; ".join(s.en for s in found))


def _spell(spell: dict[str, Any]) -> Text:
    start, end = _as_date(spell["from"]), _as_date(spell.get("to") or "")
    more = " ".join(str(v) for k, v in spell.items() if k in ("country", "hours_per_week"))
    unit = (" t/uge", " h/week") if "hours_per_week" in spell else ("", "")
    return _t(f"{start.da}–{end.da or 'nu'} {more}{unit[0]}", f"{start.en}–{end.en or 'now'} {more}{unit[1]}")


def _as_date(text: str) -> Text:
    try:
        return dated(date.fromisoformat(text))
    except ValueError:
        return _t(text, text)
