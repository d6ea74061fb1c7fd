"""What every request needs, handed in at the composition root; nothing here is global."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Protocol

from fastapi import Depends, Request

from domain.policies import Policies
from store.db import Store
from store.standing import Standing, stand
from web.standing import Kept
from workers.courier import Courier

AFTER_THE_ANSWER = 0.004
"""Seconds: the person's answer goes out first; both at once would share one interpreter."""


class Clock(Protocol):
    def now(self) -> datetime: ...


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class House:
    store: Store
    courier: Courier
    policies: Policies
    municipality: str
    production: bool
    demo: bool
    clock: Clock = field(default_factory=WallClock)
    contact: str = ""
    """How citizens reach the municipality, as letters say it."""
    engine_ui: str = ""
    """The address of Temporal's own UI; empty: nobody is led there."""
    loop: asyncio.AbstractEventLoop | None = None
    standing: Kept = field(init=False)

    def __post_init__(self) -> None:
        self.standing = Kept(self._stand)

    def _stand(self) -> Standing:
        with self.store.read() as db:
            return stand(db, self.now())

    def now(self) -> datetime:
        return self.clock.now()

    def deliver(self, case_id: str) -> None:
        """Try this case's messages at once; the courier takes what this misses."""
        if self.loop is not None and self.loop.is_running():
            asyncio.run_coroutine_threadsafe(self._try(case_id), self.loop)

    async def _try(self, case_id: str) -> None:
        await asyncio.sleep(AFTER_THE_ANSWER)
        await self.courier.deliver(case_id)


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


TheHouse = Annotated[House, Depends(house_of)]
