"""(h) Every page for one caller in a whole municipality, and in a tenth of it: none slow, none that grows."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

from benchmarks import processes
from benchmarks.busy_town import Busy, busy
from benchmarks.harness import Row, Scale, alternate, p50, p99, say, timed
from benchmarks.http import Caller

CASES, DONE, ROUNDS = 25_000, 1_000_000, 200
SLOWEST, MOST_GROWTH, WARM = 100, 1.3, 10
PAGES: tuple[tuple[str, str], ...] = (
    ("officer", "/inbox"), ("officer", "/inbox?view=team"), ("officer", "/inbox?view=team&sort=priority"),
    ("officer", "/inbox?view=all&due=overdue"), ("officer", "/inbox?view=done"), ("officer", "/tasks/{task}"),
    ("officer", "/inbox?task={task}"), ("officer", "/cases"), ("officer", "/cases?programme=obligation&stage=plan"),
    ("officer", "/cases/{case}"), ("officer", "/filters"), ("officer", "/me"),
    ("chief", "/inbox?view=all"), ("chief", "/inbox?view=all&person=nobody&sort=received"), ("chief", "/overview"),
    ("chief", "/overview/obligation"), ("chief", "/workload"), ("chief", "/ahead?days=10"), ("chief", "/forgotten"),
    ("chief", "/incidents"), ("chief", "/away"), ("chief", "/inbox?view=all&due=escalated"), ("officer", "/notices"),
    ("officer", "/me/away"), ("chief", "/lookups"), ("chief", "/reports"), ("chief", "/reports/committee"),
    ("chief", "/budgets"),
)  # fmt: skip
"""Who opens it, and its address."""
FIRST = ("chief", "/overview")
"""Opened as often as each of them and not judged: beside the first page the house counts itself for the first time."""


class Pages:
    def __init__(self, made: Busy, address: str) -> None:
        self._made = made
        self._callers = {who: Caller(address, session=getattr(made, who)) for who in ("officer", "chief")}
        self._nobody = Caller(address)

    def page(self, who: str, path: str) -> bytes:
        return self._callers[who].get(path.format(task=self._made.task_id, case=self._made.case_id))

    def alive(self) -> bytes:
        return self._nobody.get("/healthz")


def rows(scale: Scale) -> list[Row]:
    cases, done, rounds = scale(CASES), scale(DONE), scale(ROUNDS)
    with ExitStack() as held:
        large, small = (_serve(held, cases // part, done // part) for part in (1, 10))
        _, *judged = [_rows(large, small, who, path, rounds) for who, path in (FIRST, *PAGES)]
    return [row for two in judged for row in two]


def _serve(held: ExitStack, cases: int, done: int) -> Pages:
    say(f"h: a municipality with {cases:,} cases, {cases * 4:,} open and {done:,} done tasks")
    made = held.enter_context(busy(cases, done))
    return Pages(made, held.enter_context(processes.web(made.town.data)))


def _rows(large: Pages, small: Pages, who: str, path: str, rounds: int) -> list[Row]:
    for _ in range(WARM):
        large.page(who, path)
        small.page(who, path)
    taken, alive = alternate(timed(partial(large.page, who, path)), timed(large.alive), rounds)
    again, smaller = alternate(timed(partial(large.page, who, path)), timed(partial(small.page, who, path)), rounds)
    half, tail, growth = p50(again), p99(taken + again), p50(again) / p50(smaller)
    return [
        Row(f"h  {who} {path}, p99", tail, "ms", p50(alive), "/healthz", f"under {SLOWEST} ms", tail < SLOWEST),
        Row(f"h  {who} {path}, ten times the cases", half, "ms", p50(smaller), "a tenth of the cases",
            f"at most {MOST_GROWTH} times", growth <= MOST_GROWTH),
    ]  # fmt: skip
