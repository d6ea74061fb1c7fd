"""Nobody can work out a small number: not by sums, not by knowing the rule, not from several tables at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policies import PolicyValue, policies
from domain.reports.counted import Counted, by_word, people
from domain.reports.small_numbers import Group, Outcomes, divided, may_be_shown, rows

WORDS, OUTCOMES = "abcd", "xyz"
World = tuple[int, ...]


def things(counts: Sequence[int], outcomes: str = "") -> dict[str, list[Counted]]:
    """So many people under each word, or under each word and outcome."""
    cells = list(product(WORDS[: len(counts) // max(len(outcomes), 1)], outcomes or [""]))
    made: dict[str, list[Counted]] = {word: [] for word, _ in cells}
    for (word, outcome), count in zip(cells, counts, strict=True):
        made[word] += [Counted(f"{word}{outcome}{n}", {}, outcome) for n in range(count)]
    return made


def worlds(cells: int, most: int) -> Iterator[World]:
    """Every way in which up to so many people can be spread over so many cells."""
    if cells == 0:
        yield ()
        return
    for first in range(most + 1):
        yield from ((first, *others) for others in worlds(cells - 1, most - first))


def shown_rows(world: World, least: int, *, ordered: bool) -> object:
    """Everything that is published of the rows and their sum."""
    total = sum(world)
    if 0 < total < least:
        return "fewer"
    return total, [(one.words, len(one.things)) for one in rows(things(world), least, ordered=ordered)]


def shown_divided(world: World, outcomes: Outcomes, least: int, *, ordered: bool) -> object:
    """Everything that is published of rows, of their outcomes and of the sums of both."""
    named = "".join(outcomes)
    made = things(world, named)
    whole = [one for under in made.values() for one in under]
    if not may_be_shown(whole, least):
        return "fewer"
    alone = rows(made, least, ordered=ordered)
    apart = divided(alone, outcomes, least, ordered=ordered)
    return shown_rows(tuple(len(under) for under in made.values()), least, ordered=ordered), [
        (one.words, [sum(each.outcome == outcome for each in one.things) for outcome in named]) for one in apart]


def given_away(published: dict[str, list[World]], least: int, parts: Sequence[Sequence[int]]) -> list[object]:
    """Small numbers that have one value in all worlds of which the same is published: whoever knows the rule and
    thinks of every world knows these."""
    found: list[object] = []
    for said, same in published.items():
        for part in parts:
            values = {sum(world[n] for n in part) for world in same}
            if len(values) == 1 and 0 < min(values) < least:
                found.append((said, part, same[0]))
    return found


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize(("words", "least", "most"), [(2, 3, 16), (3, 3, 12), (4, 3, 9), (3, 4, 13), (3, 5, 16)])
def test_whoever_knows_the_rule_and_every_number_shown_knows_no_small_one(
    words: int, least: int, most: int, ordered: bool
) -> None:
    published: dict[str, list[World]] = defaultdict(list)
    for world in worlds(words, most):
        published[repr(shown_rows(world, least, ordered=ordered))].append(world)
    assert given_away(published, least, [(n,) for n in range(words)]) == []
    assert len(published) > most, "something is shown"


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize(("words", "outcomes", "most"), [
    (2, {"x": False, "y": False}, 13), (3, {"x": False, "y": False}, 9), (2, {"x": False, "y": False, "z": True}, 9),
])  # fmt: skip
def test_nor_when_rows_and_their_outcomes_are_shown_together(
    words: int, outcomes: Outcomes, most: int, ordered: bool
) -> None:
    least, kinds = 3, len(outcomes)
    published: dict[str, list[World]] = defaultdict(list)
    for world in worlds(words * kinds, most):
        published[repr(shown_divided(world, outcomes, least, ordered=ordered))].append(world)
    cells = [(n,) for n in range(words * kinds)]
    whole_rows = [tuple(range(n * kinds, (n + 1) * kinds)) for n in range(words)]
    assert given_away(published, least, [*cells, *whole_rows]) == []
    assert any("5" in said for said in published), "something is shown"


def test_nor_from_all_tables_of_the_same_people_together() -> None:
    """By area, by age, and both by outcome: no number of an area, an age, an outcome or any crossing of them."""
    least, cells = 3, list(product("ab", "kl", "xy"))
    published: dict[str, list[World]] = defaultdict(list)
    for world in worlds(len(cells), 9):
        published[repr(shown_tables(world, cells, least))].append(world)
    wanted = product(("a", "b", None), ("k", "l", None), ("x", "y", None))
    parts = [[n for n, cell in enumerate(cells) if all(w in (None, c) for w, c in zip(one, cell, strict=True))]
             for one in wanted]  # fmt: skip
    assert given_away(published, least, parts) == []
    assert len(published) > 100, "something is shown"


def shown_tables(world: World, cells: Sequence[tuple[str, str, str]], least: int) -> object:
    made = [Counted(f"{cell}{n}", {"area": cell[0], "age": cell[1]}, cell[2])
            for cell, count in zip(cells, world, strict=True) for n in range(count)]  # fmt: skip
    if not may_be_shown(made, least):
        return "fewer"
    shown: list[object] = [len(made)]
    for dimension, words, ordered in (("area", "ab", False), ("age", "kl", True)):
        alone = rows(by_word(made, dimension, words), least, ordered=ordered)
        apart = divided(alone, {"x": False, "y": False}, least, ordered=ordered)
        shown.append([(one.words, len(one.things)) for one in alone])
        shown.append([(one.words, [sum(each.outcome == o for each in one.things) for o in "xy"]) for one in apart])
    return shown


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(2, 7), st.booleans())
def test_every_row_shown_stands_for_enough_people_and_all_are_shown_once(
    counts: list[int], least: int, ordered: bool
) -> None:
    made = {f"w{n}": [Counted(f"{n}-{m}", {}) for m in range(count)] for n, count in enumerate(counts)}
    shown = rows(made, least, ordered=ordered)
    assert all(not one.things or people(one.things) >= least for one in shown)
    if sum(counts) == 0 or sum(counts) >= least:
        assert sorted(word for one in shown for word in one.words) == sorted(made)
        assert sum(len(one.things) for one in shown) == sum(counts)
    else:
        assert shown == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=8), st.integers(2, 7),
       st.booleans())  # fmt: skip
def test_every_outcome_shown_stands_for_enough_people(
    counts: list[tuple[int, int]], least: int, ordered: bool
) -> None:
    groups = [Group((f"w{n}",), tuple(Counted(f"{n}{outcome}{m}", {}, outcome) for outcome, count in zip("xy", pair, strict=True)
                                      for m in range(count))) for n, pair in enumerate(counts)]  # fmt: skip
    for one in divided(groups, {"x": False, "y": False}, least, ordered=ordered):
        for outcome in "xy":
            assert people(each for each in one.things if each.outcome == outcome) >= least


def test_one_person_counted_five_times_is_one_person() -> None:
    often = {"a": [Counted("p", {}) for _ in range(5)], "b": [Counted(f"q{n}", {}) for n in range(6)]}
    assert [one.words for one in rows(often, 5, ordered=False)] == [("a", "b")]


def test_a_zero_is_shown_where_it_says_that_nobody_is_there_and_hidden_where_it_tells_of_everybody() -> None:
    made = things((6, 0, 7))
    assert [(one.words, len(one.things)) for one in rows(made, 5, ordered=False)] == [(("a",), 6), (("b",), 0), (("c",), 7)]
    all_there = [Group(("a",), tuple(Counted(f"p{n}", {}, "there") for n in range(9)))]
    assert divided(all_there, {"there": False, "gone": False}, 5, ordered=False) == []
    assert divided(all_there, {"there": False, "open": True}, 5, ordered=False) == all_there


def test_neighbours_in_time_are_joined_and_months_without_anybody_stay_apart() -> None:
    made = things((0, 2, 4, 0))
    assert [one.words for one in rows(made, 5, ordered=True)] == [("a",), ("b", "c"), ("d",)]
    made = things((6, 2, 0, 0))
    assert [one.words for one in rows(made, 5, ordered=True)] == [("a", "b"), ("c",), ("d",)]


def test_which_areas_are_few_does_not_show_in_the_order_of_their_names() -> None:
    assert [one.words for one in rows(things((1, 8, 6)), 5, ordered=False)] == [("b",), ("a", "c")]
    assert [one.words for one in rows(things((6, 8, 1)), 5, ordered=False)] == [("b",), ("a", "c")]


def test_of_areas_that_are_as_small_as_each_other_all_are_joined() -> None:
    """Else the one that is shown would say which of the joined was the larger."""
    assert [one.words for one in rows(things((3, 6, 6, 9)), 5, ordered=False)] == [("d",), ("a", "b", "c")]


@pytest.mark.parametrize("row", [one for one in policies().all() if one.name == "reports.least"], ids=lambda r: r.version)
def test_below_three_whatever_is_hidden_would_be_known(row: PolicyValue) -> None:
    """Where only a one is small, what is hidden is a one."""
    assert row.as_(int) >= 3
