"""What somebody has half written: kept as they type, given back when they come again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from domain.programmes import kind_named
from domain.tasks import FINAL, Operation, Task, row_model
from store import tasks
from store.users import User
from web import policy
from web.actions import Row, seen_task
from web.house import House

MOST_ROWS = 200
"""As many as a form reads."""
LONGEST = 50_000
"""Characters of one field: far more than an answer may have, so that a text that grew too long can be shortened."""


def save_draft(house: House, user: User, task_id: str, typed: Mapping[str, Any],
               page: tasks.Page | None = None) -> Row:  # fmt: skip
    with house.store.write() as db:
        task = seen_task(db, user, task_id)
        if task.state in FINAL:
            raise tasks.TaskNotOpen(task.state, task.assignee_id)
        policy.check(user, task, Operation.complete)
        kept = draftable(kind_named(task.kind), typed)
        tasks.save_draft(db, task.id, user.id, kept, house.now(), page)
    return task


def draftable(kind: type[Task[Any]], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What of a half-filled form is kept: the kind's own fields, each a single value or rows of such."""
    return _singles(kind.decision, typed) | {
        name: [_singles(model, row) for row in typed[name][:MOST_ROWS] if isinstance(row, Mapping)]
        for name, info in kind.decision.model_fields.items()
        if (model := row_model(info)) and isinstance(typed.get(name), list)
    }  # fmt: skip


def _singles(model: type[BaseModel], typed: Mapping[str, Any]) -> dict[str, str | bool | int | None]:
    return {k: v[:LONGEST] if isinstance(v, str) else v for k, v in typed.items()
            if (info := model.model_fields.get(k)) and not row_model(info) and isinstance(v, str | bool | int | None)}
