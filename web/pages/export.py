"""The documents of a case as one file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from web import actions, policy
from web.access import Exporter
from web.export import bundle
from web.house import TheHouse

router = APIRouter(include_in_schema=False)
CHUNK = 64 * 1024


@router.get("/cases/{case_id}/export.zip")
def documents(request: Request, house: TheHouse, caller: Exporter, case_id: str) -> StreamingResponse:
    """Everything on the case and those under it, logged as an export before a byte leaves."""
    with house.store.read() as db:
        case = actions.seen_case(db, caller.user, case_id)
        if not policy.may_export(caller.user, case):
            raise policy.Forbidden
    actions.look_up(house, caller.user, "export.case", "documents of the case", (case.person_id or case_id, case_id))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent; it has no name that others could read
    try:
        with house.store.read() as db:
            bundle.write(file, house.store, db, request.app.state.pages, case, house.now())
    except BaseException:
        file.close()
        raise
    headers = {"Content-Disposition": f'attachment; filename="{case.id}.zip"', "Content-Length": str(file.tell())}
    return StreamingResponse(_read(file), media_type="application/zip", headers=headers)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk
