"""The demo's spouse-supported citizens: one at each step, from a lead to a talk about the plan, and some ends."""

from __future__ import annotations

from cli.demo_bills import approved, bill, checked, paid
from cli.demo_events import Asked, Beside, Event, Fields, Step, Story, ago
from cli.demo_people import FAMILY, GIVEN

NOTE = "Talte alene med borgeren, som gerne vil lære mere dansk og ud blandt kolleger."
CENTRE = {"lead_from": "language_centre", "agreed": True, "safe_way": "language_centre", "needs_interpreter": False,
          "safe_when": "Efter undervisningen tirsdag og torsdag"}  # fmt: skip
PHONE = {"lead_from": "self", "safe_way": "own_phone", "needs_interpreter": False, "safe_when": "Formiddage"}
NURSE = {"lead_from": "health_visitor", "agreed": True, "safe_way": "health_visitor", "needs_interpreter": True}
DANISH: Fields = {"offer": "danish_education", "what": "Sprogcenter Prøve", "days": "3"}
COUNSEL: Fields = {"offer": "counselling", "what": "Åben rådgivning i Prøvehuset"}


def perspektiv() -> list[Story]:
    reached = (receive(60), reach(57), first_talk(50), plan(45, DANISH, COUNSEL))
    tolk = Beside(18, "interpreter", "Tina Tolk (opdigtet)", "", "outreach", "arabisk", professional=True)
    return [
        _story(1, 1, CENTRE),
        _story(2, 20, PHONE, receive(19), reach(15, "not_reached", "own_phone")),
        _story(3, 60, PHONE, receive(59), *(reach(n, "not_reached", "own_phone") for n in (55, 50, 44, 38, 30))),
        _story(4, 14, NURSE, receive(13), reach(10, way="health_visitor")),
        _story(5, 25, NURSE, receive(24), reach(20, way="health_visitor"), tolk, first_talk(15),
               bill(14, "interpreter", "1.450,00", "T-881", "outreach"), checked(12, "outreach"), approved(10), paid(8),
               concern(1)),
        _story(6, 62, CENTRE, *reached, bill(9, "course", "8.200,00", "K-204", "outreach"), checked(6, "outreach")),
        _story(7, 62, CENTRE, *reached, follow(15), concern(14), assessed(14)),
        _story(8, 62, CENTRE, *reached, follow(15, "job")),
        _story(9, 30, PHONE, receive(29), reach(22, "declines", "own_phone")),
    ]


def _story(n: int, opened: int, facts: Fields, *events: Event) -> Story:
    person = {"cpr": "", "name": f"{GIVEN[n * 7 % len(GIVEN)]} {FAMILY[n * 3 % len(FAMILY)]}", "address": "",
              "phone": "00 00 00 00" if facts is PHONE else "", "protected": True, "language": "arabisk"}  # fmt: skip
    return Story(opened, facts, events, programme="perspektiv", person=person)


def receive(days_ago: int) -> Step:
    return Step(days_ago, "outreach", "perspektiv.receive", {"result": "new"})


def reach(days_ago: int, result: str = "reached", way: str = "language_centre") -> Step:
    return Step(days_ago, "outreach", "perspektiv.reach",
                {"tried_on": ago(days_ago).isoformat(), "way": way, "result": result})  # fmt: skip


def first_talk(days_ago: int) -> Step:
    return Step(days_ago, "outreach", "perspektiv.first_talk", {
        "held_on": ago(days_ago).isoformat(), "told_voluntary": "yes", "result": "goes_on", "entitled": True,
        "note": NOTE})  # fmt: skip


def plan(days_ago: int, *lines: Fields) -> Step:
    return Step(days_ago, "outreach", "perspektiv.plan", {
        "result": "agreed", "goal": "At kunne tale med kolleger på dansk.",
        "lines": [line | {"starts_on": ago(days_ago - 7).isoformat()} for line in lines]})  # fmt: skip


def concern(days_ago: int) -> Asked:
    return Asked(days_ago, "concern", {
        "seen_on": ago(days_ago).isoformat(), "acute": False, "children": None,
        "signs": "Borgeren fik flere opkald under samtalen og måtte skynde sig hjem."}, who="outreach")  # fmt: skip


def assessed(days_ago: int) -> Step:
    return Step(days_ago, "specialist", "concern.assess", {"result": "acted", "note": NOTE})


def follow(days_ago: int, result: str = "goes_on") -> Step:
    return Step(days_ago, "outreach", "perspektiv.follow_up",
                {"talked_on": ago(days_ago).isoformat(), "result": result, "note": NOTE})  # fmt: skip
