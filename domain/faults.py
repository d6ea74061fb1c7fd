"""What is wrong with a form, in words: the same at its field, in the API and beside a row of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from domain import phones
from domain.no_such_day import NO_SUCH_DAY, is_no_day
from domain.spells import TOO_LONG
from domain.text import Text, number, verbatim

WRITE_DATE = Text(da="Skriv datoen som dd.mm.åååå", en="Write the date as dd.mm.yyyy")
MESSAGES: dict[str, Text] = {
    "missing": Text(da="Feltet skal udfyldes", en="This must be filled in"),
    "bool_parsing": Text(da="Vælg Ja eller Nej", en="Choose yes or no"),
    "date_from_datetime_parsing": WRITE_DATE,
    "date_parsing": WRITE_DATE,
    "enum": Text(da="Vælg en af mulighederne", en="Choose one of the options"),
    "literal_error": Text(da="Vælg en af mulighederne", en="Choose one of the options"),
    "int_parsing": Text(da="Skriv et helt tal", en="Write a whole number"),
    "decimal_parsing": Text(da="Skriv et tal", en="Write a number"),
    "finite_number": Text(da="Skriv et tal", en="Write a number"),
    "decimal_whole_digits": Text(da="Tallet er for stort", en="The number is too large"),
    "decimal_max_digits": Text(da="Tallet er for stort", en="The number is too large"),
    "int_parsing_size": Text(da="Tallet er for stort", en="The number is too large"),
    "json_invalid": Text(da="Indholdet er ikke gyldig JSON", en="The content is not valid JSON"),
    "unwritable_text": Text(da="Teksten har tegn, der ikke kan gemmes", en="The text has unusable characters"),
    "nested_too_deep": Text(da="Indholdet er delt op i for mange lag", en="The content is nested too deep"),
    "not_a_number": Text(da="Skriv et tal", en="Write a number"),
    "shift_too_long": Text(da="Vagten er for lang", en="The shift is too long"),
    "extra_forbidden": Text(da="Ukendt felt", en="Unknown field"),
    "full_takes_no_limits": Text(
        da="Fuld tid har hverken timetal eller slutdato", en="Full time takes neither hours nor an end date"
    ),
    "date_implausible": Text(da="Årstallet kan ikke passe", en="The year cannot be right"),
    "hours_missing": Text(da="Skriv timetallet", en="Write the number of hours"),
    "exempt_takes_no_hours": Text(da="En fritagelse har intet timetal", en="An exemption takes no hours"),
    "cvr_wrong": Text(da="CVR-nummeret har otte cifre og skal kunne findes i CVR",
                      en="A CVR number has eight digits and a valid check digit"),
    "p_number_wrong": Text(da="P-nummeret har ti cifre", en="A P-number has ten digits"),
    "decimal_max_places": Text(da="Skriv højst to decimaler", en="Write at most two decimals"),
    "too_long": Text(da="Der er for mange linjer", en="There are too many rows"),
    "date_in_future": Text(da="Datoen er ikke kommet endnu", en="That day has not come yet"),
    "date_too_early": Text(da="Datoen ligger for tidligt", en="The date is too early"),
    "date_too_late": Text(da="Datoen ligger for sent", en="The date is too late"),
    "ends_before_start": Text(da="Slutter, før det begynder", en="Ends before it begins"),
    "spell_too_long": TOO_LONG,
    phones.NO_NUMBER: phones.SAYS,
    "handover_missing": Text(da="Overdrag sagen til den nye kommune først",
                             en="Hand the file over to the new municipality first"),
    "end_date_missing": Text(da="Skriv, hvornår det slutter", en="Write when it ends"),
    "ground_missing": Text(da="Vælg den grund, der undskylder", en="Choose the ground that excuses"),
    "not_reached_gives_no_ground": Text(da="Uden kontakt er der ingen grund oplyst",
                                        en="Without contact no ground was given"),
    "already_reached": Text(da="Borgeren er kontaktet: vælg, hvad der så skal ske",
                            en="The citizen is reached: choose what happens then"),
    "before_the_decision": Text(da="Datoen ligger før afgørelsen blev sendt",
                                en="The date lies before the decision was sent"),
    "not_repeated": Text(da="Vejledningen skal ligge efter den sidste", en="The guidance must lie after the last one"),
    "still_time_to_answer": Text(da="Fristen er ikke udløbet; borgeren kan stadig svare",
                                 en="There is still time: the citizen may still answer"),
    "answer_date_missing": Text(da="Skriv, hvornår borgeren svarede", en="Write when the citizen answered"),
    "days_missing": Text(da="Skriv antallet af dage", en="Write the number of days"),
    "more_days_than_absent": Text(da="Flere dage, end borgeren er udeblevet",
                                  en="More days than the citizen was absent"),
    "availability_missing": Text(da="Borgeren er aktivitetsparat: begrund det med mindst 20 tegn",
                                 en="The citizen is activity-ready: give reasons of at least 20 characters"),
    "end_missing": Text(da="Skriv, hvornår det slutter", en="Write when it ends"),
    "office_missing": Text(da="Vælg, hvem der fører den ud i livet", en="Choose who carries it out"),
    "nothing_to_carry_out": Text(da="Der er intet at føre ud i livet ved det resultat",
                                 en="That result leaves nothing to carry out"),
    "left_out_missing": Text(da="Skriv, hvad der undtages", en="Write what is left out"),
    "talk_date_missing": Text(da="Skriv, hvornår samtalen blev holdt", en="Write when the talk was held"),
    "same_as_missing": Text(da="Vælg sagen", en="Choose the case"),
    "same_as_unknown": Text(da="Vælg en sag fra listen", en="Choose a case from the list"),
    "note_missing": Text(da="Skriv mindst 20 tegn", en="Write at least 20 characters"),
    "channel_tried": Text(da="Den vej er prøvet: vælg en ny", en="That way has been tried: choose another"),
    "way_unsafe": Text(da="Den vej er ikke aftalt som sikker: ret den først på sagen",
                       en="That way is not agreed as safe: correct it on the case first"),
    "agreement_missing": Text(da="Svar ja eller nej", en="Answer yes or no"),
    "entitlement_missing": Text(da="Se opholdsgrundlaget først", en="See the right of residence first"),
    "goal_missing": Text(da="Skriv borgerens eget mål", en="Write the citizen's own goal"),
    "lines_missing": Text(da="Vælg mindst ét tilbud", en="Choose one offer at least"),
    "seeks_missing": Text(da="Vælg, hvad der søges", en="Choose what is sought"),
    "hours_a_week_missing": Text(da="Skriv, hvor mange timer der er mulige", en="Write how many hours are possible"),
    "clock_wrong": Text(da="Skriv tiden som 16.00", en="Write the time as 16:00"),
    "amount_wrong": Text(da="Skriv beløbet som 1.234,50", en="Write the amount as 1,234.50"),
    "amount_negative": Text(da="Beløbet skal være over 0", en="The amount must be above 0"),
    "hours_negative": Text(da="Skriv timer over 0, eller lad ugen ude", en="Write hours above 0, or leave it out"),
    "not_a_monday": Text(da="Skriv datoen for ugens mandag", en="Write the date of that week's Monday"),
    "list_unchecked": Text(da="Svar på alle tre: hvad der er valgt efter, hvem der er taget ud, og at man kan sige nej",
                           en="Answer all three: by what it was chosen, who is left out, and that one can decline"),
    "wording_missing": Text(da="Skriv teksten", en="Write the wording"),
    "number_missing": Text(da="Skriv, hvor mange", en="Write how many"),
    "sent_on_missing": Text(da="Skriv, hvornår det begyndte", en="Write when it began"),
    "work_missing": Text(da="Skriv, hvad der er udført, eller hvorfor intet er (mindst 20 tegn)",
                         en="Write what was done, or why nothing was (at least 20 characters)"),
    "areas_missing": Text(da="Skriv mindst ét område", en="Write at least one area"),
    "partners_missing": Text(da="Skriv partnerne, eller hvorfor der ingen er (mindst 20 tegn)",
                             en="Write the partners, or why there are none (at least 20 characters)"),
    "second_missing": Text(da="Vælg, hvem der godkender som den anden", en="Choose who approves as the second"),
    "paid_on_missing": Text(da="Skriv, hvornår der blev betalt", en="Write when it was paid"),
    "payment_reference_missing": Text(da="Skriv betalingens reference", en="Write the reference of the payment"),
    "learning_missing": Text(da="Skriv, hvad der kan læres af det", en="Write what can be learned"),
}
DATES = ("date_parsing", "date_from_datetime_parsing")
"""Codes of what cannot be read as a date."""
UNUSABLE = Text(da="Værdien kan ikke bruges", en="The value cannot be used")
ABOUT = {
    "ends_before_start": "to_on", "spell_too_long": "to_on", "handover_missing": "handed_over",
    "end_date_missing": "ended_on", "ground_missing": "ground", "not_reached_gives_no_ground": "ground",
    "already_reached": "next", "still_time_to_answer": "reply", "answer_date_missing": "answered_on",
    "not_repeated": "given_on",
    "before_the_decision": "on", "days_missing": "days",
    "more_days_than_absent": "days", "availability_missing": "furthers_availability",
    "hours_missing": "weekly_hours", "exempt_takes_no_hours": "weekly_hours", "end_missing": "until",
    "office_missing": "carried_out_by",
    "talk_date_missing": "pocket_money_talk_on", "same_as_missing": "same_as", "same_as_unknown": "same_as",
    "way_unsafe": "way", "agreement_missing": "agreed", "entitlement_missing": "entitled", "goal_missing": "goal",
    "lines_missing": "lines", "areas_missing": "areas", "wording_missing": "wording",
    "list_unchecked": "chosen_by", "work_missing": "note",
    "number_missing": "number", "sent_on_missing": "sent_on", "partners_missing": "partners",
    "note_missing": "note", "channel_tried": "channel", "seeks_missing": "seeks", "hours_a_week_missing": "hours",
    "second_missing": "second_by", "paid_on_missing": "paid_on", "payment_reference_missing": "reference",
    "nothing_to_carry_out": "carried_out_by", "learning_missing": "learning", "left_out_missing": "left_out",
}  # fmt: skip
"""The field that a whole-form error belongs to."""

MANY = 10_000
"""From here on a limit is written with its thousands: below, it may be a year."""


def messages(error: ValidationError) -> dict[str, Text]:
    """One sentence per field; a rule about the whole form stands at the field it is about."""
    found: dict[str, Text] = {}
    for one in error.errors():
        name = ".".join(str(part) for part in one["loc"]) or ABOUT.get(code(one), "")
        found.setdefault(name, sentence(one))
    return found


def code(one: Any) -> str:
    """The name of one validation error: the domain's own where it raised it."""
    own = str(one.get("ctx", {}).get("error", "")) if one["type"] == "value_error" else ""
    return own if re.fullmatch("[a-z_]+", own) else str(one["type"])


