"""Figures that are read in after a campaign is closed leave their trace on it, and wake nobody."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from store.importing_turnout import import_turnout
from store.tables import cases, outbox
from tests.support.areas import ELECTION, read_in, whole
from tests.support.civic import BEFORE
from tests.support.site import Site

SAID = "Nye tal for valgdeltagelsen er læst ind, efter at sagen blev lukket"
LATER = [("Tingbjerg Skole", "Tingbjerg", "39,1"), ("Husum Skole", "Husum", "58,5")]


def evaluated(site: Site) -> str:
    case_id = whole(site)
    with site.store.write() as db:
        mine = sa.update(cases).where(cases.c.id == case_id)
        db.execute(mine.values(closed_at=site.clock.at, outcome="evaluated", stage="evaluated"))
    return case_id


def noted(site: Site) -> list[str]:
    return [one.case_id for one in site.audited("case.turnout_changed")]


def messages(site: Site) -> list[Any]:
    with site.store.read() as db:
        return list(db.execute(sa.select(outbox.c.id)))


async def test_a_closed_campaign_says_that_its_figures_have_changed_since(site: Site) -> None:
    case_id = evaluated(site)
    page = await site.as_("civic").get(f"/cases/{case_id}")
    assert SAID not in page.text()
    before = messages(site)
    read_in(site, ELECTION, LATER)
    page = await site.as_("civic").get(f"/cases/{case_id}")
    assert SAID in page.text()
    assert noted(site) == [case_id]
    assert messages(site) == before, "a closed case is not woken"


async def test_the_earlier_election_counts_too_and_any_other_does_not(site: Site) -> None:
    case_id = evaluated(site)
    read_in(site, ELECTION.replace(year=2024), LATER)
    assert noted(site) == []
    read_in(site, BEFORE, LATER)
    assert noted(site) == [case_id]


@pytest.mark.parametrize(("percent", "dry_run", "notes"), [("38,2", False, 0), ("39,1", True, 0), ("39,1", False, 1)])
async def test_the_same_figures_again_or_a_trial_are_no_news(site: Site, percent: str, dry_run: bool, notes: int) -> None:
    evaluated(site)
    file = BytesIO(f"Valgdag;Valgsted;Bydel;Valgdeltagelse;Kilde\n{ELECTION};Tingbjerg Skole;Tingbjerg;{percent};kk.dk\n".encode())
    import_turnout(site.store, file, name="valg.csv", now=site.clock.at, actor=site.ids["civic"], dry_run=dry_run)
    assert [one.actor_id for one in site.audited("case.turnout_changed")] == [site.ids["civic"]] * notes


async def test_a_long_file_is_noted_once(site: Site) -> None:
    case_id = evaluated(site)
    read_in(site, ELECTION, [(f"Valgsted {n}", "Valby", "50,0") for n in range(600)])
    assert noted(site) == [case_id]


@pytest.mark.parametrize("try_only", [True, False])
async def test_figures_that_stood_otherwise_are_told_with_the_old_and_the_new(site: Site, try_only: bool) -> None:
    read_in(site, ELECTION, [("Husum Skole", "Husum", "58,5"), ("Valby Skole", "Valby", "64,0")])
    text = f"Valgdag;Valgsted;Bydel;Valgdeltagelse;Kilde\n{ELECTION};Husum Skole;Husum;61,0;kk.dk\n{ELECTION};Valby Skole;Valby;64,0;x\n"
    person = site.as_("civic")
    page = await person.get("/import")
    sent = page.filled(page.form("/import"), dry_run="1" if try_only else None)
    page = await person.post("/import", sent, files={"file": ("valg.csv", text.encode(), "text/csv")})
    assert page.texts("#import-result li") == ["Husum Skole, 17.11.2026: 58,5 % → 61,0 %"]
    kept = [one.details.get("replaced") for one in site.audited("import.turnout")]
    assert kept[1:] == ([] if try_only else [["Husum Skole, 17.11.2026: 58,5 % → 61,0 %"]])
