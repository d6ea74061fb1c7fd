"""Legal and economy each in a team of their own: what a case waits for there is named to whoever has the case."""

from __future__ import annotations

from activities.messages import Judge
from domain.roles import Role
from tests.support.site import OTHER, OWN, Site
from tests.web.test_civic import asked, begun, billed, material
from tests.web.test_material_days import NEUTRAL, completed
from tests.web.test_wage_refund import opened


def apart(site: Site) -> None:
    """Nobody of legal is of the team of the campaigns."""
    site.take_away("jurist", Role.legal)
    site.give("jurist", Role.legal, OTHER)
    site.take_away("legal", Role.legal)
    site.take_away("supervisor", Role.supervisor)


async def test_a_task_of_another_team_stands_on_the_case_by_name_and_whose_it_is_without_a_way_to_nothing(site: Site) -> None:
    apart(site)
    case_id = await material(site, await begun(site))
    task_id = asked(site, case_id, "material.neutrality", "material.form", "neutrality")
    civic = site.as_("civic")
    await civic.get(f"/tasks/{task_id}", 404)
    page = await civic.get(f"/cases/{case_id}")
    assert not page.has(f"a[href='/tasks/{task_id}']")
    (row,) = [one for one in page.texts("tbody tr") if "neutral" in one and OTHER in one]
    assert f"Jurist, {OTHER}" in row
    page = await site.as_("jurist").get(f"/tasks/{task_id}")
    assert "neutral" in page.text("h1")


async def test_a_decision_of_another_team_stands_on_the_case_without_a_way_to_nothing(site: Site) -> None:
    apart(site)
    case_id = await material(site, await begun(site))
    task_id = asked(site, case_id, "material.neutrality", "material.form", "neutrality")
    await completed(site, task_id, "jurist", NEUTRAL)
    page = await site.as_("civic").get(f"/cases/{case_id}")
    assert any("Jon Jurist" in one for one in page.texts("h3"))
    assert not page.has(f"a[href='/tasks/{task_id}']")


async def test_who_checks_a_bill_and_who_pays_it_each_find_a_way_to_their_own_task_alone(site: Site) -> None:
    bill = await billed(site, await begun(site))
    site.activities.judge(Judge(case_id=bill, stage="check", visit=1, now=site.clock.at, rule="expense.bill"))
    check, pay = (opened(site, bill, kind, 1, data) for kind, data in (
        ("expense.check", {"checker": "civic_lead"}), ("expense.approve", {})))  # fmt: skip
    for who, own, other, whose in (("civic", check, pay, f"Økonomikonsulent, {OWN}"),
                                   ("economy", pay, check, "Projektleder, Demokrati")):  # fmt: skip
        page = await site.as_(who).get(f"/cases/{bill}")
        assert page.has(f"a[href='/tasks/{own}']")
        assert not page.has(f"a[href='/tasks/{other}']")
        assert whose in page.text("main")
