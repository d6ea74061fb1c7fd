"""An answer that names another case says what that is and leads there, for whoever may read it."""

from __future__ import annotations

from domain.civic.tasks import Registered
from store import users
from tests.support.areas import FORM_OF, campaign, used, worked
from tests.support.site import Site
from tests.web.test_sessions import session, signed
from tests.web.test_vacancies import decided
from web.cases_named import with_named
from web.written import written

FLYER = "Flyer til opgange: Stem, hvor du bor"


async def test_material_that_a_report_names_is_called_by_its_form_and_title_and_is_a_way_there(site: Site) -> None:
    above = campaign(site)
    task_id = worked(site, above, ("stairwells", "Tingbjerg", 40))
    person = site.as_("civic")
    for address in (f"/cases/{above}", f"/tasks/{task_id}"):
        page = await person.get(address)
        links = [one for one in page.soup.select("td a[href^='/cases/MAT-']") if FLYER in one.get_text()]
        (link,) = links
        assert link.get_text(strip=True) == f"{str(link['href']).removeprefix('/cases/')}, {FLYER}"
        await person.get(str(link["href"]))


async def test_who_may_not_read_that_case_is_told_its_number_alone(site: Site) -> None:
    above = campaign(site)
    flyer = used(site, above, FORM_OF["stairwells"])
    answer = {"result": "more", "work": [{"kind": "stairwells", "area": "Tingbjerg", "material": flyer}]}
    said = {}
    for who in ("civic", "youth"):
        with site.store.read() as db:
            user = users.get(db, site.ids[who])
            assert user is not None
            ((row,),) = [one["table"]["rows"] for one in written(
                Registered, answer, with_named(db, user, [(Registered, answer)], {})) if "table" in one]  # fmt: skip
        said[who] = [str(one["value"].da if hasattr(one["value"], "da") else one["value"]) for one in row["more"]]
    assert said == {"civic": [f"{flyer}, {FLYER}"], "youth": [flyer]}


async def test_a_case_about_somebody_is_named_by_its_number_and_one_about_nobody_by_what_it_is(site: Site) -> None:
    held, hold = await session(site, held_on="19.11.2026")
    young = await signed(site, held)
    await decided(site, "youth", hold, result="held", attended=[{"case": young, "result": "took_part"}])
    person = site.as_("youth")
    (link,) = (await person.get(f"/cases/{young}")).soup.select(f"td a[href='/cases/{held}']")
    assert link.get_text(strip=True).startswith(f"{held}, Workshop om arbejdspladskultur 19.11.2026")
    (link,) = (await person.get(f"/cases/{held}")).soup.select(f"th a[href='/cases/{young}']")
    assert link.get_text(strip=True) == young
