"""Which session a young person is signed up for."""

from __future__ import annotations

from domain.dossier import Done, Dossier
from domain.youth.finding import AttendSession, GiveSupport

SIGNING = (GiveSupport.kind, AttendSession.kind)


def sign_up(case: Dossier) -> Done | None:
    """The newest decision on support where that is a sign-up: what was decided after it has taken it back."""
    newest = next(iter(reversed(case.done(*SIGNING))), None)
    return newest if newest is not None and newest.answer["result"] == "signed_up" else None


def is_signed_up(case: Dossier, session: str, support: str) -> bool:
    """For that kind of support: a session that becomes another kind of one has nobody signed up."""
    found = sign_up(case)
    if found is None or not case.is_open or found.answer.get("session") != session:
        return False
    return bool(found.data.get("support") == support)
