"""Days on which nothing can be demanded of a citizen, for programs: what the page of a case does, by the same rules."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request

from domain.spells import SPELLS
from store import spells
from web import actions, effort_actions, policy
from web.access import BEARER, Caller, Worker
from web.api import models as m
from web.api.tasks import Key
from web.house import House, TheHouse
from web.once import once
from web.page import language

router = APIRouter(prefix="/api/v1/cases/{case_id}/spells", tags=["spells"], responses=m.PROBLEMS,
                   dependencies=[Depends(BEARER)])  # fmt: skip


def _shown(request: Request, house: House, caller: Caller, case_id: str) -> list[m.SpellOut]:
    """Also those that were taken back, the newest first."""
    lang = language(request)
    with house.store.read() as db:
        case = effort_actions.effort_case(db, caller.user, case_id)
        known = spells.of_case(db, case_id)
    if case.person_id:
        actions.look_up(house, caller.user, "view.case", "spells of the case", (case.person_id, case_id))
    return [m.SpellOut(id=s.id, kind=s.kind, title=SPELLS[s.kind].in_(lang), from_on=s.from_on, to_on=s.to_on,
                       note=s.note, reported_at=s.reported_at, by=s.by_id, revoked_at=s.revoked_at)
            for s in known]  # fmt: skip


def _one(request: Request, house: House, caller: Caller, case_id: str, spell_id: str) -> m.SpellOut:
    found = next((s for s in _shown(request, house, caller, case_id) if s.id == spell_id), None)
    if found is None:
        raise policy.NotFound(case_id)
    return found


@router.get("")
def list_spells(request: Request, house: TheHouse, caller: Worker, case_id: str) -> m.SpellList:
    """Sickness, leave and exemptions; `to_on` null: the last day is not known yet."""
    return m.SpellList(items=_shown(request, house, caller, case_id), next=None)


@router.post("", status_code=201)
def report_spell(request: Request, house: TheHouse, caller: Worker, case_id: str, body: m.SpellIn,
                 key: Key = None) -> m.SpellOut:  # fmt: skip
    """Closed weeks and open cases of absence on these days are looked at again."""
    sent = body.model_dump(mode="json")
    made = once(house, caller.user, request.url.path, key,
                lambda: effort_actions.report_spell(house, caller.user, case_id, sent), sent)  # fmt: skip
    return _one(request, house, caller, case_id, made)


@router.post("/{spell_id}/end")
def end_spell(request: Request, house: TheHouse, caller: Worker, case_id: str, spell_id: str, body: m.SpellEnd,
              key: Key = None) -> m.SpellOut:  # fmt: skip
    """The last day becomes known; one before the first takes the spell back."""
    return _changed(request, house, caller, case_id, spell_id, key,
                    lambda: effort_actions.end_spell(house, caller.user, case_id, spell_id, body.to_on),
                    body)  # fmt: skip


@router.post("/{spell_id}/revoke")
def revoke_spell(request: Request, house: TheHouse, caller: Worker, case_id: str, spell_id: str,
                 key: Key = None) -> m.SpellOut:  # fmt: skip
    """It was registered by mistake; it stays in the list with the time at which it was taken back."""
    return _changed(request, house, caller, case_id, spell_id, key,
                    lambda: effort_actions.take_back_spell(house, caller.user, case_id, spell_id))  # fmt: skip


def _changed(request: Request, house: House, caller: Caller, case_id: str, spell_id: str, key: str | None,
             change: Callable[[], None], body: m.SpellEnd | None = None) -> m.SpellOut:  # fmt: skip
    def act() -> str:
        change()
        return spell_id

    once(house, caller.user, request.url.path, key, act, body.model_dump(mode="json") if body else None)
    return _one(request, house, caller, case_id, spell_id)
