"""The decisions of a case that a citizen may complain of, and who took each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.dossier import Done, Dossier
from domain.programmes import kind_named


class Taken(NamedTuple):
    """A decision and the case that it stands in."""

    case: Dossier
    decision: Done


def appealable(case: Dossier) -> list[Taken]:
    """Decisions in the sense of the law in this case and in those that belong to it, the newest first."""
    found = [Taken(one, done) for one in (case, *case.below) for done in one.done() if kind_named(done.kind).appealable]
    return sorted(found, key=lambda taken: (taken.decision.at, taken.decision.task_id), reverse=True)


def named(case: Dossier, task_id: str | None) -> Taken | None:
    return next((taken for taken in appealable(case) if taken.decision.task_id == task_id), None)


def takers(taken: Taken) -> list[str]:
    """Who took the decision: the one who proposed it and everyone who confirmed it."""
    every, about = taken.case.done(), taken.decision
    first = _proposal(every, about)
    again = next((one.at for one in every if one.kind == first.kind and one.at > first.at), None)
    confirmed = [one for one in every if first.kind in kind_named(one.kind).confirms and one.at >= first.at
                 and (again is None or one.at < again)]  # fmt: skip
    return unique([first.by, about.by, *(one.by for one in confirmed)])


def unique(people: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(people))


def _proposal(every: Sequence[Done], about: Done) -> Done:
    """The decision that `about` confirms; itself where it confirms none."""
    confirms = kind_named(about.kind).confirms
    before = [one for one in every if one.kind in confirms and one.at <= about.at]
    return before[-1] if before else about
