"""Import by file: good rows in, bad rows listed with their reason."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from domain.citizen_columns import COLUMNS
from domain.errors import BadInput, Refusal
from domain.text import Text
from store.importing import import_citizens
from store.tables import imports
from web import actions
from web.access import Caller, Importer, fields
from web.house import House, TheHouse
from web.page import Pages
from web.readable import writable

router = APIRouter(include_in_schema=False)
KINDS = [("citizens", Text(da="Borgere", en="Citizens"))]
SHOWN = 500


@router.get("/import")
def import_page(request: Request, house: TheHouse, caller: Importer, done: str = "") -> HTMLResponse:
    return _show(request, house, caller, done=done)


def _show(request: Request, house: House, caller: Caller, *, done: str = "",
          error: Refusal | None = None) -> HTMLResponse:  # fmt: skip
    with house.store.read() as db:
        query = sa.select(imports).where(imports.c.id == done, imports.c.user_id == caller.user.id)
        row = db.execute(query).one_or_none() if done else None
    pages: Pages = request.app.state.pages
    return pages.answer(request, "import.html", caller, 422 if error else 200, result=_result(row), kinds=KINDS,
                        columns=[(KINDS[0][1], COLUMNS)], error=error.text if error else None)  # fmt: skip


def _result(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    shown = [{**r, "reason": Text.model_validate(r["reason"])} for r in row.result["rows"]]
    return {**row.result, "rows": shown, "file_name": row.file_name, "done_at": row.finished_at}


@router.post("/import")
async def upload(request: Request, house: TheHouse, caller: Importer) -> Response:
    dry_run = (await fields(request)).get("dry_run") == "1"
    file = (await request.form()).get("file")
    return await to_thread.run_sync(_upload, request, house, caller, file, dry_run)


def _upload(request: Request, house: House, caller: Caller, file: Any, dry_run: bool) -> Response:
    started = house.now()
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise BadInput("file_missing", Text(da="Vælg en fil.", en="Choose a file."))
        name = PurePath(writable(file.filename).replace("\\", "/")).name[:200]
        result = import_citizens(house.store, file.file, name=name, now=started, actor=caller.user.id, dry_run=dry_run)
    except BadInput as error:
        return _show(request, house, caller, error=error)
    actions.look_up(house, caller.user, "import", f"import of {result.taken} rows", ("file", None))
    rows = [{"line": r.line, "reason": r.reason.model_dump()} for r in result.rejected[:SHOWN]]
    summary = {"taken": result.taken, "unchanged": result.unchanged, "rejected": len(result.rejected), "rows": rows,
               "unknown": result.unknown_headers, "dry_run": dry_run}  # fmt: skip
    import_id = uuid4().hex
    with house.store.write() as db:
        db.execute(sa.insert(imports).values(
            id=import_id, user_id=caller.user.id, what="citizens", file_name=name, started_at=started,
            finished_at=house.now(), result=summary))  # fmt: skip
    return RedirectResponse(f"/import?done={import_id}", 303)
