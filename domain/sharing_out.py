"""Sharing out the tasks of a team: who should have what, and why. A proposal; a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from domain.roles import Role
from domain.text import Text

MOST = 100
"""Moves of one proposal: as many as somebody can look through."""


@dataclass(frozen=True)
class Work:
    """An open task as sharing out sees it. `begun`: its holder is at it; `covered`: somebody does it while its holder
    is away."""

    id: str
    role: Role
    team: str
    due: datetime
    holder: str | None = None
    excluded: frozenset[str] = frozenset()
    begun: bool = False
    covered: bool = False

    @property
    def fits(self) -> tuple[Role, str, frozenset[str]]:
        """Tasks that are alike in this may be held by the same people."""
        return self.role, self.team, self.excluded


@dataclass(frozen=True)
class Colleague:
    """`load`: how many open tasks this person holds, of all teams."""

    id: str
    memberships: frozenset[tuple[str, Role]]
    load: int = 0
    away: bool = False

    def may_hold(self, work: Work) -> bool:
        return (work.team, work.role) in self.memberships and self.id not in work.excluded and not self.away


class Move(NamedTuple):
    task_id: str
    holder: str | None
    to: str
    because: Text


def share_out(tasks: Iterable[Work], people: Iterable[Colleague]) -> list[Move]:
    """What nobody holds, or somebody who is away, goes to whoever has least; then whoever has two more than another
    gives the least urgent of what is not begun. At most MOST moves, the most urgent first."""
    return _Sharing(sorted(tasks, key=lambda t: (t.due, t.id)), people).proposal()


class _Sharing:
    def __init__(self, tasks: Sequence[Work], people: Iterable[Colleague]) -> None:
        self._tasks = tasks
        self._people = {p.id: p for p in people}
        self._load = {p.id: p.load for p in self._people.values()}
        self._fitting: dict[tuple[Role, str, frozenset[str]], list[str]] = {}
        self._moves: list[Move] = []

    def proposal(self) -> list[Move]:
        for task in self._tasks:
            if len(self._moves) < MOST and self._is_left(task):
                self._place(task)
        while len(self._moves) < MOST and self._even_out():
            pass
        return self._moves

    def _is_left(self, task: Work) -> bool:
        """Whether nobody does it: nobody holds it, or somebody who is away and not covered."""
        if task.holder is None:
            return True
        return not task.covered and task.holder in self._people and self._people[task.holder].away

    def _place(self, task: Work) -> None:
        to = self._lightest(task)
        if to is not None:
            self._move(task, to, _FREE if task.holder is None else _AWAY)

    def _even_out(self) -> bool:
        """One move that makes the load more even; whether there was one."""
        gone, held = {move.task_id for move in self._moves}, defaultdict(list)
        for task in self._tasks:
            if task.holder in self._load and not (task.begun or task.covered) and task.id not in gone:
                held[task.holder].append(task)
        for holder in sorted(held, key=lambda one: (-self._load[one], one)):
            alike = {task.fits: task for task in held[holder]}  # the last of each: the least urgent
            for task in sorted(alike.values(), key=lambda t: (t.due, t.id), reverse=True):
                to = self._lightest(task)
                if to is not None and self._load[holder] - self._load[to] >= 2:
                    self._move(task, to, _UNEVEN)
                    return True
        return False

    def _lightest(self, task: Work) -> str | None:
        if task.fits not in self._fitting:
            self._fitting[task.fits] = [p.id for p in self._people.values() if p.may_hold(task)]
        return min(self._fitting[task.fits], key=lambda one: (self._load[one], one), default=None)

    def _move(self, task: Work, to: str, why: Text) -> None:
        if why is not _UNEVEN and len(self._fitting[task.fits]) == 1:
            why = _ONLY
        had, has = self._load.get(task.holder or "", 0), self._load[to]
        because = Text(da=why.da.format(had=had, has=has), en=why.en.format(had=had, has=has))
        self._moves.append(Move(task.id, task.holder, to, because))
        self._load[to] += 1
        if task.holder in self._load:
            self._load[task.holder] -= 1


_FREE = Text(da="Ingen har opgaven. Modtageren har færrest, {has}.",
             en="Nobody holds it. The receiver has fewest, {has}.")  # fmt: skip
_AWAY = Text(da="Den, der har opgaven, er væk. Modtageren har færrest, {has}.",
             en="Its holder is away. The receiver has fewest, {has}.")  # fmt: skip
_ONLY = Text(da="Kun modtageren er til stede og må have opgaven, og har {has} i forvejen.",
             en="Only the receiver is there and may hold it, with {has} already.")  # fmt: skip
_UNEVEN = Text(da="Den, der har opgaven, har {had} opgaver, modtageren {has}.",
               en="Its holder has {had} tasks, the receiver {has}.")  # fmt: skip
