"""Small numbers: what is joined so that nobody can work out a number of fewer people than may be shown.

Nothing is blotted out. Rows are joined until each stands for enough people, so that what is shown are sums of whole
rows, and no other row or table holds what is missing. Why nobody can go back: docs/adr/0013.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from domain.reports.counted import Counted, people

Outcomes = Mapping[str, bool]
"""What can have come of a thing; True where it says nothing of anybody that nobody has it. Else a zero would tell of
everyone in the row that theirs was another, and counts as too few."""


class Group(NamedTuple):
    """Words that are shown as one row, and what is counted under them."""

    words: tuple[str, ...]
    things: tuple[Counted, ...]


def may_be_shown(things: Collection[Counted], least: int) -> bool:
    """A zero is shown: it says that nobody is there, and so tells of nobody."""
    return not things or people(things) >= least


def rows(things: Mapping[str, Sequence[Counted]], least: int, *, ordered: bool) -> list[Group]:
    """Rows of at least `least` people, or of none; empty where that is not to be had.

    In an order of its own (months, ages) a word is joined with its neighbours. Else those with too few are joined
    with the smallest of the others, with all of these where several are as small: whichever word of such a row had
    which number, the same would be shown.
    """
    groups = [Group((word,), tuple(under)) for word, under in things.items()]
    joined = _neighbours(groups, least) if ordered else _the_rest(groups, least)
    return joined if all(may_be_shown(one.things, least) for one in joined) else []


def divided(groups: Sequence[Group], outcomes: Outcomes, least: int, *, ordered: bool) -> list[Group]:
    """The rows, joined further until each outcome of each of them has at least `least` people; empty where even all
    together have fewer.

    Which rows are joined next is decided by their sizes alone, which are shown anyway.
    """
    left = [one for one in groups if one.things]
    while left and not all(_has_enough(one, outcomes, least) for one in left):
        left = _with_two_joined(left, ordered=ordered) if len(left) > 1 else []
    return left


def _has_enough(group: Group, outcomes: Outcomes, least: int) -> bool:
    found = {outcome: people(one for one in group.things if one.outcome == outcome) for outcome in outcomes}
    return all(found[outcome] >= least or (zero_says_nothing and not found[outcome])
               for outcome, zero_says_nothing in outcomes.items())  # fmt: skip


def _neighbours(groups: Sequence[Group], least: int) -> list[Group]:
    closed: list[Group] = []
    open_: list[Group] = []
    for one in groups:
        open_.append(one)
        whole = _joined(open_)
        if may_be_shown(whole.things, least):
            closed.append(whole)
            open_ = []
    empty: list[Group] = []
    while open_ and not open_[-1].things:
        empty.insert(0, open_.pop())
    while open_ and closed and not may_be_shown(_joined(open_).things, least):
        open_.insert(0, closed.pop())
    return [*closed, *([_joined(open_)] if open_ else []), *empty]


def _the_rest(groups: Sequence[Group], least: int) -> list[Group]:
    few = [one for one in groups if not may_be_shown(one.things, least)]
    others = [one for one in groups if one.things and one not in few]
    smallest = min((len(one.things) for one in others), default=0)
    rest = [one for one in groups if few and (one in few or len(one.things) == smallest)]
    return [one for one in groups if one not in rest] + ([_joined(rest)] if rest else [])


def _with_two_joined(groups: list[Group], *, ordered: bool) -> list[Group]:
    """The smallest with the next smallest, in an order of its own with its smaller neighbour."""
    sizes = [len(one.things) for one in groups]
    if ordered:
        at = min(range(len(groups) - 1), key=lambda n: (min(sizes[n], sizes[n + 1]), sizes[n] + sizes[n + 1], n))
        return [*groups[:at], _joined(groups[at : at + 2]), *groups[at + 2 :]]
    first, second = sorted(range(len(groups)), key=lambda n: (sizes[n], n))[:2]
    whole = _joined([groups[first], groups[second]])
    return [one for n, one in enumerate(groups) if n not in (first, second)] + [whole]


def _joined(groups: Sequence[Group]) -> Group:
    return Group(tuple(w for one in groups for w in one.words), tuple(t for one in groups for t in one.things))


