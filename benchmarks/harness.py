"""What every figure shares: A and B in turn, percentiles, rows, and the table they end in."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

Sample = Callable[[], float]


@dataclass(frozen=True)
class Scale:
    """How much to measure; `--quick` takes a tenth."""

    quick: bool

    def __call__(self, full: int) -> int:
        return max(full // 10, 1) if self.quick else full


@dataclass(frozen=True)
class Row:
    """One line of the table. The floor is what the same machine gives, in the same run, to the least that would do."""

    what: str
    figure: float
    unit: str
    floor: float | None = None
    floor_is: str = ""
    aim: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        return self.figure / self.floor if self.floor else None

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        met = {None: "", True: "met", False: "missed"}[self.met]
        figure, floor = written(self.figure, self.unit), written(self.floor, self.unit)
        return self.what, figure, floor, self.floor_is, ratio, self.aim, met


HEAD = ("figure", "", "floor", "floor is", "ratio", "aim", "")


def alternate(a: Sample, b: Sample, rounds: int) -> tuple[list[float], list[float]]:
    """Samples of both, one after the other, each first in every second round: what disturbs one disturbs both."""
    first: list[float] = []
    second: list[float] = []
    for n in range(rounds):
        for sample, into in ((a, first), (b, second))[:: 1 if n % 2 == 0 else -1]:
            into.append(sample())
    return first, second


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def timed(work: Callable[[], object]) -> Sample:
    """A sample of how many milliseconds `work` takes."""
    return lambda: seconds(work) * 1000


def percentile(samples: Iterable[float], share: float) -> float:
    ordered = sorted(samples)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def p50(samples: Iterable[float]) -> float:
    return percentile(samples, 0.5)


def p99(samples: Iterable[float]) -> float:
    return percentile(samples, 0.99)


def wait_until(is_so: Callable[[], bool], patience: float = 30, pause: float = 0.005) -> None:
    """For events that take tenths of a second, and with a longer pause for setting up."""
    until = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError("it never came to be")
        time.sleep(pause)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def written(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 0 if value >= 100 or float(value).is_integer() else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def table(rows: list[Row]) -> str:
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    rule = ["-" * width for width in widths]
    padded = (("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True))).rstrip()
              for line in chain(lines[:1], [rule], lines[1:]))  # fmt: skip
    return "\n".join(padded)
