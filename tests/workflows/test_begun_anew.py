"""A case that the engine has lost and that is begun anew from the database knows what it knew."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from temporalio.service import RPCError

from tests.support.world import World, eventually
from tools.record import STORIES
from workers import repair
from workflows.again import Anew, rules_of
from workflows.pulse import Pulse
from workflows.registry import STATES
from workflows.state import CaseState

OWN = tuple(f"{name}_" for name, state in STATES.items() if set(rules_of(state)) > set(CaseState.model_fields))
LONG = ("obligation_requirement_met", "obligation_moved", "obligation_continued_as_new", "obligation_closed")
"""Half a minute each, or over before anything is asked."""
TOLD = [story for story in STORIES if story.__name__.startswith(OWN) and story.__name__ not in LONG]
LIVE: dict[str, CaseState] = {}
"""What each case knows, in the engine's own run of it."""


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Before each decision, and at each date that is waited for, what the case knows is held against what it would know
    if it were begun anew; the cases that were looked at."""
    looked: list[str] = []
    begin, claim, waits = Pulse.__init__, World.claim, World.waits_for_date

    def begins(self: Pulse[Any], state: CaseState) -> None:
        begin(self, state)
        LIVE[state.case_id] = state

    async def look(w: World, case: str) -> None:
        async def at_rest() -> bool:
            with suppress(RPCError):  # it has not begun yet
                return (await w.status(case)).at_rest
            return False

        await eventually(at_rest)
        _, anew = repair._state(w.store, case)
        assert anew is not None
        assert known(anew) == known(LIVE[case])
        looked.append(case)

    async def claims(self: World, case_id: str, kind: str, who: str) -> Any:
        await self.task(case_id, kind)
        await look(self, case_id)
        return await claim(self, case_id, kind, who)

    async def waiting(self: World, case_id: str) -> Any:
        found = await waits(self, case_id)
        await look(self, case_id)
        return found

    monkeypatch.setattr(Pulse, "__init__", begins)
    monkeypatch.setattr(World, "claim", claims)
    monkeypatch.setattr(World, "waits_for_date", waiting)
    return looked


def known(state: CaseState) -> dict[str, Any]:
    """What a rule tells of; a moment to the minute."""
    told = {name: getattr(state, name) for name, rule in rules_of(type(state)).items() if not isinstance(rule, Anew)}
    told.pop("lost")
    told.pop("moved", None)  # only that the talks asked anew have other keys
    if not told.get("session"):
        told.pop("session_on", None)  # it speaks of that session
    return {name: _roughly(name, value) for name, value in told.items()}


def _roughly(name: str, value: Any) -> Any:
    """A moment to the hour; of the week that is closed next, only that there is one."""
    if isinstance(value, datetime):
        return (value + timedelta(minutes=30)).replace(minute=0, second=0, microsecond=0)
    return bool(value) if name == "closing" else value


@pytest.mark.parametrize("state", STATES.values(), ids=lambda state: state.__name__)
def test_every_field_of_a_state_says_how_it_is_told_again_or_why_it_is_not(state: type[CaseState]) -> None:
    rules = rules_of(state)
    assert set(rules) == set(state.model_fields)
    assert all(len(rule) > 10 for rule in rules.values() if isinstance(rule, Anew))


@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.__name__)
async def test_a_case_begun_anew_knows_what_it_knew(w: World, seen: list[str], story: Any) -> None:
    await story(w)
    assert seen
