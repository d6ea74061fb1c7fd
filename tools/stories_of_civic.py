"""Stories of campaigns and of their material: each ending, for the replay tests."""

from __future__ import annotations

from datetime import timedelta

from domain.material.rules import road_from
from domain.policies import RulesOn, policies
from tests.support.civic import (
    AGREED,
    AREAS,
    BEFORE,
    CHECK,
    CHOSEN,
    COORDINATE,
    DELETE,
    DISPATCH,
    DONE,
    DRAFT,
    EVALUATE,
    HOLD,
    KV21,
    LIST,
    LISTED,
    NEUTRAL,
    NOTE,
    PARTNERS,
    PLAN,
    PLANNED,
    PREPARE,
    PRINT,
    PRINTED,
    READY,
    SENT,
    TAKE_DOWN,
    TAKE_DOWN_EARLY,
    TRANSLATE,
    VERSIONS,
    WORDING,
    WORK,
    campaign,
    checked,
    event,
    frozen_late,
    higher,
    in_the_areas,
    material,
    vote,
)
from tests.support.material import correct_above, hanging, later, too_late
from tests.support.world import World, eventually, today


async def civic_chosen_again(w: World) -> str:
    """Another partner, then another area, on the way; stopped at last."""
    case = await in_the_areas(w)
    await w.decide(case, WORK, "civic", **DONE | {"result": "partners"})
    await w.decide(case, PARTNERS, "civic", **AGREED)
    await w.decide(case, WORK, "civic", **DONE | {"result": "areas", "work": []})
    await w.decide(case, AREAS, "civicboss", **CHOSEN | {"areas": [*CHOSEN["areas"], {"area": "Bispebjerg"}]})
    await w.decide(case, PLAN, "civic", **PLANNED)
    await w.decide(case, PARTNERS, "civic", **AGREED)
    await w.decide(case, WORK, "civic", result="cancelled", work=[], note=NOTE)
    await w.stands_at(case, "cancelled")
    return case


async def civic_evaluated(w: World) -> str:
    """Coordinated, at work, another election day, frozen, evaluated with the new turnout."""
    case = await in_the_areas(w, days_until=60)
    for kind in COORDINATE:
        await w.decide(case, kind, "civic", talked_on=str(today()), note=NOTE)
    await w.decide(case, WORK, "civic", **DONE)
    await w.task(case, WORK)
    election = today() + timedelta(days=90)
    w.correct_facts(case, election_on=str(election))
    await w.say(case, "correct")
    await w.armed(case)
    await w.skip(case, days=89, hours=1)
    await w.stands_at(case, "frozen")
    await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(minutes=1))
    await w.stands_at(case, "evaluation")
    vote(w, election, higher(4))
    await w.at_time(case)
    await w.decide(case, EVALUATE, "civic", learning=NOTE)
    await w.stands_at(case, "evaluated")
    return case


async def civic_too_late_to_talk(w: World) -> str:
    """Frozen from its plan on, put off, and left undone."""
    vote(w, BEFORE, KV21)
    case = await campaign(w, days_until=1)
    await w.decide(case, AREAS, "civicboss", **CHOSEN)
    await w.stands_at(case, "frozen")
    await w.correct(case, election_on=str(today() + timedelta(days=90)))
    await w.decide(case, PLAN, "civic", result="cancelled", plan=NOTE)
    await w.stands_at(case, "cancelled")
    return case


async def civic_late(w: World) -> str:
    """Frozen with its plan unmade, and evaluated."""
    case = await frozen_late(w)
    await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(minutes=1))
    vote(w, today() + timedelta(days=20), higher(4))
    await w.decide(case, EVALUATE, "civic", learning=NOTE)
    await w.stands_at(case, "evaluated")
    return case


async def civic_moved(w: World) -> str:
    """Another election day while it is planned and while it is run: what is open, and the talks, are due by it."""
    vote(w, BEFORE, KV21)
    case = await campaign(w)
    await w.task(case, AREAS)
    await w.correct(case, election_on=str(today() + timedelta(days=150)))
    await eventually(lambda: len(w.tasks(case, AREAS)) == 2)
    await w.decide(case, AREAS, "civicboss", **CHOSEN)
    await w.task(case, PLAN)
    await w.correct(case, election_on=str(today() + timedelta(days=300)))
    await eventually(lambda: len(w.tasks(case, PLAN)) == len(w.tasks(case, COORDINATE[1])) == 2)
    await w.decide(case, PLAN, "civic", **PLANNED)
    await w.decide(case, PARTNERS, "civic", **AGREED)
    await w.decide(case, COORDINATE[0], "civic", talked_on=str(today()), note=NOTE)
    await w.task(case, WORK)
    await w.correct(case, election_on=str(today() + timedelta(days=200)))
    await eventually(lambda: len(w.tasks(case, COORDINATE[1])) == 3)
    await w.decide(case, WORK, "civic", result="cancelled", note=NOTE)
    await w.stands_at(case, "cancelled")
    return case


