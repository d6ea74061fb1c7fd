"""The demo's vacancies: open, chosen by a young person, blocked by an unlawful demand, to be confirmed, filled."""

from __future__ import annotations

from cli.demo_events import Event, Step, Story, ago

BAKERY, SHOP = "Prøvebageriet (opdigtet)", "Prøvekiosken (opdigtet)"
SATURDAY = {"day": "saturday", "start": "10:00", "end": "14:00"}
SUNDAY = {"day": "sunday", "start": "10:00", "end": "14:00"}


def vacancies() -> list[Story]:
    return [
        _story(110, BAKERY, "restaurant", _approach(105), _confirm(75), _confirm(45), _confirm(16), places=3),
        _story(20, SHOP, "shop", _approach(18), places=2, age_from=15),
        _story(9, "Prøvecaféen (opdigtet)", "restaurant", _approach(6, "call_again"),
               _approach(0, "offers", "Vi vil helst have en, der hedder noget dansk.")),
        _story(40, "Prøvebiografen (opdigtet)", "cinema", _approach(34)),
        _story(60, "Prøvehotellet (opdigtet)", "hotel", _approach(55), _confirm(28, "filled"), hours="37", week=(),
               what="apprenticeship", approved_firm=True),
        _story(4, "Prøvelageret (opdigtet)", "warehouse", _approach(2, "call_again", call_on=ago(-5).isoformat()),
               tasks="", hours=None, week=()),
    ]  # fmt: skip


def _story(opened: int, employer: str, industry: str, *events: Event, **facts: object) -> Story:
    """Private firms without a number: none that fits is known to belong to nobody."""
    said = {"employer": employer, "sector": "private", "what": "leisure_job", "industry": industry,
            "area": "Nordparken", "dangerous": False, "tasks": "Betjene kunder og rydde op.",
            "contact_name": "Bente Prøve", "contact_phone": "00 00 00 00", "hours": "8", "week": [SATURDAY, SUNDAY],
            "starts_on": ago(opened - 20).isoformat(), **facts}  # fmt: skip
    return Story(opened, said, events, programme="vacancy")


def _approach(days_ago: int, result: str = "offers", demanded: str = "", call_on: str | None = None) -> Step:
    return _contact(days_ago, "approach", result, demanded, call_on=call_on)


def _confirm(days_ago: int, result: str = "stands") -> Step:
    return _contact(days_ago, "confirm", result)


def _contact(days_ago: int, kind: str, result: str, demanded: str = "", **more: object) -> Step:
    return Step(days_ago, "company", f"vacancy.{kind}", {
        "talked_on": ago(days_ago).isoformat(), "channel": "phone", "demand": bool(demanded), "demanded": demanded,
        "result": result, **more})  # fmt: skip
