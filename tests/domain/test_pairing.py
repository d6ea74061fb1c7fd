"""The best pairs: as many as can be made, and of those the ones that are worth most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.pairing import best_pairs

COLUMNS = 5
gains = st.lists(st.dictionaries(st.integers(0, COLUMNS - 1), st.integers(-20, 20)), max_size=COLUMNS)


def best(rows: list[dict[int, int]], taken: frozenset[int] = frozenset()) -> tuple[int, int]:
    """Count and worth of the best pairs, by trying everything."""
    if not rows:
        return 0, 0
    first, *others = rows
    chosen = [(1 + count, first[column] + worth) for column in first.keys() - taken
              for count, worth in [best(others, taken | {column})]]  # fmt: skip
    return max([best(others, taken), *chosen])


@given(gains)
def test_no_other_pairs_are_more_or_worth_more(rows: list[dict[int, int]]) -> None:
    found = best_pairs(rows, COLUMNS)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    assert (len(found), sum(rows[row][column] for row, column in found)) == best(rows)


def test_one_pair_more_is_worth_any_loss() -> None:
    assert best_pairs([{0: 100, 1: -100}, {0: -100}], 2) == [(0, 1), (1, 0)]


def test_nobody_and_nothing_make_no_pairs() -> None:
    assert best_pairs([], 0) == best_pairs([{}], 1) == []
