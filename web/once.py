"""One effect for one key: a double click, the back button, a retry after a lost answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from domain.errors import BadInput, Refusal
from domain.text import Text
from store.db import noting
from store.tables import idempotency
from store.users import User
from web.house import House

LONGEST_KEY = 100
ABANDONED = timedelta(minutes=1)
PATIENCE, POLL = 3.0, 0.05
BEGUN, ACTED = 0, 1


class UnderWay(Refusal):
    def __init__(self) -> None:
        super().__init__("under_way", Text(da="Det samme er allerede i gang.", en="The same is already under way."))


class KeyUsed(BadInput):
    def __init__(self) -> None:
        super().__init__("key_used", Text(
            da="Det er allerede sendt en gang med andet indhold. Genindlæs siden, før du sender noget nyt.",
            en="This was sent before with other content. Reload the page, or use a new Idempotency-Key."))  # fmt: skip


class DoneBefore(Refusal):
    def __init__(self) -> None:
        super().__init__("done_before", Text(
            da="Det er gjort, men svaret gik tabt. Se efter, før du sender noget nyt.",
            en="It was done, but the answer was lost. Look before you send anything new."))  # fmt: skip


def once(house: House, user: User, where: str, key: str | None, act: Callable[[], str], sent: Any = None, *,
         repeats: bool = False) -> str:  # fmt: skip
    """What `act` made, by its id. Only the id is kept, and a keyed digest of what was `sent`: never a text.

    The process may die after the act and before its id is kept. What `repeats` harmlessly, since it finds by the key
    what it made or is guarded row by row, is then done again; anything else is refused, for it was noted as done in
    its own transaction.
    """
    if not key:
        return act()
    if len(key) > LONGEST_KEY:
        raise BadInput("bad_key", Text(da="Idempotency-Key er for lang.", en="The Idempotency-Key is too long."))
    whole = sha256(f"{user.id} {where} {key}".encode()).hexdigest()
    said = house.store.secrets.blind(json.dumps(sent, sort_keys=True, default=str), "once")
    made = _made_before(house, user, whole, said, repeats)
    if made is not None:
        return made
    mine = idempotency.c.key == whole
    acted = sa.update(idempotency).where(mine).values(status=ACTED)
    try:
        with noting(lambda db: db.execute(acted)):
            made = act()
    except BaseException:
        with house.store.write() as db:
            db.execute(sa.delete(idempotency).where(mine))
        raise
    _keep(house, whole, {"id": made, "sent": said})
    return made


def _keep(house: House, whole: str, body: dict[str, str]) -> None:
    with house.store.write() as db:
        db.execute(sa.update(idempotency).where(idempotency.c.key == whole).values(body=body))


def _made_before(house: House, user: User, whole: str, said: str, repeats: bool) -> str | None:
    """What the first call made; None when this is the first. Waits a little for one that is at it now."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with house.store.write() as db:
                row = db.execute(sa.select(idempotency).where(idempotency.c.key == whole)).one_or_none()
                if row is None:
                    db.execute(sa.insert(idempotency).values(
                        key=whole, user_id=user.id, at=house.now(), status=BEGUN, body=sa.null()))  # fmt: skip
                    return None
        except IntegrityError:
            row = None
        if row is not None and row.body is not None:
            if row.body.get("sent", said) != said:
                raise KeyUsed
            return str(row.body["id"])
        if row is not None and row.at < house.now() - ABANDONED:
            if row.status == ACTED and not repeats:
                raise DoneBefore
            _forget(house, whole, row.status)
        if time.monotonic() > until:
            raise UnderWay
        time.sleep(POLL)


def _forget(house: House, whole: str, status: int) -> None:
    """Whoever began it is gone, unless it has just got further."""
    abandoned = (idempotency.c.key == whole, idempotency.c.body.is_(None), idempotency.c.status == status)
    with house.store.write() as db:
        db.execute(sa.delete(idempotency).where(*abandoned))
