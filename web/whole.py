"""Whole forms from a model alone: plain fields, and lists of rows such as spells of a life or lines of a plan.

The field of a row is named `list.number.field` in the page, in errors and in ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.tasks import row_model
from domain.text import Text
from web import forms

MOST = 200
Errors = Mapping[str, Text]
Offers = Mapping[str, Sequence[tuple[str, Text | str]]]
"""What can be chosen in fields whose options stand in the store, by the name that their label gives."""


def keys(model: type[BaseModel]) -> Iterable[tuple[str, FieldInfo]]:
    """Each field by the name that it has outside Python."""
    return ((info.alias or name, info) for name, info in model.model_fields.items())


def read(model: type[BaseModel], form: Mapping[str, str]) -> dict[str, Any]:
    """What the form says: what is empty is absent, a row without a word is no row."""
    values: dict[str, Any] = {}
    for key, info in keys(model):
        rows = row_model(info)
        if rows is None:
            values |= forms.read_fields({key: info}, form)
        else:
            known = dict(keys(rows))
            typed = [{c: form.get(f"{key}.{n}.{c}", "") for c in known} for n in _numbers(key, form)]
            values[key] = [read for row in typed if (read := forms.read_fields(known, row))]
    return values


def changed(model: type[BaseModel], form: Mapping[str, str], wish: str) -> tuple[dict[str, Any], str] | None:
    """The form with a row more or less, as a button of it wishes, and the id of what to show; None: no such wish."""
    what, _, name = wish.partition(":")
    key, _, number = name.partition(":")
    if key not in {k for k, info in keys(model) if row_model(info)}:
        return None
    if what == "add":
        values = read(model, form)
        values[key] = [*values[key][: MOST - 1], {}]
        return values, f"f-{key}-{len(values[key]) - 1}"
    gone = f"{key}.{number}."
    kept = {k: v for k, v in form.items() if not k.startswith(gone)}
    return (read(model, kept), f"f-{key}") if what == "remove" else None


def build(model: type[BaseModel], values: Mapping[str, Any], errors: Errors, offers: Offers | None = None, *,
          blank: int = 0) -> dict[str, Any]:  # fmt: skip
    """The form as the templates draw it, and every error with the id of its field; `blank`: empty rows offered."""
    drawn = [
        _rows(key, info, values.get(key) or (), errors, offers or {}, blank, model) if row_model(info)
        else forms.field(key, info, values, errors, offers=offers or {}, siblings=model.model_fields)
        for key, info in keys(model)
    ]  # fmt: skip
    fields = [one for one in drawn if not (one["late"] and not one["error"] and not one["value"])]
    every = [part for one in fields for part in parts(one)]
    listed = [{"id": f["id"], "message": f["error"], "label": _named(f)} for f in every if f["error"]]
    elsewhere = [text for name, text in errors.items() if name not in {f["name"] for f in every}]
    first = [{"id": fields[0]["id"], "message": text, "label": None} for text in elsewhere]
    return {"fields": fields, "errors": first + listed}


def _rows(key: str, info: FieldInfo, given: Sequence[Mapping[str, Any]], errors: Errors, offers: Offers,
          blank: int, form: type[BaseModel]) -> dict[str, Any]:  # fmt: skip
    model, label = row_model(info), forms.label_of(key, info)
    assert model is not None
    every = [*given, *[{}] * min(blank, max(0, (forms.limit(info) or MOST) - len(given)))]
    every = every or ([] if label.late else [{}])
    return {
        "widget": "rows", "name": key, "id": f"f-{key}", "label": label.title, "help": label.help,
        "late": label.late and not any(offers.get(forms.label_of(c, i).options_from or "") for c, i in keys(model)),
        "shown_when": forms.shown_when(label.when, "", form.model_fields),
        "error": errors.get(key), "value": given, "may_add": len(every) < MOST,
        "next": numbered(label.unit or label.title, len(every) + 1),
        "columns": [forms.label_of(c, i) for c, i in keys(model)],
        "rows": [_row(f"{key}.{n}", model, row, errors, offers, label.unit or label.title, n + 1)
                 for n, row in enumerate(every)],
    }  # fmt: skip


def numbered(one: Text, number: int) -> Text:
    """Shift 2."""
    return Text(da=f"{one.da} {number}", en=f"{one.en} {number}")


def _row(name: str, model: type[BaseModel], row: Mapping[str, Any], errors: Errors, offers: Offers, one: Text,
         number: int) -> dict[str, Any]:  # fmt: skip
    title = numbered(one, number)
    fields = [forms.field(c, i, row, errors, under=f"{name}.", offers=offers, siblings=model.model_fields)
              | {"row": title} for c, i in keys(model)]  # fmt: skip
    return {
        "name": name, "id": f"f-{name}".replace(".", "-"), "label": title, "error": errors.get(name), "fields": fields,
        "bands": [list(band) for _, band in groupby(fields, key=lambda f: f["short"] or f["name"])],
    }  # fmt: skip


def _named(part: dict[str, Any]) -> Text:
    """The label; of a field in a row with the row before it, for its label stands in every row."""
    label, row = part["label"], part.get("row")
    return Text(da=f"{row.da} · {label.da}", en=f"{row.en} · {label.en}") if row else label


def parts(one: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """A field, or a list of rows with its rows and their fields: what can have an error of its own."""
    yield one
    for row in one.get("rows", ()):
        yield row
        yield from row["fields"]


def _numbers(key: str, form: Mapping[str, str]) -> list[int]:
    found = {name.split(".")[1] for name in form if name.startswith(f"{key}.") and name.count(".") == 2}
    return sorted(int(n) for n in found if n.isascii() and n.isdigit() and len(n) < 4)[:MOST]
