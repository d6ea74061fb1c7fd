"""What a person sees on the terminal while something takes its time; on stderr, so that stdout stays for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

console = Console(stderr=True, highlight=False, soft_wrap=True)
Say = Callable[[str, int, int], None]


@contextmanager
def bars() -> Iterator[Say]:
    """A function `say(what, done, total)`: one bar for each different `what`."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        known = {}

        def say(what: str, done: int, total: int) -> None:
            if what not in known:
                known[what] = progress.add_task(what, total=total)
            progress.update(known[what], completed=done, total=max(total, done))

        yield say


class Steps:
    """Numbered lines with a spinner on the one that runs."""

    def __init__(self, total: int) -> None:
        self._total, self._at = total, 0
        self._status = console.status("")

    def next(self, what: str) -> None:
        self._at += 1
        line = f"{self._at}/{self._total} {what}"
        if console.is_terminal:
            self._status.start()
            self._status.update(line)
        else:
            console.print(line)

    def done(self) -> None:
        self._status.stop()
