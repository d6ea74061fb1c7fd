"""New cases as rows of a table: each row is the form of a new case, and held to the same rules."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from domain import columns, faults
from domain.case_columns import columns_of
from domain.case_files import CaseFile
from domain.citizen_rows import RowProblem, SourceRow
from domain.columns import Column, is_totals_row, read_cells
from domain.errors import BadInput
from domain.fields import label_of
from domain.newcomers import Newcomer, check_birth
from domain.people import REPAIRED, Cpr, parse_cpr
from domain.policies import Policies
from domain.programmes import Programme
from domain.tasks import row_model
from domain.text import Text, joined

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class NewCase:
    """One row that may open a case; `cpr` has ten digits or is empty, `who` is None where it is about nobody."""

    line: int
    cells: dict[str, str]
    who: Newcomer | None
    cpr: str
    facts: BaseModel
    doubts: list[Text]

    @cached_property
    def essence(self) -> str:
        """What tells it from all others: whom it is about, and its facts without those that nobody has told."""
        name = " ".join(self.who.name.casefold().split()) if self.who else ""
        return _json([self.cpr or name, self.facts.model_dump(mode="json", by_alias=True, exclude_defaults=True)])

    @cached_property
    def written(self) -> dict[str, Any]:
        return self.facts.model_dump(mode="json", by_alias=True)

    @property
    def all(self) -> str:
        """All that the row says."""
        return self.essence + (self.who.model_dump_json() if self.who else "")


class CaseRows:
    """The rows of one file, in order. Remembers of each what a later one may repeat or contradict."""

    def __init__(self, programme: Programme, file: CaseFile, on: date, policies: Policies) -> None:
        self.columns = columns_of(programme, file)
        self._programme, self._file, self._on, self._policies = programme, file, on, policies
        self._seen: dict[bytes, tuple[int, bytes]] = {}
        self._marked = defaultdict[Hashable, list[tuple[int, dict[str, Any]]]](list)

    def unknown_headers(self, headers: Iterable[str]) -> list[str]:
        return columns.unknown_headers(headers, self.columns)

    def parse(self, rows: Iterable[SourceRow]) -> Iterator[NewCase | RowProblem]:
        """Cases and problems as the rows stream by; raises BadInput at once if the header lacks a column."""
        known: dict[str, Column] | None = None
        for row in rows:
            known = known or self._read_by(row.cells)
            yield self._parsed(row, known)

    def _read_by(self, headers: Iterable[str]) -> dict[str, Column]:
        """That an empty cell must be filled in, the form says."""
        found = columns.columns_of(headers, self.columns)
        return {header: one._replace(required=False) for header, one in found.items()}

    def _parsed(self, row: SourceRow, known: Mapping[str, Column]) -> NewCase | RowProblem:
        values, wrong = read_cells(row.cells, known)
        cpr = self._cpr(values, wrong)
        who = self._read(Newcomer, values, wrong) if self._programme.about_person else None
        facts = self._read(self._programme.facts, values, wrong)
        if wrong and _is_total(row.cells):
            return _problem(row, "totals_row", Text(da="Sumrække; sprunget over.", en="A totals row; skipped."))
        refused = list(wrong.values()) if wrong or facts is None else [*self._refusals(cpr, facts)]
        if refused or facts is None:
            return _problem(row, refused[0].code, joined(one.text for one in refused))
        doubts = self._programme.doubts(facts, self._on) + ([REPAIRED] if cpr and cpr.repaired else [])
        found = NewCase(row.line, row.cells, who, cpr.digits if cpr else "", facts, doubts)
        return self._said_before(found) or found

    def _cpr(self, values: dict[str, Any], wrong: dict[str, BadInput]) -> Cpr | None:
        if not (self._programme.needs_cpr or values.get("cpr")):
            return None
        try:
            cpr = parse_cpr(values.get("cpr", ""), self._on)
        except BadInput as fault:
            wrong.setdefault("cpr", fault)
            return None
        if self._file.from_cpr:
            values.setdefault(self._file.from_cpr, cpr.born_on.isoformat())
        return cpr

    def _read(self, model: type[M], values: Mapping[str, Any], wrong: dict[str, BadInput]) -> M | None:
        """What the form would make of these values; what it would say of them is `wrong` too, unless it is so already:
        a cell that could not be read is not missing."""
        given = {name: values[name] for name in model.model_fields if name in values}
        try:
            return model.model_validate(given, context={"today": self._on})
        except ValidationError as error:
            for name, fault in _faults(model, error):
                wrong.setdefault(name, fault)
            return None

    def _refusals(self, cpr: Cpr | None, facts: BaseModel) -> Iterator[BadInput]:
        try:
            if cpr is not None:
                check_birth(self._programme, cpr, facts)
            self._programme.admits(facts, self._on, self._policies)
        except BadInput as refusal:
            yield refusal
        if lacking := self._file.lacks(facts):
            yield BadInput("too_little", lacking)

    def _said_before(self, one: NewCase) -> RowProblem | None:
        """Further down in the same file: nothing new if all is the same, else a person must say which holds."""
        key, said = _digest(one.cpr or one.essence), _digest(one.all)
        line, before = self._seen.setdefault(key, (one.line, said))
        if line == one.line:
            line = self._same_before(one)
            return _problem(one, "row_disagrees", _disagrees(line)) if line else None
        if before == said:
            return _problem(one, "row_repeated", Text(
                da=f"Står allerede i linje {line}.", en=f"Stands already in line {line}."))  # fmt: skip
        return _problem(one, "row_disagrees", _disagrees(line))

    def _same_before(self, one: NewCase) -> int:
        """The line that speaks of the same thing with other facts; 0: none."""
        if (same := self._file.same) is None:
            return 0
        marks = [*same.marks(one.written)]
        found = (line for mark in marks for line, other in self._marked[mark] if not same.apart(one.written, other))
        if line := next(found, 0):
            return line
        for mark in marks:
            self._marked[mark].append((one.line, one.written))
        return 0


def _faults(model: type[BaseModel], error: ValidationError) -> Iterator[tuple[str, BadInput]]:
    """In the form's words, each by its field and after the field's title."""
    for one in error.errors():
        where = [str(part) for part in one["loc"]] or [faults.ABOUT.get(faults.code(one), "")]
        said = faults.sentence(one)
        text = said if said.da.endswith(".") else Text(da=f"{said.da}.", en=f"{said.en}.")
        yield where[0], BadInput(faults.code(one), joined([*_titles(model, where), text], ": "))


def _titles(model: type[BaseModel], where: Sequence[str]) -> Iterator[Text]:
    """Of the second shift of a week: Arbejdstid 2, and Fra kl."""
    name, *below = where
    info = model.model_fields.get(name)
    if info is None:
        return
    title, rows, number = label_of(name, info).title, row_model(info), f" {int(below[0]) + 1}" if below else ""
    yield Text(da=f"{title.da}{number}", en=f"{title.en}{number}")
    if rows is not None and len(below) > 1:
        yield from _titles(rows, below[1:])


def _is_total(cells: Mapping[str, str]) -> bool:
    """A firm may be called Total: no words but those stand in a row that adds up."""
    return is_totals_row(cells) and sum(any(map(str.isalpha, cell)) for cell in cells.values()) == 1


def _disagrees(line: int) -> Text:
    return Text(da=f"Det samme som linje {line} med andre oplysninger; behold den rigtige.",
                en=f"The same as line {line} with other facts; keep the right one.")  # fmt: skip


def _problem(row: SourceRow, code: str, reason: Text) -> RowProblem:
    return RowProblem(line=row.line, code=code, reason=reason, cells=row.cells)


def _json(said: Any) -> str:
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=12).digest()
