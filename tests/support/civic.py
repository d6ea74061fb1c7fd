"""A campaign before an election, as the civic lead and the supervisor take it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from domain.civic.programme import CIVIC
from domain.event.programme import EVENT
from domain.material.programme import MATERIAL
from domain.programmes import Programme
from domain.roles import Role
from store import cases
from store.importing_turnout import import_turnout
from tests.support.dated import Dated
from tests.support.world import CIVIC as TEAM
from tests.support.world import World, today

AREAS, PLAN, PARTNERS, WORK, EVALUATE = (f"civic.{k}" for k in ("areas", "plan", "partners", "work", "evaluate"))
COORDINATE = ("civic.with_administration", "civic.with_election_board")
NOTE = "Besluttet på mødet ud fra valgdeltagelsen pr. valgsted."
BEFORE = date(2021, 11, 16)
KV21 = {("Tingbjerg Skole", "Brønshøj-Husum"): "33,3", ("EnergiCenter Voldparken", "Brønshøj-Husum"): "49,3",
        ("Husum", "Brønshøj-Husum"): "59,1", ("Bellahøj", "Bispebjerg"): "61,6"}  # fmt: skip
CHOSEN = {"result": "chosen", "areas": [{"area": "Brønshøj-Husum", "languages": "arabisk, somali"}], "note": NOTE}
PLANNED = {"result": "planned", "plan": "Opgange i uge 40, møder i beboerhuset i uge 43 og 45."}
AGREED = Dated(lambda: {"partners": [{"kind": "local_committee", "name": "Lokaludvalget", "agreed_on": str(today()),
                        "what": "Værter for to møder"}]})  # fmt: skip
STAIRS = Dated(lambda: {"kind": "stairwells", "area": "Brønshøj-Husum", "done_on": str(today()), "number": 40,
          "material": "MAT-2026-000001", "address": "Ruten 2-40", "owner": "Boligforeningen",
          "consented_on": str(today())})  # fmt: skip
DONE = Dated(lambda: {"result": "more", "work": [STAIRS]})


def vote(w: World, on: date, figures: dict[tuple[str, str], str]) -> None:
    """The turnout of an election, read in from a file."""
    lines = [f"{on};{place};{area};{percent}" for (place, area), percent in figures.items()]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "valg.csv"
        file.write_text("\n".join(["Valgdag;Valgsted;Bydel;Valgdeltagelse", *lines]), encoding="utf-8")
        read = import_turnout(w.store, file, now=datetime.now(UTC) + timedelta(days=800), actor=None)
    assert (read.taken, read.rejected) == (len(figures), [])


def higher(points: int) -> dict[tuple[str, str], str]:
    more = {where: Decimal(percent.replace(",", ".")) + points for where, percent in KV21.items()}
    return {where: str(percent).replace(".", ",") for where, percent in more.items()}


async def campaign(w: World, days_until: int = 200, **facts: Any) -> str:
    """A case at the choice of areas."""
    for name, role in (("civic", Role.civic_lead), ("civic2", Role.civic_lead), ("civicboss", Role.supervisor),
                       ("civicboss2", Role.supervisor)):  # fmt: skip
        if name not in w.ids:
            w.hire(name, role, TEAM)
    said = {"name": "Stem i dit kvarter", "election": "municipal", "compares_with": str(BEFORE),
            "election_on": str(today() + timedelta(days=days_until))} | facts
    made = CIVIC.facts.model_validate(said)
    with w.store.write() as db:
        case_id = cases.open_case(db, CIVIC, person_id=None, facts=made.model_dump(mode="json"), doubts=[], extra={},
                                  actor=None, now=datetime.now(UTC))  # fmt: skip
    await w.courier.deliver(case_id)
    return case_id


async def in_the_areas(w: World, **facts: Any) -> str:
    vote(w, BEFORE, KV21)
    case = await campaign(w, **facts)
    await w.decide(case, AREAS, "civicboss", **CHOSEN)
    await w.decide(case, PLAN, "civic", **PLANNED)
    await w.decide(case, PARTNERS, "civic", **AGREED)
    await w.stands_at(case, "running")
    return case


async def frozen_late(w: World) -> str:
    """A campaign that was begun so late that it is frozen with its plan unmade."""
    vote(w, BEFORE, KV21)
    case = await campaign(w, days_until=20)
    await w.decide(case, AREAS, "civicboss", **CHOSEN)
    await w.task(case, PLAN)
    await w.skip(case, days=19, hours=1)
    await w.stands_at(case, "frozen")
    return case


PREPARE, HOLD = "event.prepare", "event.hold"
READY = {"result": "ready", "permit": "given", "permit_by": "Boligforeningen", "with_whom": "Lokaludvalget",
         "interpreters": "arabisk, somali"}  # fmt: skip


async def event(w: World, days_until: int = 30, election_in: int = 200) -> str:
    """A case that is being prepared, under a campaign in its areas."""
    above = await in_the_areas(w, days_until=election_in)
    case_id = under(w, above, EVENT, name="Vælgermøde", area="Brønshøj-Husum", place="Beboerhuset", start="17:00",
                    end="19:00", held_on=str(today() + timedelta(days=days_until)))  # fmt: skip
    await w.courier.deliver(case_id)
    return case_id


def under(w: World, above: str, programme: Programme, **facts: Any) -> str:
    made = programme.facts.model_validate(facts)
    with w.store.write() as db:
        parent = cases.get(db, above)
        assert parent is not None
        return cases.open_belonging(db, programme, parent, facts=made.model_dump(mode="json"), key=f"{programme.name}:{above}",
                                    actor=w.ids["civic"], now=datetime.now(UTC))  # fmt: skip


DRAFT, TRANSLATE, CHECK, PRINT, DISPATCH = (
    f"material.{k}" for k in ("draft", "translate", "neutrality", "print", "dispatch"))
LIST, DELETE, TAKE_DOWN, TAKE_DOWN_EARLY = (
    f"material.{k}" for k in ("list", "delete_list", "take_down", "take_down_early"))
LISTED = {"result": "approved", "chosen_by": "area_and_age", "left_out": "yes", "opt_out": "yes",
          "note": "Oplysning om valget, kun efter område og alder."}  # fmt: skip
WORDING = {"result": "ready", "wording": "Du kan stemme den 18. november. Stem, hvor du bor."}
VERSIONS = {"result": "versions", "checked": "yes", "versions": [
    {"language": "arabisk", "wording": "يمكنك التصويت في ١٨ نوفمبر. صوّت حيث تسكن."},
    {"language": "somali", "wording": "Waad codayn kartaa 18ka Noofembar. Ka codee halka aad deggan tahay."}]}
NEUTRAL = {"result": "neutral", "note": "Ingen partier, ingen kandidater, samme ord på alle sprog."}
PRINTED = {"result": "printed", "number": 400}
SENT = Dated(lambda: {"result": "sent", "sent_on": str(today())})


async def material(w: World, form: str = "flyer", **facts: Any) -> str:
    """A case at its draft, under a campaign in its areas."""
    above = await in_the_areas(w, **facts)
    for name in ("jurist", "jurist2"):
        if name not in w.ids:
            w.hire(name, Role.legal, TEAM)
    case_id = under(w, above, MATERIAL, form=form, name="Stem den 18. november")
    await w.courier.deliver(case_id)
    return case_id


async def checked(w: World, form: str = "flyer", **facts: Any) -> str:
    """A case that has been found neutral."""
    case = await material(w, form, **facts)
    await w.decide(case, DRAFT, "civic", **WORDING)
    await w.decide(case, TRANSLATE, "civic", **VERSIONS)
    await w.decide(case, CHECK, "jurist", **NEUTRAL)
    return case
