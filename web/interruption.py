"""The page between a decision and the letter that it sends: nothing goes out unread."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse

from domain.programmes import PROGRAMMES, kind_named
from domain.text import Text
from store import cases, people
from store.letters import Outgoing
from web import actions, letters, views
from web.access import Caller
from web.house import House
from web.page import Pages

NOT_TYPED = ("csrf", "action", "confirm", "idempotency_key", "version")


def interruption(request: Request, house: House, caller: Caller, task_id: str, form: Mapping[str, str],
                 outgoing: Outgoing, changed: Text | None) -> HTMLResponse:  # fmt: skip
    """What is about to be sent, with everything that was typed waiting in the form."""
    with house.store.read() as db:
        task = actions.seen_task(db, caller.user, task_id)
        case = cases.get(db, task.case_id)
        assert case is not None
        protected = people.get(db, house.store.secrets, case.person_id).protected
        person = views.person_view(db, house.store, caller.user, case.person_id)
    actions.look_up(house, caller.user, "view.letter", f"task {task.kind}", (case.person_id, case.id))
    pages: Pages = request.app.state.pages
    return pages.answer(
        request, "sending.html", caller, 200 if changed is None else 409, task_id=task_id, version=task.version,
        title=kind_named(task.kind).title, case_id=case.id, programme_title=PROGRAMMES[case.programme].title,
        person=person, letter=letters.about(house, caller.user, outgoing, protected, house.now()), changed=changed,
        confirm=outgoing.digest(house.store.secrets),
        typed={name: value for name, value in form.items() if name not in NOT_TYPED},
    )  # fmt: skip
