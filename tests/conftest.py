from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from store.db import Store
from tests.support.engine import connected, running_engine
from tests.support.postgres import BINARIES, Cluster
from tests.support.stores import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def engine_address(tmp_path: Path) -> Iterator[str]:
    """One engine each, so that case numbers may repeat."""
    with running_engine(tmp_path) as address:
        yield address


@pytest.fixture
async def client(engine_address: str) -> Client:
    return await connected(engine_address)


@pytest.fixture
async def skipper(client: Client) -> TimeSkipper:
    return TimeSkipper(client, config=TimeSkippingConfig(enabled=False, disable_propagation=True))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    if BINARIES is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed")
    cluster = Cluster()
    yield cluster
    cluster.remove()


class SaidAtOnce:
    """A failure is printed when it happens: whoever ends a run early, or reads one that hangs, knows of it."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._terminal.write_line(f"\n{report.nodeid} failed at {report.when} after {report.duration:.0f} s")
            self._terminal.write_line(report.longreprtext[-4000:])


def pytest_sessionstart(session: pytest.Session) -> None:
    # The processes over which tests are spread have no terminal; the one that spreads them hears of every test.
    if terminal := session.config.pluginmanager.getplugin("terminalreporter"):
        session.config.pluginmanager.register(SaidAtOnce(terminal))


def pytest_sessionfinish() -> None:
    # A client may abort the interpreter at exit (sdk-python#300); a short pause after the loop closes prevents it.
    time.sleep(0.1)
