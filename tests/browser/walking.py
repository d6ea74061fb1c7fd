"""What somebody does in a browser with cases and tasks, and how the time of one case passes meanwhile."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from cli.context import ADDRESS
from cli.settings import Settings
from workers.connection import connect

OVER = re.compile("Udført|Trukket tilbage|Sprunget over")


def fill(page: Page, **fields: str) -> None:
    """Fields of the page's form by their names: a choice by its value, text by its words."""
    form = page.locator("main form.answer").first
    for name, value in ((name.replace("__", "."), value) for name, value in fields.items()):
        found = form.locator(f'[name="{name}"]')
        kind = found.first.evaluate("one => one.type")
        if kind == "radio":
            form.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind.startswith("select"):
            found.select_option(value)
        else:
            found.fill(value)


def open_task(page: Page, case_id: str, title: str) -> None:
    """The open task of the case with that title, as soon as the case has opened it."""
    page.goto(f"/cases/{case_id}")
    link = page.locator("main tr").filter(has_text=title, has_not_text=OVER).locator("a[href^='/tasks/']")
    until(page, lambda: link.count() > 0)
    link.first.click()
    expect(page.locator(".task-title")).to_contain_text(title)


def until(page: Page, there: Callable[[], bool], times: int = 60) -> None:
    """Loads the page again until the case has moved on so far."""
    for _ in range(times):
        if there():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"never there: {page.url}")


def take(page: Page, case_id: str, title: str) -> None:
    open_task(page, case_id, title)
    page.get_by_role("button", name="Tag opgave").click()
    expect(page.get_by_role("button", name="Udfør opgave")).to_be_visible()


def decide(page: Page, case_id: str, title: str, **fields: str) -> None:
    """Takes the task, answers it, and is led to the case."""
    take(page, case_id, title)
    fill(page, **fields)
    complete(page, case_id)


def complete(page: Page, case_id: str) -> None:
    page.get_by_role("button", name="Udfør opgave").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Sag {case_id}")


def pass_time(data: Path, case_id: str, by: timedelta) -> None:
    """Of this case alone, as a training case's clock is moved. Beside the browser's own loop there is no other."""

    async def shift() -> None:
        secrets = Settings(data=data).secrets()
        client = await connect(secrets, lazy=False, address=(data / ADDRESS).read_text().strip())
        await client.get_workflow_handle(case_id).signal("shift_clock", by)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, shift()).result()


def new_case(page: Page, path: str, button: str, **fields: Any) -> str:
    """Fills in the page of a new case; its number, where one is led to it."""
    page.goto(path)
    fill(page, **fields)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sag ")
    return page.locator("h1").inner_text().removeprefix("Sag ").strip()
