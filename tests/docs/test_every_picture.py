"""Every page has its picture, small enough to be kept, and the list of them is what the tool would write."""

from __future__ import annotations

from tests.support.every_page import PAGES
from tools.every_picture import PAGES_FOLDER, listed


def test_every_page_has_its_picture_and_no_picture_is_of_a_page_that_is_gone() -> None:
    assert {one.stem for one in PAGES_FOLDER.glob("*.webp")} == {one.name for one in PAGES}


def test_no_picture_is_larger_than_150_kilobytes() -> None:
    assert [one.name for one in PAGES_FOLDER.glob("*.webp") if one.stat().st_size >= 150_000] == []


def test_the_list_of_pictures_is_that_of_the_pages() -> None:
    assert (PAGES_FOLDER / "README.md").read_text(encoding="utf-8") == listed()
