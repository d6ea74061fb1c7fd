"""A year of a town on the real engine, its clocks moved: whatever happens to its citizens, no promise breaks."""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from temporalio.client import Client

from store import pdf
from store.db import Store
from tests.simulation import proof
from tests.simulation.life import town
from tests.simulation.watch import Watch
from tests.simulation.worker import worker_process
from tests.support.world import World, world

CITIZENS = int(os.environ.get("HANDLEPLAN_SIMULATED_CITIZENS", "16"))
"""So many are done in minutes on two cores; 200 take about half an hour."""
SEED = int(os.environ.get("HANDLEPLAN_SIMULATION_SEED", "0")) or int(datetime.now(UTC).timestamp())
AT_ONCE = 8


async def test_a_year_of_a_town_breaks_no_promise(
    store: Store, client: Client, engine_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print(f"HANDLEPLAN_SIMULATION_SEED={SEED} HANDLEPLAN_SIMULATED_CITIZENS={CITIZENS}")  # shown on failure
    # What a letter looks like is proven elsewhere; here there are thousands.
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    began = time.monotonic()
    async with world(store, client) as w:
        await w.rest()
        proof.staff(w)
        with worker_process(store, engine_address, tmp_path / "worker.log"):
            await a_year(w, began)
    print(f"proven in {time.monotonic() - began:.0f} s")


async def a_year(w: World, began: float) -> None:
    async with Watch(w.store).open() as watch:
        lives = await town(w, watch, SEED, CITIZENS, AT_ONCE)
        print(f"lived in {time.monotonic() - began:.0f} s:", dict(sum((life.did for life in lives), Counter())))
        await proof.nothing_is_lost(w, watch, lives)
    proof.everything_is_once(w)
    proof.every_week_holds(w, lives)
    proof.four_eyes(w)
    proof.every_deduction_was_lawful(w)
    await proof.histories(w)
    assert w.chain_is_whole()
