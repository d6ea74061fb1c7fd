"""The case, the search for one, and who looked at whom."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from activities.messages import CloseCase, Pause, Waiting
from domain.text import Text
from store.searches import KEPT
from store.tables import outbox
from store.tables_presence import searches
from tests.support.document import Document
from tests.support.site import CONFIRM, COVERED, GUIDE, NOW, OTHER, OWN, REASON, STAFF, Person, Site
from web.policy import READS_IDENTITY
from web.policy import STAFF as WORKS


def fact(page: Document, label: str) -> str:
    rows = [row for row in page.texts(".facts tr") if row.startswith(label)]
    assert len(rows) == 1, (label, page.texts(".facts tr"))
    return rows[0].removeprefix(label).strip()


# -- the case ----------------------------------------------------------------------------------------------------


async def test_the_map_says_where_the_case_has_been_and_is_as_drawing_and_as_text(site: Site) -> None:
    case_id = site.case()
    site.task(case_id, visit=2)
    site.task(case_id, kind=GUIDE, visit=4)
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    steps = page.texts(".map-table tbody tr")
    assert steps[1] == "2. Omfattet? Udført Indfasning, Ikke omfattet"
    assert steps[3] == "4. Vejledning Nu Individuel vurdering, Afslutning"
    assert steps[5].startswith("6. Godkendelse Ikke endnu")
    said = page.texts("svg.map-wide desc")[0]
    assert "4. Vejledning: Nu." in said
    assert page.texts("svg.map-wide .step.now .says") == ["Vejledning"]
    assert page.texts("svg.map-wide .step.done .says") == ["Modtaget", "Omfattet?"]


async def test_the_case_says_what_it_waits_for_until_when_and_why(site: Site) -> None:
    case_id = site.case()
    site.task(case_id)
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    assert "En medarbejder Bekræft omfattet til 26.11.2026" in page.text(".waits")
    assert "5 hverdage" in page.text(".waits")


async def test_a_timer_is_shown_with_its_reason(site: Site) -> None:
    case_id = site.case()
    site.activities.waiting(Waiting(
        case_id=case_id, stage="phase_gate", visit=3, now=NOW, kind="timer", until=NOW + timedelta(days=40),
        what=Text(da="Arbejdspligten begynder", en="The obligation begins"),
        because=Text(da="Fase 2 begynder 1. juli 2025.", en="Phase 2 begins on 1 July 2025.")))  # fmt: skip
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    assert page.text(".waits") == "En dato Arbejdspligten begynder til 29.12.2026 Fase 2 begynder 1. juli 2025."
    page = await site.as_("caseworker").get(f"/cases/{case_id}?lang=en")
    assert "The obligation begins" in page.text(".waits")


async def test_a_suspended_case_waits_for_its_date_alone(site: Site) -> None:
    case_id = site.case()
    site.task(case_id)
    here = {"case_id": case_id, "stage": "coverage", "visit": 2, "now": NOW}
    site.activities.pause(Pause(**here, until=NOW + timedelta(days=12)))
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    assert "Sagen er sat i bero til 01.12.2026." in page.text(".alert-warning")
    assert len(page.soup.select(".waits li")) == 1
    assert "Sagen er sat i bero" in page.text(".waits")


async def test_a_closed_case_waits_for_nothing_and_offers_no_action(site: Site) -> None:
    case_id = site.case()
    site.activities.close_case(CloseCase(
        case_id=case_id, stage="not_covered", visit=3, now=NOW, outcome="not_covered"))  # fmt: skip
    page = await site.as_("supervisor").get(f"/cases/{case_id}")
    assert "Ikke omfattet" in page.text(".head")
    assert "Sagen afventer ikke noget." in page.text()
    assert not page.has("form[action$='/suspend']")
    boss = site.as_("supervisor")
    page = await boss.post(f"/cases/{case_id}/suspend", {"csrf": await boss.csrf(), "reason": "for sent"}, 409)
    assert "Sagen er lukket." in page.text()


async def test_the_timeline_tells_of_people_timers_and_stages_newest_first(site: Site) -> None:
    case_id, person = site.case(), site.as_("benefit")
    task_id = site.task(case_id)
    site.clock.at += timedelta(minutes=5)
    await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/claim")
    page = await person.get(f"/cases/{case_id}")
    line = page.texts(".timeline li")
    assert line[0] == "19.11.2026 10.05 Bekræft omfattet: taget Birgit Bang"
    assert "19.11.2026 10.00 Sagen gik til »Omfattet?« Systemet" in line
    assert any("Sagen er oprettet" in one for one in line)


async def test_facts_rulings_and_deadlines_stand_on_the_case(site: Site) -> None:
    case_id = site.case()
    site.task(case_id)
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    assert fact(page, "Ydelse") == "Kontanthjælp"
    assert fact(page, "Ophold") == "01.05.2019–nu DK"
    assert page.has(".ruling .requirements li")
    assert "obligation.confirm_coverage" in page.text("main")


@pytest.mark.parametrize("name", sorted(n for n, (role, team, _) in STAFF.items() if team == OWN and role in WORKS))
async def test_cpr_and_address_are_for_the_roles_that_need_them(site: Site, name: str) -> None:
    case_id = site.case(cpr="0101900000")
    site.task(case_id)
    page = await site.as_(name).get(f"/cases/{case_id}")
    may = STAFF[name][0] in READS_IDENTITY
    assert ("010190-0000" in page.text(".identity")) is may
    assert ("010190-****" in page.text(".identity")) is not may
    assert ("Prøvevej" in page.response.text) is may


@pytest.mark.parametrize("name", ["benefit", "supervisor"])
async def test_a_protected_address_is_shown_to_nobody(site: Site, name: str) -> None:
    case_id = site.case(protected=True)
    task_id = site.task(case_id)
    for address in (f"/cases/{case_id}", f"/tasks/{task_id}"):
        page = await site.as_(name).get(address)
        assert "Adressebeskyttet" in page.text(".identity")
        assert "Prøvevej" not in page.response.text


async def test_a_case_of_another_team_is_answered_like_one_that_is_not_there(site: Site) -> None:
    foreign, person = site.case(team=OTHER), site.as_("supervisor")
    there, nowhere = [await person.client.get(f"/cases/{c}") for c in (foreign, "OB-2026-999999")]
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace(foreign, "ID") == nowhere.text.replace("OB-2026-999999", "ID")
    await person.post(f"/cases/{foreign}/close", {"csrf": await person.csrf(), "reason": "fordi"}, 404)
    assert site.case_row(foreign).closed_at is None


# -- what a supervisor does to it --------------------------------------------------------------------------------


async def told(site: Site, case_id: str) -> list[dict[str, object]]:
    query = sa.select(outbox).where(outbox.c.case_id == case_id, outbox.c.name == "interrupt").order_by(outbox.c.id)
    with site.store.read() as db:
        return [r.payload for r in db.execute(query)]


@pytest.mark.parametrize("what", ["suspend", "close"])
async def test_a_supervisor_tells_the_case_and_the_reason_stays_here(site: Site, what: str) -> None:
    case_id, boss = site.case(), site.as_("supervisor")
    page = await boss.get(f"/cases/{case_id}")
    page = await boss.submit(page, f"/cases/{case_id}/{what}", reason="Borger er på hospitalet")
    assert "Det er gjort." in page.text()
    payload = (await told(site, case_id))[0]
    assert payload["kind"] == what
    assert "hospitalet" not in str(payload)
    assert site.audited(f"case.{what}")[0].details["reason"] == "Borger er på hospitalet"
    assert "Begrundelse: Borger er på hospitalet" in (await boss.get(f"/cases/{case_id}")).text(".timeline")


async def test_a_double_click_tells_the_case_once(site: Site) -> None:
    case_id, boss = site.case(), site.as_("supervisor")
    page = await boss.get(f"/cases/{case_id}")
    sent = page.filled(page.form(f"/cases/{case_id}/suspend"), reason="på hospitalet", date="01.12.2026")
    await asyncio.gather(*(boss.post(f"/cases/{case_id}/suspend", sent) for _ in range(3)))
    assert [p["until"] for p in await told(site, case_id)] == ["2026-12-01T07:00:00+00:00"]


@pytest.mark.parametrize(("fields", "says"), [
    ({"reason": ""}, "Skriv en begrundelse på mindst 3 tegn."), ({"reason": "  "}, "Skriv en begrundelse på mindst 3 tegn."),
    ({"reason": "fordi", "date": "01.01.2020"}, "Datoen skal ligge efter i dag."),
    ({"reason": "fordi", "date": "31.12.9999"}, "Datoen ligger for langt ude i fremtiden."),
])  # fmt: skip
async def test_a_change_needs_a_reason_and_a_date_ahead(site: Site, fields: dict[str, str], says: str) -> None:
    case_id, boss = site.case(), site.as_("supervisor")
    page = await boss.post(f"/cases/{case_id}/suspend", fields | {"csrf": await boss.csrf()}, 422)
    assert says in page.text()
    assert await told(site, case_id) == []


async def test_a_case_is_suspended_from_the_word_on_and_can_be_resumed_at_once(site: Site) -> None:
    case_id, boss = site.case(), site.api("supervisor")
    word = {"reason": "Borgeren er indlagt"}
    answer = await boss.post(f"cases/{case_id}/suspend", json=word | {"until": "2027-01-04"})
    assert answer.json()["suspended"] is True
    assert (await boss.post(f"cases/{case_id}/suspend", json=word)).json()["code"] == "suspended"
    assert (await boss.post(f"cases/{case_id}/resume", json=word)).status_code == 200
    assert [said["kind"] for said in await told(site, case_id)] == ["suspend", "resume"]


async def test_the_decision_itself_stands_on_the_page_of_its_case(site: Site) -> None:
    case_id = site.case()
    task_id, person = site.held("benefit", case_id), site.as_("benefit")
    await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/complete", **COVERED)
    page = await site.as_("supervisor").get(f"/cases/{case_id}")
    for said in ("Er borgeren omfattet af arbejdspligten? Ja", "KY-2026-1", REASON, "Birgit Bang"):
        assert said in page.text()


async def test_a_case_that_is_not_suspended_cannot_be_resumed(site: Site) -> None:
    case_id, boss = site.case(), site.as_("supervisor")
    page = await boss.post(f"/cases/{case_id}/resume", {"csrf": await boss.csrf(), "reason": "fordi"}, 409)
    assert "Sagen er ikke sat i bero." in page.text()


async def test_the_person_responsible_is_one_of_the_team(site: Site) -> None:
    case_id, boss = site.case(), site.as_("supervisor")
    page = await boss.get(f"/cases/{case_id}")
    offered = page.texts(f"form[action='/cases/{case_id}/reassign'] option")
    assert "Signe Sand" in offered
    assert not {"Stine Stub", "Pia Palm"} & set(offered)
    page = await boss.submit(page, f"/cases/{case_id}/reassign", person=site.ids["caseworker"], reason="kender sagen")
    assert fact(page, "Ansvarlig").startswith("Signe Sand")
    await boss.post(f"/cases/{case_id}/reassign", {
        "csrf": await boss.csrf(), "reason": "fordi", "person": site.ids["stranger"]}, 422)  # fmt: skip


@pytest.mark.parametrize("name", ["caseworker", "benefit", "admin", "partner"])
async def test_only_a_supervisor_changes_a_case(site: Site, name: str) -> None:
    case_id, person = site.case(), site.as_(name)
    before = site.everything()
    await person.post(f"/cases/{case_id}/close", {"csrf": await person.csrf(), "reason": "fordi"}, 403)
    assert site.everything() == before


async def test_a_supervisor_of_another_team_does_not_lead_this_one_by_working_in_it(site: Site) -> None:
    site.give("otherboss", STAFF["caseworker"][0], OWN)
    case_id, person = site.case(), site.as_("otherboss")
    page = await person.get(f"/cases/{case_id}")
    assert not page.has("form[action$='/close']")
    await person.post(f"/cases/{case_id}/close", {"csrf": await person.csrf(), "reason": "fordi"}, 403)
    assert await told(site, case_id) == []


async def test_a_partners_team_opens_nothing_to_who_works_elsewhere(site: Site) -> None:
    site.give("stranger", STAFF["partner"][0], OWN)
    case_id = site.case()
    task_id, person = site.task(case_id), site.as_("stranger")
    await person.get(f"/cases/{case_id}", 404)
    await person.get(f"/tasks/{task_id}", 404)
    assert not (await person.get("/cases")).has("#cases")
    assert not (await person.get("/inbox?view=all")).has("#tasks")


# -- lists and search --------------------------------------------------------------------------------------------


async def test_cases_are_listed_without_names_and_filtered(site: Site) -> None:
    first, second = site.case("Åse Holm"), site.case("Omar Said")
    site.task(second)
    site.case(team=OTHER)
    person = site.as_("caseworker")
    page = await person.get("/cases")
    assert page.texts("#cases .row-title") == [second, first]
    assert "Åse" not in page.text("#cases")
    page = await person.get("/cases?stage=coverage&programme=obligation&open=1")
    assert page.texts("#cases .row-title") == [second]
    page = await person.get("/cases?open=0")
    assert "Ingen sager passer til filteret." in page.text()


async def test_cases_come_fifty_at_a_time(site: Site) -> None:
    made = [site.case() for _ in range(51)]
    person = site.as_("caseworker")
    page = await person.get("/cases")
    assert len(page.texts("#cases .row-title")) == 50
    page = await person.get(str(page.one("a[rel=next]")["href"]))
    assert page.texts("#cases .row-title") == [made[0]]


async def search(person: Person, q: str) -> Document:
    return await person.submit(await person.get("/me"), "/search", q=q)


@pytest.mark.parametrize(
    "q", ["Anne-Marie", "anne-marie østergård", "ØSTERGÅRD", "Østerga\u030ard", "  østergård  anne "]
)
async def test_a_person_is_found_by_name_in_any_case_and_order(site: Site, q: str) -> None:
    case_id = site.case("Anne-Marie Østergård")
    site.case("Anna Marie Holm")
    page = await search(site.as_("caseworker"), q)
    assert page.texts("#cases .row-title") == [case_id]
    assert "Anne-Marie Østergård" in page.text("#cases")
    assert re.fullmatch("/search/[0-9a-f-]{36}", page.response.url.path), "what was searched for is in no address"


async def test_the_back_button_finds_the_same_again_and_asks_nothing(site: Site) -> None:
    """A list that answers a form would ask to send it again."""
    case_id, person = site.case("Zeynep Ørskov"), site.as_("caseworker")
    found = await search(person, "zeynep")
    await search(person, "nobody at all")
    again = await person.get(found.response.url.path)
    assert again.texts("#cases .row-title") == [case_id]
    assert [one.action for one in site.lookups("caseworker")].count("search.hit") == 2, "seen twice, written down twice"
    with site.store.read() as db:
        assert "eynep" not in str([row.sealed for row in db.execute(sa.select(searches))])


async def test_what_somebody_searched_for_is_theirs_and_gone_with_their_login(site: Site) -> None:
    site.case("Zeynep Ørskov")
    person = site.as_("caseworker")
    found = (await search(person, "zeynep")).response.url.path
    assert (await site.as_("supervisor").get(found)).response.url.path == "/cases"
    await person.submit(await person.get("/me"), "/logout")
    with site.store.read() as db:
        assert db.execute(sa.select(searches)).all() == []


async def test_the_oldest_searches_of_a_long_day_are_forgotten(site: Site) -> None:
    person = site.as_("caseworker")
    first = (await search(person, "zeynep")).response.url.path
    for _ in range(KEPT):
        site.clock.at += timedelta(seconds=1)
        await search(person, "anne")
    assert (await person.get(first)).response.url.path == "/cases"
    with site.store.read() as db:
        assert len(db.execute(sa.select(searches)).all()) == KEPT


@pytest.mark.parametrize("q", ["0301900000", "030190-0000", " 030190 0000 ", "301900000"])
async def test_a_person_is_found_by_cpr_as_people_write_it(site: Site, q: str) -> None:
    site.case()
    case_id = site.case(cpr="0301900000")
    page = await search(site.as_("caseworker"), q)
    assert page.texts("#cases .row-title") == [case_id]


async def test_a_case_is_opened_by_its_number_in_small_letters(site: Site) -> None:
    case_id, hidden = site.case(), site.case(team=OTHER)
    page = await search(site.as_("economy"), f" {case_id.lower()} ")
    assert page.response.url.path == f"/cases/{case_id}"
    assert "Ingen sager passer til søgningen." in (await search(site.as_("economy"), hidden)).text()


@pytest.mark.parametrize("q", ["", "   ", "' OR 1=1--", "%", "_", "\\", "x" * 5000, "Ø", "*", "\0", "<b>", "OB-2026-%"])
async def test_a_search_for_nothing_finds_nothing(site: Site, q: str) -> None:
    site.case("Zeynep Ørskov")
    person = site.as_("caseworker")
    answer = await person.client.post("/search", data={"q": q, "csrf": await person.csrf()}, follow_redirects=True)
    assert answer.status_code == (422 if "\0" in q else 200)
    assert "Zeynep" not in answer.text


async def test_another_teams_person_is_not_found(site: Site) -> None:
    site.case("Zeynep Ørskov", team=OTHER)
    page = await search(site.as_("caseworker"), "Zeynep")
    assert "Ingen sager passer til søgningen." in page.text()


async def test_who_need_not_know_people_finds_no_one_by_name(site: Site) -> None:
    site.case("Zeynep Ørskov")
    page = await search(site.as_("economy"), "Zeynep")
    assert "Ingen sager passer til søgningen." in page.text()


async def test_a_search_is_written_down_without_its_words_and_every_hit_with_whom(site: Site) -> None:
    case_id = site.case("Zeynep Ørskov")
    await search(site.as_("caseworker"), "zeynep")
    search_, hit = site.lookups("caseworker")
    assert (search_.action, search_.case_id) == ("search", None)
    assert (hit.action, hit.case_id, hit.subject) == ("search.hit", case_id, site.case_row(case_id).person_id)
    assert "eynep" not in f"{search_} {hit}"


async def test_every_view_of_a_person_is_written_down(site: Site) -> None:
    case_id = site.case()
    task_id, person = site.task(case_id), site.as_("benefit")
    await person.get(f"/tasks/{task_id}")
    await person.get(f"/cases/{case_id}")
    seen = site.lookups("benefit")
    assert [(s.action, s.subject, s.case_id) for s in seen] == [
        (what, site.case_row(case_id).person_id, case_id) for what in ("view.task", "view.case")
    ]  # fmt: skip
    assert seen[0].details["purpose"] == f"task {CONFIRM}"


async def test_a_supervisor_reads_who_looked_at_the_own_teams_cases(site: Site) -> None:
    own, foreign = site.case(), site.case(team=OTHER)
    await site.as_("benefit").get(f"/cases/{own}")
    await site.as_("stranger").get(f"/cases/{foreign}")
    page = await site.as_("supervisor").get("/lookups")
    assert page.texts("tbody tr") == [f"19.11.2026 10.00 Birgit Bang {own} Så sagen Sagens side"]
    page = await site.as_("auditor").get("/lookups")
    assert len(page.texts("tbody tr")) == 2
    page = await site.as_("auditor").get(f"/lookups?q={foreign.lower()}")
    assert len(page.texts("tbody tr")) == 1


async def test_the_log_pages_keep_the_filter(site: Site) -> None:
    case_id, person = site.case(), site.as_("benefit")
    for _ in range(101):
        await person.client.get(f"/cases/{case_id}")
    page = await site.as_("auditor").get(f"/lookups?q={case_id}")
    assert len(page.texts("tbody tr")) == 100
    page = await site.as_("auditor").get(str(page.one("a[rel=next]")["href"]))
    assert len(page.texts("tbody tr")) == 1
    assert page.one("#filter-q")["value"] == case_id


@pytest.mark.parametrize("name", ["caseworker", "benefit", "economy", "partner", "jobconsultant"])
@pytest.mark.parametrize("address", ["/overview", "/lookups"])
async def test_overview_and_log_are_not_for_caseworkers(site: Site, name: str, address: str) -> None:
    page = await site.as_(name).get(address, 403)
    assert "Din rolle giver ikke adgang til dette." in page.text()
    assert not page.has(f".side a[href='{address}']")
    assert [e.action for e in site.lookups(name)] == ["refused"]


@pytest.mark.parametrize(("name", "sees"), [("supervisor", True), ("admin", True), ("caseworker", False)])
async def test_supervisors_and_administrators_are_led_to_temporals_own_pages_where_there_are_any(
    site: Site, name: str, sees: bool
) -> None:
    case_id, person = site.case(), site.as_(name)
    assert "Temporal" not in (await person.get(f"/cases/{case_id}")).text()
    site.app.state.house.engine_ui = "http://127.0.0.1:8233/"
    page = await person.get(f"/cases/{case_id}")
    address = f"http://127.0.0.1:8233/namespaces/default/workflows/{case_id}"
    assert page.has(f"a[href='{address}']") is sees


async def test_the_language_can_be_changed_and_stays(site: Site) -> None:
    person = site.as_("caseworker")
    page = await person.get("/cases")
    assert (page.h1, page.response.headers["content-language"]) == ("Sager", "da")
    page = await person.get(str(page.one("a[hreflang=en]")["href"]))
    assert page.h1 == "Cases"
    assert (await person.get("/inbox")).h1 == "My inbox"
    page = await person.get("/inbox?lang=../../etc")
    assert page.h1 == "My inbox"


@pytest.mark.parametrize(("accepts", "lang"), [("en-GB,en;q=0.9", "en"), ("da-DK", "da"), ("fr", "da"), ("", "da")])
async def test_a_browsers_language_counts_until_one_chooses(site: Site, accepts: str, lang: str) -> None:
    page = await site.as_("caseworker", **{"Accept-Language": accepts}).get("/inbox")
    assert page.one("html")["lang"] == lang


async def test_a_cpr_number_in_the_address_of_the_list_is_refused(site: Site) -> None:
    answer = await site.as_("supervisor").get("/cases?q=030190-0000", status=422)
    assert "Et CPR-nummer må ikke stå i en adresse" in answer.text("main")
