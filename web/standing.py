"""What is counted of all cases, kept in the web process: made anew at once where that is cheap, else beside the
requests."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock, Thread
from typing import Generic, TypeVar

from domain.errors import Refusal

CHEAP = 0.02
"""Seconds that a page may spend on it."""
REST = 20
"""A dear one is made at most one twentieth of the time."""
OLD, PATIENCE = 30, 1.5
"""Seconds: one so old, for nobody has asked, is waited for so long."""
logger = logging.getLogger("handleplan.web")


T = TypeVar("T")


class Kept(Generic[T]):
    """The last one and what it cost. Two threads never make one at the same time."""

    def __init__(self, make: Callable[[], T], *, cheap: float = CHEAP, rest: float = REST) -> None:
        """`rest`: how many times as long as a dear one took to make it stands at least."""
        self._make, self.cheap, self.rest = make, cheap, rest
        self._last: T | None = None
        self._cost, self._began, self._made = 0.0, 0.0, 0.0
        self._making = Lock()

    @property
    def is_underway(self) -> bool:
        return self._making.locked()

    def get(self) -> T:
        """The newest one that there is time for."""
        last = self._last
        if last is None or self._cost <= self.cheap:
            asked = time.monotonic() if last else 0.0
            with self._making:
                return self._last if self._last and self._began >= asked else self._renew()
        age = time.monotonic() - self._made
        rest = self.rest * self._cost
        if age > rest and self._making.acquire(blocking=False):
            Thread(target=self._beside, name="standing", daemon=True).start()
        if age > max(OLD, 2 * rest) and self._making.acquire(timeout=PATIENCE):
            self._making.release()
        return self._last or last

    def warm(self) -> None:
        """Make the first one beside the requests."""
        if self._last is None and self._making.acquire(blocking=False):
            Thread(target=self._beside, name="standing", daemon=True).start()

    def _beside(self) -> None:
        """Holds what `get` and `warm` have acquired."""
        try:
            self._renew()
        except Refusal as away:
            logger.info("the standing was not made: %s", away.code)
        finally:
            self._making.release()

    def _renew(self) -> T:
        began = time.monotonic()
        made = self._make()
        self._began, self._made = began, time.monotonic()
        self._last, self._cost = made, self._made - began
        return made
