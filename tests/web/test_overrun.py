"""An overrun is asked for with what stands on the line on the day on which somebody looks."""

from __future__ import annotations

from activities.budget import BudgetActivities
from activities.messages import Charge, Judge
from domain.policies import policies
from domain.roles import Role
from tests.support.site import CIVIC, Site
from tests.web.test_bookkeeping import changed
from tests.web.test_civic import begun, billed
from tests.web.test_wage_refund import OCTOBER, charge, claim, claims, opened, youth

WHY = "Dækkes af næste års bevilling efter aftale."
LINE = {"programme": "civic", "year": "2026", "purse": "service"}


async def waiting(site: Site) -> tuple[str, str]:
    """A bill of 2.400,50 kr. in a year in which campaigns have no money, and what economy is asked."""
    bill = await billed(site, await begun(site))
    site.activities.judge(Judge(case_id=bill, stage="check", visit=1, now=site.clock.at, rule="expense.bill"))
    charge(site, bill, "reserve")
    return bill, opened(site, bill, "expense.overrun", 2)


async def test_it_says_which_line_what_is_left_and_what_is_missing_and_leads_to_the_line(site: Site) -> None:
    _, task_id = await waiting(site)
    page = await site.as_("economy").get(f"/tasks/{task_id}")
    rows = page.texts("table.facts tr")
    assert "Budgetlinje Demokratisk deltagelse 2026, servicemidler" in rows
    assert "Sagen koster 2.400,50 kr." in rows
    assert "Tilbage på linjen i dag 0,00 kr." in rows
    assert "Mangler 2.400,50 kr." in rows
    way = str(page.one("table.facts a[href^='/budgets/']")["href"])
    assert (await site.as_("economy").get(way)).h1.startswith("Demokratisk deltagelse 2026")
    assert "der er ikke reserveret penge til den" in page.text("main")
    assert "Der er ikke penge nok" not in page.text("main")


async def test_money_that_has_come_since_is_said_and_a_yes_marks_no_overrun(site: Site) -> None:
    bill, task_id = await waiting(site)
    await changed(site, **LINE, amount="2.400,50")
    person = site.as_("economy")
    page = await person.get(f"/tasks/{task_id}")
    assert any(row.startswith("Mangler Intet: der er penge nok i dag.") for row in page.texts("table.facts tr"))
    way = str(page.one("table.facts a[href^='/budgets/']")["href"])
    await approved(site, task_id, bill)
    page = await person.get(way)
    assert any("Reserveret" in row and bill in row for row in page.texts("tbody tr"))
    assert "Overskridelse godkendt" not in page.text("main")


async def test_what_is_lacking_still_is_marked_as_an_overrun(site: Site) -> None:
    bill, task_id = await waiting(site)
    await changed(site, **LINE, amount="2.400,49")
    page = await site.as_("economy").get(f"/tasks/{task_id}")
    assert "Mangler 0,01 kr." in page.texts("table.facts tr")
    way = str(page.one("table.facts a[href^='/budgets/']")["href"])
    await approved(site, task_id, bill)
    assert "Overskridelse godkendt" in (await site.as_("economy").get(way)).text("main")


async def test_once_it_is_decided_it_says_nothing_of_another_day(site: Site) -> None:
    bill, task_id = await waiting(site)
    await approved(site, task_id, bill)
    assert "Tilbage på linjen" not in (await site.as_("economy").get(f"/tasks/{task_id}")).text("main")


async def test_who_may_not_read_the_budgets_sees_the_figures_without_a_way(site: Site) -> None:
    site.give("economy", Role.economy, CIVIC)
    _, task_id = await waiting(site)
    page = await site.as_("civic").get(f"/tasks/{task_id}")
    assert "Mangler 2.400,50 kr." in page.texts("table.facts tr")
    assert not page.has("a[href^='/budgets/']")


async def test_a_claim_for_a_wage_refund_says_it_too(site: Site) -> None:
    case_id = await youth(site)
    await claim(site, case_id, *OCTOBER)
    (refund,) = claims(site, case_id)
    task_id = opened(site, refund.id, "wage_refund.overrun", 2, rule="wage_refund.claim")
    page = await site.as_("economy").get(f"/tasks/{task_id}")
    assert any(row.startswith("Budgetlinje Unge i job og uddannelse 2026") for row in page.texts("table.facts tr"))


async def approved(site: Site, task_id: str, bill: str) -> None:
    api = site.api("economy")
    await api.post(f"tasks/{task_id}/claim", json={})
    done = await api.post(f"tasks/{task_id}/complete", json={"decision": {"result": "approved", "note": WHY}})
    assert done.status_code == 200, done.text
    BudgetActivities(site.store, policies()).charge(
        Charge(case_id=bill, stage="overrun", visit=2, now=site.clock.at, step="reserve", task_id=task_id))
