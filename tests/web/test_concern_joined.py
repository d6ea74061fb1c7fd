"""A lead that turns out to be of a citizen who has a case: the concern under it follows, and nobody learns of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from activities.messages import CloseCase, Join
from store.tables import audit, cases
from tests.support.document import Document
from tests.support.site import Site
from tests.web.test_concern import TYPED, assess
from tests.web.test_concern_reaches import both
from tests.web.test_perspektiv import asked, completed, corrected, opened

SAFE = "Sikker vej På sprogcentret"


async def two(site: Site) -> tuple[str, str]:
    """The case that stands, where the citizen is met at the language centre, and a lead of the same citizen."""
    stands = await opened(site, {"phone": "00 00 00 17"})
    return stands, await opened(site, lead_from="school", safe_way="own_phone")


async def reported(site: Site, above: str) -> str:
    worker, address = site.as_("outreach"), f"/cases/{above}/open/concern"
    await worker.submit(await worker.get(address), address, **TYPED)
    with site.store.read() as db:
        return str(db.execute(sa.select(cases.c.id).where(cases.c.programme == "concern")).scalar_one())


async def joined(site: Site, lead: str, stands: str) -> None:
    task_id = asked(site, lead, "perspektiv.receive")
    assert (await completed(site, task_id, result="same", same_as=stands)).status_code == 200
    here: dict[str, Any] = {"case_id": lead, "stage": "lead", "visit": 2, "now": site.clock.at}
    site.activities.join(Join(**here, task_id=task_id))
    site.activities.close_case(CloseCase(**here, outcome="merged"))


async def look(site: Site, concern: str) -> list[str]:
    page: Document = await site.as_("specialist").get(f"/cases/{concern}")
    return page.texts("#reaching tr")


async def test_the_specialist_reads_what_is_learnt_on_the_case_that_stands(site: Site) -> None:
    stands, lead = await two(site)
    concern = await reported(site, lead)
    assert (await look(site, concern))[0].startswith("Sikker vej Borgerens egen telefon")
    await joined(site, lead, stands)
    for page in await both(site, concern):
        assert page.texts("#reaching tr")[0].startswith(SAFE)
        assert "Borgerens telefon 00 00 00 17" in page.text("#reaching")
    await corrected(site, stands, safe_way="association", safe_when="Spørg efter Lone")
    assert "I foreningen" in (await look(site, concern))[0]
    assert "Spørg efter Lone" in (await look(site, concern))[1]


async def test_a_concern_that_is_reported_on_the_joined_lead_afterwards_belongs_to_the_case_that_stands(site: Site) -> None:
    stands, lead = await two(site)
    await joined(site, lead, stands)
    concern = await reported(site, lead)
    assert site.case_row(concern).parent_id == stands
    assert (await look(site, concern))[0].startswith(SAFE)


async def test_a_concern_that_is_closed_stays_where_it_was_reported(site: Site) -> None:
    stands, lead = await two(site)
    concern = await reported(site, lead)
    site.activities.close_case(CloseCase(case_id=concern, stage="received", visit=1, now=site.clock.at,
                                         outcome="no_grounds"))  # fmt: skip
    await joined(site, lead, stands)
    assert site.case_row(concern).parent_id == lead


async def test_what_belongs_to_the_lead_and_asks_the_case_above_for_no_way_stays(site: Site) -> None:
    """A bill is of the case on which it was written down."""
    stands, lead = await two(site)
    concern = await reported(site, lead)
    with site.store.write() as db:
        db.execute(sa.update(cases).where(cases.c.id == concern).values(programme="expense"))
    await joined(site, lead, stands)
    assert site.case_row(concern).parent_id == lead


async def test_nobody_learns_of_the_concern_by_the_join(site: Site) -> None:
    stands, lead = await two(site)
    concern = await reported(site, lead)
    task_id = assess(site, concern)
    await joined(site, lead, stands)
    person = site.case_row(stands).person_id
    assert site.case_row(concern).person_id == person
    for who in ("outreach", "outreachboss"):
        for case_id in (stands, lead):
            assert concern not in (await site.as_(who).get(f"/cases/{case_id}")).response.text
            seen = (await site.api(who).get(f"cases/{case_id}")).json()
            assert concern not in str(seen)
        await site.as_(who).get(f"/cases/{concern}", 404)
        await site.as_(who).get(f"/tasks/{task_id}", 404)
    with site.store.read() as db:
        told = db.execute(sa.select(audit).where(audit.c.case_id.in_([stands, lead]))).all()
        [said] = db.execute(sa.select(audit).where(audit.c.action == "case.other_above")).all()
    assert concern not in str([(one.subject, one.details) for one in told])
    assert (said.subject, said.case_id, said.details) == (concern, concern, {"from": lead, "to": stands})


async def test_the_specialists_look_is_in_the_log_of_the_citizen_of_the_case_that_stands(site: Site) -> None:
    stands, lead = await two(site)
    concern = await reported(site, lead)
    await joined(site, lead, stands)
    await look(site, concern)
    assert [(one.subject, one.case_id) for one in site.lookups("specialist")] == [
        (site.case_row(stands).person_id, concern)]
    assert "Vera Vagt" not in (await site.as_("outreachboss").get(f"/lookups?q={stands}")).text()
