"""A campaign on a site: turnout read in, areas chosen, work registered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from activities.messages import Judge, OpenTask
from domain.civic.programme import CIVIC
from domain.event.programme import EVENT
from domain.material.programme import MATERIAL
from domain.programmes import Programme, kind_named
from domain.roles import Role
from domain.tasks import Operation
from store import cases
from store.importing_turnout import import_turnout
from store.tables import cases as cases_table
from tests.support.civic import BEFORE, NOTE
from tests.support.site import CIVIC as CIVIC_TEAM
from tests.support.site import Site

ELECTION = date(2026, 11, 17)
LOW = [("Tingbjerg Skole", "Tingbjerg", "33,3", "38,2"), ("Husum Skole", "Husum", "59,1", "58,4"),
       ("EnergiCenter Voldparken", "Husum", "49,3", "52,1"), ("Bellahøj Skole", "Bellahøj", "61,6", "63,0"),
       ("Brønshøj Skole", "Brønshøj", "66,4", "67,9"), ("Ørnevejens Skole", "Bispebjerg", "48,7", "51,0"),
       ("Nørrebrohallen", "Nørrebro", "47,2", "50,5"), ("Vanløse Skole", "Vanløse", "68,0", "69,1"),
       ("Heibergskolen", "Østerbro", "72,3", "73,0"), ("Rådhuset", "Indre By", "70,8", "71,2"),
       ("Valby Skole", "Valby", "63,2", "64,0"), ("Bavnehøj Hallen", "Vesterbro-Kongens Enghave", "57,9", "60,2"),
       ("Sundholm", "Amager Vest", "64,4", "66,6"), ("Sundby Idrætspark", "Amager Øst", "60,0", "61,3")]  # fmt: skip
CHOSEN = ("Tingbjerg", "Husum", "Nørrebro")
WORK: list[tuple[str, str, int]] = [
    ("stairwells", "Tingbjerg", 64), ("stairwells", "Husum", 40), ("stairwells", "Nørrebro", 22),
    ("posters", "Husum", 120), ("posters", "Nørrebro", 60)]  # fmt: skip
EVENTS = [("Tingbjerg", 35), ("tingbjerg ", 12)]
FORM_OF = {"stairwells": "flyer", "posters": "poster"}


def read_in(site: Site, on: date, rows: list[tuple[str, str, str]]) -> None:
    lines = [f"{on};{place};{area};{percent};kk.dk" for place, area, percent in rows]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "valg.csv"
        file.write_text("\n".join(["Valgdag;Valgsted;Bydel;Valgdeltagelse;Kilde", *lines]), encoding="utf-8")
        read = import_turnout(site.store, file, now=site.clock.at, actor=None)
    assert (read.taken, read.rejected) == (len(rows), [])


def campaign(site: Site) -> str:
    """`youthboss` is the supervisor of it too."""
    site.give("youthboss", Role.supervisor, CIVIC_TEAM)
    made = CIVIC.facts.model_validate({"name": "Stem i dit kvarter", "election": "municipal",
                                       "compares_with": str(BEFORE), "election_on": str(ELECTION)})  # fmt: skip
    with site.store.write() as db:
        return cases.open_case(db, CIVIC, person_id=None, facts=made.model_dump(mode="json"), doubts=[], extra={},
                               actor=None, now=site.clock.at, team_id=site.teams[CIVIC_TEAM])  # fmt: skip


def asked(site: Site, case_id: str, kind: str, **data: Any) -> str:
    task_id, here = str(uuid4()), {"case_id": case_id, "stage": kind.partition(".")[2], "visit": 2, "now": site.clock.at}
    if rule := kind_named(kind).rule:
        site.activities.judge(Judge(**here, rule=rule))
    site.activities.open_task(OpenTask(**here, task_id=task_id, kind=kind, data=data, not_by=None))
    return task_id


def decided(site: Site, case_id: str, kind: str, told: dict[str, Any] | None = None, **answer: Any) -> str:
    task_id = asked(site, case_id, kind, **told or {})
    if site.row(task_id).assignee_id is None:
        site.move(task_id, Operation.claim, "civic", assignee_id=site.ids["civic"])
    site.move(task_id, Operation.complete, "civic", decision=answer, decided_by=site.ids["civic"],
              completed_at=site.clock.at)  # fmt: skip
    return task_id


def chosen(site: Site, case_id: str, *areas: str) -> str:
    return decided(site, case_id, "civic.areas", result="chosen", note=NOTE,
                   areas=[{"area": one, "languages": ""} for one in areas])  # fmt: skip


def under(site: Site, above: str, programme: Programme, **facts: Any) -> str:
    made = programme.facts.model_validate(facts)
    with site.store.write() as db:
        case = cases.get(db, above)
        assert case is not None
        return cases.open_belonging(db, programme, case, facts=made.model_dump(mode="json"), key=str(uuid4()),
                                    actor=site.ids["civic"], now=site.clock.at)  # fmt: skip


def used(site: Site, above: str, form: str) -> str:
    """Material that is in use."""
    case_id = under(site, above, MATERIAL, form=form, name="Stem, hvor du bor")
    decided(site, case_id, "material.dispatch", result="sent", sent_on="2026-11-01", note="")
    return case_id


def held(site: Site, above: str, area: str, people: int) -> str:
    case_id = under(site, above, EVENT, name="Vælgermøde", area=area, place="Beboerhuset", held_on="2026-11-03",
                    start="17:00", end="19:00")  # fmt: skip
    decided(site, case_id, "event.hold", {"held_on": "2026-11-03"}, result="held", people=people, note="")
    with site.store.write() as db:
        db.execute(sa.update(cases_table).where(cases_table.c.id == case_id).values(
            outcome="held", stage="held", closed_at=site.clock.at))  # fmt: skip
    return case_id


def worked(site: Site, case_id: str, *work: tuple[str, str, int]) -> str:
    by_form = {form: used(site, case_id, form) for form in FORM_OF.values()}
    rows = [{"kind": kind, "area": area, "number": number, "done_on": "2026-11-02", "material": by_form[FORM_OF[kind]],
             "address": "Ruten 2-40", "owner": "Boligforeningen", "consented_on": "2026-10-20"}
            for kind, area, number in work]  # fmt: skip
    return decided(site, case_id, "civic.work", result="more", note="", work=rows)


def whole(site: Site, *, after: bool = True) -> str:
    """A campaign in three of fourteen areas."""
    read_in(site, BEFORE, [(place, area, then) for place, area, then, _ in LOW])
    if after:
        read_in(site, ELECTION, [(place, area, now) for place, area, _, now in LOW])
    case_id = campaign(site)
    chosen(site, case_id, *CHOSEN)
    worked(site, case_id, *WORK)
    for one in EVENTS:
        held(site, case_id, *one)
    return case_id
