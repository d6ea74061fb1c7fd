"""Workload, deadlines ahead, nothing forgotten: what each page says, and sharing out row by row."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from activities.messages import Pause, Waiting
from domain.calendar import local_date
from domain.tasks import Operation
from domain.text import Text
from store import substitutions
from store.tables import outbox
from tests.support.document import Document
from tests.support.site import APPROVE, ASSESS, CONFIRM, NOW, OTHER, OWN, Site

REASON = "Ulige fordelt efter ferien."


def row(page: Document, table: str, begins: str) -> list[str]:
    found = [tr for tr in page.soup.select(f"#{table} tbody tr") if tr.th and tr.th.get_text(strip=True).startswith(begins)]
    assert len(found) == 1, page.texts(f"#{table} tbody tr")
    return [td.get_text(" ", strip=True) for td in found[0].select("td")]


def gone(site: Site, *names: str, covered_by: str | None = None) -> None:
    today, by = local_date(site.clock.at), site.ids[covered_by] if covered_by else None
    with site.store.write() as db:
        for name in names:
            substitutions.put(db, site.ids[name], substitute=by, first_on=today, last_on=today + timedelta(days=10),
                              kinds=None, reason="", by=site.ids[name], now=site.clock.at)  # fmt: skip


# -- workload ------------------------------------------------------------------------------------------------------


async def test_each_person_and_each_queue_says_how_much_is_open_late_and_due_soon(site: Site) -> None:
    site.held("benefit")
    site.held("benefit", age=timedelta(days=60))
    site.task()
    site.held("stranger", site.case(team=OTHER))
    gone(site, "benefit")
    page = await site.as_("supervisor").get("/workload")
    assert row(page, "people", "Birgit Bang") == ["2", "1", "1"]
    assert "Væk" in page.text("#people tbody tr:first-child th")
    assert row(page, "people", "Bo Berg") == ["0", "0", "0"]
    assert not any("Stine" in text for text in page.texts("#people tr"))
    assert row(page, "queues", OWN)[:3] == ["1", "0", "1"]


async def test_a_proposal_is_looked_at_given_out_row_by_row_and_written_down(site: Site) -> None:
    tasks = [site.held("benefit") for _ in range(4)]
    boss, team = site.as_("supervisor"), site.teams[OWN]
    page = await boss.get(f"/workload/{team}/share")
    moved = [str(box["name"]).removeprefix("move-") for box in page.soup.select("#moves input")]
    assert len(moved) == 2
    assert "Den, der har opgaven, har 4 opgaver, modtageren 0." in page.text("#moves")
    assert [site.row(t).assignee_id for t in tasks] == [site.ids["benefit"]] * 4, "a preview changes nothing"
    # Meanwhile one of them is begun: that row alone is refused.
    site.move(moved[0], Operation.start, "benefit")
    page = await boss.submit(page, f"/workload/{team}/share", reason=REASON)
    assert "Fordelt: 1 opgave" in page.text("#bulk-result")
    assert ["Opgaven er ændret" in text for text in page.texts("#results tbody tr")] == [True, False]
    assert site.row(moved[0]).assignee_id == site.ids["benefit"]
    assert site.row(moved[1]).assignee_id == site.ids["benefit2"]
    assert REASON in (await boss.get(f"/tasks/{moved[1]}")).text("#task-history")
    page = await boss.submit(page, str(page.one("#bulk-result form")["action"]))
    assert "Fortrudt" in page.text("#results")
    assert site.row(moved[1]).assignee_id == site.ids["benefit"], "taken back while it is fresh"


async def test_only_what_is_ticked_is_given_and_twice_is_once(site: Site) -> None:
    for _ in range(4):
        site.held("benefit")
    boss, address = site.as_("supervisor"), f"/workload/{site.teams[OWN]}/share"
    page = await boss.get(address)
    first, second = (str(box["name"]) for box in page.soup.select("#moves input"))
    sent = page.filled(page.form(address), reason=REASON, **{first: None})
    await boss.post(address, sent)
    assert site.row(first.removeprefix("move-")).assignee_id == site.ids["benefit"]
    before = site.row(second.removeprefix("move-"))
    await boss.post(address, sent)
    assert site.row(second.removeprefix("move-")) == before


@pytest.mark.parametrize(("ticked", "reason", "says"), [
    (True, "", "Skriv en begrundelse på mindst 3 tegn."), (False, REASON, "Vælg mindst én opgave."),
])  # fmt: skip
async def test_a_refusal_keeps_what_was_ticked_and_typed(site: Site, ticked: bool, reason: str, says: str) -> None:
    for _ in range(4):
        site.held("benefit")
    boss, address = site.as_("supervisor"), f"/workload/{site.teams[OWN]}/share"
    page = await boss.get(address)
    names = [str(box["name"]) for box in page.soup.select("#moves input")]
    left_out: dict[str, str | bool | None] = dict.fromkeys(names[1:] if ticked else names)
    page = await boss.post(address, page.filled(page.form(address), reason=reason, **left_out), 422)
    assert says in page.text("#reason-error")
    assert page.one("#reason")["value"] == reason
    assert [box.has_attr("checked") for box in page.soup.select("#moves input")] == [ticked, False]


async def test_nobody_is_given_what_another_must_decide_or_while_away(site: Site) -> None:
    approval = site.task(kind=APPROVE, not_by="supervisor")
    assessed = site.held("jobconsultant", kind=ASSESS)
    gone(site, "jobconsultant", "supervisor2")
    page = await site.as_("supervisor").get(f"/workload/{site.teams[OWN]}/share")
    moves = {str(box["name"]): str(box["value"]).rpartition(".")[0] for box in page.soup.select("#moves input")}
    assert moves[f"move-{approval}"] == site.ids["supervisor3"]
    assert moves[f"move-{assessed}"] == site.ids["jobconsultant2"]


async def test_what_a_substitute_does_stays_with_whom_they_cover(site: Site) -> None:
    task = site.held("benefit")
    gone(site, "benefit", covered_by="benefit2")
    page = await site.as_("supervisor").get(f"/workload/{site.teams[OWN]}/share")
    assert not page.has(f"[name='move-{task}']")


async def test_sharing_out_is_for_who_leads_the_team(site: Site) -> None:
    other = site.as_("otherboss")
    await other.get(f"/workload/{site.teams[OWN]}/share", 404)
    task = site.held("benefit")
    sent = {"csrf": await other.csrf(), "reason": REASON, f"move-{task}": f"{site.ids['benefit2']}.{site.row(task).version}"}
    await other.post(f"/workload/{site.teams[OWN]}/share", sent, 404)
    page = await other.post(f"/workload/{site.teams[OTHER]}/share", sent)
    assert site.row(task).assignee_id == site.ids["benefit"], "another team's task is refused"
    assert "Fordelt: 0 opgaver" in page.text("#bulk-result")
    assert site.row(task).case_id not in page.text()


# -- deadlines ahead -----------------------------------------------------------------------------------------------


async def test_deadlines_ahead_are_counted_by_day_holder_and_law(site: Site) -> None:
    """Tasks of Thursday 19 November, due in five working days, on the 26th; one is late already."""
    site.task(kind=CONFIRM)
    site.held("benefit", kind=CONFIRM)
    site.task(kind=CONFIRM, age=timedelta(days=60))
    gone(site, "benefit")
    page = await site.as_("supervisor").get("/ahead?days=5")
    days = {tr.th.get_text(strip=True): [td.get_text(strip=True) for td in tr.select("td")]
            for tr in page.soup.select("#days tbody tr") if tr.th}  # fmt: skip
    assert list(days) == ["19.11.2026", "20.11.2026", "23.11.2026", "24.11.2026", "25.11.2026", "26.11.2026"]
    legal = sum(site.row(t.id).due["kind"] == "legal" for t in _tasks(site) if t.due_at > NOW)
    assert days["26.11.2026"] == ["2", str(legal), "1", "1"]
    assert page.texts("#days tfoot td") == ["2", str(legal), "1", "1"]
    assert row(page, "teams", OWN)[0] == "2"
    assert row(page, "holders", "Birgit Bang")[0] == row(page, "holders", "Ingen")[0] == "1"
    assert page.texts("svg.plan-wide .bar-label")[-2:] == ["26.11.2026", "2"]


def _tasks(site: Site) -> list[sa.Row]:  # type: ignore[type-arg]
    from store.tables import tasks

    with site.store.read() as db:
        return list(db.execute(sa.select(tasks)))


async def test_ten_days_see_further_than_five_and_an_empty_span_says_so(site: Site) -> None:
    boss = site.as_("supervisor")
    assert "Ingen frist udløber i de dage." in (await boss.get("/ahead")).text()
    task = site.task(kind=CONFIRM)
    with site.store.write() as db:
        from store.tables import tasks

        db.execute(sa.update(tasks).where(tasks.c.id == task).values(due_at=NOW + timedelta(days=12)))
    assert "Ingen frist udløber i de dage." in (await boss.get("/ahead?days=5")).text()
    assert (await boss.get("/ahead?days=10")).texts("#days tfoot td")[0] == "1"
    await boss.get("/ahead?days=7", 422)


# -- nothing forgotten ---------------------------------------------------------------------------------------------


async def test_every_open_case_is_counted_by_what_it_waits_for(site: Site) -> None:
    site.task()
    for kind in ("timer", "outside"):
        site.activities.waiting(Waiting(
            case_id=site.case(), stage="phase_gate", visit=3, now=NOW, kind=kind, until=NOW + timedelta(days=40),
            what=Text(da="x", en="x"), because=Text(da="x", en="x")))  # fmt: skip
    paused = site.case()
    site.activities.pause(Pause(case_id=paused, stage="intake", visit=1, now=NOW, until=None))
    site.case()
    page = await site.as_("supervisor").get("/forgotten")
    counted = {tr.th.get_text(strip=True): tr.td.get_text(strip=True)
               for tr in page.soup.select("#waits tbody tr") if tr.th and tr.td}  # fmt: skip
    assert counted == {"En person": "2", "En dato": "1", "Nogen udenfor": "1",
                       "En besked er på vej til sagen": "1", "Intet": "0"}  # fmt: skip
    assert page.texts("#waits tfoot td") == ["5"]
    assert "Hver åben sag venter på noget" in page.text()


async def test_a_forgotten_case_is_named_with_what_is_wrong_and_what_mends_it(site: Site) -> None:
    lost, late = site.case(), site.case()
    with site.store.write() as db:
        db.execute(sa.update(outbox).where(outbox.c.case_id == lost).values(delivered_at=NOW))
    site.clock.at = NOW + timedelta(hours=1)
    page = await site.as_("supervisor").get("/forgotten")
    assert row(page, "forgotten", lost) == [
        "Sagen er åben, men har ingen åben opgave, ingen dato og ingen anden at vente på.",
        "Driften kører: handleplan reconcile --repair"]  # fmt: skip
    said = [text for text in page.texts("#forgotten tbody tr") if text.startswith(late)]
    assert "En besked til sagen er ikke nået frem. Prøv igen under Driftsfejl." in said[0]
    other = await site.as_("otherboss").get("/forgotten")
    assert not other.has("#forgotten")


async def test_the_engine_that_is_away_cannot_be_asked_and_nothing_is_called_forgotten(site: Site) -> None:
    site.case()
    page = await site.as_("supervisor").get("/forgotten/engine")
    assert "Motoren svarer ikke lige nu." in page.text(".alert-warning")
    assert not page.has("#forgotten")
