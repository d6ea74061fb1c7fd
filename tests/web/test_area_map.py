"""The areas of a campaign on its case and beside the tasks that are about them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from domain.civic.areas import areas_of
from domain.policies import policies
from store import cases
from store.dossier import Dossier
from tests.support.areas import CHOSEN, LOW, asked, campaign, chosen, held, read_in, whole, worked
from tests.support.civic import BEFORE
from tests.support.document import Document
from tests.support.site import Site


def table(page: Document) -> dict[str, str]:
    """Each area of the table, with all that stands in its rows."""
    bodies = page.soup.select("table.area-table tbody")
    return {" ".join(body.select_one("th").get_text(" ").split()): " ".join(body.get_text(" ").split()) for body in bodies}


async def test_every_polling_place_stands_in_the_table_with_both_elections_and_what_was_done(site: Site) -> None:
    page = await site.as_("civic").get(f"/cases/{whole(site)}")
    rows = table(page)
    assert rows["Tingbjerg Valgt"] == "Tingbjerg Valgt Tingbjerg Skole 33,3 % 38,2 % +4,9 64 opgange 47 deltagere"
    assert "EnergiCenter Voldparken 49,3 % 52,1 % +2,8" in rows["Husum Valgt"]
    assert "Husum Skole 59,1 % 58,4 % −0,7" in rows["Husum Valgt"]  # noqa: RUF001
    assert all(any(place in row for row in rows.values()) for place, *_ in LOW)
    assert {name for name in rows if name.endswith("Valgt")} == {f"{one} Valgt" for one in CHOSEN}


@pytest.mark.parametrize("shape", ["wide", "narrow"])
async def test_each_area_has_one_field_with_its_lowest_turnout(site: Site, shape: str) -> None:
    page = await site.as_("civic").get(f"/cases/{whole(site)}")
    svg = page.one(f"svg.areas-{shape}")
    fields = [(float(r["x"]), float(r["y"]), float(r["width"]), float(r["height"])) for r in svg.select("rect.area")]
    assert len(fields) == len({area for _, area, *_ in LOW})
    for n, (x, y, width, height) in enumerate(fields):
        for left, top, across, down in fields[:n]:
            assert x >= left + across or left >= x + width or y >= top + down or top >= y + height
    said = [one.get_text() for one in svg.select("text.area-turnout")]
    assert "33,3 %→ 38,2 %" in said
    assert len(svg.select(".area-chosen")) == len(svg.select(".area-tag-label")) == len(CHOSEN)
    assert "64 opgange" in svg.get_text()


async def test_the_least_turnout_has_the_strongest_shade(site: Site) -> None:
    page = await site.as_("civic").get(f"/cases/{whole(site)}")
    fields = page.one("svg.areas-narrow").select("rect.area")
    shades = [next(one for one in field["class"] if one.startswith("shade-")) for field in fields]
    assert shades == sorted(shades)
    assert (shades[0], shades[-1]) == ("shade-0", "shade-4")


async def test_before_the_election_is_counted_nothing_is_compared(site: Site) -> None:
    page = await site.as_("civic").get(f"/cases/{whole(site, after=False)}")
    assert table(page)["Tingbjerg Valgt"] == "Tingbjerg Valgt Tingbjerg Skole 33,3 % 64 opgange 47 deltagere"
    assert "sammenhæng" not in page.text("section.areas")
    assert "procentpoint" not in page.text("section.areas")


async def test_a_comparison_is_called_an_association_and_its_source_is_named(site: Site) -> None:
    page = await site.as_("civic").get(f"/cases/{whole(site)}")
    said = page.text("section.areas")
    assert "Forskellen er en sammenhæng i tid. Den siger ikke, om kampagnen har haft en virkning." in said
    assert "Kilde: kk.dk." in said


async def test_who_may_read_the_turnout_in_is_led_there_where_it_is_missing(site: Site) -> None:
    case_id = campaign(site)
    page = await site.as_("civic").get(f"/cases/{case_id}")
    assert "Valgdeltagelsen fra 16.11.2021 er ikke læst ind endnu: det gør en administrator eller projektleder under Indlæsning." in page.text("section.areas")
    assert page.one("section.areas a")["href"] == "/import"
    assert not page.has("section.areas svg")


async def test_who_may_not_read_it_in_is_only_told_that_it_is_missing(site: Site) -> None:
    case_id = campaign(site)
    page = await site.as_("youthboss").get(f"/cases/{case_id}")
    assert "er ikke læst ind endnu" in page.text("section.areas")
    assert not page.has("section.areas a")


async def test_an_area_that_is_chosen_but_not_in_the_turnout_is_shown_without_a_number(site: Site) -> None:
    read_in(site, BEFORE, [("Skolen", "Husum", "49,3")])
    case_id = campaign(site)
    chosen(site, case_id, "Kvarteret")
    worked(site, case_id, ("posters", "Kvarteret", 1))
    page = await site.as_("civic").get(f"/cases/{case_id}")
    assert table(page)["Kvarteret Valgt"] == "Kvarteret Valgt Ingen – 1 plakat"  # noqa: RUF001
    assert "Ingen tal" in page.one("svg.areas-wide").get_text()


@pytest.mark.parametrize(("kind", "shows"), [("civic.areas", True), ("civic.evaluate", True), ("civic.plan", False)])
async def test_the_areas_stand_beside_the_tasks_that_are_about_them(site: Site, kind: str, shows: bool) -> None:
    case_id = whole(site)
    data = {} if kind == "civic.areas" else {"due_on": "2026-12-01"}
    task_id = asked(site, case_id, kind, **data)
    page = await site.as_("youthboss").get(f"/tasks/{task_id}")
    assert page.has("section#task-areas") is shows


async def test_what_somebody_typed_as_an_area_is_never_markup(site: Site) -> None:
    case_id = campaign(site)
    chosen(site, case_id, "<b>Fed</b>")
    page = await site.as_("civic").get(f"/cases/{case_id}")
    assert not page.has("section.areas b")
    assert "<b>Fed</b>" in page.text("section.areas")


async def test_a_case_that_is_not_about_areas_asks_for_no_turnout(site: Site) -> None:
    case_id, asked_for = site.case(), []
    sa.event.listen(site.store.engine, "before_cursor_execute", lambda *a: asked_for.append(a[2]))
    page = await site.as_("caseworker").get(f"/cases/{case_id}")
    assert not page.has("section.areas")
    assert not [one for one in asked_for if "turnout" in one]


async def test_each_election_is_asked_for_once(site: Site) -> None:
    case_id, asked_for = whole(site), []
    sa.event.listen(site.store.engine, "before_cursor_execute", lambda *a: asked_for.append(a[2]))
    await site.as_("civic").get(f"/cases/{case_id}")
    assert len([one for one in asked_for if "FROM turnout" in one]) == 2


async def test_however_many_events_there_were_their_decisions_are_asked_for_once(site: Site) -> None:
    case_id = whole(site)

    def asked_for() -> int:
        seen: list[str] = []

        def hear(*a: Any) -> None:
            seen.append(a[2])

        sa.event.listen(site.store.engine, "before_cursor_execute", hear)
        with site.store.read() as db:
            row = cases.get(db, case_id)
            assert row is not None
            areas_of(Dossier(db, row), site.clock.at.date(), policies())
        sa.event.remove(site.store.engine, "before_cursor_execute", hear)
        return len(seen)

    few = asked_for()
    for people in range(5):
        held(site, case_id, "Husum", people)
    assert asked_for() == few
