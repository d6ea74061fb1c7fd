"""The supervisor's overview: what it counts, where each number leads, the page of a programme."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from activities.messages import CloseCase, OpenTask, Pause
from domain.programmes import confidential
from domain.roles import Role
from store import escalations, incidents, tasks
from tests.support.document import Document
from tests.support.site import APPROVE, ASSESS, CONFIRM, GUIDE, NOW, OTHER, YOUNG, Person, Site
from tests.web.test_civic import begun
from tests.web.test_concern import reported
from web.standing import Kept
from workflows.map import process_map
from workflows.registry import CASES

MOST_PAGES = 20


def total(page: Document, label: str) -> int:
    return int(next(t for t in page.texts(".totals li") if t.endswith(label)).split()[0])


def row(page: Document, table: str, begins: str) -> list[str]:
    """The cells of the row, without its heading."""
    found = [tr for tr in page.soup.select(f"#{table} tbody tr") if tr.th and tr.th.get_text(strip=True).startswith(begins)]
    assert len(found) == 1, page.texts(f"#{table} tbody tr")
    return [td.get_text(strip=True) for td in found[0].select("td")]


def town(site: Site) -> None:
    """Something of everything that is counted."""
    site.task(age=timedelta(days=60))
    site.held("jobconsultant", kind=ASSESS)
    site.held("benefit")
    site.task(kind=APPROVE, not_by="supervisor")
    paused = site.case()
    site.activities.pause(Pause(case_id=paused, stage="intake", visit=1, now=NOW, until=None))
    with site.store.write() as db:
        incidents.note(db, paused, "7", "judge", "KeyError", NOW)
    closed = site.case()
    site.activities.close_case(CloseCase(case_id=closed, stage="not_covered", visit=3, now=NOW, outcome="not_covered"))
    site.task(site.case(team=OTHER), age=timedelta(days=60))


async def test_the_overview_counts_cases_overdue_and_unassigned_of_the_own_teams(site: Site) -> None:
    town(site)
    page = await site.as_("supervisor").get("/overview")
    assert (total(page, "Åbne sager"), total(page, "Over frist")) == (5, 1)
    assert (total(page, "Uden ansvarlig"), total(page, "Sat i bero")) == (2, 1)
    assert page.texts("#overdue .row-title") == ["Bekræft omfattet"]
    assert row(page, "programmes", "Arbejdspligt")[:3] == ["5", "1", "2"]
    assert row(page, "programmes", "Klage") == ["Ingen åbne sager"]
    assert len(page.soup.select("#programmes tbody tr")) == len(CASES) - len(confidential())


async def test_each_effort_with_cases_has_its_map_with_the_counts_of_its_table(site: Site) -> None:
    town(site)
    page = await site.as_("supervisor").get("/overview")
    assert page.texts("h3") == ["Arbejdspligt"]
    counts = page.texts(".map-wide .number")
    assert counts == [row.split()[-2] for row in page.texts("details tbody tr")]
    assert sum(map(int, counts)) == 5


async def test_a_confidential_programme_is_offered_to_nobody_but_its_team(site: Site) -> None:
    """No open case would be said of it while there are some."""
    await reported(site)
    for address in ("/overview", "/overview?programme=concern"):
        page = await site.as_("supervisor").get(address)
        assert "Bekymring" not in page.texts("#programmes th")
        assert "Bekymring" not in page.texts("#filter-programme option")
        assert len(page.soup.select("#programmes tbody tr")) == len(CASES) - len(confidential())
    await site.as_("supervisor").get("/overview/concern", 404)
    page = await site.as_("specialistboss").get("/overview")
    assert row(page, "programmes", "Bekymring")[0] == "1"
    assert "Bekymring" in page.texts("#filter-programme option")
    assert (await site.as_("specialistboss").get("/overview/concern")).h1 == "Bekymring"


async def test_a_task_that_is_still_asked_in_a_later_step_is_counted_where_its_case_stands(site: Site) -> None:
    case_id = site.case()
    site.task(case_id, age=timedelta(days=60))
    site.task(case_id, kind=GUIDE, visit=4)
    person = site.as_("supervisor")
    page = await person.get("/overview/obligation")
    rows = {tr.th.get_text(strip=True): [td.get_text(strip=True) for td in tr.select("td")[:3]]
            for tr in page.soup.select("#stages tbody tr") if tr.th}  # fmt: skip
    assert [numbers for numbers in rows.values() if numbers != ["0", "0", "0"]] == [["1", "1", "2"]]
    assert rows["2. Omfattet?"] == ["0", "0", "0"]
    links = [(str(a["href"]), int(a.get_text())) for a in page.soup.select("#stages td a")]
    assert len(links) == 3
    for url, number in links:
        assert await listed(person, url) == number, url


async def test_a_task_about_nobody_hides_no_citizen(site: Site) -> None:
    case_id = await begun(site)
    site.activities.open_task(OpenTask(case_id=case_id, stage="areas", visit=2, now=NOW - timedelta(days=60),
                                       task_id="areas", kind="civic.areas", data={}))  # fmt: skip
    page = await site.as_("civicboss").get("/overview")
    assert case_id in page.text("#overdue")
    assert "Stem i dit kvarter" in page.text("#overdue")
    assert "Borger (skjult)" not in page.text("#overdue")


async def listed(person: Person, url: str) -> int:
    """How many rows the list shows, over all its pages."""
    found, page = 0, await person.get(url)
    for _ in range(MOST_PAGES):
        found += len(page.soup.select("#tasks tbody tr, #cases tbody tr, #incidents tbody tr"))
        following = page.soup.select_one("a[rel=next]")
        if following is None:
            return found
        page = await person.get(str(following["href"]))
    raise AssertionError(f"{url} has no last page")


@pytest.mark.parametrize("asked", ["", "?programme=obligation", "?programme=youth", "?team={team}", "?team={young}"])
async def test_each_number_is_as_many_as_the_list_behind_it_shows(site: Site, asked: str) -> None:
    town(site)
    site.give("supervisor", Role.supervisor, YOUNG)
    person = site.as_("supervisor")
    # Held by the supervisor, but another team's: no work of the own teams.
    theirs = site.held("otherboss", site.case(team=OTHER), age=timedelta(days=60))
    with site.store.write() as db:
        db.execute(tasks.tasks.update().where(tasks.tasks.c.id == theirs).values(assignee_id=site.ids["supervisor"]))
    page = await person.get("/overview" + asked.format(team=site.teams["Arbejdspligt"], young=site.teams[YOUNG]))
    counted = {a["href"]: int(a.strong.get_text()) for a in page.soup.select(".totals a") if a.strong}
    assert len(counted) == 7
    for url, number in counted.items():
        assert await listed(person, str(url)) == number, url
    for a in page.soup.select("#programmes td a:not([href*='#'])"):
        assert await listed(person, str(a["href"])) == int(a.get_text()), a



@pytest.mark.parametrize("address", ["/workload", "/ahead?days=10", "/overview/obligation"])
@pytest.mark.parametrize("team", ["", "{team}"])
async def test_each_number_of_workload_look_ahead_and_steps_is_as_many_as_its_list(site: Site, address: str, team: str) -> None:
    town(site)
    site.give("supervisor", Role.supervisor, YOUNG)
    person = site.as_("supervisor")
    page = await person.get(address, **({"team": team.format(team=site.teams["Arbejdspligt"])} if team else {}))
    linked = [(str(a["href"]), int(a.get_text())) for a in page.soup.select("main td.num a")]
    assert linked
    for url, number in linked:
        assert await listed(person, url) == number, url


async def test_a_list_that_a_number_leads_to_says_of_which_day_and_step(site: Site) -> None:
    site.task()
    page = await site.as_("supervisor").get("/inbox?view=all&due=by-2026-12-01&programme=obligation&stage=coverage")
    assert {"Fjern filter: Omfattet?", "Fjern filter: Frist til og med 01.12.2026"} <= set(page.texts(".tags a"))
    await site.as_("supervisor").get("/inbox?view=all&due=by-2026-13-01", 422)


async def test_the_filter_is_kept_and_another_teams_number_is_not_seen_by_asking_for_it(site: Site) -> None:
    town(site)
    person = site.as_("supervisor")
    page = await person.get(f"/overview?team={site.teams['Arbejdspligt']}&programme=obligation")
    assert page.one("#filter-team option[selected]").get_text() == "Arbejdspligt"
    assert page.one("#filter-programme option[selected]")["value"] == "obligation"
    assert len(page.soup.select("#programmes tbody tr")) == 1
    foreign = await person.get(f"/overview?team={site.teams[OTHER]}")
    assert total(foreign, "Åbne sager") == 5, "the own teams, as without the filter"
    assert OTHER not in foreign.text()


@pytest.mark.parametrize("address", ["/overview", "/overview/obligation"])
async def test_the_overview_says_on_paper_too_whose_numbers_it_shows(site: Site, address: str) -> None:
    site.give("supervisor", Role.supervisor, YOUNG)
    person, team = site.as_("supervisor"), site.teams[YOUNG]
    unknown = "Der er ikke et sådant team blandt dine. Tallene er for alle dine teams."
    for asked, says in (("", "Talt for alle dine teams: Arbejdspligt, Unge"), (f"?team={team}", "Talt for: Unge")):
        page = await person.get(address + asked)
        assert page.text("#counted-for") == says
        assert not page.has(".alert")
    page = await person.get(address + "?team=unknown")
    assert page.text("#counted-for") == "Talt for alle dine teams: Arbejdspligt, Unge"
    assert unknown in page.text(".alert")
    assert unknown in (await person.get(f"{address}?team={site.teams[OTHER]}")).text(".alert")


async def test_the_overview_of_one_programme_says_of_which(site: Site) -> None:
    page = await site.as_("supervisor").get("/overview?programme=obligation")
    assert page.text("#counted-for") == "Talt for alle dine teams: Arbejdspligt · Forløb: Arbejdspligt"


async def test_every_number_of_the_picture_stands_in_the_table(site: Site) -> None:
    for _ in range(3):
        site.task(age=timedelta(days=60))
    site.task(kind=GUIDE, visit=4)
    page = await site.as_("supervisor").get("/overview/obligation")
    drawn = page.texts("svg.map-wide .step .number")
    said = [tr.select("td")[0].get_text(strip=True) for tr in page.soup.select("#stages tbody tr")]
    assert drawn == said
    assert row(page, "stages", "2. Omfattet?")[:3] == ["3", "3", "3"]
    assert page.texts("svg.map-wide .step text.late") == ["3"]
    assert page.one("svg.map-wide .step use.late")["href"] == page.one(".map-legend use")["href"]
    assert page.text(".map-legend") == "I cirklen: åbne sager i trinnet. Ved siden af: opgaver over frist."
    assert "Ved siden af" not in (await site.as_("supervisor").get("/overview/complaint")).text(".map-legend")


@pytest.mark.parametrize(("address", "drawing"), [("/overview/obligation", "map"), ("/overview", "map-obligation")])
async def test_a_map_of_a_programme_is_read_out_as_its_counts_and_as_that_of_no_case(
    site: Site, address: str, drawing: str
) -> None:
    for _ in range(3):
        site.task(age=timedelta(days=60))
    site.task(kind=GUIDE, visit=4)
    page = await site.as_("supervisor").get(address)
    for size in ("wide", "medium", "narrow"):
        assert page.text(f"#{drawing}-{size}-title") == "Hvor sagerne står: Arbejdspligt"
        said = page.text(f"#{drawing}-{size}-desc")
        assert said.startswith("1. Modtaget: 0 åbne sager. 2. Omfattet?: 3 åbne sager, 3 opgaver over frist. "), said
        assert "4. Vejledning: 1 åben sag. " in said
        assert "Ikke endnu" not in said


@pytest.mark.parametrize("programme", CASES)
async def test_no_step_of_a_drawn_process_stands_without_the_ways_that_lead_on_to_it(site: Site, programme: str) -> None:
    """Where up to three steps lead on to one, each way is drawn; where more do, the one from the nearest."""
    boss = "specialistboss" if programme in confidential() else "supervisor"
    page = await site.as_(boss).get(f"/overview/{programme}")
    steps = [node for node in process_map(CASES[programme]) if not node.is_end]
    for size in ("wide", "medium", "narrow"):
        drawn = {str(path["data-way"]) for path in page.soup.select(f"svg.map-{size} .edge")}
        for at, step in enumerate(steps):
            ways = [f"{one.stage} {step.stage}" for one in steps[:at] if step.stage in one.next]
            assert drawn.issuperset(ways if len(ways) <= 3 else ways[-1:]), (size, step.stage)


async def test_a_programme_says_how_old_its_cases_are_and_which_are_the_oldest(site: Site) -> None:
    now, ids = site.clock.at, []
    for days in (0, 29, 30, 89, 90, 364, 365, 400):
        site.clock.at = now - timedelta(days=days)
        ids.append(site.case())
    site.clock.at = now
    page = await site.as_("supervisor").get("/overview/obligation")
    counted = [tr.td.get_text(strip=True) for tr in page.soup.select("#ages tbody tr") if tr.td]
    assert counted == ["2", "2", "1", "1", "2"]
    assert [th.get_text(strip=True) for th in page.soup.select("#oldest tbody th")] == ids[::-1]
    for a in page.soup.select("#ages td a"):
        assert await listed(site.as_("supervisor"), str(a["href"])) == int(a.get_text()), a
    assert len(page.soup.select("#ages td a")) == 5
    assert row(page, "oldest", ids[-1])[-1] == "400"
    assert row(page, "stages", "1. Modtaget")[3:] == ["89,5", "400"]


async def test_the_oldest_case_of_the_overview_leads_to_the_oldest_ones(site: Site) -> None:
    now, team = site.clock.at, site.teams["Arbejdspligt"]
    site.clock.at = now - timedelta(days=400)
    site.case()
    site.clock.at = now
    page = await site.as_("supervisor").get(f"/overview?team={team}")
    link = page.one("#programmes a[href*='#']")
    address, part = str(link["href"]).split("#")
    assert address == f"/overview/obligation?team={team}"
    page = await site.as_("supervisor").get(address)
    assert page.one(f"h2#{part}").get_text() == "De ældste åbne sager"
    assert page.texts("#oldest tbody td.num") == [link.get_text()] == ["400"]


async def test_a_list_of_cases_of_an_age_says_when_they_were_opened(site: Site) -> None:
    now, ids = site.clock.at, []
    for opened in (datetime(2026, 8, 21, 21, 59, tzinfo=UTC), datetime(2026, 8, 21, 22, 0, tzinfo=UTC),
                   datetime(2026, 10, 20, 21, 59, tzinfo=UTC), datetime(2026, 10, 20, 22, 0, tzinfo=UTC)):  # fmt: skip
        site.clock.at = opened
        ids.append(site.case())
    site.clock.at = now
    person = site.as_("supervisor")
    page = await person.get("/cases?open=1&opened_from=2026-08-22&opened_to=2026-10-20")
    assert page.texts("#cases .row-title") == [ids[2], ids[1]]
    assert {"Fjern filter: Åbnet tidligst 22.08.2026", "Fjern filter: Åbnet senest 20.10.2026"} == set(page.texts(".tags a"))
    assert len((await person.get(str(page.soup.select(".tags a")[0]["href"]))).texts("#cases .row-title")) == 3
    assert page.one("form.filters input[name=opened_to]")["value"] == "2026-10-20"
    for day in ("0001-01-01", "9999-12-31", "yesterday"):
        await person.get(f"/cases?opened_to={day}", 422)


async def test_what_was_opened_yesterday_evening_is_a_day_old_this_morning(site: Site) -> None:
    now = site.clock.at
    site.clock.at = now - timedelta(hours=12)
    case_id = site.case()
    site.clock.at = now
    page = await site.as_("supervisor").get("/overview/obligation")
    assert row(page, "oldest", case_id)[-1] == "1"
    assert row(page, "stages", "1. Modtaget")[3:] == ["1", "1"]
    page = await site.as_("supervisor").get("/overview")
    assert row(page, "programmes", "Arbejdspligt")[4:] == ["1", "1"]


async def test_the_weeks_say_what_came_what_went_and_what_was_left(site: Site) -> None:
    """26 weeks up to the one of Monday 16 November 2026."""
    now = site.clock.at
    for days in (300, 20, 8, 1):
        site.clock.at = now - timedelta(days=days)
        case_id = site.case()
        if days in (300, 8):
            site.activities.close_case(CloseCase(case_id=case_id, stage="x", visit=3, now=now - timedelta(days=7),
                                                 outcome="not_covered"))  # fmt: skip
    site.clock.at = now
    page = await site.as_("supervisor").get("/overview/obligation")
    weeks = {th.get_text(" ", strip=True)[:10]: [td.get_text(strip=True) for td in th.parent.select("td")]
             for th in page.soup.select("#trend tbody th") if th.parent}  # fmt: skip
    assert len(weeks) == 26
    assert weeks["16.11.2026"] == ["1", "0", "2"]
    assert weeks["09.11.2026"] == ["1", "2", "1"]
    assert weeks["02.11.2026"] == ["0", "0", "2"]
    assert weeks["26.10.2026"] == ["1", "0", "2"]
    assert weeks["19.10.2026"] == ["0", "0", "1"]
    assert "Åbne ved ugens slutning: 2 i den sidste uge." in page.text("#stock-wide-desc")


async def test_a_programme_without_a_case_says_so_and_an_unknown_one_is_not_there(site: Site) -> None:
    person = site.as_("supervisor")
    page = await person.get("/overview/complaint")
    assert page.texts(".empty") == ["Ingen åbne sager", "Ingen åbne sager"]
    await person.get("/overview/nothing", 404)


async def test_an_overview_of_nothing_says_so(site: Site) -> None:
    page = await site.as_("supervisor").get("/overview")
    for sentence in ("Ingen opgaver er over fristen.", "Alle opgaver har en ansvarlig."):
        assert sentence in page.text(), page.text()


async def test_escalated_tasks_come_first_and_say_the_step(site: Site) -> None:
    site.task(age=timedelta(days=60))
    higher = site.task(age=timedelta(days=20))
    with site.store.write() as db:
        escalations.climb(db, higher, "supervisor", site.row(higher).due_at, site.clock.at)
    page = await site.as_("supervisor").get("/overview")
    assert page.soup.select("#overdue .row-title")[0]["href"] == f"/tasks/{higher}"
    assert "Eskaleret, trin 2" in page.text("#overdue")
    page = await site.as_("supervisor").get(f"/tasks/{higher}")
    assert "Eskaleret til teamlederen" in page.text("#task-history")
    assert "Høj Hævet, fordi fristen er overskredet." in page.text()


async def test_a_large_town_is_shown_the_last_numbers_and_when_they_were_counted(site: Site) -> None:
    person, kept = site.as_("supervisor"), site.app.state.house.standing
    assert total(await person.get("/overview"), "Åbne sager") == 0
    kept.cheap, kept.rest = 0.0, 1e9  # none is made meanwhile, on a machine that is busy either
    site.task(kind=CONFIRM)
    site.clock.at += timedelta(minutes=10)
    page = await person.get("/overview")
    assert total(page, "Åbne sager") == 0
    assert "Opdateret kl. 10.00" in page.text(".head")
    assert not page.has(".head a")


async def test_while_newer_numbers_are_counted_the_page_leads_to_itself_once_more(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Kept, "is_underway", True)
    page = await site.as_("supervisor").get("/overview?programme=obligation")
    assert "Nyere tal er på vej. Indlæs siden igen" in page.text(".head")
    assert page.one(".head a")["href"] == "/overview?programme=obligation"
