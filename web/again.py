"""What somebody had typed when the session was over or the database away: theirs to send again, lost by nobody."""

from __future__ import annotations

import base64
import json
from binascii import Error
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from fastapi import Request
from starlette.exceptions import HTTPException

from domain.errors import Refusal
from store import users
from web.access import cookie_name, fields
from web.house import House
from web.inbox_filter import Filter

NOT_TYPED = frozenset({
    "csrf", "idempotency_key", "version", "action", "confirm", "seen", "draft_seen", "to", "person", "team",
    "instead_of", "operation", "priority", "share",
})
"""What a form carries or a list offers: it goes along, and says nothing to read again."""
WHERE = "typed before login"


class Typed(NamedTuple):
    """A form that was sent to `path` and did not arrive."""

    path: str
    fields: dict[str, str]

    @property
    def shown(self) -> list[str]:
        unsaid = NOT_TYPED.union(Filter.model_fields if self.path == "/filters" else ())
        return [value for name, value in self.fields.items() if name not in unsaid and value.strip()]


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


