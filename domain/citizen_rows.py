"""Citizens as rows of a table: what a row says as a whole, and when rows are one person."""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b
from itertools import pairwise
from typing import Any, Literal, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict, Field

from domain.citizen_columns import COLUMNS, LIVED, SCALARS, SPELL_COLUMNS, WORKED, columns_of, title_of
from domain.columns import Column, is_totals_row, read_cells
from domain.errors import BadInput
from domain.obligation.coverage import Facts, doubts
from domain.people import REPAIRED, Cpr, Employment, Residence, Spell, parse_cpr
from domain.text import Text, dated, joined

MAX_ROWS_OF_ONE = 200
SKIPPED = ("totals_row", "row_repeated")


class SourceRow(Protocol):
    """A row with its line in the file; cells without a header stand under the empty name."""

    @property
    def line(self) -> int: ...
    @property
    def cells(self) -> dict[str, str]: ...


class Citizen(BaseModel):
    """One person, from one row or several; a row with doubts is taken and gets a data-quality task."""

    model_config = ConfigDict(frozen=True)

    line: int
    lines: tuple[int, ...]
    cpr: str = Field(repr=False)
    name: str = Field(repr=False)
    address: str = Field("", repr=False)
    protected: bool | None = None
    """None: the file does not say."""
    phone: str = Field("", repr=False)
    language: str = ""
    needs_interpreter: bool = False
    facts: Facts
    benefit_since: date | None = None
    readiness: Literal["job_ready", "activity_ready"] | None = None
    track: Literal["lab", "integration"] | None = None
    reference: str = ""
    received_on: date | None = None
    doubts: list[Text] = []
    rows: tuple[dict[str, str], ...] = Field((), repr=False, exclude=True)
    """The cells of each of `lines`, to hand back if there is no room for this citizen."""


class RowProblem(BaseModel):
    """A row that gives no citizen. The reason never repeats what a cell says."""

    model_config = ConfigDict(frozen=True)

    line: int
    code: str
    reason: Text
    cells: dict[str, str] = Field(repr=False)

    @property
    def skipped(self) -> bool:
        """Nothing is wrong with it: a totals row, or the same person once more."""
        return self.code in SKIPPED


def parse_rows(rows: Iterable[SourceRow], on: date) -> Iterator[Citizen | RowProblem]:
    """Citizens and problems as the rows stream by; raises BadInput at once if the header lacks a column.

    Rows of one person that stand together are merged: they must agree, and their spells are united.
    The same person again further down is a repetition if nothing differs, else a problem.
    """
    reader = _Reader(on)
    for row in rows:
        yield from reader.take(row)
    yield from reader.finish()


class _Parsed(NamedTuple):
    row: SourceRow
    cpr: Cpr
    values: dict[str, Any]


class _Failed(NamedTuple):
    problem: RowProblem
    cpr: Cpr | None


