"""The form that corrects the facts of a case, from the programme's own model; spells are rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from domain.text import Text
from web import forms

BLANK = 2
"""Empty rows offered under the spells that are known."""
MOST = 200
Errors = Mapping[tuple[str | int, ...], Text]
Choices = Mapping[str, Sequence[tuple[str, Text]]]
"""Fields whose options are read from the store: value and words of each."""


def errors_of(error: ValidationError) -> dict[tuple[str | int, ...], Text]:
    return {tuple(one["loc"]): forms.sentence(one) for one in reversed(error.errors())}


def read(model: type[BaseModel], form: Mapping[str, str]) -> dict[str, Any]:
    """All facts as the form says them: what is empty is absent, a row without a word is no spell."""
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


def build(model: type[BaseModel], values: Mapping[str, Any], errors: Errors,
          choices: Choices = MappingProxyType({})) -> dict[str, Any]:  # fmt: skip
    """The form as the template draws it: plain fields, then one table for each kind of spell."""
    known = list(keys(model))
    plain = [forms.field(key, info, values, {k: errors.get((k,)) for k, _ in known})
             for key, info in known if row_model(info) is None]  # fmt: skip
    plain = [forms.picked(one, choices[one["name"]]) if one["name"] in choices else one for one in plain]
    groups = [_group(key, info, values.get(key) or (), errors) for key, info in known if row_model(info)]
    cells = [cell for group in groups for row in group["rows"] for cell in row]
    listed = [{"id": f["id"], "message": f["error"], "label": f["label"]} for f in [*plain, *cells] if f["error"]]
    return {"fields": plain, "groups": groups, "errors": listed}


def _group(key: str, info: FieldInfo, given: Sequence[Mapping[str, Any]], errors: Errors) -> dict[str, Any]:
    rows = row_model(info)
    assert rows is not None
    columns, all_rows = list(keys(rows)), [*given, *[{}] * BLANK]
    label = forms.label_of(key, info)
    return {
        "name": key, "label": label.title, "columns": [forms.label_of(c, i) for c, i in columns],
        "rows": [
            [forms.field(c, i, row, {c: errors.get((key, n, c))}, under=f"{key}.{n}.") for c, i in columns]
            for n, row in enumerate(all_rows)
        ],
    }  # fmt: skip


def keys(model: type[BaseModel]) -> Iterable[tuple[str, FieldInfo]]:
    """Each field by the name that it has outside Python."""
    return ((info.alias or name, info) for name, info in model.model_fields.items())


def row_model(info: FieldInfo) -> type[BaseModel] | None:
    """The model of one row where the field is a list of rows."""
    inner = (get_args(info.annotation) or (None,))[0]
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _numbers(key: str, form: Mapping[str, str]) -> list[int]:
    found = {name.split(".")[1] for name in form if name.startswith(f"{key}.") and name.count(".") == 2}
    return sorted(int(n) for n in found if n.isascii() and n.isdigit() and len(n) < 4)[:MOST]
