"""What a report counts: one thing, of one person, under a word of each dimension."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Counted(NamedTuple):
    person: str
    of: Mapping[str, str]
    """By dimension, the word that it is counted under."""
    outcome: str = ""
    days: Mapping[str, int] = {}
    """By what happened, the calendar days until it did; what has not happened is left out."""


def people(things: Iterable[Counted]) -> int:
    return len({one.person for one in things})


def by_word(things: Iterable[Counted], dimension: str, words: Sequence[str]) -> dict[str, list[Counted]]:
    """Things under each of these words, in that order; each thing is under one of them."""
    found: dict[str, list[Counted]] = {word: [] for word in words}
    for one in things:
        found[one.of[dimension]].append(one)
    return found
