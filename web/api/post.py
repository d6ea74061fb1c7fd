"""Letters that reached nobody, and where a citizen gets post, for programs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request

from store import letters
from web import actions, citizen, letter_actions
from web.access import BEARER, Caller, Worker
from web.api import models as m
from web.api.tasks import Key
from web.house import House, TheHouse
from web.once import once

router = APIRouter(prefix="/api/v1", tags=["cases"], responses=m.PROBLEMS,
                   dependencies=[Depends(BEARER)])  # fmt: skip


def letter_item(letter: sa.Row[Any]) -> m.LetterItem:
    return m.LetterItem(**{name: getattr(letter, name) for name in m.LetterItem.model_fields})


@router.post("/letters/{letter_id}/again", status_code=201)
def send_again(request: Request, house: TheHouse, caller: Worker, letter_id: str, key: Key = None) -> m.LetterItem:
    """A letter that failed, once more: the same text to whoever gets it now. A program reads no page first."""

    def act() -> str:
        return letter_actions.send_again(house, caller.user, letter_id)

    made = once(house, caller.user, request.url.path, key, act)
    with house.store.read() as db:
        found = letters.get(db, made)
    assert found is not None
    return letter_item(found)


@router.get("/cases/{case_id}/citizen")
def get_citizen(house: TheHouse, caller: Worker, case_id: str) -> m.CitizenOut:
    return _citizen(house, caller, case_id)


def _citizen(house: House, caller: Caller, case_id: str) -> m.CitizenOut:
    with house.store.read() as db:
        case, person = citizen.kept_citizen(db, house, caller.user, case_id)
    actions.look_up(house, caller.user, "view.case", "citizen of the case", (person.id, case.id))
    return m.CitizenOut(
        address=None if person.protected else person.address, protected_address=person.protected,
        post_exempt=person.post_exempt, phone=person.phone, language=person.language,
        lacks_address=citizen.lacks_address(person), version=person.digest(house.store.secrets))  # fmt: skip


@router.post("/cases/{case_id}/citizen")
def correct_citizen(request: Request, house: TheHouse, caller: Worker, case_id: str, body: m.CitizenIn,
                    key: Key = None) -> m.CitizenOut:  # fmt: skip
    """`version`, where it is given, must be the one that was read."""
    given = body.model_dump(exclude={"version", "protected_address"}, exclude_none=True)
    given |= {} if body.protected_address is None else {"protected": body.protected_address}

    def act() -> str:
        return citizen.correct(house, caller.user, case_id, given, body.version)

    once(house, caller.user, request.url.path, key, act, body.model_dump())
    return _citizen(house, caller, case_id)
