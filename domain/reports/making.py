"""A table from what is counted: rows that may be shown, their numbers, and the sum of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.reports.counted import Counted, by_word
from domain.reports.dimensions import Dimension
from domain.reports.small_numbers import Group, Outcomes, divided, may_be_shown, rows
from domain.reports.tables import ALL, Cell, Line, Measure, Table, hidden, too_few
from domain.text import Text

NO_ZERO = Text(
    da="Et nul, der ville sige noget om alle i rækken, er skjult: rækken er lagt sammen med andre.",
    en="A zero that would tell something of everybody in the row is hidden: the row is joined with others.",
)
LATER_YEAR = Text(
    da="Det, der først skrives ned i et senere år, tæller den dag, det skrives ned: et år, der er gået, ændres ikke af "
    "det.",
    en="What is written down only in a later year counts on the day it is written down: a year that is over does not "
    "change by it.",
)
"""Of what is counted by `Step.counts_on`."""
MONTHS_OVER = Text(da="Måneder, der ikke er gået, er ikke med.", en="Months that are not over are not in it.")


@dataclass(frozen=True)
class Making:
    """What the tables of one year share."""

    year: int
    is_over: bool
    least: int
    """Of how many people a number may be shown."""

    def table(
        self, name: str, title: Text, things: Sequence[Counted], by: Dimension | None, measures: Sequence[Measure],
        counts: Sequence[Text], *, outcomes: Outcomes | None = None, drawn: str | None = None,
        shown: Callable[[str], bool] = lambda word: True,
    ) -> Table:  # fmt: skip
        """`shown`: the words whose rows were asked for; it changes no number. Without `by` there is the sum alone."""
        groups, few = self._groups(things, by, outcomes)
        kept = [one for one in groups if any(map(shown, one.words))] if by else []
        named = [(by.called(one.words, few), one) for one in kept] if by else []
        columns = tuple(one.column for one in measures)
        return Table(
            name, Text(da=f"{title.da}, {self.year}", en=f"{title.en}, {self.year}"),
            by.heading if by else ALL, columns, tuple(Line(said, _cells(one, measures)) for said, one in named),
            self._total(things, measures, outcomes), (*counts, *([NO_ZERO] if outcomes else []), MONTHS_OVER),
            year=self.year, is_over=self.is_over, drawn=drawn,
            reaches_out=not all(shown(word) for one in kept for word in one.words))  # fmt: skip

    def may_be_divided(self, things: Sequence[Counted], outcomes: Outcomes) -> bool:
        """Whether each outcome may be shown of all together."""
        return bool(divided([Group((), tuple(things))], outcomes, self.least, ordered=True))

    def _groups(self, things: Sequence[Counted], by: Dimension | None,
                outcomes: Outcomes | None) -> tuple[list[Group], frozenset[str]]:  # fmt: skip
        """The rows; and the words that are joined, which stand for too few."""
        if not may_be_shown(things, self.least):
            return [], frozenset()
        ordered = by is None or by.ordered
        found = rows(by_word(things, by.name, list(by.words)), self.least, ordered=ordered) if by else []
        found = found or [Group(tuple(by.words) if by else (), tuple(things))]
        few = frozenset(word for one in found if len(one.words) > 1 for word in one.words)
        if outcomes is not None:
            found = divided(found, outcomes, self.least, ordered=ordered)
        is_all = by is not None and by.rest is not None and len([one for one in found if one.things]) == 1 and few
        return [one for one in found if not (is_all and one.things)], few

    def _total(self, things: Sequence[Counted], measures: Sequence[Measure], outcomes: Outcomes | None) -> Line:
        if not may_be_shown(things, self.least):
            return Line(ALL, tuple(too_few(self.least) if one.column.unit == "count" else hidden() for one in measures))
        is_divided = outcomes is None or not things or self.may_be_divided(things, outcomes)
        return Line(ALL, tuple(one.of(things) if is_divided or not one.by_outcome else hidden() for one in measures))


def _cells(group: Group, measures: Sequence[Measure]) -> tuple[Cell, ...]:
    return tuple(one.of(group.things) for one in measures)
