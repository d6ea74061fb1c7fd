"""A session is planned by hand; attendance is noted once for everybody signed up."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store.tables import cases
from tests.support.site import Site
from tests.web.test_vacancies import decided, task

TYPED = {"support": "workshop", "held_on": "20.11.2026", "start": "16.00", "end": "18.00", "place": "Kulturhuset",
         "seats": "2"}  # fmt: skip


async def planned(site: Site, status: int = 200, **typed: str) -> Any:
    person = site.as_("youth")
    page = await person.get("/new/session")
    return await person.submit(page, "/new/session", status=status, **TYPED | typed)


async def session(site: Site, **typed: str) -> tuple[str, str]:
    """Planned: its case, and the task of holding it."""
    case_id = (await planned(site, **typed)).path.rpartition("/")[2]
    held_on = site.case_row(case_id).facts["held_on"]
    return case_id, task(site, case_id, "session.hold", visit=1, rule="session.standing", held_on=held_on)


async def wanting(site: Site, name: str = "Amal Berg", support: str = "workshop") -> str:
    """A young person to be helped; the task of it."""
    facts = {"born_on": "2010-01-15", "referred_by": "self"}
    opened = await site.api("youth").post("cases", json={"programme": "youth", "person": {"name": name}, "facts": facts})
    return task(site, opened.json()["id"], "youth.support", support=support)


async def signed(site: Site, case_id: str, name: str = "Amal Berg") -> str:
    wants = await wanting(site, name)
    await decided(site, "youth", wants, result="signed_up", session=case_id)
    return str(site.row(wants).case_id)


async def test_a_session_is_planned_on_a_page_and_is_about_nobody(site: Site) -> None:
    page = await planned(site)
    [case] = [one for one in _all(site) if one.programme == "session"]
    assert (page.path, case.person_id, case.stage) == (f"/cases/{case.id}", None, "planned")
    assert case.id.startswith("HLD-2026-")
    assert "Workshop om arbejdspladskultur 20.11.2026, Kulturhuset" in page.one(".identity").get_text()
    await site.as_("caseworker").get("/new/session", status=403)


def _all(site: Site) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases)))


async def test_every_fault_of_a_session_is_said_at_its_field(site: Site) -> None:
    page = await planned(site, status=422, end="15.00", seats="0", place="")
    said = set(page.texts("#error-summary li"))
    assert {"Antal pladser: Mindst 1", "Sted: Feltet skal udfyldes"} <= said
    page = await planned(site, status=422, end="15.00")
    assert "Til kl.: Slutter, før det begynder" in page.texts("#error-summary li")


async def test_only_sessions_of_that_kind_with_a_free_seat_are_offered_and_the_last_seat_goes_once(site: Site) -> None:
    case_id, _ = await session(site, seats="1")
    await session(site, support="cv")
    first, second = await wanting(site), await wanting(site, "Bo Berg")
    await site.api("youth").post(f"tasks/{first}/claim", json={})
    page = await site.as_("youth").get(f"/tasks/{first}")
    assert [one["value"] for one in page.one("select[name=session]").select("option") if one["value"]] == [case_id]
    await decided(site, "youth", first, result="signed_up", session=case_id)
    refused = await decided(site, "youth", second, status=422, result="signed_up", session=case_id)
    assert [one["code"] for one in refused["errors"]] == ["session_full"]
    refused = await decided(site, "youth", second, status=422, result="signed_up")
    assert [one["message"] for one in refused["errors"]] == ["Vælg et hold"]
    refused = await decided(site, "youth", second, status=422, result="took_part")
    assert [one["loc"] for one in refused["errors"]] == [["decision", "held_on"]]


async def test_the_form_begins_with_everybody_signed_up_and_notes_all_at_once(site: Site) -> None:
    case_id, hold = await session(site, held_on="19.11.2026")
    amal, bo = await signed(site, case_id), await signed(site, case_id, "Bo Berg")
    person = site.as_("youth")
    await person.post(f"/tasks/{hold}/claim", {"csrf": await person.csrf()})
    page = await person.get(f"/tasks/{hold}")
    chosen = [page.one(f"select[name='attended.{n}.case'] option[selected]").get_text() for n in (0, 1)]
    assert chosen == [f"{amal}, Amal Berg", f"{bo}, Bo Berg"]
    page = await person.submit(page, f"/tasks/{hold}/complete", press="complete", status=422, result="held")
    page = await person.submit(page, f"/tasks/{hold}/complete", press="complete", result="held",
                               **{"attended.0.result": "took_part", "attended.1.result": "stayed_away"})  # fmt: skip
    assert site.row(hold).decision["attended"] == [
        {"case": amal, "result": "took_part"}, {"case": bo, "result": "stayed_away"}]  # fmt: skip


async def test_everybody_whose_name_is_shown_is_logged_as_looked_up(site: Site) -> None:
    case_id, hold = await session(site)
    amal = await signed(site, case_id)
    await site.as_("youth").get(f"/tasks/{hold}")
    seen = [one for one in site.lookups("youth") if one.case_id == amal and one.details["purpose"] == "task session.hold"]
    assert [one.subject for one in seen] == [site.case_row(amal).person_id]


async def test_nobody_is_left_out_noted_twice_or_noted_without_being_signed_up(site: Site) -> None:
    case_id, hold = await session(site, held_on="19.11.2026")
    amal = await signed(site, case_id)
    other = str(site.row(await wanting(site, "Bo Berg")).case_id)
    row = {"case": amal, "result": "took_part"}
    for rows, code in (([], "participant_missing"), ([row, row], "repeated"),
                       ([row, row | {"case": other}], "not_signed_up")):  # fmt: skip
        refused = await decided(site, "youth", hold, status=422, result="held", attended=rows)
        assert code in {one["code"] for one in refused["errors"]}, code
    await decided(site, "youth", hold, result="held", attended=[row])


async def test_nothing_is_held_before_its_day_but_it_may_be_cancelled(site: Site) -> None:
    case_id, hold = await session(site, held_on="02.12.2026")
    amal = await signed(site, case_id)
    rows = [{"case": amal, "result": "took_part"}]
    refused = await decided(site, "youth", hold, status=422, result="held", attended=rows)
    assert [one["code"] for one in refused["errors"]] == ["not_yet"]
    await decided(site, "youth", hold, result="cancelled")


async def test_once_held_nobody_signs_up_any_more(site: Site) -> None:
    case_id, hold = await session(site, held_on="20.11.2026")
    site.days_after_due(hold, 0)
    await decided(site, "youth", hold, result="cancelled")
    refused = await decided(site, "youth", await wanting(site), status=422, result="signed_up", session=case_id)
    assert [one["code"] for one in refused["errors"]] == ["session_full"]
