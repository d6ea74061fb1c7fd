"""The demo's workshops: one held, with everybody signed up there, and one that is coming."""

from __future__ import annotations

from cli.demo_events import Step, Story, ago

HELD, COMING = "Prøvehuset (opdigtet)", "Prøvesalen (opdigtet)"
"""The places, by which a young person's story names the session."""


def sessions() -> list[Story]:
    hold = Step(59, "youth", "session.hold", {"result": "held", "everyone": "took_part"})
    return [_story(69, 60, HELD, hold), _story(12, -6, COMING)]


def _story(opened: int, held: int, place: str, *events: Step) -> Story:
    said = {"support": "workshop", "held_on": ago(held).isoformat(), "start": "16:00", "end": "18:00", "place": place,
            "seats": 8, "leader": "Sanne Prøve"}  # fmt: skip
    return Story(opened, said, events, programme="session", together=place)
