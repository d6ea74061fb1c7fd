"""The demo's campaigns: one to be placed, one in its areas before a made-up referendum, one to be evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO

from cli.demo_bills import approved, bill, checked, overrun, paid
from cli.demo_events import Asked, Event, Fields, Step, Story, ago
from store.db import Store
from store.importing_turnout import import_turnout

KV21, KV29 = date(2021, 11, 16), date(2029, 11, 20)
LAST, NEXT = 30, -45
"""Days ago, of the made-up referendums."""
MADE_UP = "Opdigtet til demoen"
PLACES = {
    "Tingbjerg Skole": ("Tingbjerg", "33,3", "38,1"), "EnergiCenter Voldparken": ("Husum", "49,3", "52,0"),
    "Husum": ("Husum", "59,1", "58,4"), "Bellahøj": ("Bellahøj", "61,6", "63,0"),
    "Brønshøj": ("Brønshøj", "69", "69,5"),
}  # fmt: skip
"""District, turnout at KV21 (bha.dk), made-up turnout at the last referendum."""
NOTE = "Aftalt på mødet ud fra valgdeltagelsen pr. valgsted."
CHOSEN: Fields = {"result": "chosen", "note": NOTE, "areas": [
    {"area": "Tingbjerg", "languages": "arabisk, somali, tyrkisk"}, {"area": "Husum", "languages": "arabisk, urdu"}]}
PARTNERS: Fields = {"kind": "youth_council", "name": "Ungeråd (prøve)", "what": "To vælgermøder for unge"}
HOSTS: Fields = {"kind": "local_committee", "name": "Lokaludvalget (prøve)", "what": "Værter i beboerhuset"}
WORDING = "Du kan stemme ved folkeafstemningen. Tag dit valgkort med til dit valgsted."


def turnout(store: Store) -> None:
    """KV21 by polling place, and a made-up referendum that has been held."""
    lines = ["Valgdag;Valgsted;Bydel;Valgdeltagelse;Kilde"]
    for place, (area, before, after) in PLACES.items():
        lines += [f"{KV21};{place};{area};{before};KV21, bha.dk", f"{ago(LAST)};{place};{area};{after};{MADE_UP}"]
    text = "\n".join(lines).encode()
    import_turnout(store, BytesIO(text), name="valgdeltagelse.csv", now=datetime.now(UTC), actor=None)


def campaigns() -> list[Story]:
    return [_placed(), _running(), _held()]


def _placed() -> Story:
    return _story(3, "Kommunalvalg 2029", "municipal", KV29, ())


def _running() -> Story:
    """Each step of material: used, at the check, a draft."""
    return _story(150, "Folkeafstemning (opdigtet)", "referendum", ago(NEXT), (
        *_planned(146), *_agreed(90), *_used(60, "flyer", "Stem, hvor du bor"),
        _worked(30, _stairs(34, "Tingbjerg", 120), _posters(31, "Husum", 25)),
        Asked(28, "material", {"form": "message", "name": "Sms til unge i Tingbjerg"}, who="civic"),
        _draft(27), _versions(25),
        _worked(12, _event(14, "Tingbjerg", 46), _event(13, "Husum", 31)),
        Asked(8, "material", {"form": "road_poster", "name": "Tag din nabo med"}, who="civic"),
        bill(6, "translation", "3.400,00", "O-311", "civic"),
    ))  # fmt: skip


def _held() -> Story:
    """The election is over and its turnout is there."""
    return _story(200, "Sidste folkeafstemning (opdigtet)", "referendum", ago(LAST), (
        *_planned(196), *_agreed(150), *_used(110, "poster", "Din stemme tæller"),
        _worked(70, _stairs(75, "Tingbjerg", 90), _posters(74, "Tingbjerg", 40)),
        _worked(45, _event(48, "Tingbjerg", 58), _event(50, "Husum", 22)),
        bill(62, "print", "4.850,00", "TR-77", "civic"), checked(60, "civic"), overrun(58), approved(57), paid(50),
    ))  # fmt: skip


def _story(opened: int, name: str, election: str, on: date, events: Sequence[Event]) -> Story:
    facts = {"name": name, "election": election, "election_on": on.isoformat(), "compares_with": KV21.isoformat(),
             "audience": "under_30"}  # fmt: skip
    return Story(opened, facts, (*events,), programme="civic")


def _planned(days_ago: int) -> tuple[Event, ...]:
    plan = "Opgange og plakater først, arrangementer i beboerhusene de sidste fire uger."
    return (Step(days_ago, "supervisor", "civic.areas", CHOSEN),
            Step(days_ago - 10, "civic", "civic.plan", {"result": "planned", "plan": plan}))  # fmt: skip


def _agreed(days_ago: int) -> tuple[Event, ...]:
    talked = {"talked_on": ago(days_ago).isoformat(), "note": NOTE}
    partners = [one | {"agreed_on": ago(days_ago - 4).isoformat()} for one in (PARTNERS, HOSTS)]
    return (Step(days_ago, "civic", "civic.coordinate", talked),
            Step(days_ago - 1, "civic", "civic.coordinate", talked),
            Step(days_ago - 4, "civic", "civic.partners", {"partners": partners}))  # fmt: skip


def _used(days_ago: int, form: str, name: str) -> tuple[Event, ...]:
    day = days_ago - 15
    return (Asked(days_ago, "material", {"form": form, "name": name}, who="civic"),
            _draft(days_ago - 2), _versions(days_ago - 4),
            Step(days_ago - 8, "legal", "material.neutrality", {
                "result": "neutral", "note": "Intet parti og ingen kandidat er nævnt på noget sprog."}),
            Step(days_ago - 12, "civic", "material.print", {"result": "printed", "number": 400}),
            Step(day, "civic", "material.dispatch", {"result": "sent", "sent_on": ago(day).isoformat()}))  # fmt: skip


def _draft(days_ago: int) -> Step:
    return Step(days_ago, "civic", "material.draft", {"result": "ready", "wording": WORDING})


def _versions(days_ago: int) -> Step:
    return Step(days_ago, "civic", "material.translate", {"languages": "dansk, arabisk, somali", "checked": "yes"})


def _worked(days_ago: int, *work: Fields) -> Step:
    return Step(days_ago, "civic", "civic.work", {"result": "more", "work": [*work]})


def _stairs(days_ago: int, area: str, number: int) -> Fields:
    return _work(days_ago, "stairwells", area, number, owner="Boligforeningen (prøve), mail af 1. i måneden")


def _posters(days_ago: int, area: str, number: int) -> Fields:
    return _work(days_ago, "posters", area, number)


def _event(days_ago: int, area: str, number: int) -> Fields:
    return _work(days_ago, "event", area, number, place="Beboerhuset (prøve)", permit="not_needed",
                 interpreters="arabisk, somali")  # fmt: skip


def _work(days_ago: int, kind: str, area: str, number: int, **more: str) -> Fields:
    return {"kind": kind, "area": area, "done_on": ago(days_ago).isoformat(), "number": number, **more}
