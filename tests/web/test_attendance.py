"""The week of attendance, as the people of a place and the team of a case meet it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from store import attendance
from store.attendance import Registered
from store.tables import cases
from tests.support.document import Document
from tests.support.places import MONDAY, place, placement
from tests.support.site import Site

CLOSED = datetime(2026, 11, 23, 11, tzinfo=UTC)
WEEK = "/places?week=2026-11-16"
TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)


def cell(what: str, where: str, day: date = MONDAY) -> str:
    return f"{what}-{where}-{day.isoformat()}"


def said(where: str, status: str, hours: str = "", note: str = "", day: date = MONDAY) -> dict[str, str | bool | None]:
    return {cell("status", where, day): status, cell("hours", where, day): hours, cell("note", where, day): note}


def stands(site: Site, where: str, day: date = MONDAY) -> Registered | None:
    with site.store.read() as db:
        return attendance.registered(db, [where], day, day).get((where, day))


def value(page: Document, what: str, where: str, day: date = MONDAY) -> str:
    tag = page.one(f"#{cell(what, where, day)}")
    return str(tag.select_one("option[selected]")["value"] if tag.name == "select" else tag["value"])  # type: ignore[index]


@pytest.fixture
def park(site: Site) -> str:
    return placement(site, place(site), site.case("Zeynep Ørskov"))


async def test_the_people_of_a_place_begin_at_their_week(site: Site, park: str) -> None:
    page = await site.as_("partner").get("/")
    assert page.path == "/places"
    assert page.h1 == "Fremmøde i uge 47"
    assert page.texts("main h2") == ["Zeynep Ørskov"]
    assert len(page.soup.select(".days tbody tr")) == 5
    assert page.has('nav.side a[href="/places"][aria-current=page]')


async def test_who_has_left_is_expected_no_more_but_what_was_registered_stays(site: Site, park: str) -> None:
    person = site.as_("partner")
    await person.submit(await person.get(WEEK), "/places", **said(park, "present", "5"))
    with site.store.write() as db:
        db.execute(sa.update(cases).values(closed_at=datetime(2026, 11, 18, 9, tzinfo=UTC)))
    assert (await site.as_("partner").get(WEEK)).texts("main h2") == ["Zeynep Ørskov"]
    assert (await site.as_("partner").get("/places?week=2026-11-23")).texts("main h2") == []


async def test_they_see_a_name_and_the_work_and_nothing_else_of_the_citizen(site: Site, park: str) -> None:
    page = await site.as_("partner").get("/places")
    for hidden in ("900000", "Prøvevej", "2400", "ARB-", "kontanthjælp"):
        assert hidden not in page.response.text


async def test_whose_attendance_was_seen_is_in_the_log(site: Site, park: str) -> None:
    await site.as_("partner").get("/places")
    [seen] = site.lookups("partner")
    assert (seen.action, seen.case_id) == ("view.attendance", site.case_row(seen.case_id).id)


async def test_one_submit_registers_each_day_that_was_filled_in(site: Site, park: str) -> None:
    person = site.as_("partner")
    page = await person.get(WEEK)
    filled = said(park, "present", "5,5") | said(park, "absent", day=TUESDAY) | said(park, "planned", day=THURSDAY)
    page = await person.submit(page, "/places", **filled)
    assert "Fremmødet er registreret" in page.text(".alert-success")
    assert (stood := stands(site, park))
    assert (stood.status, stood.minutes, stood.by) == ("present", 330, site.ids["partner"])
    assert (stands(site, park, TUESDAY).status, stands(site, park, THURSDAY).minutes) == ("absent", 360)  # type: ignore[union-attr]
    assert stands(site, park, MONDAY + timedelta(days=2)) is None
    assert value(page, "hours", park) == "5,5"
    assert "Pia Palm 19.11.2026 10.00" in page.text(".days tbody tr:first-child")


async def test_one_press_registers_everyone_as_planned_until_today(site: Site, park: str) -> None:
    other = placement(site, place(site), site.case("Bo Bang"))
    person = site.as_("partner")
    page = await person.get(WEEK)
    await person.submit(page, "/places", press="planned", **said(park, "sick"))
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    assert [one and one.status for one in (stands(site, park, d) for d in days)] == (
        ["sick", "present", "present", "present", None, None, None])  # fmt: skip
    assert [one and one.minutes for one in (stands(site, other, d) for d in days)] == [360] * 4 + [None] * 3


async def test_one_press_registers_everyone_as_planned_on_one_day(site: Site, park: str) -> None:
    other = placement(site, place(site), site.case("Bo Bang"))
    person = site.as_("partner")
    await person.submit(await person.get(WEEK), "/places", press="planned:2026-11-19")
    assert [one and one.minutes for p in (park, other) for one in (stands(site, p), stands(site, p, THURSDAY))] == [
        None, 360, None, 360]  # fmt: skip


async def test_one_press_registers_one_citizen_as_planned(site: Site, park: str) -> None:
    other = placement(site, place(site), site.case("Bo Bang"))
    person = site.as_("partner")
    await person.submit(await person.get(WEEK), "/places", press=f"planned:{other}")
    assert stands(site, park) is None
    assert stands(site, other)


async def test_the_enter_key_saves_and_fills_nothing_in(site: Site, park: str) -> None:
    page = await site.as_("partner").get(WEEK)
    first = page.soup.select("main form[method=post] button[type=submit]")[0]
    assert first["value"] == "save"


async def test_an_error_stands_beside_its_cell_with_what_was_typed_and_the_rest_is_kept(site: Site, park: str) -> None:
    person = site.as_("partner")
    page = await person.get(WEEK)
    filled = said(park, "present", "37.5", "kom sent") | said(park, "present", "6", day=TUESDAY)
    page = await person.submit(page, "/places", status=422, **filled)
    assert "24 timer" in page.text(f"#{cell('status', park)}-error")
    assert [value(page, what, park) for what in ("status", "hours", "note")] == ["present", "37.5", "kom sent"]
    assert page.one("#error-summary a")["href"] == f"#{cell('status', park)}"
    assert "1 anden registrering er gemt" in page.text(".alert-success")
    assert stands(site, park) is None
    assert stands(site, park, TUESDAY)
    page = await person.submit(page, "/places", **said(park, "present", "7,5", "kom sent"))
    assert stands(site, park).note == "kom sent"  # type: ignore[union-attr]


@pytest.mark.parametrize(("typed", "error"), [
    (("", "6"), "Vælg, om borgeren er mødt"), (("present", ""), "Skriv, hvor mange timer"),
    (("absent", "3"), "har ingen timer"), (("planned", "5"), "andre end planlagt"),
    (("present", "seks"), "Skriv timerne som"), (("nonsense", ""), "Skriv mødt, udeblevet eller syg"),
])  # fmt: skip
async def test_a_cell_that_contradicts_itself_says_why(
    site: Site, park: str, typed: tuple[str, str], error: str
) -> None:
    person = site.as_("partner")
    page = await person.submit(await person.get(WEEK), "/places", status=422, **said(park, *typed))
    assert error in page.text(f"#{cell('status', park)}-error")


async def test_from_present_to_absent_the_old_hours_go_by_themselves(site: Site, park: str) -> None:
    person = site.as_("partner")
    page = await person.submit(await person.get(WEEK), "/places", **said(park, "present", "5,5"))
    page = await person.submit(page, "/places", **{cell("status", park): "absent"})
    assert (stands(site, park).status, stands(site, park).minutes) == ("absent", 0)  # type: ignore[union-attr]
    assert "1 ændring" in page.text(".days details summary")
    assert "Før: Mødt 5,5 t" in page.text(".days details li")


async def test_a_registration_by_mistake_is_taken_back(site: Site, park: str) -> None:
    person = site.as_("partner")
    page = await person.submit(await person.get(WEEK), "/places", **said(park, "absent"))
    await person.submit(page, "/places", **{cell("status", park): "remove"})
    assert stands(site, park) is None
    assert len(site.audited("attendance.removed")) == 1


async def test_after_closing_a_correction_asks_for_a_reason_and_the_place_does_not_see_the_teams(
    site: Site, park: str
) -> None:
    person, staff = site.as_("partner"), site.as_("caseworker")
    page = await person.get(WEEK)
    assert not page.has(f"#reason-{park}")
    await person.submit(page, "/places", **said(park, "present", "6"))
    site.clock.at = CLOSED
    person, staff = site.as_("partner"), site.as_("caseworker")
    page = await person.get(WEEK)
    assert "Ugen blev lukket 23.11.2026 12.00" in page.text(".alert-info")
    page = await person.submit(page, "/places", status=422, **{cell("hours", park): "5"})
    assert "Skriv en begrundelse" in page.text(f"#{cell('status', park)}-error")
    assert value(page, "hours", park) == "5"
    await person.submit(page, "/places", **{f"reason-{park}": "talt forkert"})
    assert stands(site, park).minutes == 300  # type: ignore[union-attr]
    case_id = site.audited("attendance.changed")[0].case_id
    action = f"/cases/{case_id}/attendance"
    page = await staff.get(f"{action}?week=2026-11-16")
    assert "talt forkert" in page.text(".days details")
    await staff.submit(page, action, **{cell("hours", park): "4", f"reason-{park}": "samtale hos os"})
    assert "samtale hos os" not in (await person.get(WEEK)).response.text


async def test_what_two_people_change_at_once_is_refused_for_that_cell_with_both_values(site: Site, park: str) -> None:
    partner, staff = site.as_("partner"), site.as_("caseworker")
    page = await partner.get(WEEK)
    action = f"/cases/{site.lookups('partner')[0].case_id}/attendance"
    await staff.submit(await staff.get(f"{action}?week=2026-11-16"), action, **said(park, "present", "4"))
    both = said(park, "absent") | said(park, "present", "6", day=TUESDAY)
    page = await partner.submit(page, "/places", status=422, **both)
    assert "Nu står der: Mødt 4 t (Signe Sand 19.11.2026 10.00)" in page.text(f"#{cell('status', park)}-error")
    assert value(page, "status", park) == "absent"
    assert stands(site, park).minutes == 240  # type: ignore[union-attr]
    assert stands(site, park, TUESDAY)
    await partner.submit(page, "/places", **{cell("hours", park): ""})
    assert stands(site, park).status == "absent", "the second time it is meant"  # type: ignore[union-attr]


async def test_a_cell_that_nobody_touched_does_not_undo_what_another_wrote(site: Site, park: str) -> None:
    partner = site.as_("partner")
    page = await partner.submit(await partner.get(WEEK), "/places", **said(park, "present", "6"))
    action = f"/cases/{site.lookups('partner')[0].case_id}/attendance"
    staff = site.as_("caseworker")
    await staff.submit(await staff.get(f"{action}?week=2026-11-16"), action, **{cell("hours", park): "4"})
    await partner.submit(page, "/places", **said(park, "present", "6", day=TUESDAY))
    assert stands(site, park).minutes == 240  # type: ignore[union-attr]


async def test_a_double_click_registers_once(site: Site, park: str) -> None:
    person = site.as_("partner")
    page = await person.get(WEEK)
    for _ in range(2):
        await person.submit(page, "/places", **said(park, "present", "6"))
    assert stands(site, park).version == 1  # type: ignore[union-attr]


async def test_days_without_planned_hours_are_there_when_asked_for(site: Site, park: str) -> None:
    site.clock.at += timedelta(days=4)
    person = site.as_("partner")
    saturday = MONDAY + timedelta(days=5)
    page = await person.get(f"{WEEK}&days=all")
    page = await person.submit(page, "/places", **said(park, "present", "3", day=saturday))
    assert stands(site, park, saturday)
    assert "Der var ikke planlagt timer" in page.text(f".days tr:has(#{cell('status', park, saturday)})")


async def test_a_day_that_has_not_come_has_no_fields(site: Site, park: str) -> None:
    page = await site.as_("partner").get(WEEK)
    assert not page.has(f"#{cell('status', park, MONDAY + timedelta(days=4))}")
    page = await site.as_("partner").get("/places?week=2026-11-23")
    assert not page.soup.select("main select")


async def test_the_weeks_lead_to_each_other_and_nonsense_to_this_one(site: Site, park: str) -> None:
    person = site.as_("partner")
    page = await person.get("/places?week=2026-11-20")
    assert page.text(".head .sub") == "16.11.2026 – 22.11.2026"
    links = [str(a["href"]) for a in page.soup.select("main nav a")]
    assert links == ["/places?week=2026-11-09", "/places", "/places?week=2026-11-23"]
    for week in ("x", "0001-01-01", "9999-12-31", "2026-13-01", ""):
        assert (await person.get(f"/places?week={week}&part=x")).h1 == "Fremmøde i uge 47"


async def test_many_citizens_stand_on_several_pages(site: Site) -> None:
    provider = place(site)
    for n in range(14):
        placement(site, provider, site.case(f"Borger {n:02}"))
    person = site.as_("partner")
    page = await person.get(WEEK)
    assert len(page.texts("main h2")) == 12
    page = await person.get(str(page.one("a[rel=next]")["href"]))
    assert page.texts("main h2") == ["Borger 12", "Borger 13"]


async def test_another_places_citizens_are_not_shown_and_answered_like_none(site: Site, park: str) -> None:
    theirs = placement(site, place(site, "Genbrug", None), site.case("En Anden"))
    person = site.as_("partner")
    page = await person.get(WEEK)
    assert "En Anden" not in page.text()
    answers = []
    for placement_id in (theirs, "does-not-exist"):
        sent: dict[str, Any] = page.filled(page.form("/places")) | {"lines": placement_id}
        sent |= said(placement_id, "present", "6") | {cell("seen", placement_id): "0.x"}
        answers.append((await person.post("/places", sent, 422)).text())
    assert answers[0] == answers[1]
    assert "1 registrering blev ikke gemt" in answers[0]
    assert stands(site, theirs) is None
    assert [row.action for row in site.lookups("partner")].count("refused") == 2


async def test_people_of_a_place_have_no_way_into_cases(site: Site, park: str) -> None:
    person = site.as_("partner")
    case_id = site.case()
    assert (await person.get(f"/cases/{case_id}/attendance", 403)).h1 == "Ingen adgang"


async def test_another_teams_case_is_answered_like_none(site: Site, park: str) -> None:
    staff = site.as_("stranger")
    case_id = site.case()
    there = await staff.get(f"/cases/{case_id}/attendance", 404)
    none = await staff.get("/cases/ARB-2026-999999/attendance", 404)
    assert there.text() == none.text()


async def test_the_case_page_leads_to_the_attendance_of_a_case_with_placements(site: Site) -> None:
    case_id, staff = site.case(), site.as_("caseworker")
    link = f'main a[href="/cases/{case_id}/attendance"]'
    assert not (await staff.get(f"/cases/{case_id}")).has(link)
    placement(site, None, case_id)
    assert (await staff.get(f"/cases/{case_id}")).has(link)


async def test_the_team_registers_what_no_place_does(site: Site) -> None:
    own = placement(site, None, case_id := site.case())
    staff = site.as_("jobconsultant")
    action = f"/cases/{case_id}/attendance"
    page = await staff.get(f"{action}?week=2026-11-16")
    assert "Sagens eget team registrerer" in page.text()
    await staff.submit(page, action, **said(own, "planned"))
    assert stands(site, own).minutes == 360  # type: ignore[union-attr]


async def test_a_place_that_is_closed_down_is_nobodys(site: Site) -> None:
    closed = placement(site, place(site, active=False), site.case())
    person = site.as_("partner")
    assert (await person.get("/")).path == "/referrals"
    page = await person.get("/places")
    assert "Ingen borgere skal være hos jer" in page.text()
    answer = await site.api("partner").post("attendance", json={"items": [
        {"placement_id": closed, "date": "2026-11-16", "hours": 6, "status": "present"}]})  # fmt: skip
    assert answer.json()["results"][0]["code"] == "not_found"


async def test_somebody_who_left_the_place_sees_it_no_more_at_once(site: Site, park: str) -> None:
    person = site.as_("partner")
    page = await person.get(WEEK)
    site.take_away("partner", Role.partner)
    sent = page.filled(page.form("/places"), **said(park, "present", "6"))
    await person.post("/places", sent, 403)
    assert stands(site, park) is None


@pytest.mark.parametrize("lang", ["da", "en"])
async def test_the_page_holds_in_both_languages(site: Site, park: str, lang: str) -> None:
    person = site.as_("partner")
    page = await person.submit(await person.get(f"{WEEK}&lang={lang}"), "/places", **said(park, "present", "7.5"))
    assert value(page, "hours", park) == {"da": "7,5", "en": "7.5"}[lang]
    await person.submit(page, "/places", **said(park, "sick", day=TUESDAY))
    assert stands(site, park).version == 1  # type: ignore[union-attr]
