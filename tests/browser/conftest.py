"""The real demo in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.cli.running import up

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[str, Path]]:
    """The address of `handleplan up --demo`, and its data folder."""
    with TemporaryDirectory() as folder, up(Path(folder) / "data", "--demo") as started:
        yield started.address(), started.data


@pytest.fixture(scope="module")
def demo(running: tuple[str, Path]) -> str:
    return running[0]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Callable[[], Browser]]:
    """A living Chromium, launched again if it died. Ends with its module: while it runs its own event loop, no other
    test's loop can."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is not installed")
    launched: list[Browser] = []
    with sync_playwright() as playwright:

        def living() -> Browser:
            if not launched or not launched[-1].is_connected():
                launched.append(playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS))
            return launched[-1]

        yield living
        for one in launched:
            one.close()


@pytest.fixture
def browser(chromium: Callable[[], Browser]) -> Browser:
    return chromium()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Chromium's own crash, which a full run meets now and then, says nothing of the page: such a test runs again."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TargetClosedError"]))
