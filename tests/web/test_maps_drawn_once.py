"""A process map says the same of all cases that stand alike: it is drawn once for each language."""

from __future__ import annotations

from typing import Any

import domain.all
from web.page import Pages
from web.views import map_view

assert domain.all


def drawn(pages: Pages, lang: str, stage: str) -> Any:
    steps = map_view("obligation", ["intake"], stage)
    return pages._of[lang].globals["process_map"](steps, "case-map", wide=9)  # type: ignore[operator]


def test_cases_that_stand_alike_share_one_drawing_and_others_do_not() -> None:
    pages = Pages()
    assert drawn(pages, "da", "planning") is drawn(pages, "da", "planning")
    assert drawn(pages, "da", "planning") != drawn(pages, "da", "guidance")
    assert drawn(pages, "da", "planning") != drawn(pages, "en", "planning")
    assert "Forløbet som tabel" in drawn(pages, "da", "planning")
