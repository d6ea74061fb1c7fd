"""Forms from a kind's Decision model alone: the same schema serves page, API and validation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic.fields import FieldInfo

from domain.faults import ABOUT, MESSAGES, WRITE_DATE, code, messages, sentence
from domain.fields import LONG, bare, choices, label_of, limit
from domain.labels import Fitting, When
from domain.money import MONEY, in_ore, kroner
from domain.no_such_day import NO_SUCH_DAY, is_no_day
from domain.tasks import is_date
from domain.text import Text, da_date, joined

__all__ = ["ABOUT", "MESSAGES", "WRITE_DATE", "code", "label_of", "limit", "messages", "sentence"]
YES_NO = {"true": Text(da="Ja", en="Yes"), "false": Text(da="Nej", en="No")}


def read_fields(infos: Mapping[str, FieldInfo], form: Mapping[str, Any]) -> dict[str, Any]:
    typed = {name: str(form.get(name, "")).strip() for name in infos}
    return {name: _plain(infos[name], text) for name, text in typed.items() if text}


def _plain(info: FieldInfo, text: str) -> str:
    if is_date(info):
        return iso(text)
    if MONEY in info.metadata:
        return text
    return text.replace(",", ".") if bare(info.annotation) is Decimal else text


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
        "voluntary": label.voluntary, "late": label.late, "shown_when": shown_when(label.when, under, siblings or {}),
        "options": [
            {"value": str(o), "label": Text(da=str(o), en=str(o)) if one is None else one,
             "shown_when": shown_when(one.when, under, siblings or {}) if isinstance(one, Fitting) else None,
             "checked": value is not None and str(value) == str(o)} for o in options for one in [known.get(o)]
        ],
    }  # fmt: skip


def shown_when(when: When | None, under: str, siblings: Mapping[str, FieldInfo]) -> dict[str, Any] | None:
    """After which answers to which field this one is asked for; `says` is for a page without JavaScript."""
    if when is None:
        return None
    words_of = label_of(when.field, siblings[when.field]).options or {} if when.field in siblings else {}
    says = joined((words_of[v] for v in when.values if v in words_of), ", ")
    return {"name": under + when.field, "answers": "|".join(when.values), "says": says, "needed": when.needed}


def widget_of(info: FieldInfo) -> tuple[str, list[Any]]:
    kind = bare(info.annotation)
    if kind is bool:
        return "bool", []
    if is_date(info):
        return "date", []
    if kind in (int, Decimal):
        return "number", []
    if options := choices(info):
        return "choice", options
    return ("textarea" if (limit(info) or LONG) >= LONG else "text"), []


def written_number(info: FieldInfo, value: Any) -> Any:
    """Decimals as each language writes them; what is no number stays as it was typed."""
    if bare(info.annotation) is not Decimal or value is None:
        return value
    if MONEY in info.metadata and re.fullmatch(r"\d+\.\d\d", str(value)):
        return kroner(in_ore(Decimal(str(value))))
    if not re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
        return value
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


def no_date(text: str) -> Text:
    """Why this could not be read as a date."""
    return NO_SUCH_DAY if is_no_day(text) else WRITE_DATE
