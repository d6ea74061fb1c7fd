"""What every request needs, handed in at the composition root; nothing here is global."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, NamedTuple, Protocol

from fastapi import Depends, Request

from domain.calendar import local_date
from domain.committee.seen import Told
from domain.committee.telling import told
from domain.policies import Policies
from store import committee
from store.db import Store
from store.standing import Standing, stand
from web.outcomes import ends
from web.standing import Kept
from workers.courier import Courier

AFTER_THE_ANSWER = 0.004
"""Seconds: the person's answer goes out first; both at once would share one interpreter."""


SELDOM = 300
"""Months that are over change by corrections alone: a count that takes 12 seconds is made at most once an hour."""


class Clock(Protocol):
    def now(self) -> datetime: ...


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Figures(NamedTuple):
    as_of: date
    every: list[Told]


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
    standing: Kept[Standing] = field(init=False)
    figures: Kept[Figures] = field(init=False)

    def __post_init__(self) -> None:
        self.standing = Kept(self._stand)
        self.figures = Kept(self._figures, rest=SELDOM)

    def _stand(self) -> Standing:
        with self.store.read() as db:
            return stand(db, self.now())

    def _figures(self) -> Figures:
        """What the committee's report tells of cases and tasks, of all months that are over."""
        today = local_date(self.now())
        least = self.policies.at("reports.least", today).as_(int)
        with self.store.read() as db:
            every = committee.seen(db)
        return Figures(today, [told(one, ends()[one.programme], least, today) for one in every])

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
