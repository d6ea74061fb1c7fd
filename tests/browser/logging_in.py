"""How a person logs in, in Danish."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def log_in(page: Page, who: str, password: str = "correct horse") -> None:
    page.set_default_timeout(8_000)
    page.goto("/login")
    page.get_by_label("Brugernavn").fill(who)
    page.get_by_label("Adgangskode").fill(password)
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("button", name="Log af")).to_be_visible()
