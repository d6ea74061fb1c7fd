"""The decisions of a case that a citizen may complain of, and who took each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
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
    """Who took the decision: those who decided and everyone who confirmed it, each with whom they acted for."""
    about = taken.decision
    confirmed = [one for one in _until_the_next(taken) if about.kind in kind_named(one.kind).confirms]
    return unique([person for one in (about, *confirmed) for person in one.takers])


def received_on(taken: Taken) -> date | None:
    """The day on which the citizen got the decision, by the letter that told of it; None where none was sent."""
    about = taken.decision
    told = {about.task_id} | {one.task_id for one in _until_the_next(taken)
                              if about.kind in kind_named(one.kind).tells_of}  # fmt: skip
    days = [one.received_on for one in taken.case.letters if one.task_id in told and one.received_on]
    return days[-1] if days else None


def unique(people: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(people))


def _until_the_next(taken: Taken) -> list[Done]:
    """What was decided after it in the same case, until the same was decided anew."""
    later = [one for one in taken.case.done() if one.at > taken.decision.at]
    return list(takewhile(lambda one: one.kind != taken.decision.kind, later))
