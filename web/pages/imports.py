"""Import by file: good rows in, bad rows listed with their reason; for the staff, and for the people of a place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from domain import attendance_rows, citizen_columns
from domain.case_columns import columns_of
from domain.civic import turnout
from domain.columns import Column
from domain.errors import BadInput, Refusal
from domain.programmes import PROGRAMMES
from domain.roles import Role
from domain.text import Text
from store import imports
from store.tabular import reasons_csv
from web.access import Caller, Importer, Partner, fields
from web.house import House, TheHouse
from web.importing import LISTED, Import, was_interrupted
from web.page import Pages, language
from web.policy import READS_FILES, Forbidden, NotFound, who_imports
from web.readable import writable

router = APIRouter(include_in_schema=False)
SHOWN = 500
PATIENCE = 2.0
"""Seconds that a person waits for the result itself; a longer file is shown as it is read."""


@dataclass(frozen=True)
class Kind:
    """What a file can hold, and who may hand it in."""

    title: Text
    columns: tuple[Column, ...]
    roles: frozenset[Role]


CITIZENS = Kind(Text(da="Borgere", en="Citizens"), citizen_columns.COLUMNS, READS_FILES)
ATTENDANCE = Kind(Text(da="Fremmøde", en="Attendance"), attendance_rows.COLUMNS, READS_FILES)
TURNOUT = Kind(Text(da="Valgdeltagelse", en="Turnout"), turnout.COLUMNS, who_imports("turnout"))
OPENS_CASES = {file.name: Kind(file.title, columns_of(one, file), who_imports(file.name))
               for one in PROGRAMMES.values() for file in one.imports}  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """Where files are handed in, and which."""

    url: str
    title: Text
    kinds: dict[str, Kind]
    back: str = ""
    """The page that leads here."""

    def open_to(self, caller: Caller) -> Desk:
        """The same with the kinds alone that are the caller's to hand in."""
        return replace(self, kinds={name: one for name, one in self.kinds.items() if caller.user.roles & one.roles})


STAFFS = Desk("/import", Text(da="Indlæs", en="Import"),
              {"citizens": CITIZENS} | OPENS_CASES | {"attendance": ATTENDANCE, "turnout": TURNOUT})  # fmt: skip
PLACES = Desk("/places/import", Text(da="Indlæs fremmøde", en="Import attendance"),
              {"attendance": replace(ATTENDANCE, roles=frozenset({Role.partner}))}, back="/places")  # fmt: skip


@router.get(STAFFS.url)
def import_page(request: Request, house: TheHouse, caller: Importer, done: str = "", part: str = "") -> HTMLResponse:
    """`part`: only the result, for a page that looks again by itself."""
    return _show(request, house, caller, STAFFS, done=done, part=part)


@router.post(STAFFS.url)
async def upload(request: Request, house: TheHouse, caller: Importer) -> Response:
    return await _upload(request, house, caller, STAFFS)


@router.get("/import/{import_id}/rejected.csv")
def rejected(request: Request, house: TheHouse, caller: Importer, import_id: str) -> Response:
    return _rejected(request, house, caller, import_id)


@router.get(PLACES.url)
def import_at_places_page(request: Request, house: TheHouse, caller: Partner, done: str = "",
                          part: str = "") -> HTMLResponse:  # fmt: skip
    """Rows of others' places are answered like rows of places that do not exist."""
    return _show(request, house, caller, PLACES, done=done, part=part)


@router.post(PLACES.url)
async def upload_at_places(request: Request, house: TheHouse, caller: Partner) -> Response:
    return await _upload(request, house, caller, PLACES)


@router.get("/places/import/{import_id}/rejected.csv")
def rejected_at_places(request: Request, house: TheHouse, caller: Partner, import_id: str) -> Response:
    return _rejected(request, house, caller, import_id)


def _show(request: Request, house: House, caller: Caller, desk: Desk, *, done: str = "", error: Refusal | None = None,
          part: str = "", kind: str = "") -> HTMLResponse:  # fmt: skip
    desk = desk.open_to(caller)
    with house.store.read() as db:
        row = imports.get(db, done, caller.user.id) if done else None
    kind = kind or (row.what if row else "")
    pages: Pages = request.app.state.pages
    return pages.answer(request, "_import_result.html" if part else "import.html", caller,
                        error.status if error else 200, result=_result(row, house, desk), desk=desk,
                        kinds=[(name, one.title) for name, one in desk.kinds.items()],
                        kind=kind, error=error.text if error else None)  # fmt: skip


def _result(row: Any, house: House, desk: Desk) -> dict[str, Any] | None:
    if row is None:
        return None
    listed = row.result.get("rows", [])
    shown = [{**r, "reason": Text.model_validate(r["reason"])} for r in listed[:SHOWN]]
    error = Text.model_validate(row.result["error"]) if "error" in row.result else None
    how = {"is_over": row.finished_at is not None, "interrupted": was_interrupted(row, house.now()), "error": error}
    more = {"listed": len(listed), "csv_url": f"{desk.url}/{row.id}/rejected.csv", "url": f"{desk.url}?done={row.id}"}
    replaced = [Text.model_validate(one) for one in row.result.get("replaced", ())]
    return {**row.result, **how, **more, "rows": shown, "replaced": replaced, "file_name": row.file_name,
            "done_at": row.finished_at}  # fmt: skip


async def _upload(request: Request, house: House, caller: Caller, desk: Desk) -> Response:
    form = await fields(request)
    file = (await request.form()).get("file")
    kinds = desk.open_to(caller).kinds
    said = form.get("kind", "") if len(desk.kinds) > 1 else ""
    kind = said or ("" if len(kinds) > 1 else next(iter(kinds)))
    if kind in desk.kinds.keys() - kinds.keys():
        raise Forbidden
    return await to_thread.run_sync(_take, request, house, caller, desk, file, kind, form.get("dry_run") == "1")


def _take(request: Request, house: House, caller: Caller, desk: Desk, file: Any, kind: str,
          dry_run: bool) -> Response:  # fmt: skip
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise BadInput("file_missing", Text(da="Vælg en fil.", en="Choose a file."))
        if kind not in desk.kinds:
            raise BadInput("kind_missing", Text(da="Vælg, hvad filen indeholder.", en="Choose what the file holds."))
        name = PurePath(writable(file.filename).replace("\\", "/")).name[:200]
        begun = Import(house, caller.user, file.file, name, what=kind, dry_run=dry_run)
        begun.start()
        begun.is_under_way.wait()
        begun.is_over.wait(PATIENCE)
        if begun.refusal:
            raise begun.refusal
    except BadInput as error:
        return _show(request, house, caller, desk, error=error, kind=kind)
    return RedirectResponse(f"{desk.url}?done={begun.id}", 303)


def _rejected(request: Request, house: House, caller: Caller, import_id: str) -> Response:
    """Line and reason of the rejected rows; their cells stay in the file they came in."""
    with house.store.read() as db:
        row = imports.get(db, import_id, caller.user.id)
    if row is None or not row.result.get("rows"):
        raise NotFound
    lang = language(request)
    reasons = [(r["line"], Text.model_validate(r["reason"]).in_(lang)) for r in row.result["rows"]]
    name = {"Content-Disposition": f'attachment; filename="rejected-{import_id[:8]}.csv"'}
    return Response(reasons_csv(reasons, lang), media_type="text/csv; charset=utf-8", headers=name)


__all__ = ["LISTED", "router"]
