"""Forms from a kind's Decision model alone: the same schema serves page, API and validation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from domain.labels import Label, When
from domain.money import MONEY, in_ore, kroner
from domain.spells import TOO_LONG
from domain.tasks import is_date
from domain.text import Text, da_date, joined

LONG = 500
MESSAGES: dict[str, Text] = {
    "missing": Text(da="Feltet skal udfyldes", en="This must be filled in"),
    "bool_parsing": Text(da="Vælg Ja eller Nej", en="Choose yes or no"),
    "date_from_datetime_parsing": Text(da="Skriv datoen som dd.mm.åååå", en="Write the date as dd.mm.yyyy"),
    "date_parsing": Text(da="Skriv datoen som dd.mm.åååå", en="Write the date as dd.mm.yyyy"),
    "enum": Text(da="Vælg en af mulighederne", en="Choose one of the options"),
    "literal_error": Text(da="Vælg en af mulighederne", en="Choose one of the options"),
    "int_parsing": Text(da="Skriv et helt tal", en="Write a whole number"),
    "decimal_parsing": Text(da="Skriv et tal", en="Write a number"),
    "int_parsing_size": Text(da="Tallet er for stort", en="The number is too large"),
    "json_invalid": Text(da="Indholdet er ikke gyldig JSON", en="The content is not valid JSON"),
    "unwritable_text": Text(da="Teksten har tegn, der ikke kan gemmes", en="The text has unusable characters"),
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
    "seeks_missing": Text(da="Vælg, hvad der søges", en="Choose what is sought"),
    "hours_a_week_missing": Text(da="Skriv, hvor mange timer der er mulige", en="Write how many hours are possible"),
    "clock_wrong": Text(da="Skriv tiden som 16.00", en="Write the time as 16:00"),
    "amount_wrong": Text(da="Skriv beløbet som 1.234,50", en="Write the amount as 1,234.50"),
    "amount_negative": Text(da="Beløbet skal være over 0", en="The amount must be above 0"),
    "hours_negative": Text(da="Skriv timer over 0, eller lad ugen ude", en="Write hours above 0, or leave it out"),
    "not_a_monday": Text(da="Skriv datoen for ugens mandag", en="Write the date of that week's Monday"),
    "second_missing": Text(da="Vælg, hvem der godkender som den anden", en="Choose who approves as the second"),
    "paid_on_missing": Text(da="Skriv, hvornår der blev betalt", en="Write when it was paid"),
    "payment_reference_missing": Text(da="Skriv betalingens reference", en="Write the reference of the payment"),
    "learning_missing": Text(da="Skriv, hvad der kan læres af det", en="Write what can be learned"),
}
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
    "note_missing": "note", "channel_tried": "channel", "seeks_missing": "seeks", "hours_a_week_missing": "hours",
    "second_missing": "second_by", "paid_on_missing": "paid_on", "payment_reference_missing": "reference",
    "nothing_to_carry_out": "carried_out_by", "learning_missing": "learning", "left_out_missing": "left_out",
}  # fmt: skip
"""The field that a whole-form error belongs to."""


YES_NO = {"true": Text(da="Ja", en="Yes"), "false": Text(da="Nej", en="No")}


def read_fields(infos: Mapping[str, FieldInfo], form: Mapping[str, Any]) -> dict[str, Any]:
    typed = {name: str(form.get(name, "")).strip() for name in infos}
    return {name: _plain(infos[name], text) for name, text in typed.items() if text}


def _plain(info: FieldInfo, text: str) -> str:
    if is_date(info):
        return iso(text)
    if MONEY in info.metadata:
        return text
    return text.replace(",", ".") if _bare(info.annotation) is Decimal else text


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
    return says if isinstance(says, Text) else _sentence(code(one), one.get("ctx", {}), str(one["msg"]))


def _sentence(code: str, ctx: Mapping[str, Any], msg: str) -> Text:
    if code == "string_too_short":
        return Text(da=f"Skriv mindst {ctx['min_length']} tegn", en=f"Write at least {ctx['min_length']} characters")
    if code == "string_too_long":
        return Text(da=f"Skriv højst {ctx['max_length']} tegn", en=f"Write at most {ctx['max_length']} characters")
    if code in ("less_than_equal", "greater_than_equal"):
        limit, word = (ctx["le"], ("Højst", "At most")) if "le" in ctx else (ctx["ge"], ("Mindst", "At least"))
        return Text(da=f"{word[0]} {limit}", en=f"{word[1]} {limit}")
    return MESSAGES.get(code, Text(da="Værdien kan ikke bruges", en=msg))


def field(name: str, info: FieldInfo, values: Mapping[str, Any], errors: Mapping[str, Text], *, under: str = "",
          offers: Mapping[str, Sequence[tuple[str, Text | str]]] | None = None,
          siblings: Mapping[str, FieldInfo] | None = None) -> dict[str, Any]:  # fmt: skip
    """One field as the templates draw it; `under`: what its name in the form begins with, `siblings`: its row."""
    label = label_of(name, info)
    widget, options = widget_of(info)
    known: Mapping[Any, Text | str] = label.options or {}
    if label.options_from:
        known = dict((offers or {}).get(label.options_from, ()))
        widget, options = "select", list(known)
    value = values.get(name)
    shown = written_date(value) if widget == "date" else written_number(info, value)
    return {
        "name": under + name, "id": f"f-{under}{name}".replace(".", "-"), "label": label.title,
        "help": label.help, "error": errors.get(under + name), "value": shown, "widget": widget,
        "required": info.is_required(), "maxlength": limit(info), "unit": label.unit, "short": label.short,
        "late": label.late, "shown_when": shown_when(label.when, under, siblings or {}),
        "options": [
            {"value": str(o), "label": known.get(o, Text(da=str(o), en=str(o))),
             "checked": value is not None and str(value) == str(o)} for o in options
        ],
    }  # fmt: skip


def shown_when(when: When | None, under: str, siblings: Mapping[str, FieldInfo]) -> dict[str, Any] | None:
    """After which answers to which field this one is asked for; `says` is for a page without JavaScript."""
    if when is None:
        return None
    words_of = label_of(when.field, siblings[when.field]).options or {} if when.field in siblings else {}
    says = joined((words_of[v] for v in when.values if v in words_of), ", ")
    return {"name": under + when.field, "answers": "|".join(when.values), "says": says, "needed": when.needed}


def label_of(name: str, info: FieldInfo) -> Label:
    found = [m for m in info.metadata if isinstance(m, Label)]
    return found[-1] if found else Label(Text(da=name, en=name))


def widget_of(info: FieldInfo) -> tuple[str, list[Any]]:
    kind = _bare(info.annotation)
    if kind is bool:
        return "bool", []
    if is_date(info):
        return "date", []
    if kind in (int, Decimal):
        return "number", []
    if get_origin(kind) is Literal:
        return "choice", list(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "choice", [member.value for member in kind]
    return ("textarea" if (limit(info) or LONG) >= LONG else "text"), []


def _bare(annotation: Any) -> Any:
    """The type itself: without "or nothing", without what is noted of it."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    parts = [a for a in get_args(annotation) if a is not type(None)]
    alone = get_origin(annotation) is not Literal and len(parts) == 1
    return _bare(parts[0]) if alone else annotation


def limit(info: FieldInfo) -> int | None:
    limits = [m.max_length for m in info.metadata if getattr(m, "max_length", None)]
    return min(limits, default=None)


def written_number(info: FieldInfo, value: Any) -> Any:
    """Decimals as each language writes them; what is no number stays as it was typed."""
    if _bare(info.annotation) is not Decimal or value is None:
        return value
    if MONEY in info.metadata and re.fullmatch(r"\d+\.\d\d", str(value)):
        return kroner(in_ore(Decimal(str(value))))
    return Text(da=str(value).replace(".", ","), en=str(value))


def written_date(value: Any) -> Any:
    try:
        return da_date(date.fromisoformat(str(value)))
    except ValueError:
        return value


def iso(text: str) -> str:
    """dd.mm.yyyy to ISO; anything else stays as it was typed, for the model to refuse."""
    found = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else text
    except ValueError:
        return text
