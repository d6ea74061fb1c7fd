"""What somebody is to hear of stands in the bell until they have seen it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import pytest
import sqlalchemy as sa

from domain.tasks import Operation
from store import escalations, notices
from store.tables import task_events
from tests.support.site import Site
from web.notices import PAGE


def tell(site: Site, who: str, task_id: str, kind: Literal["mention", "escalation"], times: int = 1) -> None:
    with site.store.write() as db:
        for _ in range(times):
            notices.tell(db, [site.ids[who]], kind, task_id, site.clock.at, actor=site.ids["caseworker"])


def acknowledged(site: Site) -> list[sa.Row[tuple[str, dict[str, str]]]]:
    query = sa.select(task_events.c.actor_id, task_events.c.details).where(task_events.c.what == "acknowledged")
    with site.store.read() as db:
        return list(db.execute(query))


async def test_the_bell_counts_in_words_what_is_not_seen(site: Site) -> None:
    task_id, boss = site.task(), site.as_("supervisor")
    assert (await boss.get("/cases")).text(".bell") == "Ingen nye beskeder"
    tell(site, "supervisor", task_id, "mention", 2)
    assert (await boss.get("/cases")).text(".bell") == "2 2 nye beskeder"
    assert (await site.as_("benefit").get("/cases")).text(".bell") == "Ingen nye beskeder"


async def test_without_notices_the_page_says_what_would_stand_there(site: Site) -> None:
    page = await site.as_("benefit").get("/notices")
    assert page.h1 == "Beskeder"
    assert "Når en kollega skriver @ og dit navn" in page.text(".empty")


async def test_opening_the_task_is_seeing_its_mentions_and_leaves_the_escalation(site: Site) -> None:
    task_id, other, boss = site.task(), site.task(), site.as_("supervisor")
    for kind, about in (("mention", task_id), ("escalation", task_id), ("mention", other)):
        tell(site, "supervisor", about, kind)  # type: ignore[arg-type]
    page = await boss.get("/notices")
    assert len(page.soup.select(".unseen")) == 3
    await boss.get(f"/tasks/{task_id}")
    page = await boss.get("/notices")
    assert len(page.soup.select(".unseen")) == 2
    assert "set 19.11.2026 10.00" in page.text(".notices")


async def test_a_notice_names_the_case_by_its_number_alone(site: Site) -> None:
    tell(site, "supervisor", site.task(site.case("Zeynep Ørskov")), "escalation")
    page = await site.as_("supervisor").get("/notices")
    assert "ARB-2026-000001" in page.text(".notices")
    assert "Zeynep" not in page.response.text


async def test_who_takes_care_of_an_escalation_stands_in_the_history_with_the_reason(site: Site) -> None:
    task_id, boss = site.task(), site.as_("supervisor")
    tell(site, "supervisor", task_id, "escalation")
    page = await boss.get("/notices")
    action = str(page.one(".notices form")["action"])
    page = await boss.submit(page, action, reason="Jeg ringer i dag")
    assert not page.has(".unseen")
    assert [(a.actor_id, a.details) for a in acknowledged(site)] == [
        (site.ids["supervisor"], {"reason": "Jeg ringer i dag"})]  # fmt: skip
    history = (await boss.get(f"/tasks/{task_id}")).text("#task-history")
    assert "Tager hånd om eskaleringen. Begrundelse: Jeg ringer i dag" in history
    await boss.post(action, {"csrf": await boss.csrf()})
    assert len(acknowledged(site)) == 1, "seen once is seen"


async def test_a_mention_that_is_seen_leaves_no_event(site: Site) -> None:
    boss = site.as_("supervisor")
    tell(site, "supervisor", site.task(), "mention")
    page = await boss.get("/notices")
    page = await boss.submit(page, str(page.one(".notices form")["action"]))
    assert (page.has(".unseen"), acknowledged(site)) == (False, [])


async def test_the_notice_of_another_person_is_not_there(site: Site) -> None:
    tell(site, "supervisor", site.task(), "escalation")
    other = site.as_("supervisor2")
    await other.post("/notices/1/seen", {"csrf": await other.csrf()}, 404)
    with site.store.read() as db:
        assert notices.unseen(db, site.ids["supervisor"]) == 1


async def test_a_task_that_one_no_longer_sees_is_not_linked(site: Site) -> None:
    tell(site, "stranger", site.task(), "mention")
    page = await site.as_("stranger").get("/notices")
    assert "Du kan ikke længere se opgaven." in page.text(".notices")
    assert not page.has(".notices a")


async def test_older_notices_are_on_the_next_page(site: Site) -> None:
    tell(site, "supervisor", site.task(), "mention", PAGE + 2)
    boss = site.as_("supervisor")
    page = await boss.get("/notices")
    assert len(page.soup.select(".notices > li")) == PAGE
    page = await boss.get(str(page.one("a[rel=next]")["href"]))
    assert len(page.soup.select(".notices > li")) == 2
    assert page.has("a[rel=prev]")
    assert not page.has("a[rel=next]")


async def test_an_escalation_is_over_when_its_task_is_done_or_has_climbed_on(site: Site) -> None:
    done, climbed = site.held("benefit"), site.held("benefit2")
    with site.store.write() as db:
        for task_id, rung in ((done, "due"), (climbed, "supervisor"), (climbed, "reassign")):
            escalations.climb(db, task_id, rung, site.row(task_id).due_at, site.clock.at)
        assert notices.unseen(db, site.ids["benefit"]) == 1
        assert notices.unseen(db, site.ids["supervisor"]) == 1, "one notice of one task"
    site.move(done, Operation.complete, "benefit", decided_by=site.ids["benefit"], completed_at=site.clock.at)
    with site.store.read() as db:
        assert notices.unseen(db, site.ids["benefit"]) == 0


SAID = {
    "reminder": "Påmindelse: Fristen nærmer sig.", "due": "Eskalering: Opgaven blev ikke udført til tiden.",
    "supervisor": "Eskalering: Opgaven blev ikke udført til tiden og er kommet til dig.",
    "reassign": "Eskalering: Opgaven blev ikke udført til tiden og skal fordeles på ny.",
}


@pytest.mark.parametrize("rung", SAID)
async def test_a_notice_says_what_is_true_of_its_rung(site: Site, rung: str) -> None:
    """A reminder before the deadline never says that the task was late; nor does what came after change it."""
    task_id = site.held("benefit")
    who = "supervisor" if rung in ("supervisor", "reassign") else "benefit"
    with site.store.write() as db:
        escalations.climb(db, task_id, rung, site.row(task_id).due_at, site.clock.at)
        if rung == "reminder":
            escalations.climb(db, task_id, "supervisor", site.row(task_id).due_at, site.clock.at)
    first = (await site.as_(who).get("/notices")).one(".notices > li")
    badge, sentence = first.select_one(".mark"), first.select("p")[2]
    assert badge
    said = f"{badge.get_text(strip=True)}: {' '.join(sentence.find_all(string=True, recursive=False)).strip()}"
    assert said == SAID[rung]


async def test_notices_stand_in_the_order_of_time_whatever_the_order_they_were_kept_in(site: Site) -> None:
    task_id, now, boss = site.task(), site.clock.at, site.ids["supervisor"]
    ago = [2, 0, 3, 1, 0]
    with site.store.write() as db:
        for days in ago:
            notices.tell(db, [boss], "mention", task_id, now - timedelta(days=days))
    found, before = [], None
    with site.store.read() as db:
        while page := notices.of(db, boss, 2, before):
            found += [(now - one.at).days for one in page]
            before = page[-1].id
    assert found == sorted(ago), "on every page"
