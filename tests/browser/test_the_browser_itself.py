"""What the tests of pages stand on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
MET: list[Browser] = []


def test_a_test_whose_chromium_died_runs_once_more_in_a_new_one(browser: Browser) -> None:
    MET.append(browser)
    if len(MET) == 1:
        browser.new_browser_cdp_session().send("Browser.crash")
        browser.new_page()
    assert len(MET) == 2
    assert MET[0] is not MET[1]