class _Reader:
    """Remembers of each person only a digest, the first line, and a digest of what was read."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._columns: dict[str, Column] | None = None
        self._person: _Person | None = None
        self._seen: dict[bytes, tuple[int, bytes]] = {}
        self._rejected: dict[bytes, int] = {}

    def take(self, row: SourceRow) -> Iterator[Citizen | RowProblem]:
        if self._columns is None:
            self._columns = columns_of(row.cells)
        parsed = _parsed(row, self._columns, self._on)
        if isinstance(parsed, _Failed):
            self._note_rejected(parsed)
            yield parsed.problem
        elif self._person is not None and self._person.cpr.digits == parsed.cpr.digits:
            yield from self._person.add(parsed)
        else:
            yield from self.finish()
            self._person = _Person(parsed, self._rejected.get(_digest(parsed.cpr.digits)))

    def finish(self) -> Iterator[Citizen | RowProblem]:
        """What is known of the person whose rows have ended."""
        person, self._person = self._person, None
        if person is None:
            return
        citizen = person.citizen(self._on)
        read = _digest(citizen.model_dump_json(exclude={"line", "lines", "doubts"}))
        first_line, first_read = self._seen.setdefault(_digest(citizen.cpr), (citizen.line, read))
        if first_line == citizen.line:
            yield citizen
        else:
            yield from (_again(row, first_line, same=read == first_read) for row in person.rows)

    def _note_rejected(self, failed: _Failed) -> None:
        if failed.cpr is None or failed.problem.skipped:
            return
        if self._person is not None and self._person.cpr.digits == failed.cpr.digits:
            self._person.lost.append(failed.problem.line)
        self._rejected[_digest(failed.cpr.digits)] = failed.problem.line


class _Person:
    """Rows that stand together and have one CPR number."""

    def __init__(self, first: _Parsed, lost: int | None) -> None:
        self.cpr = first.cpr
        self.rows = [first.row]
        self.lost = [] if lost is None else [lost]
        self._values = dict(first.values)
        self._repaired = first.cpr.repaired

    def add(self, more: _Parsed) -> Iterator[RowProblem]:
        """Takes one more row in; an empty cell agrees with everything."""
        problem = self._disagreement(more) or self._too_many(more.row)
        if problem is not None:
            self.lost.append(problem.line)
            yield problem
            return
        united = {name: (*self._values[name], *more.values[name]) for name in SPELL_COLUMNS}
        self._values |= {name: value for name, value in more.values.items() if value is not None} | united
        self._repaired |= more.cpr.repaired
        self.rows.append(more.row)

    def citizen(self, on: date) -> Citizen:
        v = self._values
        facts = Facts(
            benefit=v["benefit"],
            entered_on=v["entered_on"],
            eu_right=bool(v["eu_right"]),
            ukraine_act=bool(v["ukraine_act"]),
            employment_requirement_met_before=bool(v["employment_met_before"]),
            **{name: tuple(sorted(dict.fromkeys(v[name]), key=lambda spell: spell.from_)) for name in SPELL_COLUMNS},
        )
        texts = ("address", "phone", "language", "reference")
        same = ("name", "benefit_since", "readiness", "track", "received_on")
        return Citizen(
            line=self.rows[0].line,
            lines=tuple(row.line for row in self.rows),
            rows=tuple(row.cells for row in self.rows),
            cpr=self.cpr.digits,
            protected=v["protected_address"],
            needs_interpreter=bool(v["interpreter"]),
            facts=facts,
            doubts=[*self._row_doubts(on), *(each.text for each in doubts(facts, on)), *_overlaps(facts)],
            **{name: v[name] or "" for name in texts},
            **{name: v[name] for name in same},
        )

    def _disagreement(self, more: _Parsed) -> RowProblem | None:
        differing = [
            column.title
            for column in SCALARS
            if None not in (known := self._values[column.name], new := more.values[column.name]) and known != new
        ]
        if not differing:
            return None
        line = self.rows[0].line
        opening = Text(
            da=f"Samme person som linje {line}, men uens i:", en=f"The same person as line {line}, but differing in:"
        )
        return _problem(more.row, "row_disagrees", opening.then(joined(differing, ", ")))

    def _too_many(self, row: SourceRow) -> RowProblem | None:
        if len(self.rows) < MAX_ROWS_OF_ONE:
            return None
        reason = Text(da="Personen har for mange rækker.", en="The person has too many rows.")
        return _problem(row, "too_many_rows", reason)

    def _row_doubts(self, on: date) -> Iterator[Text]:
        if self._repaired:
            yield REPAIRED
        for line in self.lost:
            yield Text(
                da=f"Linje {line} om samme person blev afvist; oplysningerne kan være ufuldstændige.",
                en=f"Line {line} about the same person was rejected; the facts may be incomplete.",
            )
        for name in ("benefit_since", "received_on"):
            day: date | None = self._values[name]
            if day is not None and day > on:
                yield title_of(name).then(Text(da="ligger i fremtiden.", en="lies in the future."))


_NOTHING_SAID: dict[str, Any] = {c.name: () if c.name in SPELL_COLUMNS else None for c in COLUMNS}


def _parsed(row: SourceRow, columns: dict[str, Column], on: date) -> _Parsed | _Failed:
    read, wrong = read_cells(row.cells, columns)
    values, faults = _NOTHING_SAID | read, list(wrong.values())
    cpr = None
    try:
        cpr = parse_cpr(values["cpr"] or "", on)
    except BadInput as fault:
        if is_totals_row(row.cells):
            reason = Text(da="Sumrække; sprunget over.", en="A totals row; skipped.")
            return _Failed(_problem(row, "totals_row", reason), None)
        if values["cpr"] is not None:
            faults.insert(0, fault)
    faults = faults or [*_row_faults(values)]
    if faults or cpr is None:
        return _Failed(_problem(row, faults[0].code, joined(fault.text for fault in faults)), cpr)
    values |= {"residence": _lived(values), "employment": _worked(values)}
    return _Parsed(row, cpr, values)


def _row_faults(values: dict[str, Any]) -> Iterator[BadInput]:
    for names, last_day in ((LIVED, "residence_to"), (WORKED, "employment_to")):
        given = {name: values[name] is not None for name in names}
        if any(given.values()) and not all(given[name] for name in names if name != last_day):
            needed = joined([title_of(name) for name in names if name != last_day], ", ")
            yield BadInput("spell_incomplete", Text(da="En periode skal have:", en="A spell needs:").then(needed))


def _lived(values: dict[str, Any]) -> tuple[Residence, ...]:
    first, last, country = (values[name] for name in LIVED)
    return (*values["residence"], *(() if first is None else (Residence(from_=first, to=last, country=country),)))


def _worked(values: dict[str, Any]) -> tuple[Employment, ...]:
    first, last, hours, kind = (values[name] for name in WORKED)
    if first is None:
        return tuple(values["employment"])
    return (*values["employment"], Employment(from_=first, to=last, hours_per_week=hours, ordinary=kind))


def _overlaps(facts: Facts) -> Iterator[Text]:
    for name in SPELL_COLUMNS:
        spells: tuple[Spell, ...] = getattr(facts, name)
        closed = [spell for spell in spells if not spell.is_reversed]
        for spell, later in pairwise(closed):
            if spell.to is not None and later.from_ <= spell.to:
                day = dated(later.from_)
                yield title_of(name).then(Text(da=f"overlapper fra {day.da}.", en=f"overlaps from {day.en}."))


def _again(row: SourceRow, line: int, same: bool) -> RowProblem:
    if same:
        reason = Text(da=f"Står allerede i linje {line}.", en=f"Stands already in line {line}.")
        return _problem(row, "row_repeated", reason)
    reason = Text(
        da=f"Samme person som linje {line} med andre oplysninger; saml personens rækker.",
        en=f"The same person as line {line} with other facts; put the rows of one person together.",
    )
    return _problem(row, "row_disagrees", reason)


def _problem(row: SourceRow, code: str, reason: Text) -> RowProblem:
    return RowProblem(line=row.line, code=code, reason=reason, cells=row.cells)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=12).digest()
