"""The specialist knows how the citizen is reached safely without reading the case above, and nobody is told of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from activities.messages import CloseCase
from domain.roles import Role
from store.tables import cases, tasks
from tests.support.document import Document
from tests.support.site import OWN, SPECIALISTS, Site
from tests.web.test_concern import TYPED, assess
from tests.web.test_perspektiv import NOTE, asked, completed, corrected, opened

WHEN = "Onsdag formiddag; spørg efter læreren Lone"
SCHOOL = {"lead_from": "school", "safe_way": "own_phone", "safe_when": WHEN}


async def reported(site: Site, person: dict[str, str] | None = None, **facts: Any) -> tuple[str, str]:
    """The case above, and the concern."""
    above, worker = await opened(site, person, **SCHOOL | facts), site.as_("outreach")
    page = await worker.get(f"/cases/{above}/open/concern")
    await worker.submit(page, f"/cases/{above}/open/concern", **TYPED)
    with site.store.read() as db:
        return above, str(db.execute(sa.select(cases.c.id).where(cases.c.programme == "concern")).scalar_one())


async def both(site: Site, concern: str, who: str = "specialist") -> list[Document]:
    """The page of the concern and of its task."""
    return [await site.as_(who).get(address) for address in (f"/cases/{concern}", f"/tasks/{assess(site, concern)}")]


async def unsafe(site: Site, above: str, way: str) -> None:
    task_id = asked(site, above, "perspektiv.reach", safe=["own_phone", "referrer"], attempt=1, most=5)
    assert (await completed(site, task_id, tried_on="2026-11-19", way=way, result="unsafe")).status_code == 200


@pytest.mark.parametrize("who", ["specialist", "specialistboss"])
async def test_the_specialist_reads_by_which_way_when_and_in_which_language(site: Site, who: str) -> None:
    above, concern = await reported(site, {"phone": "00 00 00 17"})
    for page in await both(site, concern, who):
        assert page.texts("#reaching tr") == [
            "Sikker vej Borgerens egen telefon · Gennem den, der gav os kontakten (En skole eller institution)",
            f"Hvornår og hvordan, og hvem der må spørges efter {WHEN}", "Borgerens telefon 00 00 00 17",
            "Tolk Der er brug for tolk: Arabic Voksen og professionel, aldrig en af familien."]  # fmt: skip
    await site.as_(who).get(f"/cases/{above}", 404)


async def test_what_nobody_has_written_down_is_said_to_be_missing(site: Site) -> None:
    _, concern = await reported(site, {"language": ""}, safe_when="")
    for page in await both(site, concern):
        assert page.texts("#reaching tr")[1:] == [
            "Hvornår og hvordan, og hvem der må spørges efter Ikke skrevet ned", "Borgerens telefon Ikke skrevet ned",
            "Tolk Der er brug for tolk: sproget er ikke skrevet ned Voksen og professionel, aldrig en af familien."]  # fmt: skip


async def test_a_phone_that_is_not_agreed_as_safe_is_said_not_to_be_called(site: Site) -> None:
    _, concern = await reported(site, {"phone": "00 00 00 17"}, safe_way="association", needs_interpreter=False)
    for page in await both(site, concern):
        assert page.texts("#reaching tr")[2:] == [
            "Borgerens telefon 00 00 00 17 Er ikke aftalt som en sikker vej: ring ikke til det.",
            "Tolk Der er ikke brug for tolk"]  # fmt: skip


async def test_a_way_that_proved_unsafe_is_said_to_be_so_until_it_is_another(site: Site) -> None:
    """Read at each look: the task was there before."""
    above, concern = await reported(site)
    await both(site, concern)
    await unsafe(site, above, "own_phone")
    referrer = "Gennem den, der gav os kontakten (En skole eller institution)"
    for page in (await site.as_("specialist").get(f"/cases/{concern}"), await site.as_("specialist").get("/tasks/concern-task")):
        assert page.texts("#reaching tr")[:2] == [
            f"Sikker vej {referrer}", "Ikke sikker Borgerens egen telefon Den vej viste sig ikke at være sikker og "
            "bruges ikke, før den er rettet på sagen."]  # fmt: skip
    await unsafe(site, above, "referrer")
    page = await site.as_("specialist").get("/tasks/concern-task")
    assert "Ingen vej er sikker nu: kontakt ikke borgeren" in page.texts("#reaching tr")[0]
    await corrected(site, above, safe_way="association")
    page = await site.as_("specialist").get("/tasks/concern-task")
    assert page.texts("#reaching tr")[0] == "Sikker vej I foreningen"


async def test_each_look_is_in_the_log_of_the_citizen_and_tells_the_team_above_nothing(site: Site) -> None:
    above, concern = await reported(site)
    await both(site, concern)
    looked = [(one.subject, one.case_id, one.action) for one in site.lookups("specialist")]
    person = site.case_row(above).person_id
    assert looked == [(person, concern, "view.case"), (person, concern, "view.task")]
    assert "Vera Vagt" not in (await site.as_("outreachboss").get(f"/lookups?q={above}")).text()


async def test_the_concern_keeps_no_copy(site: Site) -> None:
    _, concern = await reported(site)
    await both(site, concern)
    with site.store.read() as db:
        kept = [*db.execute(sa.select(cases.c.facts, cases.c.extra).where(cases.c.id == concern)),
                *db.execute(sa.select(tasks.c.data).where(tasks.c.case_id == concern))]  # fmt: skip
    assert WHEN not in str(kept)
    assert "own_phone" not in str(kept)


async def test_once_the_concern_is_closed_nobody_needs_the_way_any_more(site: Site) -> None:
    _, concern = await reported(site)
    task_id = assess(site, concern)
    assert (await completed(site, task_id, "specialist", result="no_grounds", note=NOTE)).status_code == 200
    assert not (await site.as_("specialist").get(f"/tasks/{task_id}")).has("#reaching")
    site.clock.at += timedelta(minutes=1)
    site.activities.close_case(CloseCase(case_id=concern, stage="no_grounds", visit=2, now=site.clock.at,
                                         outcome="no_grounds"))  # fmt: skip
    assert not (await site.as_("specialist").get(f"/cases/{concern}")).has("#reaching")


async def test_a_number_is_for_who_reads_identity(site: Site) -> None:
    _, concern = await reported(site, {"phone": "00 00 00 17"})
    site.give("admin", Role.administrator, SPECIALISTS)
    for page in await both(site, concern, "admin"):
        assert WHEN in page.text("#reaching")
        assert "telefon" not in page.texts("#reaching tr")[2]
        assert "00 00 00 17" not in page.text()


async def test_whoever_has_left_the_specialists_is_told_no_way_by_a_task_that_they_still_hold(site: Site) -> None:
    _, concern = await reported(site)
    task_id = assess(site, concern)
    await site.api("specialist").post(f"tasks/{task_id}/claim", json={})
    site.take_away("specialist", Role.outreach_worker)
    site.give("specialist", Role.outreach_worker, OWN)
    assert not (await site.as_("specialist").get(f"/tasks/{task_id}")).has("#reaching")


async def test_who_may_read_the_case_itself_is_shown_it_once(site: Site) -> None:
    above, _ = await reported(site)
    assert not (await site.as_("outreach").get(f"/cases/{above}")).has("#reaching")
