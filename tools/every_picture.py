"""Takes a picture of every page into docs/pictures/pages, of a town that fills each.

`python -m tools.every_picture`
"""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.browser.test_every_page import Town
from tests.browser.test_reports_in_the_browser import filled as reported
from tests.support.every_page import PAGES, Shown
from tests.support.served import served, site_in
from tests.support.town import filled
from tools.pictures import FLAGS, FOLDER

PAGES_FOLDER = FOLDER / "pages"
HIGHEST = 1600
QUALITY = 45
"""Of 100: the letters are sharp, and a picture is about 50 kB."""


def take(browser: Browser, town: Town, shown: Shown) -> None:
    page = town.opened(browser, shown)
    page.evaluate("document.fonts.ready")
    high = min(page.evaluate("document.documentElement.scrollHeight"), HIGHEST)
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", {
        "format": "webp", "quality": QUALITY, "captureBeyondViewport": True,
        "clip": {"x": 0, "y": 0, "width": 1440, "height": high, "scale": 0.75}})  # fmt: skip
    (PAGES_FOLDER / f"{shown.name}.webp").write_bytes(base64.b64decode(taken["data"]))
    page.context.close()


def listed() -> str:
    """The contents of the folder's README."""
    lines = [f"| [{one.name}]({one.name}.webp) | `{one.route}` | {one.who or 'anybody'} |" for one in PAGES]
    return "\n".join((
        "# Every page", "",
        "One picture of each, taken by `python -m tools.every_picture` from a made-up town. The person is one of"
        " [tests/support/site.py](../../../tests/support/site.py).", "",
        "| page | address | seen by |", "|---|---|---|", *lines, ""))  # fmt: skip


def main() -> None:
    PAGES_FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, site_in(Path(folder)) as site:
        names = asyncio.run(filled(site))
        reported(site)
        with served(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for shown in PAGES:
                take(browser, Town(site, address, names), shown)
            browser.close()
    (PAGES_FOLDER / "README.md").write_text(listed(), encoding="utf-8")


if __name__ == "__main__":
    main()
