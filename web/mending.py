"""The way from a refusal to the page where it can be put right."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.errors import Refusal
from domain.text import Text
from store.users import User
from web import policy

PAGES = {
    "citizen": (policy.may_keep_citizen, Text(da="Ret borgerens oplysninger", en="Correct the citizen's details")),
    "people": (policy.may_keep_people, Text(da="Ret personerne i sagen", en="Change the people of the case")),
}
"""Page of the case: who may use it, and what the link says."""


def way(user: User, case: sa.Row[Any], refusal: Refusal | None) -> dict[str, Any] | None:
    """None where nothing is to be put right, or not by this person."""
    if refusal is None or refusal.mended_at is None:
        return None
    may, title = PAGES[refusal.mended_at]
    return {"url": f"/cases/{case.id}/{refusal.mended_at}", "title": title} if may(user, case) else None


def citizen_url(user: User, case: sa.Row[Any]) -> str | None:
    """Where the citizen's address is corrected."""
    return f"/cases/{case.id}/citizen" if case.person_id and policy.may_keep_citizen(user, case) else None
