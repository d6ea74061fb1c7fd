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
HERE, COME = "Stem, hvor du bor", "Kom og stem"
COUNTS, EVERYBODY = "Din stemme tæller", "Alle stemmer tæller"
"""Names of material: of the campaign that runs, and of the one that is held."""
WORDING = "Du kan stemme ved folkeafstemningen. Tag dit valgkort med til dit valgsted."
VERSIONS = {
    "arabisk": "يمكنك التصويت في الاستفتاء. أحضر بطاقة الناخب معك إلى مركز الاقتراع الخاص بك.",
    "somali": "Waad ka codayn kartaa aftida. Kaarkaaga doorashada u qaado goobtaada codbixinta.",
}
"""The same in the languages of the areas."""


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
        *_planned(146), *_agreed(90), *_used(82, "flyer", HERE), *_used(64, "poster", COME),
        *_met(60, 34, "Vælgermøde", "Tingbjerg", 46),
        _worked(30, _stairs(40, "Tingbjerg", "Ruten 2-40", 120, HERE), _posters(31, "Husum", 25, COME)),
        Asked(28, "material", {"form": "message", "name": "Sms til unge i Tingbjerg"}, who="civic"),
        _draft(27), _versions(25),
        *_met(27, 13, "Spisning for naboer", "Husum", 31),
        _worked(12, _stairs(14, "Husum", "Frederikssundsvej 300-322", 24, HERE)),
        *_ready(9, -12, "Spørg dit valgsted", "Tingbjerg"), _planned_event(2, -20, "Vælgermøde for unge", "Husum"),
        Asked(8, "material", {"form": "road_poster", "name": "Tag din nabo med"}, who="civic"),
        bill(6, "translation", "3.400,00", "O-311", "civic"),
    ))  # fmt: skip


def _held() -> Story:
    """The election is over and its turnout is there."""
    return _story(200, "Sidste folkeafstemning (opdigtet)", "referendum", ago(LAST), (
        *_planned(196), *_agreed(150), *_used(130, "flyer", COUNTS), *_used(112, "poster", EVERYBODY),
        *_met(95, 72, "Vælgermøde", "Tingbjerg", 58),
        _worked(70, _stairs(75, "Tingbjerg", "Ruten 2-30", 90, COUNTS), _posters(74, "Tingbjerg", 40, EVERYBODY)),
        *_met(68, 50, "Spisning for naboer", "Husum", 22),
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
    return (Step(days_ago, "civic", "civic.with_administration", talked),
            Step(days_ago - 1, "civic", "civic.with_election_board", talked),
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
    return Step(days_ago, "civic", "material.translate", {"result": "versions", "checked": "yes", "versions": [
        {"language": language, "wording": wording} for language, wording in VERSIONS.items()]})  # fmt: skip


def _planned_event(days_ago: int, on: int, name: str, area: str) -> Asked:
    return Asked(days_ago, "event", {
        "name": name, "area": area, "place": "Beboerhuset (prøve)", "held_on": ago(on).isoformat(), "start": "17:00",
        "end": "19:30"}, who="civic")  # fmt: skip


def _ready(days_ago: int, on: int, name: str, area: str) -> tuple[Event, ...]:
    return (_planned_event(days_ago, on, name, area),
            Step(days_ago - 3, "civic", "event.prepare", {
                "result": "ready", "permit": "not_needed", "with_whom": "Lokaludvalget (prøve)",
                "interpreters": "arabisk, somali"}))  # fmt: skip


def _met(days_ago: int, on: int, name: str, area: str, people: int) -> tuple[Event, ...]:
    held = Step(on - 1, "civic", "event.hold", {"result": "held", "people": people})
    return (*_ready(days_ago, on, name, area), held)


def _worked(days_ago: int, *work: Fields) -> Step:
    return Step(days_ago, "civic", "civic.work", {"result": "more", "work": [*work]})


def _stairs(days_ago: int, area: str, address: str, number: int, material: str) -> Fields:
    return _work(days_ago, "stairwells", area, number, material, address=address, owner="Boligforeningen (prøve)",
                 consented_on=ago(days_ago + 5).isoformat())  # fmt: skip


def _posters(days_ago: int, area: str, number: int, material: str) -> Fields:
    return _work(days_ago, "posters", area, number, material)


def _work(days_ago: int, kind: str, area: str, number: int, material: str, **more: str) -> Fields:
    return {"kind": kind, "area": area, "done_on": ago(days_ago).isoformat(), "number": number, "material": material,
            **more}  # fmt: skip
