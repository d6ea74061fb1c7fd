"""Figures for programs: JSON, or a file by `Accept`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from domain.errors import Refusal
from domain.reports.tables import Cell, Column, Line, Table
from domain.text import Text
from web import reports
from web.access import BEARER, FigureReader
from web.api.models import PROBLEMS, Problem
from web.export import figures
from web.house import TheHouse
from web.page import language

JSON, CSV, PDF = "application/json", "text/csv", "application/pdf"
OFFERED = {JSON: "json", CSV: "csv", figures.XLSX: "xlsx", PDF: "pdf"}
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILES: dict[str, Any] = {CSV: {"schema": {"type": "string"}}, figures.XLSX: BINARY, PDF: BINARY}
router = APIRouter(prefix="/api/v1/reports", tags=["reports"], dependencies=[Depends(BEARER)],
                   responses=PROBLEMS | {406: {"model": Problem}})  # fmt: skip


class NotAcceptable(Refusal):
    def __init__(self) -> None:
        super().__init__("not_acceptable", Text(
            da="Rapporten findes som JSON, csv, xlsx og PDF.", en="The report comes as JSON, csv, xlsx and PDF."),
            status=406)  # fmt: skip


class ColumnOut(BaseModel):
    name: str
    title: str
    unit: Literal["count", "share", "days", "ore", "hundredths", "points"]
    """`share`: whole per cent; `days`: calendar days; `ore`: hundredths of a krone; `hundredths`: of a per cent;
    `points`: hundredths of a percentage point."""


class CellOut(BaseModel):
    """`suppressed`: there is no value because it would stand for too few people; `says`: why there is none."""

    value: int | None
    suppressed: bool
    says: str | None


class RowOut(BaseModel):
    title: str
    cells: list[CellOut]
    """In the order of the columns."""


class TableOut(BaseModel):
    name: str
    title: str
    year: int | None
    provisional: bool
    """The year is not over yet."""
    rows_are: str
    columns: list[ColumnOut]
    rows: list[RowOut]
    total: RowOut | None
    counts: list[str]
    """What the numbers count, and from which decisions."""


class ReportOut(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    name: str
    title: str
    programme: str | None
    """None: of all programmes."""
    from_: date = Field(alias="from")
    to: date
    """Whole months: they choose which rows are shown and change no number."""
    as_of: date
    tables: list[TableOut]


@router.get("/{name}", response_model=ReportOut, responses={200: {"content": FILES}})
def get_report(
    request: Request, house: TheHouse, caller: FigureReader, name: str,
    first: Annotated[date | None, Query(alias="from")] = None, last: Annotated[date | None, Query(alias="to")] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = JSON,
) -> Response:  # fmt: skip
    """The figures of whole months and of the calendar years that they lie in."""
    form, lang = wanted(accept), language(request)
    made = reports.make(house, caller.user, name, first, last)
    if form != "json":
        return figures.download(house, caller.user, made, form, lang)
    reports.taken_out(house, caller.user, made, form)
    return JSONResponse(as_json(made, lang).model_dump(mode="json", by_alias=True))


def wanted(accept: str) -> str:
    """The form that is asked for most; JSON where nothing else is asked for."""
    asked = sorted((_one(part) for part in accept.split(",")), key=lambda one: -one[1])
    for kind, weight in asked:
        if weight > 0 and kind in OFFERED:
            return OFFERED[kind]
        if weight > 0 and kind in ("*/*", "application/*", ""):
            return "json"
        if weight > 0 and kind == "text/*":
            return "csv"
    raise NotAcceptable


def _one(part: str) -> tuple[str, float]:
    """A media type and how much it is wanted; a weight that cannot be read is none."""
    kind, *more = (one.strip().lower() for one in part.split(";"))
    said = next((one[2:] for one in more if one.startswith("q=")), "1")
    try:
        return kind, min(max(float(said), 0), 1)
    except ValueError:
        return kind, 0


def as_json(made: reports.Made, lang: str) -> ReportOut:
    return ReportOut(name=made.report.name, title=made.report.title.in_(lang),
                     programme=made.programme.name if made.programme else None,
                     from_=made.period.first, to=made.period.last, as_of=made.period.today,
                     tables=[_table(one, lang) for one in made.tables])  # fmt: skip


def _table(table: Table, lang: str) -> TableOut:
    return TableOut(
        name=table.name, title=table.title.in_(lang), year=table.year, provisional=not table.is_over,
        rows_are=table.heading.in_(lang), columns=[_column(one, lang) for one in table.columns],
        rows=[_row(one, lang) for one in table.lines], total=_row(table.total, lang) if table.total else None,
        counts=[one.in_(lang) for one in table.counts])  # fmt: skip


def _column(column: Column, lang: str) -> ColumnOut:
    return ColumnOut(name=column.name, title=column.title.in_(lang), unit=column.unit)


def _row(line: Line, lang: str) -> RowOut:
    return RowOut(title=line.title.in_(lang), cells=[_cell(one, lang) for one in line.cells])


def _cell(cell: Cell, lang: str) -> CellOut:
    return CellOut(value=cell.value, suppressed=cell.hidden, says=cell.instead.in_(lang) if cell.instead else None)
