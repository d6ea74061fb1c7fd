"""Answers and facts as people read them: the words of their labels, lists of rows as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.labels import Label
from domain.languages import tag_of
from domain.people import Spell
from domain.programmes import row_id
from domain.tasks import row_model
from domain.text import Text, joined, verbatim
from web import words
from web.forms import YES_NO, label_of, widget_of, written_number

Offered = Mapping[str, Sequence[tuple[str, Text | str]]]
"""What the store offers to choose from, by the name that a field's label gives: ids with their words."""


class Linked(Text):
    """An answer that names what has a page of its own."""

    url: str


Since = tuple[str, Mapping[str, Text]]
"""Whose answers they are, and by `row_id` why rows of anybody's were taken back since."""


def written(model: type[BaseModel], values: Mapping[str, Any], offers: Offered | None = None,
            since: Since = ("", {})) -> list[dict[str, Any]]:  # fmt: skip
    """Each answer with its label; what has no label is not shown. A list of rows has its `table` too."""
    return [_said(name, model.model_fields[name], values[name], offers or {}, since)
            for name in _answered(model, values)]  # fmt: skip


def _answered(model: type[BaseModel], values: Mapping[str, Any]) -> list[str]:
    return [name for name, info in model.model_fields.items()
            if _has_label(info) and values.get(name) not in (None, [], "")]  # fmt: skip


def _has_label(info: FieldInfo) -> bool:
    return any(isinstance(mark, Label) for mark in info.metadata)


def _said(name: str, info: FieldInfo, value: Any, offers: Offered, since: Since) -> dict[str, Any]:
    rows = row_model(info)
    said = {"label": label_of(name, info).title, "value": _answer(info, name, value, offers), "is_long": _is_long(info)}
    if rows is None or issubclass(rows, Spell):
        return said
    whose, because = since
    gone = {n: because[key] for n in range(len(value)) if (key := row_id(whose, name, n)) in because}
    return said | {"table": _table(rows, value, offers, gone)}


def _table(model: type[BaseModel], rows: Sequence[Mapping[str, Any]], offers: Offered,
           gone: Mapping[int, Text]) -> dict[str, Any]:  # fmt: skip
    """A line for each row. What any row may answer has a column; what only some are asked is named in the last cell,
    and that one was taken back since."""
    used = {name for row in rows for name in _answered(model, row)}
    fields = {name: info for name, info in model.model_fields.items() if name in used}
    columns = [name for name, info in fields.items() if label_of(name, info).when is None]

    def cell(row: Mapping[str, Any], name: str) -> Text | str:
        return _answer(fields[name], name, row[name], offers) if name in _answered(model, row) else ""

    return {
        "columns": [{"label": label_of(name, fields[name]).title, "unit": label_of(name, fields[name]).unit,
                     "is_number": widget_of(fields[name])[0] == "number", "is_long": _is_long(fields[name])}
                    for name in columns],
        "rows": [{"cells": [cell(row, name) for name in columns],
                  "langs": [_tongue(fields[name], row) for name in columns],
                  "more": [one | {"label": _asked(one["label"])} for one in (*written(
                      model, {n: v for n, v in row.items() if n not in columns}, offers), *_gone(gone.get(at)))]}
                 for at, row in enumerate(rows)],
        "has_more": bool(gone) or len(columns) < len(fields),
    }  # fmt: skip


def _gone(because: Text | None) -> list[dict[str, Any]]:
    return [{"label": words.TAKEN_BACK, "value": because}] if because else []


def _is_long(info: FieldInfo) -> bool:
    return widget_of(info)[0] == "textarea"


def _tongue(info: FieldInfo, row: Mapping[str, Any]) -> str | None:
    """The language that the row says this answer is written in, where it is known."""
    told = label_of("", info).written_in
    return tag_of(str(row.get(told) or "")) if told else None


def _answer(info: FieldInfo, name: str, value: Any, offers: Offered) -> Text | str:
    rows = row_model(info)
    if rows is not None:
        is_spell = issubclass(rows, Spell)
        return words.spells(value) if is_spell else joined((_one_row(rows, v, offers) for v in value), "\n")
    if isinstance(value, list):
        known = label_of(name, info).options or {}
        return joined((known.get(one, Text(da=str(one), en=str(one))) for one in value), ", ")
    offered = dict(offers.get(label_of(name, info).options_from or "", ()))
    if value in offered:
        return offered[value]
    widget, options = widget_of(info)
    if widget == "bool":
        return YES_NO.get(str(value).lower(), str(value))
    if widget == "choice":
        known = label_of(name, info).options or {}
        return next((known[o] for o in options if str(o) == str(value) and o in known), str(value))
    shown = words.said(value) if widget == "date" else written_number(info, value)
    return shown if isinstance(shown, Text) else str(shown)


def _one_row(model: type[BaseModel], row: Mapping[str, Any], offers: Offered) -> Text:
    """A row in one line: each answer with its label."""
    return joined((in_line(one | {"label": _asked(one["label"])}) for one in written(model, row, offers)), " · ")


def in_line(one: Mapping[str, Any]) -> Text:
    """An answer after its label."""
    value = one["value"]
    return joined([one["label"], value if isinstance(value, Text) else verbatim(value)])


def _asked(label: Text) -> Text:
    return Text(da=_colon(label.da), en=_colon(label.en))


def _colon(label: str) -> str:
    return label if label.endswith("?") else f"{label}:"
