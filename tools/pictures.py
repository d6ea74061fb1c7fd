"""Takes the pictures of docs/pictures from a running demo: `python -m tools.pictures http://127.0.0.1:8080`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


BY_PATH = {"overview": "/overview"}
FOLLOWED = "/cases?programme=obligation&stage=requirement_met"
BY_LIST = {
    "plan": (FOLLOWED, "/plan"),
    "weeks": (FOLLOWED, "/weeks"),
    "absence": ("/inbox?view=all&kind=absence.evidence", ""),
}
"""The first of a list, and a page of it."""


def log_in(page: Page, base: str, name: str) -> None:
    page.goto(f"{base}/login?lang=da")
    page.fill("#username", name)
    page.fill("#password", f"{name}-demo")
    page.click("main button[type=submit]")


def take(base: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            mkdtemp(),
            executable_path="/usr/bin/chromium",
            args=FLAGS,
            viewport={"width": 1440, "height": 1000},
        )
        page = context.pages[0]
        log_in(page, base, "benefit")
        page.goto(f"{base}/inbox?view=mine")
        page.click(".row-title >> nth=0")
        page.wait_for_selector("#detail #task")
        page.screenshot(path=FOLDER / "inbox.png")
        page.click("#detail a[href^='/cases/']")
        page.screenshot(path=FOLDER / "case.png")
        page.click("form[action='/logout'] button")
        log_in(page, base, "supervisor")
        for name, path in BY_PATH.items():
            page.goto(f"{base}{path}")
            page.screenshot(path=FOLDER / f"{name}.png")
        for name, (listed, beyond) in BY_LIST.items():
            page.goto(f"{base}{listed}")
            page.goto(f"{base}{page.get_attribute('.row-title', 'href')}{beyond}")
            page.screenshot(path=FOLDER / f"{name}.png")
        page.click("form[action='/logout'] button")
        log_in(page, base, "partner")
        page.screenshot(path=FOLDER / "places.png")
        context.close()


if __name__ == "__main__":
    take(sys.argv[1])
