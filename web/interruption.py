"""The page between a decision and the letter that it sends, or a failed letter and its second sending: nothing goes
out unread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from domain.errors import Refusal
from domain.programmes import PROGRAMMES, kind_named
from domain.text import Text
from store import cases, people
from store.letters import Outgoing
from web import actions, letter_actions, letters, mending, views
from web.access import Caller
from web.house import House
from web.page import Pages
from web.place import suffix_of, task_url


def interruption(request: Request, house: House, caller: Caller, task_id: str, given: Mapping[str, Any],
                 outgoing: Outgoing, changed: Text | None = None, then: str | None = None) -> HTMLResponse:  # fmt: skip
    """What completing the task is about to send, with the whole answer waiting in the form."""
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
    return _page(
        request, house, caller, task.case_id, outgoing, 200 if changed is None else 409, changed=changed,
        purpose=f"task {task.kind}", title=kind_named(task.kind).title, typed={"version": task.version} | flat(given),
        send_url=f"/tasks/{task_id}/complete{suffix_of(request)}", back_url=task_url(request, task_id),
        preview_url=f"/tasks/{task_id}/preview", then=then or request.query_params.get("then"),
    )  # fmt: skip


def once_more(request: Request, house: House, caller: Caller, letter_id: str, outgoing: Outgoing | None, *,
              changed: Text | None = None, refusal: Refusal | None = None) -> HTMLResponse:  # fmt: skip
    """A letter that failed, as it would go now; or why it cannot go."""
    with house.store.read() as db:
        letter = letter_actions.held_letter(db, caller.user, letter_id)
    status = refusal.status if refusal else 409 if changed else 200
    return _page(
        request, house, caller, letter.case_id, outgoing, status, changed=changed, refusal=refusal, again=True,
        purpose="letter of the case", error=letter.error, send_url=f"/letters/{letter_id}/again",
        back_url=f"/cases/{letter.case_id}",
    )  # fmt: skip


def _page(request: Request, house: House, caller: Caller, case_id: str, outgoing: Outgoing | None, status: int, *,
          purpose: str, changed: Text | None, refusal: Refusal | None = None, **more: Any) -> HTMLResponse:  # fmt: skip
    user, secrets = caller.user, house.store.secrets
    with house.store.read() as db:
        case = cases.get(db, case_id)
        assert case is not None
        protected = case.person_id is not None and people.get(db, secrets, case.person_id).protected
        person = views.person_view(db, house.store, user, case.person_id)
    actions.look_up(house, user, "view.letter", purpose, (case.person_id or case.id, case.id))
    pages: Pages = request.app.state.pages
    shown = letters.about(house, user, outgoing, protected, house.now()) if outgoing else None
    context = {"again": False, "error": None, "title": None, "typed": {}, "preview_url": None, "then": None} | more
    return pages.answer(
        request, "sending.html", caller, status, case_id=case.id, programme_title=PROGRAMMES[case.programme].title,
        person=person, letter=shown, confirm=outgoing.digest(secrets) if outgoing else "", changed=changed,
        refusal=refusal.text if refusal else None, mend=mending.way(user, case, refusal),
        citizen_url=mending.citizen_url(user, case), **context,
    )  # fmt: skip


def flat(given: Mapping[str, Any]) -> dict[str, str]:
    """An answer as the fields of a form, the opposite of `whole.read`."""
    found: dict[str, str] = {}
    for name, value in given.items():
        if isinstance(value, list):
            found |= {f"{name}.{n}.{column}": text for n, row in enumerate(value) for column, text in flat(row).items()}
        elif value is not None:
            found[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return found
