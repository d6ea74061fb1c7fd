"""Every figure of a picture stands as text in a table below it, in the words of the picture's own page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from bs4 import Tag

from tests.browser.test_reports_in_the_browser import filled as reported
from tests.support.document import Document, words
from tests.support.every_page import PAGES, Shown
from tests.support.served import site_in
from tests.support.site import Site
from tests.support.town import Names, filled

DRAWN = [
    "ahead", "case", "case-campaign", "case-complaint", "case-employed", "case-event", "case-expense", "case-letters",
    "case-protected", "case-refund", "case-vacancy", "case-youth", "overview", "overview-programme", "plan", "report",
    "report-committee", "task", "task-approval", "task-areas", "task-claim", "task-evaluation", "task-letter",
    "task-list", "task-match", "task-offers", "task-reassessment", "task-work", "weeks",
]
BELOW = "Det samme står i tabellen"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
"""A whole number, an amount or a date."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Names]]:
    with site_in(tmp_path_factory.mktemp("figures")) as site:
        names = asyncio.run(filled(site))
        reported(site)
        yield site, names


def pictures(page: Document) -> list[Tag]:
    return page.soup.select("main svg[role=img][aria-labelledby]")


def table_below(picture: Tag) -> Tag:
    found = picture.find_next("table")
    assert isinstance(found, Tag), words(picture)
    return found


def figures(picture: Tag) -> set[str]:
    """The numbers that the picture writes, but those of the scale."""
    return {number for one in picture.select("text:not(.tick-label)") for number in NUMBER.findall(words(one))}


@pytest.mark.parametrize("shown", [one for one in PAGES if one.name in DRAWN], ids=lambda one: one.name)
async def test_every_number_of_a_picture_stands_in_the_table_that_its_description_names(
    town: tuple[Site, Names], shown: Shown
) -> None:
    site, names = town
    assert shown.who
    page = await site.as_(shown.who).get(shown.address.format_map(names))
    found = pictures(page)
    assert found, "a picture"
    for picture in found:
        described = str(picture["aria-labelledby"]).split()
        assert len(described) == 2, "a title and a description"
        said = " ".join(words(page.one(f"[id='{one}']")) for one in described)
        assert BELOW in said
        table = set(NUMBER.findall(words(table_below(picture))))
        unsaid = {one for one in figures(picture) if one not in table and not any(n.startswith(f"{one}.") for n in table)}
        assert unsaid == set(), said  # the axis writes a date without its year


async def test_no_page_with_a_picture_is_left_out(town: tuple[Site, Names]) -> None:
    site, names = town
    drawn = set()
    for shown in PAGES:
        if shown.who and pictures(await site.as_(shown.who).get(shown.address.format_map(names))):
            drawn.add(shown.name)
    assert drawn == set(DRAWN)
