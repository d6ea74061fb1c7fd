"""The page of incidents without an engine: whose it is, what it says, that every step has its words."""

from __future__ import annotations

import activities.budget  # noqa: F401
import activities.effort  # noqa: F401
from activities.messages import Command
from store import incidents
from tests.support.site import NOW, Site
from web import words


def commands(of: type = Command) -> set[str]:
    found = {of.activity} if "activity" in vars(of) else set()
    return found.union(*(commands(one) for one in of.__subclasses__()))


def test_every_step_that_can_fail_has_its_words() -> None:
    assert commands() == set(words.STEPS)


async def test_the_page_says_so_when_the_engine_is_away_and_keeps_the_wish_to_try_again(site: Site) -> None:
    case_id, person = site.case(), site.as_("supervisor")
    with site.store.write() as db:
        incidents.note(db, case_id, "7", "judge", "KeyError", NOW)
    page = await person.get("/incidents")
    assert "Motoren svarer ikke lige nu." in page.text(".alert-warning")
    assert "En regel kan ikke regnes ud KeyError 19.11.2026 10.00" in page.text("#incidents")
    page = await person.submit(page, f"/incidents/{case_id}/retry")
    assert "Motoren svarer ikke." in page.texts(".alert")[0]
    assert len(site.audited("case.try_again")) == 1


async def test_another_teams_incident_is_neither_seen_nor_tried_again(site: Site) -> None:
    case_id = site.case()
    with site.store.write() as db:
        incidents.note(db, case_id, "7", "judge", "KeyError", NOW)
    stranger = site.as_("otherboss")
    assert "Intet fejler." in (await stranger.get("/incidents")).text()
    await stranger.post(f"/incidents/{case_id}/retry", {"csrf": await stranger.csrf()}, 404)
    assert site.audited("case.try_again") == []
