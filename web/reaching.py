"""How the person of a case is reached, where the case above may not be read: read anew at each look, kept nowhere."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.programmes import PROGRAMMES, Told
from store import people
from store.dossier import Dossier
from store.users import User
from web import policy


def shown(db: sa.Connection, store: Any, user: User, case: sa.Row[Any]) -> list[Told]:
    """While the case is open, for who may read it; whoever shows it has written the look-up down, of this case alone:
    of a confidential one the people of the case above are to learn nothing."""
    reached = PROGRAMMES[case.programme].reached
    if reached is None or case.closed_at or case.person_id is None or not policy.may_see_case(user, case):
        return []
    person = people.get(db, store.secrets, case.person_id)
    return list(reached(Dossier(db, case), person.phone.strip() if policy.may_read_identity(user) else None))
