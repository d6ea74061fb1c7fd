"""Import by file: good rows in, bad rows listed with their reason."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from domain import attendance_rows, citizen_columns
from domain.errors import BadInput, Refusal
from domain.text import Text
from store import imports
from store.tabular import reasons_csv
from web.access import Caller, Importer, fields
from web.house import House, TheHouse
from web.importing import LISTED, Import, was_interrupted
from web.page import Pages, language
from web.policy import NotFound
from web.readable import writable

router = APIRouter(include_in_schema=False)
KINDS = [("citizens", Text(da="Borgere", en="Citizens")), ("attendance", Text(da="Fremmøde", en="Attendance"))]
COLUMNS = {"citizens": citizen_columns.COLUMNS, "attendance": attendance_rows.COLUMNS}
SHOWN = 500
PATIENCE = 2.0
"""Seconds that a person waits for the result itself; a longer file is shown as it is read."""


@router.get("/import")
def import_page(request: Request, house: TheHouse, caller: Importer, done: str = "", part: str = "") -> HTMLResponse:
    """`part`: only the result, for a page that looks again by itself."""
    return _show(request, house, caller, done=done, template="_import_result.html" if part else "import.html")


def _show(request: Request, house: House, caller: Caller, *, done: str = "", error: Refusal | None = None,
          template: str = "import.html", kind: str = "") -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        row = imports.get(db, done, caller.user.id) if done else None
    kind = kind or (row.what if row else "")
    pages: Pages = request.app.state.pages
    return pages.answer(request, template, caller, error.status if error else 200, result=_result(row, house),
                        kinds=KINDS, columns=[(title, COLUMNS[kind]) for kind, title in KINDS],
                        kind=kind, error=error.text if error else None)  # fmt: skip


def _result(row: Any, house: House) -> dict[str, Any] | None:
    if row is None:
        return None
    listed = row.result.get("rows", [])
    shown = [{**r, "reason": Text.model_validate(r["reason"])} for r in listed[:SHOWN]]
    error = Text.model_validate(row.result["error"]) if "error" in row.result else None
    how = {"is_over": row.finished_at is not None, "interrupted": was_interrupted(row, house.now()), "error": error}
    url = f"/import?done={row.id}"
    more = {"listed": len(listed), "csv_url": f"/import/{row.id}/rejected.csv", "url": url}
    return {**row.result, **how, **more, "rows": shown, "file_name": row.file_name, "done_at": row.finished_at}


@router.post("/import")
async def upload(request: Request, house: TheHouse, caller: Importer) -> Response:
    form = await fields(request)
    file = (await request.form()).get("file")
    return await to_thread.run_sync(
        _upload, request, house, caller, file, form.get("kind", ""), form.get("dry_run") == "1"
    )


def _upload(request: Request, house: House, caller: Caller, file: Any, kind: str, dry_run: bool) -> Response:
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise BadInput("file_missing", Text(da="Vælg en fil.", en="Choose a file."))
        if kind not in COLUMNS:
            raise BadInput("kind_missing", Text(da="Vælg, hvad filen indeholder.", en="Choose what the file holds."))
        name = PurePath(writable(file.filename).replace("\\", "/")).name[:200]
        begun = Import(house, caller.user, file.file, name, what=kind, dry_run=dry_run)
        begun.start()
        begun.is_under_way.wait()
        begun.is_over.wait(PATIENCE)
        if begun.refusal:
            raise begun.refusal
    except BadInput as error:
        return _show(request, house, caller, error=error, kind=kind)
    return RedirectResponse(f"/import?done={begun.id}", 303)


@router.get("/import/{import_id}/rejected.csv")
def rejected(request: Request, house: TheHouse, caller: Importer, import_id: str) -> Response:
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
