"""The effort of a case as its people meet it: closed weeks, sickness and leave, the way to another stage."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from domain.attendance import Item
from domain.calendar import at_local
from domain.policies import policies
from store import attendance, cases, places, weeks
from store import spells as stored
from store.tables import cases as cases_table
from store.tables import outbox as outbox_table
from tests.support.places import MONDAY, placement
from tests.support.site import REASON, Site

NOON = time(12)
REPORT = {"kind": "sick", "from_on": "16.11.2026", "to_on": "17.11.2026", "note": "Ringet ind mandag morgen."}


def at_stage(site: Site, stage: str) -> str:
    case_id = site.case()
    with site.store.write() as db:
        cases.enter(db, case_id, stage, 7, site.clock.at)
    return case_id


def told(site: Site, case_id: str, kind: str) -> list[dict[str, object]]:
    query = sa.select(outbox_table.c.payload).where(outbox_table.c.case_id == case_id, outbox_table.c.kind == "signal")
    with site.store.read() as db:
        return [p for p in db.execute(query.order_by(outbox_table.c.id)).scalars() if p.get("kind") == kind]


async def test_a_case_is_moved_along_its_map_with_a_reason(site: Site) -> None:
    case_id = at_stage(site, "running")
    person = site.as_("jobconsultant")
    page = await person.get(f"/cases/{case_id}")
    assert [d for d in ("Lav en ny plan", "Vurdér borgeren igen", "Afslut arbejdspligten") if d in page.text("main")] == [
        "Lav en ny plan", "Vurdér borgeren igen", "Afslut arbejdspligten"]  # fmt: skip
    moved = {"csrf": await person.csrf(), "to": "planning", "reason": REASON}
    await person.post(f"/cases/{case_id}/move", moved)
    assert [m["to"] for m in told(site, case_id, "move")] == ["planning"]
    assert "case.move" in [a.action for a in site.audited("case.move")]


@pytest.mark.parametrize(("stage", "to", "reason", "status"), [
    ("coverage", "planning", REASON, 409), ("running", "exempted", REASON, 409), ("running", "nowhere", REASON, 409),
    ("running", "planning", "", 422),
])  # fmt: skip
async def test_where_the_map_has_no_way_or_nobody_says_why_nothing_is_moved(
    site: Site, stage: str, to: str, reason: str, status: int
) -> None:
    case_id = at_stage(site, stage)
    person = site.as_("caseworker")
    moved = {"csrf": await person.csrf(), "to": to, "reason": reason}
    await person.post(f"/cases/{case_id}/move", moved, status)
    assert told(site, case_id, "move") == []


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("economy", 403), ("admin", 403)])
async def test_only_who_works_with_the_citizen_moves_a_case_or_registers_leave(site: Site, who: str, status: int) -> None:
    case_id = at_stage(site, "running")
    person = site.as_(who)
    token = await person.csrf()
    await person.post(f"/cases/{case_id}/move", {"csrf": token, "to": "planning", "reason": REASON}, status)
    await person.post(f"/cases/{case_id}/spells", {"csrf": token} | REPORT, status)
    assert told(site, case_id, "move") == []
    with site.store.read() as db:
        assert stored.of_case(db, case_id) == []


async def test_sickness_is_registered_ended_and_taken_back(site: Site) -> None:
    case_id = at_stage(site, "running")
    person = site.as_("caseworker")
    page = await person.get(f"/cases/{case_id}/spells")
    page = await person.submit(page, f"/cases/{case_id}/spells", **REPORT)
    assert "Sygemeldt 16.11.2026 17.11.2026" in page.text("table")
    with site.store.read() as db:
        [row] = stored.of_case(db, case_id)
    action = f"/cases/{case_id}/spells/{row.id}"
    page = await person.submit(page, action, date="18.11.2026")
    assert "18.11.2026" in page.text("table")
    page = await person.submit(page, action, date="15.11.2026")
    assert "Taget tilbage" in page.text("table")
    assert not page.has(f'form[action="{action}"]')


@pytest.mark.parametrize(("change", "field", "says"), [
    ({"to_on": "15.11.2026"}, "to_on", "Slutter, før det begynder"), ({"to_on": "01.12.2027"}, "to_on", "Højst et år"),
    ({"from_on": "31.11.2026"}, "from_on", "Den dag findes ikke"), ({"kind": "exempt"}, "kind", "Vælg en af mulighederne"),
    ({"from_on": "01.01.2024", "to_on": ""}, "from_on", "for tidligt"),
])  # fmt: skip
async def test_leave_that_cannot_be_is_refused_beside_its_field(
    site: Site, change: dict[str, str], field: str, says: str
) -> None:
    case_id = at_stage(site, "running")
    person = site.as_("caseworker")
    page = await person.post(f"/cases/{case_id}/spells", {"csrf": await person.csrf()} | REPORT | change, 422)
    assert says in page.text(f"#f-{field}-error")
    assert page.one("#f-note").get_text(strip=True) == REPORT["note"]


async def test_the_same_form_sent_twice_registers_once(site: Site) -> None:
    case_id = at_stage(site, "running")
    person = site.as_("caseworker")
    form = {"csrf": await person.csrf(), "idempotency_key": "k1"} | REPORT
    for _ in range(2):
        await person.post(f"/cases/{case_id}/spells", form)
    with site.store.read() as db:
        assert len(stored.of_case(db, case_id)) == 1


async def test_an_exemption_is_not_ended_by_a_registration(site: Site) -> None:
    case_id = at_stage(site, "running")
    with site.store.write() as db:
        spell = stored.put(db, case_id, "exempt", MONDAY, None, now=site.clock.at)
    person = site.as_("caseworker")
    form = {"csrf": await person.csrf(), "date": "17.11.2026"}
    page = await person.post(f"/cases/{case_id}/spells/{spell}", form, 422)
    assert "ny individuel vurdering" in page.text("#refusal")


async def test_the_weeks_of_a_case_say_in_figures_what_the_picture_shows(site: Site) -> None:
    case_id = at_stage(site, "running")
    line = placement(site, None, case_id, details={"employer_type": "public"})
    closed(site, case_id, line)
    page = await site.as_("caseworker").get(f"/cases/{case_id}/weeks")
    assert page.texts("table tbody td.num") == ["30", "18", "6", "6", "0", "18", "0"]
    assert page.has("svg.weeks-svg title")
    assert len(page.soup.select("svg.weeks-svg rect.bar-absent")) == 1
    assert site.lookups("caseworker")[-1].action == "view.case"


async def test_a_correction_after_the_closing_stands_beside_what_was_counted_then(site: Site) -> None:
    case_id = at_stage(site, "running")
    line = placement(site, None, case_id, details={"employer_type": "public"})
    closed(site, case_id, line)
    register(site, line, MONDAY + timedelta(days=4), "present", "6", late=True)
    page = await site.as_("caseworker").get(f"/cases/{case_id}/weeks")
    assert page.texts("table tbody td.num")[1] == "24"
    assert "18 timer talte ved lukningen" in page.text("table tbody")


async def test_leave_that_is_registered_late_is_no_absence_any_more(site: Site) -> None:
    case_id = at_stage(site, "running")
    line = placement(site, None, case_id, details={"employer_type": "public"})
    closed(site, case_id, line)
    friday = (MONDAY + timedelta(days=4)).strftime("%d.%m.%Y")
    person = site.as_("caseworker")
    await person.post(f"/cases/{case_id}/spells",
                      {"csrf": await person.csrf()} | REPORT | {"from_on": friday, "to_on": friday})  # fmt: skip
    page = await site.as_("caseworker").get(f"/cases/{case_id}/weeks")
    assert page.texts("table tbody td.num")[2:4] == ["12", "0"]
    [absence] = below(site, case_id)
    assert [m["kind"] for m in told(site, absence, "correct")] == ["correct"]


def below(site: Site, case_id: str) -> list[str]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases_table.c.id).where(cases_table.c.parent_id == case_id)).scalars())


def closed(site: Site, case_id: str, line: str) -> None:
    """Three days attended, one sick, one absent; then the week closes."""
    for n, status in enumerate(("present", "present", "present", "sick", "absent")):
        register(site, line, MONDAY + timedelta(days=n), status, "6" if status == "present" else "")
    with site.store.write() as db:
        row = cases.get(db, case_id)
        assert row
        weeks.sum_up(db, row, MONDAY, at_local(MONDAY + timedelta(days=7), NOON), policies())


def register(site: Site, line: str, day: date, status: str, hours: str, *, late: bool = False) -> None:
    when = at_local(MONDAY + timedelta(days=8 if late else 5), NOON)
    with site.store.write() as db:
        item = Item(line, day, status, hours, reason="Listen var forkert" if late else "")
        [result] = attendance.register(db, places.by_ids(db, [line]), [item], by=site.ids["caseworker"], now=when,
                                       policies=policies())  # fmt: skip
        assert result.ok, result.code
