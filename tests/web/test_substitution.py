"""Somebody is away and covered: the substitute does their tasks in their place, and nothing changes hands."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from domain.calendar import local_date
from domain.roles import Role
from domain.text import da_date
from store import users
from store.tables_substitution import substitutions
from tests.support.site import CONFIRM, COVERED, COVERED_JSON, GUIDE, OTHER, OWN, Site

METTE, SARA = "benefit", "benefit2"


def day(site: Site, ahead: int = 0) -> str:
    return da_date(local_date(site.clock.at) + timedelta(days=ahead))


async def write(site: Site, who: str = METTE, substitute: str = SARA, *, by: str | None = None, status: int = 200,
                first: int = 0, last: int = 4, kinds: tuple[str, ...] = (), **more: str) -> Any:  # fmt: skip
    """The page on which `by` writes down that `who` is away."""
    person = site.as_(by or who)
    page = await person.get("/me/away" if by is None else f"/away/{site.ids[who]}")
    typed: dict[str, Any] = {"first_on": day(site, first), "last_on": day(site, last),
                             "substitute": site.ids[substitute] if substitute else ""}  # fmt: skip
    typed |= {f"kind:{kind}": True for kind in kinds} | more
    return await person.submit(page, f"/away/{site.ids[who]}", status=status, **typed)


def written(site: Site) -> list[sa.Row[Any]]:
    with site.store.read() as db:
        return list(db.execute(sa.select(substitutions).order_by(substitutions.c.first_on)))


async def seen_by(site: Site, who: str) -> list[str]:
    """The tasks that this person has as their own."""
    return [one["id"] for one in (await site.api(who).get("tasks", params={"view": "mine"})).json()["items"]]


@pytest.mark.parametrize(("who", "offered"), [("outreach", False), ("specialist", True)])
async def test_kinds_of_a_confidential_programme_are_offered_to_its_own_team_alone(site: Site, who: str, offered: bool) -> None:
    page = await site.as_(who).get("/me/away")
    assert page.has("input[name='kind:concern.assess']") == offered
    assert page.has("input[name='kind:perspektiv.reach']")
    person = site.as_(who)
    sent = {"csrf": await person.csrf(), "first_on": day(site), "last_on": day(site, 1), "kind:concern.assess": "true"}
    await person.post(f"/away/{site.ids[who]}", sent, 200 if offered else 422)


async def test_the_substitute_has_the_tasks_of_whom_they_cover_and_completes_them_in_their_place(site: Site) -> None:
    task_id = site.held(METTE)
    assert await seen_by(site, SARA) == []
    await write(site)
    sara = site.as_(SARA)
    inbox = await sara.get("/inbox?view=mine")
    assert "for Birgit Bang" in inbox.one(f"a[href^='/tasks/{task_id}']").find_parent("tr").get_text()
    assert (await site.api(SARA).get("tasks")).json()["counts"]["mine"] == 1
    page = await sara.get(f"/tasks/{task_id}")
    assert "for Birgit Bang" in page.text(".marks")
    await sara.submit(page, f"/tasks/{task_id}/complete", **COVERED)
    row = site.row(task_id)
    assert (row.state, row.decided_by, row.acting_for, row.assignee_id) == (
        "completed", site.ids[SARA], site.ids[METTE], site.ids[METTE])  # fmt: skip
    assert site.audited("task.complete")[-1].details == {"for": site.ids[METTE]}
    assert "Bo Berg for Birgit Bang" in (await sara.get(f"/tasks/{task_id}")).text("#task-history")
    assert "Bo Berg for Birgit Bang" in (await sara.get(f"/cases/{row.case_id}")).text("main")
    assert "Bo Berg" in (await site.as_(METTE).get("/me/away")).text("#done-for")


async def test_whoever_is_away_still_has_their_tasks_and_does_them_as_themselves(site: Site) -> None:
    task_id = site.held(METTE)
    await write(site)
    assert await seen_by(site, METTE) == [task_id]
    done = await site.api(METTE).post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON})
    assert done.status_code == 200
    assert (site.row(task_id).decided_by, site.row(task_id).acting_for) == (site.ids[METTE], None)


async def test_a_page_says_when_there_is_nobody_who_can_cover(site: Site) -> None:
    with site.store.write() as db:
        for name in (SARA, "supervisor", "supervisor2"):
            users.disable(db, name)
    page = await site.as_(METTE).get("/me/away")
    assert [o["value"] for o in page.soup.select("select[name=substitute] option")] == [""]
    assert "Der er ikke noget at vælge lige nu." in page.text("form.answer")


async def test_cover_begins_on_the_first_day_and_ends_by_itself_after_the_last(site: Site) -> None:
    task_id = site.held(METTE)
    await write(site, first=1, last=2)
    found = []
    for _ in range(4):
        found.append(await seen_by(site, SARA))
        site.clock.at += timedelta(days=1)
    assert found == [[], [task_id], [task_id], []]
    refused = await site.api(SARA).post(f"tasks/{task_id}/release", json={})
    assert (refused.status_code, site.row(task_id).assignee_id) == (409, site.ids[METTE])


async def test_cover_of_some_kinds_gives_no_task_of_another_kind(site: Site) -> None:
    for who in (METTE, SARA):
        site.give(who, Role.caseworker, OWN)
    mine, other = site.held(METTE, kind=CONFIRM), site.held(METTE, kind=GUIDE)
    await write(site, kinds=(CONFIRM,))
    assert await seen_by(site, SARA) == [mine]
    assert (await site.api(SARA).post(f"tasks/{other}/release", json={})).status_code == 409
    assert (await site.api(SARA).post(f"tasks/{mine}/release", json={})).status_code == 200


@pytest.mark.parametrize(("operation", "state"), [("start", "in_progress"), ("suspend", "suspended")])
async def test_what_the_substitute_begins_or_puts_on_hold_stays_with_whom_they_cover(
    site: Site, operation: str, state: str
) -> None:
    task_id = site.held(METTE)
    await write(site)
    assert (await site.api(SARA).post(f"tasks/{task_id}/{operation}", json={})).status_code == 200
    assert (site.row(task_id).state, site.row(task_id).assignee_id) == (state, site.ids[METTE])
    assert site.audited(f"task.{operation}")[-1].details["for"] == site.ids[METTE]


async def test_a_supervisor_who_covers_acts_as_supervisor_where_they_may_themselves(site: Site) -> None:
    site.give("supervisor", Role.benefit_officer, OWN)
    task_id = site.held(METTE)
    await write(site, substitute="supervisor")
    assert (await site.api("supervisor").post(f"tasks/{task_id}/release", json={})).status_code == 200
    assert "for" not in site.audited("task.release")[-1].details


async def test_a_substitute_never_gets_through_cover_a_task_from_which_either_is_excluded(site: Site) -> None:
    for not_by in (METTE, SARA):
        task_id = site.task(not_by=not_by)
        with site.store.write() as db:
            table = sa.table("tasks", sa.column("id"), sa.column("assignee_id"), sa.column("state"))
            db.execute(sa.update(table).where(table.c.id == task_id).values(
                assignee_id=site.ids[METTE], state="reserved"))  # fmt: skip
    await write(site)
    assert await seen_by(site, SARA) == []
    assert (await site.api(SARA).get("tasks")).json()["counts"]["mine"] == 0
    for one in await seen_by(site, METTE):
        sent = {"decision": COVERED_JSON}
        assert (await site.api(SARA).post(f"tasks/{one}/complete", json=sent)).status_code == 409


async def test_who_may_not_hold_the_same_tasks_in_the_same_teams_cannot_cover(site: Site) -> None:
    site.give(METTE, Role.caseworker, OWN)
    page = await write(site, status=422)
    assert "Mangler: Sagsbehandler i Arbejdspligt" in page.text(".form-error-message")
    assert written(site) == []
    await write(site, kinds=(CONFIRM,))
    assert [row.kinds for row in written(site)] == [[CONFIRM]]


async def test_who_is_away_in_that_time_cannot_cover(site: Site) -> None:
    await write(site, who=SARA, substitute="", first=3, last=9)
    page = await write(site, status=422)
    assert f"er selv væk fra {day(site, 3)} til {day(site, 9)}" in page.text(".form-error-message")
    await write(site, last=2)
    assert [row.user_id for row in written(site)] == [site.ids[METTE], site.ids[SARA]]


async def test_a_cover_whose_substitute_has_gone_away_since_can_be_shortened_but_not_extended(site: Site) -> None:
    await write(site, last=9)
    await write(site, who=SARA, substitute="", first=3, last=5)
    mette = site.as_(METTE)
    (row,) = (one for one in written(site) if one.user_id == site.ids[METTE])
    changing = await mette.get(f"/me/away?change={row.id}")
    page = await mette.submit(changing, f"/away/{site.ids[METTE]}", status=422, last_on=day(site, 10))
    assert "er selv væk" in page.text(".form-error-message")
    await mette.submit(changing, f"/away/{site.ids[METTE]}", last_on=day(site, 8))
    assert local_date(site.clock.at) + timedelta(days=8) in {one.last_on for one in written(site)}


async def test_the_same_tasks_have_one_substitute_at_a_time(site: Site) -> None:
    site.give("stranger", Role.benefit_officer, OWN)
    await write(site, kinds=(CONFIRM,))
    assert "har allerede en afløser" in (await write(site, substitute="stranger", status=422)).text("main")
    await write(site, substitute="stranger", first=5, last=6)
    assert len(written(site)) == 2


@pytest.mark.parametrize(("first", "last", "says"), [
    (2, 1, "Slutter, før det begynder"), (-3, -1, "Datoen ligger for tidligt"), (0, 400, "Datoen ligger for sent")])
async def test_impossible_days_are_refused_and_what_was_typed_is_kept(site: Site, first: int, last: int,
                                                                      says: str) -> None:
    page = await write(site, first=first, last=last, kinds=(CONFIRM,), status=422)
    assert says in page.text(".form-error-message")
    assert page.one("#f-last_on")["value"] == day(site, last)
    assert page.has(f"input[name='kind:{CONFIRM}'][checked]")


async def test_a_supervisor_writes_it_down_for_the_own_team_with_a_reason_and_for_nobody_else(site: Site) -> None:
    assert "Skriv en begrundelse" in (await write(site, by="supervisor", status=422)).text("#refusal")
    await write(site, by="supervisor", reason="Syg, ringede i morges")
    (row,) = written(site)
    assert (row.user_id, row.by_id, row.reason) == (site.ids[METTE], site.ids["supervisor"], "Syg, ringede i morges")
    await site.as_("otherboss").get(f"/away/{site.ids[METTE]}", 404)
    await site.as_(SARA).get(f"/away/{site.ids[METTE]}", 403)
    sara = site.as_(SARA)
    await sara.post(f"/away/{site.ids[METTE]}", {"csrf": await sara.csrf(), "first_on": day(site)}, 404)


async def test_it_is_changed_and_ended_early_and_each_is_audited_once(site: Site) -> None:
    task_id = site.held(METTE)
    await write(site)
    mette = site.as_(METTE)
    page = await mette.get("/me/away")
    (row,) = written(site)
    changing = await mette.get(f"/me/away?change={row.id}")
    assert changing.one("#f-last_on")["value"] == day(site, 4)
    await mette.submit(changing, f"/away/{site.ids[METTE]}", last_on=day(site, 6))
    assert [one.last_on for one in written(site)] == [local_date(site.clock.at) + timedelta(days=6)]
    for _ in range(2):
        await mette.submit(page, f"/away/{site.ids[METTE]}/{row.id}/end")
    assert await seen_by(site, SARA) == []
    assert site.row(task_id).assignee_id == site.ids[METTE]
    assert [len(site.audited(f"away.{what}")) for what in ("write", "change", "end")] == [1, 1, 1]
    assert "Der er ikke registreret noget fravær" in (await mette.get("/me/away")).text("main")


async def test_a_double_click_writes_one_absence(site: Site) -> None:
    mette = site.as_(METTE)
    page = await mette.get("/me/away")
    for _ in range(2):
        await mette.submit(page, f"/away/{site.ids[METTE]}", first_on=day(site), last_on=day(site, 1),
                           substitute=site.ids[SARA])  # fmt: skip
    assert len(written(site)) == 1


async def test_the_supervisor_sees_who_is_away_who_covers_what_nobody_does_and_what_waits(site: Site) -> None:
    for who in (METTE, SARA):
        site.give(who, Role.caseworker, OWN)
    site.held(METTE), site.held(METTE, kind=GUIDE)
    await write(site, kinds=(CONFIRM,))
    page = await site.as_("supervisor").get("/away")
    first = page.soup.select("#away tbody tr")[0]
    assert first.th.get_text(strip=True) == "Birgit Bang"
    said = first.get_text(" ", strip=True)
    assert f"{day(site)}–{day(site, 4)}" in said
    assert "Bo Berg" in said
    assert "Vejled" in said
    assert first.select_one("td.num").get_text() == "2"
    assert "Bekræft" not in first.get_text()
    await write(site, who=SARA, substitute="")
    again = (await site.as_("supervisor").get("/away")).soup.select("#away tbody tr")[0].get_text(" ", strip=True)
    assert "også væk" in again
    assert "Alle opgaver" in again


async def test_a_substitute_who_is_away_on_one_of_the_days_leaves_a_gap_that_is_seen(site: Site) -> None:
    await write(site, METTE, SARA, first=0, last=4)
    page = await site.as_("supervisor").get("/away")
    row = next(tr for tr in page.texts("#away tbody tr") if tr.startswith("Birgit Bang"))
    assert "også væk" not in row
    assert "Alle opgaver" not in row
    await write(site, SARA, "", first=2, last=2)
    page = await site.as_("supervisor").get("/away")
    row = next(tr for tr in page.texts("#away tbody tr") if tr.startswith("Birgit Bang"))
    assert "også væk" in row
    assert "Alle opgaver" in row


async def test_a_disabled_or_moved_substitute_covers_no_more(site: Site) -> None:
    task_id = site.held(METTE)
    await write(site)
    assert await seen_by(site, SARA) == [task_id]
    site.give(SARA, Role.benefit_officer, OTHER)
    site.take_away(SARA, Role.benefit_officer)
    site.give(SARA, Role.caseworker, OWN)
    assert await seen_by(site, SARA) == []


async def test_a_name_is_shown_in_the_own_list_only_for_tasks_that_are_ones_own(site: Site) -> None:
    """Taking a task was logged; covering was not: the name is there once the task is opened."""
    case_id = site.case("Zeynep Ørskov")
    site.held(METTE, case_id)
    await write(site)
    sara = site.as_(SARA)
    assert "Zeynep" not in (await sara.get("/inbox?view=mine")).text("main")
    assert "Zeynep" in (await site.as_(METTE).get("/inbox?view=mine")).text("main")




async def test_who_would_give_a_task_to_a_colleague_sees_who_is_away(site: Site) -> None:
    site.give("stranger", Role.benefit_officer, OWN)
    task_id = site.held(SARA)
    await write(site, substitute="")
    said = (await site.as_(SARA).get(f"/tasks/{task_id}")).text("#op-delegate-person")
    assert "Birgit Bang (væk i dag)" in said
    assert "Stine Stub (væk" not in said


async def test_the_collected_documents_say_who_decided_for_whom(site: Site) -> None:
    task_id = site.held(METTE)
    await write(site)
    await site.api(SARA).post(f"tasks/{task_id}/complete", json={"decision": COVERED_JSON})
    legal = site.as_("legal").client
    answer = await legal.get(f"/cases/{site.row(task_id).case_id}/export.zip")
    archive = ZipFile(BytesIO(answer.content))
    [name] = [n for n in archive.namelist() if n.startswith("afgoerelser/")]
    assert "Bo Berg for Birgit Bang" in archive.read(name).decode()
