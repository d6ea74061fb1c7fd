"""Who else has the task open, said by each open page itself."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from domain.tasks import FINAL
from store import openers
from store.users import User
from web.house import House


def note(house: House, user: User, task: sa.Row[Any]) -> None:
    if task.state in FINAL:
        return
    with suppress(IntegrityError), house.store.write() as db:  # two windows of one person, at the same moment
        openers.note(db, task.id, user.id, house.now())


def shown(db: sa.Connection, house: House, user: User, task: sa.Row[Any], version: int | None = None) -> dict[str, Any]:
    """For _openers.html; `version`: of the task as the page has it. `openers_mark` stands for what is shown."""
    found = openers.others(db, task.id, user.id, house.now())
    changed = version not in (None, task.version)
    ids = ",".join(one.user_id for one in found)
    return {"openers": [{"name": one.display_name, "since": one.opened_at} for one in found],
            "task_changed": changed, "openers_mark": f"{task.version if changed else ''}:{ids}"}  # fmt: skip