def sentence(one: Any) -> Text:
    """The domain's own words where it gave some."""
    says = one.get("ctx", {}).get("says")
    if isinstance(says, Text):
        return says
    if code(one) in DATES and is_no_day(str(one.get("input"))):
        return NO_SUCH_DAY
    return _sentence(code(one), one.get("ctx", {}), str(one["msg"]))


def _sentence(code: str, ctx: Mapping[str, Any], msg: str) -> Text:
    if code == "string_too_short":
        return Text(da=f"Skriv mindst {ctx['min_length']} tegn", en=f"Write at least {ctx['min_length']} characters")
    if code == "string_too_long":
        return Text(da=f"Skriv højst {ctx['max_length']} tegn", en=f"Write at most {ctx['max_length']} characters")
    if code in ("less_than_equal", "greater_than_equal"):
        limit, word = (ctx["le"], ("Højst", "At most")) if "le" in ctx else (ctx["ge"], ("Mindst", "At least"))
        said = number(int(limit)) if not isinstance(limit, str) and limit >= MANY else verbatim(str(limit))
        return Text(da=f"{word[0]} {said.da}", en=f"{word[1]} {said.en}")
    if code == "greater_than":
        return Text(da=f"Skal være over {ctx['gt']}", en=f"Must be above {ctx['gt']}")
    unsaid = UNUSABLE if msg.startswith("Value error") else Text(da=UNUSABLE.da, en=msg)
    return MESSAGES.get(code, unsaid)
