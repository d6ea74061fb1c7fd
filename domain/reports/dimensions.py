"""By what the rows of a table differ, and what a row is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.text import Text, month_name, verbatim

UNKNOWN = ""
"""The word of an area that nobody has written."""


@dataclass(frozen=True)
class Dimension:
    name: str
    heading: Text
    words: Mapping[str, Text]
    """What there can be, in the order of the rows."""
    ordered: bool = False
    """Whether only neighbours may be joined."""
    in_time: bool = False
    rest: Text | None = None
    """What words are called that are joined; None: by their own names, one after the other."""

    def called(self, words: Sequence[str], few: Collection[str]) -> Text:
        """`few`: words that alone have too few people to be named where there is a name for the rest."""
        if self.in_time and len(words) > 1:
            first, last = self.words[words[0]], self.words[words[-1]]
            return Text(da=f"{first.da}–{last.da}", en=f"{first.en}–{last.en}")
        rest = [self.rest] if self.rest and set(words) & set(few) else []
        named = [said for word, said in self.words.items()
                 if word in words and (self.rest is None or word not in few)]  # fmt: skip
        if self.rest is None:
            return sentence(named)
        return listed([*named, *([one.inside for one in rest] if named else rest)])


def listed(names: Sequence[Text]) -> Text:
    """A, B and C."""
    def said(each: list[str], last: str) -> str:
        return last.join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else "".join(each)

    return Text(da=said([one.da for one in names], " og "), en=said([one.en for one in names], " and "))


def sentence(names: Sequence[Text]) -> Text:
    """A, b and c: of words that are no names of people or places."""
    return listed([*names[:1], *(one.inside for one in names[1:])])


def months(days: Iterable[date]) -> Dimension:
    words = {f"{day:%Y-%m}": month_name(day) for day in days}
    return Dimension("month", Text(da="Måned", en="Month"), words, ordered=True, in_time=True)


def folded(area: str | None) -> str:
    """Areas are typed freely: case and spaces make no difference."""
    return " ".join((area or "").split()).casefold()


def areas(written: Iterable[str | None]) -> Dimension:
    """Each area once, as most have written it, in the order of the alphabet; unknown is one of its own."""
    spelled: dict[str, Counter[str]] = {}
    for area in written:
        spelled.setdefault(folded(area), Counter())[" ".join((area or "").split())] += 1
    words = {word: _as_most(spelled[word]) for word in sorted(spelled) if word != UNKNOWN}
    if UNKNOWN in spelled:
        words[UNKNOWN] = Text(da="Område ikke oplyst", en="Area not known")
    return Dimension("area", Text(da="Område", en="Area"), words,
                     rest=Text(da="Øvrige områder", en="Other areas"))  # fmt: skip


def _as_most(spellings: Counter[str]) -> Text:
    return verbatim(min(spellings, key=lambda one: (-spellings[one], one)))
