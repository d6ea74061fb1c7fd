"""Tells lists that stand open that they have changed: one watcher for each web process, at rest while nobody listens.

It looks at the newest events of tasks, along their index, and wakes those listeners alone whom they concern and whose
list was made without them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from domain.errors import Refusal
from store import changes, users
from store.changes import OVERLAP, Change, Mark
from store.db import Store
from web.access import Caller

EVERY = 1.0
"""Seconds between looks."""
SESSIONS_EVERY = 15
"""Looks between two of whether the listeners' sessions still live."""
PAUSE = 5.0
"""Seconds for which a listener that was told is left in peace."""
LONGEST = 600.0
"""Seconds after which a stream ends; the page comes again at once, and its rights are read anew."""
AT_ONCE = 6
"""Streams of one person; a further one ends the oldest."""
LIST, COUNTS, OVER = "inbox", "counts", "over"
OWN_VIEWS = ("mine", "done")


class Told(NamedTuple):
    what: str
    at: Mark
    """What is known: from where the page goes on when it comes again."""


@dataclass(eq=False)
class Listener:
    user_id: str
    teams: frozenset[str]
    session: str
    known: Mark
    own: bool
    """Whether its list has one's own tasks only."""
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    news: set[str] = field(default_factory=set)

    def hear(self, told: Iterable[Change]) -> None:
        for one in told:
            if self.known.knows(one.id):
                continue
            mine, ours = self.user_id in one.people, bool(self.teams & one.teams)
            if mine or ours:
                self.tell(LIST if one.is_listed and (mine or not self.own or one.in_team) else COUNTS)

    def tell(self, what: str) -> None:
        self.news.add(what)
        self.woken.set()

    def taken(self) -> str:
        """The weightiest of the news, which are no news then."""
        what = next(one for one in (OVER, LIST, COUNTS) if one in self.news)
        self.news.clear()
        self.woken.clear()
        return what


class Live:
    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self._listeners: list[Listener] = []
        self._seen: set[int] = set()
        self._watcher: asyncio.Task[None] | None = None
        self._begun = asyncio.Event()
        self._stopped = asyncio.Event()

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def stop(self) -> None:
        """Every stream ends at once; the pages come again when the web is back."""
        self._stopped.set()
        for one in self._listeners:
            one.woken.set()

    async def listen(self, caller: Caller, view: str, since: Mark) -> AsyncIterator[Told]:
        """What concerns this person's list, as it happens. `since`: what the page was made with."""
        if caller.session is None or self._stopped.is_set():
            return
        me = Listener(caller.user.id, caller.user.teams, caller.session, since, own=view in OWN_VIEWS)
        self._add(me)
        until = asyncio.get_running_loop().time() + LONGEST
        try:
            await self._begun.wait()
            with suppress(Refusal):
                known, missed = await asyncio.to_thread(self._missed, since)
                if missed is None:
                    me.tell(LIST)
                else:
                    me.hear(missed)
                me.known = known
            while (left := until - asyncio.get_running_loop().time()) > 0:
                with suppress(TimeoutError):
                    await asyncio.wait_for(me.woken.wait(), left)
                if self._stopped.is_set() or not me.news:
                    return
                told = Told(me.taken(), Mark.of(self._seen) if self._seen else since)
                yield told
                if told.what == OVER:
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), PAUSE)
        finally:
            self._listeners.remove(me)

    def _add(self, new: Listener) -> None:
        own = [one for one in self._listeners if one.user_id == new.user_id]
        for oldest in own[: max(0, len(own) + 1 - AT_ONCE)]:
            oldest.tell(OVER)
        self._listeners.append(new)
        if self._watcher is None or self._watcher.done():
            self._begun.clear()
            self._watcher = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        try:
            await self._look_for_ever()
        finally:  # should it break, the streams end and the pages come again, to a new watcher
            self._begun.set()
            for one in self._listeners:
                one.woken.set()

    async def _look_for_ever(self) -> None:
        looks = 0
        with suppress(Refusal):
            self._seen = await asyncio.to_thread(self._first)
        self._begun.set()
        while self._listeners and not self._stopped.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), EVERY)
            looks += 1
            try:
                told = await asyncio.to_thread(self._look)
                if looks % SESSIONS_EVERY == 0:
                    await self._end_dead_sessions()
            except Refusal:
                continue  # the database is away: the next look sees what happened meanwhile
            for one in self._listeners:
                one.hear(told)

    async def _end_dead_sessions(self) -> None:
        there = list(self._listeners)
        alive = await asyncio.to_thread(self._alive, {one.session for one in there})
        for one in there:
            if one.session not in alive:
                one.tell(OVER)

    def _first(self) -> set[int]:
        with self._store.read() as db:
            return changes.latest(db)

    def _look(self) -> list[Change]:
        with self._store.read() as db:
            new = set(changes.ids_after(db, max(self._seen, default=0) - OVERLAP)) - self._seen
            told = changes.told_by(db, new) if new else []
        newest = max(self._seen | new, default=0)
        self._seen = {one for one in self._seen | new if one > newest - OVERLAP}
        return told

    def _missed(self, since: Mark) -> tuple[Mark, list[Change] | None]:
        """None: too much to tell apart."""
        with self._store.read() as db:
            known = changes.mark(db)  # before the rest: what happens between is told again, not missed
            if known == since:
                return known, []
            ids = changes.ids_since(db, since)
            return known, changes.told_by(db, ids) if len(ids) < changes.MOST else None

    def _alive(self, sessions: set[str]) -> set[str]:
        with self._store.read() as db:
            return users.living(db, sessions, self._now())
