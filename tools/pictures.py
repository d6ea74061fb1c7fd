"""Takes the pictures of docs/pictures from a running demo: `python -m tools.pictures http://127.0.0.1:8080`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


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
        page.goto(f"{base}/overview")
        page.screenshot(path=FOLDER / "overview.png")
        context.close()


if __name__ == "__main__":
    take(sys.argv[1])
