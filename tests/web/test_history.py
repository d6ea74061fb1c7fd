"""What happened to a case, read from its page: the escalations of one task are one entry, and nothing is lost in it."""

from __future__ import annotations

from bs4 import Tag

from store import escalations
from tests.support.document import Document, words
from tests.support.ladders import RUNGS, nobody_came
from tests.support.site import CONFIRM, GUIDE, Site

LAST, BEFORE = "skal fordeles på ny", ["Eskaleret til teamlederen", "Fristen er overskredet", "Påmindelse: fristen nærmer sig"]


def entries(page: Document) -> list[Tag]:
    """Of the history itself, not what is folded in one."""
    return page.soup.select("main > section > .timeline > li")


def shown(page: Document) -> list[str]:
    return [words(one.select("span")[0]) for one in entries(page)]


def within(entry: Tag) -> list[str]:
    """What is folded in it, without whom it was told to."""
    return [words(line).partition(". ")[0] for line in entry.select(".earlier li > span")]


async def test_the_escalations_of_a_task_are_one_entry_with_those_of_another_between_them(site: Site) -> None:
    case_id = site.case()
    nobody_came(site, site.task(case_id, CONFIRM), site.task(case_id, GUIDE))
    page = await site.as_("supervisor").get(f"/cases/{case_id}")
    late = entries(page)[:2]
    assert [LAST in words(one) for one in late] == [True, True]
    assert [within(one) for one in late] == [BEFORE, BEFORE]
    assert page.texts(".earlier > summary") == ["Den sidste af 4 eskaleringer: se de 3 tidligere"] * 2
    assert not any("eskaleret til" in line or "overskredet" in line for line in shown(page))


async def test_what_is_folded_keeps_its_time_and_whom_it_was_told_to_and_a_program_has_each_by_itself(site: Site) -> None:
    case_id = site.case()
    nobody_came(site, site.task(case_id))
    page = await site.as_("supervisor").get(f"/cases/{case_id}?lang=en")
    assert page.texts(".earlier > summary") == ["The last of 4 escalations: see the 3 earlier ones"]
    assert page.texts(".earlier li") == [
        "22 November 2026 10.00 Escalated to the supervisor. Told: Tine Tved, Tove Toft, Troels Tang",
        "21 November 2026 10.00 The deadline has passed. Told: Birgit Bang, Bo Berg",
        "20 November 2026 10.00 Reminder: the deadline is near. Told: Birgit Bang, Bo Berg"]  # fmt: skip
    told = (await site.api("supervisor").get(f"cases/{case_id}")).json()["timeline"]
    assert [one["at"][:10] for one in told][:4] == ["2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20"]


async def test_what_somebody_did_to_the_task_stands_between_the_escalations_before_and_after_it(site: Site) -> None:
    case_id = site.case()
    task_id = site.task(case_id)
    nobody_came(site, task_id, rungs=("reminder", "due"))
    person = site.as_("benefit")
    await person.submit(await person.get(f"/tasks/{task_id}"), f"/tasks/{task_id}/claim")
    nobody_came(site, task_id, rungs=("supervisor", "reassign"))
    page = await site.as_("supervisor").get(f"/cases/{case_id}")
    said = [line.partition(". ")[0].removeprefix("Bekræft omfattet: ") for line in shown(page)]
    assert said[:4] == ["lagt tilbage til teamet", LAST, "taget", "fristen er overskredet"]
    assert [within(one) for one in entries(page) if one.details] == [BEFORE[:1], BEFORE[2:]]
    assert page.texts(".earlier > summary") == ["Den sidste af 2 eskaleringer: se den tidligere"] * 2


async def test_of_escalations_in_one_instant_the_last_is_shown(site: Site) -> None:
    case_id = site.case()
    task_id = site.task(case_id)
    with site.store.write() as db:
        for rung in RUNGS:
            escalations.climb(db, task_id, rung, site.row(task_id).due_at, site.clock.at)
    page = await site.as_("supervisor").get(f"/cases/{case_id}")
    first = entries(page)[0]
    assert LAST in words(first)
    assert within(first) == BEFORE
