"""Who could have which place: proposed with reasons, decided by a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from domain.dossier import Dossier
from domain.policies import Policies
from domain.text import Text


class Proposed(NamedTuple):
    """`case_id`: who would have it. `choice`: the case that offers it, and what that is called."""

    case_id: str
    choice: str
    says: Text
    reasons_for: list[Text]
    reasons_against: list[Text]


class RuledOut(NamedTuple):
    choice: str
    says: Text
    why: list[Text]


class Proposals(NamedTuple):
    proposed: list[Proposed]
    """The best first."""
    ruled_out: list[RuledOut]


Ranks = Callable[[Dossier, Sequence[Dossier], date, Policies], Proposals]
"""For one case, what those that offer places have for it."""
Assigns = Callable[[Sequence[Dossier], Sequence[Dossier], date, Policies], list[Proposed]]
"""For all who seek at once: each at most one place, no place twice."""
