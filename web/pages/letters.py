"""Letters: the document itself, and a draft of one that is not sent yet."""

from __future__ import annotations

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from domain.errors import Refusal
from domain.programmes import kind_named
from domain.tasks import FINAL, Operation
from store import cases, letters, pdf, tasks
from web import actions, forms, policy, whole
from web.access import Caller, Staff, fields
from web.actions import Args
from web.house import House, TheHouse
from web.pages.tasks import show
from web.task_view import Typed

router = APIRouter(include_in_schema=False)


@router.get("/letters/{letter_id}.pdf")
def document(house: TheHouse, caller: Staff, letter_id: str) -> Response:
    """The letter as it was sent. It may show an address, so that only who reads identity may open it."""
    with house.store.read() as db:
        letter = letters.get(db, letter_id)
        if letter is None:
            raise policy.NotFound
        case = actions.seen_case(db, caller.user, letter.case_id)
        if not policy.may_read_identity(caller.user):
            raise policy.Forbidden
        made = letters.pdf_of(db, house.store.secrets, letter.id)
    actions.look_up(house, caller.user, "view.letter", "letter of the case", (case.person_id or case.id, case.id))
    return _pdf(made, f"{case.id}-{letter.id[:8]}")


@router.post("/tasks/{task_id}/preview")
async def preview(request: Request, house: TheHouse, caller: Staff, task_id: str) -> Response:
    """The letter that completing the task would send, from what is typed; nothing is stored."""
    return await to_thread.run_sync(_preview, request, house, caller, task_id, await fields(request))


def _preview(request: Request, house: House, caller: Caller, task_id: str, form: dict[str, str]) -> Response:
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
        case = cases.get(db, task.case_id)
    kind = kind_named(task.kind)
    if kind.letter is None:
        raise policy.NotFound(task.case_id)
    given = whole.read(kind.decision, form)
    try:
        policy.check(caller.user, task, Operation.complete)
        if task.state in FINAL:
            raise tasks.TaskNotOpen(task.state, task.assignee_id)
        outgoing = actions.would_send(house, caller.user, task_id, Args(decision=given))
        if outgoing is None:
            raise actions.NothingSent
        made = pdf.render(outgoing.content, house.now(), draft=True)
    except actions.Invalid as refusal:
        return show(request, house, caller, task_id, 422, Typed(given, forms.messages(refusal.error)))
    except Refusal as refusal:
        return show(request, house, caller, task_id, refusal.status, Typed(given, refusal=refusal))
    assert case is not None
    actions.look_up(house, caller.user, "view.letter", f"task {task.kind}", (case.person_id or case.id, case.id))
    return _pdf(made, f"{case.id}-udkast")


def _pdf(made: bytes, name: str) -> Response:
    """`name`: a case number and an id, so that it needs no quoting."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)
