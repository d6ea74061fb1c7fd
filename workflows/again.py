"""How a case is begun anew from the database: each field of a state says how what stands on the case tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from domain.tasks import Decided, Task

Kind = type[Task[Any]]


class Visit(NamedTuple):
    number: int
    stage: str
    entered_at: datetime


class Ruled(NamedTuple):
    """What a rule of the domain has answered the case."""

    visit: int
    rule: str
    answer: dict[str, Any]


class Asked(NamedTuple):
    """A task of the case, whatever became of it. `decided`: by a decision that stands."""

    id: str
    kind: Kind
    visit: int
    told: dict[str, Any]
    is_open: bool
    decided: Decided | None
    aside: str | None = None
    in_place_of: str | None = None

    @property
    def answer(self) -> Any:
        """As the stage read it."""
        assert self.decided
        return self.kind.decision.from_case(self.decided.answer, self.decided.by, self.decided.acting_for)

    def is_of(self, kinds: Sequence[Kind]) -> bool:
        return issubclass(self.kind, tuple(kinds))


@dataclass(frozen=True)
class Past:
    """A case as its row, its tasks, its stages and its rulings tell it; each list begins with the oldest."""

    case_id: str
    stage: str
    visit: int
    suspended_since: datetime | None
    suspended_until: datetime | None
    start: Mapping[str, Any]
    """What it was first begun with."""
    asked: list[Asked]
    visits: list[Visit]
    """Up to the one that it is in."""
    ruled: list[Ruled]

    def read(self, *kinds: Kind, after: Sequence[Kind] = ()) -> list[Asked]:
        """What stages have read and left with, since the last one of `after`. What the running one was answered is not
        among it: it is entered again, and reads that anew."""
        found: list[Asked] = []
        for one in self.asked:
            if one.decided and one.aside is None and one.visit < self.visit:
                if one.is_of(after):
                    found = []
                if one.is_of(kinds):
                    found.append(one)
        return found

    def last(self, *kinds: Kind) -> Asked | None:
        return next(reversed(self.read(*kinds)), None)

    def told(self, field: str, *kinds: Kind, before: bool = False) -> Any:
        """What the newest of these tasks says there; of those that the running stage has asked, unless `before`."""
        mine = (one for one in reversed(self.asked) if one.is_of(kinds) and (before or one.visit == self.visit))
        newest = next(mine, None)
        return newest.told.get(field) if newest else None

    def since(self, stage: str, after: Sequence[Kind] = ()) -> datetime | None:
        """When that stage was first entered, after the last decision of `after`."""
        last = next(reversed(self.read(*after)), None) if after else None
        found = (one for one in self.visits if one.stage == stage and (last is None or one.number > last.visit))
        return next((one.entered_at for one in found), None)

    def ruling(self, rule: str, visit: int | None = None) -> dict[str, Any]:
        """The newest answer of a rule, or that of one visit."""
        found = (one.answer for one in reversed(self.ruled) if one.rule == rule and visit in (None, one.visit))
        return next(found, {})

    def stage_at(self, visit: int) -> str:
        return next((one.stage for one in self.visits if one.number == visit), "")


class Anew(str):
    """Why a field is not told by the past: it begins as in a new case."""


Rule = Callable[[Past], Any]
Rules = Mapping[str, Rule | Anew]


def rules_of(state: type) -> dict[str, Rule | Anew]:
    """Of each field of a state, those of its bases among them."""
    return {name: rule for one in reversed(state.__mro__) for name, rule in vars(one).get("again", {}).items()}


def takers(*kinds: Kind, but: Sequence[Kind] = ()) -> Rule:
    """Who took the last decision of these kinds: another person must approve or confirm (promise P9)."""

    def rule(past: Past) -> list[str]:
        found = [one for one in past.read(*kinds) if not one.is_of(but)]
        return list(found[-1].answer.takers) if found else []

    return rule


def told(field: str, *kinds: Kind, before: bool = False, nothing: Any = None) -> Rule:
    return lambda past: past.told(field, *kinds, before=before) or nothing


def started(field: str, nothing: Any) -> Rule:
    return lambda past: past.start.get(field, nothing)


# -- what every case has ---------------------------------------------------------------------------------------------


def _here(past: Past) -> dict[str, str]:
    """Each task that the case may still hear of, to the one that was asked: itself, unless it stands in its place."""
    here: dict[str, str] = {}
    for one in past.asked:
        if one.visit == past.visit or (one.aside is not None and one.is_open):
            here[one.id] = here.get(one.in_place_of or "", one.id)
    return here


def decided(past: Past) -> dict[str, Decided]:
    here = _here(past)
    return {here[one.id]: one.decided for one in past.asked if one.decided and one.id in here}


def reopened(past: Past) -> dict[str, str]:
    read = decided(past)
    return {new: old for new, old in _here(past).items() if new != old and old not in read}


def aside(past: Past) -> dict[str, Any]:
    """What was answered beside the stage since it was entered is heard again: hearing it twice changes nothing."""
    here = _here(past)
    return {here[one.id]: {"kind": one.kind.kind, "key": one.aside} for one in past.asked
            if one.aside is not None and one.id in here and (one.is_open or one.decided)}  # fmt: skip
