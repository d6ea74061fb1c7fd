"""A claim for a wage refund by hand, its four eyes, and the budget lines that economy reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from activities.budget import BudgetActivities
from activities.messages import Charge, CloseCase, Judge, OpenTask
from domain.budget import Cost
from domain.calendar import local_date
from domain.policies import policies
from domain.roles import Role
from domain.tasks import Operation
from store import budget, budget_pages, charges, tasks
from store.budget import By, Claim
from store.charges import Bill
from store.tables import cases
from store.tables import tasks as tasks_table
from tests.support.document import Document
from tests.support.site import OWN, YOUNG, Site
from tests.web.test_routes import ROUTES
from tests.web.test_youth import JSON, NOTE

MATCH = {"result": "matched", "what": "leisure_job", "sector": "municipal", "employer": "Børnehaven Solen",
         "industry": "shop", "starts_on": "2026-03-02", "ends_on": None, "reason": NOTE,
         "week": [{"day": "saturday", "start": "10:00", "end": "14:00"}]}  # fmt: skip
OCTOBER = ("05.10.2026", "12.10.2026", "19.10.2026", "26.10.2026")
CLAIM, RULE = "wage_refund.check", "wage_refund.claim"
WHY = "Fakturaen passer ikke med det, vi har aftalt."


def sheet(*mondays: str, hours: str = "5", **more: str) -> dict[str, Any]:
    rows = {f"weeks.{n}.monday": day for n, day in enumerate(mondays)}
    rows |= {f"weeks.{n}.hours": hours for n in range(len(mondays))}
    month = (mondays or OCTOBER)[0]
    return {"received_on": "18.11.2026", "month": month, "hourly_pay": "123,45", "invoice": "F-1"} | rows | more


async def youth(site: Site, **job: Any) -> str:
    """A young person whose job has begun."""
    facts = JSON["facts"] | {"born_on": "2010-01-15"}
    made = await site.api("youth").post("cases", json=JSON | {"facts": facts, "person": {"name": "Amal Berg"}})
    case_id = str(made.json()["id"])
    done(site, case_id, "youth.match", MATCH | job, 6)
    done(site, case_id, "youth.start", {"result": "started", "note": ""}, 7)
    return case_id


def done(site: Site, case_id: str, kind: str, answer: dict[str, Any], visit: int) -> None:
    data = {"starts_on": "2026-03-02"} if kind == "youth.start" else {}
    task_id = opened(site, case_id, kind, visit, data)
    site.move(task_id, Operation.claim, "youth", assignee_id=site.ids["youth"])
    with site.store.write() as db:
        tasks.complete(db, site.row(task_id), site.ids["youth"], answer, {}, None, site.clock.at)


def opened(site: Site, case_id: str, kind: str, visit: int, data: dict[str, Any] | None = None,
           not_by: tuple[str, ...] = (), rule: str = "") -> str:  # fmt: skip
    task_id = str(uuid4())
    here = {"case_id": case_id, "stage": kind.partition(".")[2], "visit": visit, "now": site.clock.at}
    if rule:
        site.activities.judge(Judge(**here, rule=rule))
    site.activities.open_task(OpenTask(**here, task_id=task_id, kind=kind, data=data or {},
                                       not_by=[site.ids[one] for one in not_by]))  # fmt: skip
    return task_id


def charge(site: Site, case_id: str, step: Any) -> None:
    budgets = BudgetActivities(site.store, policies())
    budgets.charge(Charge(case_id=case_id, stage="check", visit=1, now=site.clock.at, step=step))


async def claim(site: Site, case_id: str, *mondays: str, status: int = 200, who: str = "youth", **typed: str) -> Document:
    person, address = site.as_(who), f"/cases/{case_id}/open/wage_refund"
    page = await person.get(address)
    return await person.submit(page, address, status=status, **sheet(*(mondays or OCTOBER), **typed))


def claims(site: Site, case_id: str) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(cases).where(cases.c.parent_id == case_id).order_by(cases.c.id)))


# -- claiming ---------------------------------------------------------------------------------------------------------


async def test_a_claim_is_registered_on_the_page_of_the_young_persons_case(site: Site) -> None:
    case_id = await youth(site)
    assert "Registrér krav om lønrefusion" in (await site.as_("youth").get(f"/cases/{case_id}")).texts("a.button")
    page = await claim(site, case_id, hourly_pay="1.234,50")
    [made] = claims(site, case_id)
    assert (page.path, made.programme) == (f"/cases/{made.id}", "wage_refund")
    assert made.id.startswith("REF-2026-")
    assert (made.facts["hourly_pay"], made.facts["month"]) == ("1234.50", "2026-10-01")
    task_id = opened(site, made.id, CLAIM, 1, rule=RULE)
    shown = (await site.as_("youth").get(f"/tasks/{task_id}")).text()
    assert "Refusion: 20 timer à 1.234,50 kr. = 24.690,00 kr." in shown
    assert "Timeløn" in shown


async def test_without_a_job_that_began_the_claim_is_refused_with_the_reason_and_nothing_typed_is_lost(site: Site) -> None:
    made = await site.api("youth").post("cases", json=JSON)
    page = await claim(site, made.json()["id"], status=422)
    assert "bekræft først starten" in page.text("#refusal")
    assert page.one("#f-weeks-3-monday")["value"] == "26.10.2026"
    assert page.one("#f-hourly_pay")["value"] == "123,45"


async def test_every_fault_of_a_claim_is_said_beside_its_field(site: Site) -> None:
    case_id = await youth(site)
    page = await claim(site, case_id, "06.10.2026", status=422, hourly_pay="1,234", month="40.10.2026")
    said = page.texts("#error-summary li")
    assert {"Uge 1 · Ugen fra mandag: Skriv datoen for ugens mandag", "Timeløn: Skriv beløbet som 1.234,50",
            "Måned: Den dag findes ikke i kalenderen"} <= set(said)  # fmt: skip
    assert page.one("#f-hourly_pay")["value"] == "1,234"
    page = await claim(site, case_id, "07.12.2026", status=422)
    assert {"Uge 1 · Ugen fra mandag: Datoen er ikke kommet endnu", "Måned: Datoen er ikke kommet endnu"} <= set(
        page.texts("#error-summary li"))  # fmt: skip
    assert claims(site, case_id) == []


async def test_an_amount_over_a_thousand_comes_back_as_it_was_typed(site: Site) -> None:
    page = await claim(site, await youth(site), status=422, hourly_pay="1.234,50", month="40.10.2026")
    assert page.one("#f-hourly_pay")["value"] == "1.234,50"


async def test_the_sixth_hour_is_worked_and_not_refunded(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id, hours="6", hourly_pay="100")
    [made] = claims(site, case_id)
    shown = (await site.as_("youth").get(f"/tasks/{opened(site, made.id, CLAIM, 1, rule=RULE)}")).text()
    assert "20 timer à 100,00 kr. = 2.000,00 kr. 4 timer ud over 5 om ugen refunderes ikke." in shown


async def test_a_week_or_an_invoice_that_is_claimed_already_is_refused_with_the_number_of_the_claim(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id, *OCTOBER[:2])
    [first] = claims(site, case_id)
    page = await claim(site, case_id, *OCTOBER[1:], status=422, invoice="F-2")
    assert f"Ugen fra 12.10.2026: Ugen er allerede krævet refunderet i {first.id}." in page.text("#refusal")
    other = await youth(site)
    page = await claim(site, other, status=422, invoice=" f-1 ")
    assert f"Fakturaen er allerede brugt i {first.id}." in page.text("#refusal")
    site.activities.close_case(CloseCase(
        case_id=first.id, stage="refused", visit=3, now=site.clock.at, outcome="refused"))  # fmt: skip
    await claim(site, case_id)
    assert len(claims(site, case_id)) == 2, "a claim that was refused stands in nobody's way"


async def test_the_sixth_month_is_refused(site: Site) -> None:
    case_id = await youth(site)
    for n, day in enumerate(("04.05.2026", "01.06.2026", "06.07.2026", "03.08.2026", "07.09.2026")):
        await claim(site, case_id, day, invoice=f"F-{n}")
    page = await claim(site, case_id, status=422, invoice="F-9")
    assert "højst 5 måneder" in page.text("#refusal")


async def test_the_claim_is_corrected_without_being_its_own_double(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id)
    [made] = claims(site, case_id)
    person = site.as_("youth")
    page = await person.get(f"/cases/{made.id}/facts")
    assert page.one("#f-hourly_pay")["value"] == "123,45"
    await person.submit(page, f"/cases/{made.id}/facts", hourly_pay="120", reason="Lønnen var tastet forkert.")
    assert site.case_row(made.id).facts["hourly_pay"] == "120.00"


async def test_a_claim_whose_job_turns_out_to_have_stopped_cannot_be_found_in_order(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id)
    [made] = claims(site, case_id)
    task_id = opened(site, made.id, CLAIM, 1, rule=RULE)
    done(site, case_id, "youth.follow_up", {"result": "ended", "talked_on": "2026-09-30", "note": NOTE}, 8)
    person = site.as_("youth")
    page = await person.post(f"/tasks/{task_id}/claim", {"csrf": await person.csrf()})
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=409, result="correct")
    assert "Jobbet løb ikke i den uge." in page.text()
    await person.submit(page, f"/tasks/{task_id}/complete", result="refused", note=WHY)
    assert site.row(task_id).state == "completed"


async def test_a_no_says_why(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id)
    [made] = claims(site, case_id)
    task_id = opened(site, made.id, CLAIM, 1, rule=RULE)
    person = site.as_("youth")
    page = await person.post(f"/tasks/{task_id}/claim", {"csrf": await person.csrf()})
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=422, result="refused", note="Nej")
    assert page.one("#f-note-error")


@pytest.mark.parametrize(("who", "status"), [("youth2", 200), ("youthboss", 200), ("economy", 404), ("caseworker", 404)])
async def test_who_may_register_a_claim(site: Site, who: str, status: int) -> None:
    case_id = await youth(site)
    await site.as_(who).get(f"/cases/{case_id}/open/wage_refund", status=status)


# -- four eyes --------------------------------------------------------------------------------------------------------


async def test_the_first_approver_is_never_the_second_whatever_their_roles(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id, hourly_pay="300")
    [made] = claims(site, case_id)
    site.give("economy", Role.supervisor, YOUNG)
    site.give("legal", Role.economy, OWN)
    task_id = opened(site, made.id, "wage_refund.approve_second", 4, {"approver": "economy"}, ("economy", "youth"), RULE)
    answer = await site.api("economy").post(f"tasks/{task_id}/claim", json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "four_eyes")
    api = site.api("legal")
    answer = await api.post(f"tasks/{task_id}/claim", json={})
    if answer.status_code != 200:
        assert site.row(task_id).assignee_id == site.ids["legal"]
    answer = await api.post(f"tasks/{task_id}/complete", json={"decision": {"result": "approved"}})
    assert answer.status_code == 200


async def test_who_approves_a_large_claim_first_says_who_is_the_second(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id, hourly_pay="300")
    [made] = claims(site, case_id)
    task_id = opened(site, made.id, "wage_refund.approve_large", 2, {}, ("youth",), RULE)
    person = site.as_("economy")
    page = await person.get(f"/tasks/{task_id}")
    page = await person.submit(page, f"/tasks/{task_id}/complete", status=422, result="approved")
    assert "Vælg, hvem der godkender som den anden" in page.text("#f-second_by-error")


# -- budgets ----------------------------------------------------------------------------------------------------------


async def test_the_budget_lines_show_what_is_reserved_committed_paid_and_left(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id, hourly_pay="100")
    [made] = claims(site, case_id)
    person = site.as_("economy")
    assert "2.300.000,00 0,00 0,00 0,00 2.300.000,00 0,0 %" in _row(await person.get("/budgets"))
    charge(site, made.id, "reserve")
    assert "2.300.000,00 2.000,00 0,00 0,00 2.298.000,00 0,1 %" in _row(await person.get("/budgets"))
    charge(site, made.id, "commit")
    charge(site, made.id, "commit")
    charge(site, made.id, "pay")
    page = await person.get("/budgets")
    assert "2.300.000,00 0,00 0,00 2.000,00 2.298.000,00 0,1 %" in _row(page)
    assert page.has("nav a[href='/budgets'][aria-current=page]")
    page = await person.get(str(page.one("tbody th a")["href"]))
    assert page.h1 == "Unge i job og uddannelse 2026, Servicemidler"
    rows = page.texts("section tbody tr")
    assert [made.id in row for row in rows] == [True, True, True, False]
    assert "Betalt" in rows[0]
    assert "2.000,00" in rows[0]
    assert "Bevilget 2.300.000,00" in rows[3]
    assert "Amal" not in page.text()
    assert f"{case_id} Unge i job og uddannelse" in rows[0], "what the krone belongs to"
    assert page.has(f"a[href='/cases/{made.id}']")
    assert not page.has(f"a[href='/cases/{case_id}']"), "which economy may not open"
    claim_page = await person.get(f"/cases/{made.id}")
    assert case_id in claim_page.text()
    assert not claim_page.has(f"a[href='/cases/{case_id}']"), "economy sees what is paid for, not the young person's case"
    await person.get(f"/cases/{case_id}", status=404)
    file = await person.client.get(f"{page.path}/entries.csv")
    assert f"Betalt;2000,00;{made.id};{case_id};Unge i job og uddannelse;" in file.text.splitlines()[1]
    told = (await site.api("economy").get("budgets")).json()["items"]
    [line] = [one for one in told if (one["programme"], one["year"]) == ("youth", 2026)]
    assert (line["paid"], line["left"]) == (2_000_00, 2_298_000_00)
    first = (await site.api("economy").get(f"budgets/{line['id']}/entries", params={"limit": 1})).json()
    assert [one["belongs_to"] for one in first["items"]] == [{"case_id": case_id, "programme": "youth"}]
    later = await site.api("economy").get(f"budgets/{line['id']}/entries", params={"cursor": first["next"]})
    assert [one["kind"] for one in later.json()["items"]] == ["commit", "reserve", "allot"]
    shown = await site.as_("youthboss").get(page.path)
    assert shown.has(f"a[href='/cases/{made.id}']")
    assert shown.has(f"a[href='/cases/{case_id}']")


async def test_entries_stand_by_their_own_time_whatever_was_written_first(site: Site) -> None:
    """A clock that was shifted writes later what happened earlier; and so it goes on from page to page."""
    now = site.clock.at
    with site.store.write() as db:
        line = budget.open_line(db, "youth", 2026, "service", 1_000_00, By(None, now - timedelta(days=9), "open"))
        for n in (1, 3, 2, 2):
            budget.allot(db, line, n * 100, By(None, now - timedelta(days=n), str(uuid4())))
        every = budget_pages.entries_of(db, line, 0, 10)
        paged = [one for n in range(5) for one in budget_pages.entries_of(db, line, every[n - 1].id if n else 0, 1)]
    assert [one.amount for one in every] == [100, 200, 200, 300, 1_000_00]
    assert [one.id for one in paged] == [one.id for one in every]
    rows = (await site.as_("economy").get(f"/budgets/{line}")).texts("section tbody tr")
    assert ["1,00" in rows[0], "3,00" in rows[3]] == [True, True]


def _row(page: Document) -> str:
    [found] = [row for row in page.texts("tbody tr") if row.startswith("Unge i job og uddannelse 2026")]
    return found


@pytest.mark.parametrize(("used", "said"), [
    (1_839_999, None), (1_840_000, "80 % nået"), (2_184_999, "80 % nået"), (2_185_000, "95 % nået"),
    (2_300_000, "100 % nået"),
])  # fmt: skip
async def test_a_line_shows_its_alarm_from_80_95_and_100_per_cent(site: Site, used: int, said: str | None) -> None:
    with site.store.write() as db:
        now = datetime.now(UTC)
        line = budget.open_line(db, "youth", 2026, "service", 2_300_000_00, By(None, now, "open"))
        budget.reserve(db, line, Claim("x"), used * 100, By(None, now, "x"))
    for who, told in (("economy", said is not None), ("supervisor", False), ("caseworker", False)):
        page = await site.as_(who).get("/inbox?view=mine")
        assert ("af en budgetlinje er brugt" in page.text()) is told
        assert page.has(f".alert a[href='/budgets/{line}']") is told
    assert (said or "nået") in _row(await site.as_("economy").get("/budgets")) or said is None
    assert ("nået" in _row(await site.as_("economy").get("/budgets"))) is (said is not None)


async def test_money_used_without_an_appropriation_is_told_to_economy_and_on_the_case_in_true_words(site: Site) -> None:
    """No share of nothing: that there is none, how much is used all the same, and where that is put right."""
    year, case_id = local_date(site.clock.at).year + 5, site.case()
    bill = Bill(case_id, Cost("youth", year, "service", 450_00), site.ids["economy"], site.clock.at)
    with site.store.write() as db:
        assert charges.reserve(db, bill, policies())
    economy = site.as_("economy")
    (row,) = [row for row in (await economy.get("/budgets")).texts("tbody tr") if str(year) in row]
    assert row.endswith("Ingen bevilling Brugt uden bevilling")
    assert "%" not in row
    page = await economy.get("/inbox?view=mine")
    assert "Der er brugt penge af en budgetlinje uden bevilling" in page.text(".alert")
    assert "450,00 kr." in page.text(".alert")
    assert page.has(f".alert a[href='/budgets/change?programme=youth&year={year}&purse=service']")
    said = (await site.as_("caseworker").get(f"/cases/{case_id}")).text()
    assert "Der er brugt penge af en budgetlinje uden bevilling" in said
    assert "brugt op" not in said


async def test_a_line_of_which_nothing_is_allotted_or_used_warns_nobody(site: Site) -> None:
    with site.store.write() as db:
        budget.open_line(db, "youth", 2031, "service", 0, By(None, site.clock.at, "open"))
    economy = site.as_("economy")
    (row,) = [row for row in (await economy.get("/budgets")).texts("tbody tr") if "2031" in row]
    assert row.endswith("0,00 Ingen bevilling")
    assert "uden bevilling" not in (await economy.get("/inbox?view=mine")).text()


@pytest.mark.parametrize(("who", "status"), [("economy", 200), ("supervisor", 200), ("caseworker", 403), ("youth", 403)])
async def test_who_reads_the_budgets(site: Site, who: str, status: int) -> None:
    await site.as_(who).get("/budgets", status=status)
    with site.store.write() as db:
        line = budget.open_line(db, "youth", 2026, "service", 100, By(None, site.clock.at, "open"))
    await site.as_(who).get(f"/budgets/{line}", status=status)


async def test_a_line_that_is_not_there_is_not_found(site: Site) -> None:
    await site.as_("economy").get("/budgets/x", status=404)


async def test_economy_is_led_to_the_claim_that_it_has_approved_and_may_do_nothing_else_there(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id, hourly_pay="100")
    [made] = claims(site, case_id)
    task_id = opened(site, made.id, "wage_refund.approve", 2, {}, ("youth",), RULE)
    person = site.as_("economy")
    page = await person.get(f"/tasks/{task_id}")
    assert page.has(f"a[href='/cases/{made.id}']")
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="complete", result="approved")
    assert page.path == f"/cases/{made.id}"
    assert not page.has(f"a[href='/cases/{made.id}/facts'], form[action^='/cases/{made.id}']")
    await person.get(f"/cases/{made.id}/facts", status=403)
    assert [one.subject for one in site.lookups("economy") if one.case_id == made.id], "looked up as everybody is"


async def test_whoever_has_only_the_task_is_led_to_the_inbox_and_offered_no_link_to_the_case(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id, hourly_pay="300")
    [made] = claims(site, case_id)
    task_id = opened(site, made.id, "wage_refund.approve_second", 2, {"approver": "supervisor"}, ("youth",), RULE)
    with site.store.write() as db:
        db.execute(sa.update(tasks_table).where(tasks_table.c.id == task_id).values(team_id=site.teams[OWN], state="ready",
                                                                                               assignee_id=None))
    person = site.as_("supervisor")
    await person.post(f"/tasks/{task_id}/claim", {"csrf": await person.csrf()})
    page = await person.get(f"/tasks/{task_id}")
    assert made.id in page.text()
    assert not page.has(f"a[href^='/cases/{made.id}']")
    page = await person.submit(page, f"/tasks/{task_id}/complete", press="complete", result="approved")
    assert page.path == "/inbox"
    assert "Din beslutning er gemt" in page.text()


async def test_economy_changes_nothing_of_a_claim_that_it_only_sees(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id, hourly_pay="100")
    [made] = claims(site, case_id)
    person, before = site.as_("economy"), site.everything()
    csrf = await person.csrf()
    posts = [path for method, path in ROUTES if method == "POST" and path.startswith("/cases/{case_id}/")]
    assert len(posts) > 10
    for path in posts:
        address = path.replace("{case_id}", made.id).replace("{what}", "close").replace("{form}", "representative")
        typed = {"csrf": csrf, "reason": NOTE, "cpr": "1501105002", "programme": "wage_refund", "to": "check"}
        sent = await person.client.post(address, data=typed, headers={"Sec-Fetch-Site": "same-origin"})
        assert sent.status_code in (303, 403, 404, 422), (path, sent.status_code)
    assert site.everything() == before
