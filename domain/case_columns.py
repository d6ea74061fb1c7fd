"""The columns of a file that opens cases: the fields of the form, by their names and their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from pydantic.fields import FieldInfo

from domain import citizen_columns
from domain.case_files import CaseFile
from domain.citizen_columns import D_DA, D_EN
from domain.columns import Column, one_of, read_date, read_yes_no
from domain.fields import LONG, bare, choices, label_of, limit
from domain.newcomers import Newcomer
from domain.programmes import Programme
from domain.tasks import Row, is_date, row_model
from domain.text import Text, joined

_PROTECTED = "protected_address adressebeskyttelse beskyttet_adresse navne_og_adressebeskyttelse"
_PERSON = {one.name: one.headers for one in citizen_columns.COLUMNS} | {"protected": _PROTECTED}
"""A person is called the same in every file."""


def columns_of(programme: Programme, file: CaseFile) -> tuple[Column, ...]:
    """The person first, where the programme is about one, then the facts that the file may tell."""
    person = Newcomer.model_fields if programme.about_person else {}
    facts = programme.facts.model_fields
    needs = {name for name, info in facts.items() if info.is_required()} - {file.from_cpr}
    needs |= {"name", "cpr"} if programme.needs_cpr else {"name"}
    every = person | {name: facts[name] for name in file.facts or facts}
    headers = file.headers | {name: _PERSON.get(name, "") for name in person}
    made = [_column(name, info, name in needs, headers.get(name, ""))
            for name, info in every.items() if row_model(info) is None or _rows(info)]  # fmt: skip
    return tuple(one._replace(help=one.help.then(_FROM_CPR)) if one.name == file.from_cpr else one for one in made)


def _column(name: str, info: FieldInfo, required: bool, headers: str) -> Column:
    label, (how, parse) = label_of(name, info), _cells(name, info)
    says = [text for text in (label.help, how) if text is not None]
    return Column(name, label.title, headers, parse, joined(says) if says else _TEXT, required)


_FROM_CPR = Text(da="Kan være tom, hvor CPR-nummeret står.", en="May be empty where the CPR number stands.")
_TEXT = Text(da="Tekst.", en="Text.")
_DAY, _YES_NO = Text(da=D_DA, en=D_EN), Text(da="Ja eller nej.", en="Yes or no.")
_WHOLE, _NUMBER = Text(da="Et helt tal.", en="A whole number."), Text(da="Fx 7 eller 7,5.", en="E.g. 7 or 7.5.")


def _cells(name: str, info: FieldInfo) -> tuple[Text | None, Callable[[str], Any]]:
    """How a cell is written, in words, and what reads it into what a form would give."""
    kind, codes, rows = bare(info.annotation), choices(info), _rows(info)
    if rows is not None and rows.in_words is not None:
        return Text(da=f"Fx {rows.in_words.da}.", en=f"E.g. {rows.in_words.en}."), rows.read
    if codes:
        words = label_of(name, info).options or {}
        said = joined((words[one] for one in codes), "; ")
        return Text(da=f"{said.da}.", en=f"{said.en}."), one_of(
            {word: one for one in codes for word in _words(one, words[one])})  # fmt: skip
    if kind is bool:
        return _YES_NO, read_yes_no
    if is_date(info):
        return _DAY, lambda cell: read_date(cell).isoformat()
    if kind in (int, Decimal):
        return _WHOLE if kind is int else _NUMBER, _number
    return None, str if (limit(info) or LONG) >= LONG else lambda cell: " ".join(cell.split())


def _number(cell: str) -> str:
    """4,0 is 4; whether it is a number, and one that can be, the form says."""
    plain = cell.replace(",", ".")
    return f"{Decimal(plain).normalize():f}" if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", plain) else plain


def _words(code: str, words: Text) -> Iterator[str]:
    """In any case, with or without the article."""
    for word in (code, code.replace("_", " "), words.da.casefold(), words.en.casefold()):
        yield word
        yield re.sub("^(en|et|an|a|the) ", "", word)


def _rows(info: FieldInfo) -> type[Row] | None:
    """The model of a list of rows that one cell can hold."""
    model = row_model(info)
    return model if model is not None and issubclass(model, Row) and model.in_words is not None else None
