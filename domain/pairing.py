"""The best pairs of two sides: as many as can be made, and of those the ones that are worth most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_FAR = 1 << 62
Gains = Sequence[Mapping[int, int]]
"""Of each row: the columns that it may have, and what the pair is worth."""


def best_pairs(gains: Gains, columns: int) -> list[tuple[int, int]]:
    """Pairs of row and column, each in at most one; in the order of the rows.

    Rows are taken in one by one, those with the least choice first; each looks for the cheapest way to be served,
    along which others change their column (shortest augmenting paths, Jonker and Volgenant 1987, in whole numbers).
    There may not be fewer columns than rows.
    """
    order = sorted(range(len(gains)), key=lambda row: len(gains[row]))
    worth = [worth for row in gains for worth in row.values()] or [0]
    pair = (max(worth) - min(worth) + 1) * (len(gains) + 1) - min(worth)
    """What one pair more is worth, whatever it costs the others."""
    costs = [[0] * columns for _ in gains]
    for line, row in zip(costs, order, strict=True):
        for column, gain in gains[row].items():
            line[column] = -pair - gain
    served = ((order[n], column) for column, n in enumerate(_serve(costs, columns)) if n >= 0)
    return sorted((row, column) for row, column in served if column in gains[row])


def _serve(costs: list[list[int]], columns: int) -> list[int]:
    """The row that each column goes to, -1 for none, so that all rows are served at the least cost."""
    row_of, row_price, column_price = [-1] * columns, [0] * len(costs), [0] * columns
    for new in range(len(costs)):
        came_from, reach = [-1] * columns, [_FAR] * columns
        # Free ones first: of columns as near as each other the first is taken, and a free one ends the search.
        ahead, passed = sorted(range(columns), key=lambda column: row_of[column] >= 0), []
        row, at, so_far = new, -1, 0
        while True:
            line, base = costs[row], so_far - row_price[row]
            best, nearest = _FAR, -1
            for column in ahead:
                way = line[column] + base - column_price[column]
                if way < reach[column]:
                    reach[column], came_from[column] = way, at
                if reach[column] < best:
                    best, nearest = reach[column], column
            so_far, at = best, nearest
            if row_of[at] < 0:
                break
            ahead.remove(at)
            passed.append(at)
            row = row_of[at]
        row_price[new] += so_far
        for column in passed:
            row_price[row_of[column]] += so_far - reach[column]
            column_price[column] -= so_far - reach[column]
        while at >= 0:
            before = came_from[at]
            row_of[at] = row_of[before] if before >= 0 else new
            at = before
    return row_of