async def civic_cancelled(w: World) -> str:
    case = await in_the_areas(w)
    await w.decide(case, WORK, "civic", result="cancelled", note=NOTE)
    await w.stands_at(case, "cancelled")
    return case


async def material_sent(w: World) -> str:
    """Changed after the check, checked anew, printed, handed out."""
    case = await material(w)
    for found in ({"result": "change", "note": NOTE}, NEUTRAL):
        await w.decide(case, DRAFT, "civic", **WORDING)
        await w.decide(case, TRANSLATE, "civic", **VERSIONS)
        await w.decide(case, CHECK, "jurist", **found)
    await w.decide(case, PRINT, "civic", **PRINTED)
    await w.decide(case, DISPATCH, "civic", **SENT)
    await w.stands_at(case, "sent")
    return case


async def material_message_sent(w: World) -> str:
    case = await checked(w, "message")
    await w.decide(case, LIST, "jurist", **LISTED)
    await w.decide(case, DISPATCH, "civic", **SENT)
    await w.decide(case, DELETE, "civic", deleted_on=str(today()), declined=3)
    await w.stands_at(case, "sent")
    return case


async def material_road_poster_sent(w: World) -> str:
    case = await hanging(w)
    await w.decide(case, TAKE_DOWN, "civic", down_on=str(today()))
    await w.stands_at(case, "sent")
    return case


async def material_put_off(w: World) -> str:
    """The election day was moved while the posters hung."""
    case = await hanging(w)
    await correct_above(w, case, election_on=str(later()))
    await eventually(lambda: len(w.tasks(case, TAKE_DOWN)) == 2)
    await w.decide(case, TAKE_DOWN, "civic", down_on=str(today()))
    await w.stands_at(case, "sent")
    return case


async def material_hung_too_early(w: World) -> str:
    """The election was put off so far that they hung too early: down, and up again when they may."""
    case = await hanging(w)
    await correct_above(w, case, election_on=str(too_late()))
    await w.decide(case, TAKE_DOWN_EARLY, "civic", down_on=str(today()))
    await w.stands_at(case, "waiting")
    await w.skip_until(case, (await w.waits_for_date(case)).waiting_until + timedelta(minutes=1))
    sent_on = str(road_from(too_late(), RulesOn(policies(), today())))
    await w.at_time(case)
    await w.decide(case, DISPATCH, "civic", result="sent", sent_on=sent_on)
    await w.task(case, TAKE_DOWN)
    await w.decide(case, TAKE_DOWN, "civic", down_on=sent_on)
    await w.stands_at(case, "sent")
    return case


async def material_withdrawn(w: World) -> str:
    case = await material(w)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.decide(case, TRANSLATE, "civic", **VERSIONS)
    await w.decide(case, CHECK, "jurist", result="withdrawn", note=NOTE)
    await w.stands_at(case, "withdrawn")
    return case


async def event_held(w: World) -> str:
    """Made ready, moved, made ready anew, held."""
    case = await event(w)
    await w.decide(case, PREPARE, "civic", **READY)
    await w.task(case, HOLD)
    await w.correct(case, held_on=str(today() + timedelta(days=60)))
    await w.decide(case, PREPARE, "civic", **READY)
    await w.decide(case, HOLD, "civic", result="held", people=31)
    await w.stands_at(case, "held")
    return case


async def event_cancelled(w: World) -> str:
    case = await event(w)
    await w.decide(case, PREPARE, "civic", result="cancelled", note=NOTE)
    await w.stands_at(case, "cancelled")
    return case


STORIES = [
    civic_evaluated, civic_late, civic_too_late_to_talk, civic_moved, civic_chosen_again, civic_cancelled,
    material_sent, material_message_sent, material_road_poster_sent, material_put_off,
    material_hung_too_early, material_withdrawn,
    event_held, event_cancelled,
]  # fmt: skip
