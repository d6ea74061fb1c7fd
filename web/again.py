"""What somebody had typed when the session was over or the database away: theirs to send again, lost by nobody."""

from __future__ import annotations

import base64
import json
import re
from binascii import Error
from typing import NamedTuple

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from fastapi import Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from domain.errors import Refusal
from domain.fields import label_of
from domain.programmes import PROGRAMMES, kind_named
from domain.tasks import row_model
from domain.text import Text
from store import tasks, users
from web.access import cookie_name, fields
from web.forms import YES_NO, widget_of
from web.house import House
from web.inbox_filter import Filter
from web.whole import keys

NOT_TYPED = frozenset({
    "csrf", "idempotency_key", "version", "action", "confirm", "seen", "draft_seen", "to", "person", "team",
    "instead_of", "operation", "priority", "share",
})
"""What a form carries or a list offers: it goes along, and says nothing to read again."""
WHERE = "typed before login"


OF_A_TASK = re.compile("/tasks/([^/]+)/(?:complete|send)$")
OF_A_NEW_CASE = re.compile("/(?:new|cases/[^/]+/open)/([^/]+)$")


class Line(NamedTuple):
    label: Text | None
    value: Text | str


class Typed(NamedTuple):
    """A form that was sent to `path` and did not arrive."""

    path: str
    fields: dict[str, str]

    @property
    def shown(self) -> list[Line]:
        """Each value as it was typed; what was ticked in words."""
        unsaid = NOT_TYPED.union(Filter.model_fields if self.path == "/filters" else ())
        return [Line(None, YES_NO.get(value, value)) for name, value in self.fields.items()
                if name not in unsaid and value.strip()]  # fmt: skip

    def labelled(self, db: sa.Connection) -> list[Line]:
        """The same; of a decision or a new case each answer in the words of its form."""
        model = _form_of(db, self.path)
        if model is None:
            return self.shown
        return [_line(model, name, value) for name, value in self.fields.items()
                if name not in NOT_TYPED and value.strip()]  # fmt: skip


def _form_of(db: sa.Connection, path: str) -> type[BaseModel] | None:
    """The model of the form that is sent there, where it is a programme's own."""
    if new := OF_A_NEW_CASE.match(path):
        return PROGRAMMES[new[1]].facts if new[1] in PROGRAMMES else None
    found = OF_A_TASK.match(path)
    task = tasks.get(db, found[1]) if found else None
    return kind_named(task.kind).decision if task else None


def _line(model: type[BaseModel], name: str, value: str) -> Line:
    """A field, or a field of a row: `lines.2.hours`."""
    name, _, rest = name.partition(".")
    info = dict(keys(model)).get(name)
    if info is None:
        return Line(None, YES_NO.get(value, value))
    rows, column = row_model(info), rest.partition(".")[2]
    if rows is not None and column:
        return _line(rows, column, value)
    label = label_of(name, info)
    answers = YES_NO if widget_of(info)[0] == "bool" else label.options or {}
    return Line(label.title, answers.get(value, value))


async def typed(request: Request) -> Typed | None:
    """What a page's form brought, if it brought words; files and passwords are not kept."""
    if request.method != "POST" or request.url.path in ("/login", "/import"):
        return None
    try:
        found = Typed(request.url.path, await fields(request))
    except (Refusal, HTTPException):
        return None  # what cannot be read cannot be given back
    finally:
        await request.close()
    return found if found.shown else None


def sealed(request: Request, house: House, what: Typed) -> str | None:
    """For the login page to carry; only who wrote it gets it back. None where it is not known who that was."""
    with house.store.read() as db:
        owner = users.last_user_of(db, request.cookies.get(cookie_name(house), ""), what.fields.get("csrf", ""))
    if owner is None:
        return None
    plain = json.dumps([owner, *what])
    return base64.urlsafe_b64encode(house.store.secrets.seal(plain, WHERE)).decode()


def opened(house: House, kept: str, user_id: str) -> Typed | None:
    try:
        plain = house.store.secrets.open(base64.urlsafe_b64decode(kept.encode()), WHERE)
    except (InvalidTag, Error, ValueError):
        return None
    owner, path, found = json.loads(plain)
    return Typed(path, found) if owner == user_id else None


