"""The work of a campaign that stands: what was registered, less what was taken back since. What counts it asks here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

from domain.areas import same
from domain.calendar import local_date
from domain.civic.answered import A, rows
from domain.dossier import Done, Dossier
from domain.labels import Label
from domain.programmes import Gone, Offered, row_id
from domain.tasks import Reason, Row, Wrong
from domain.text import Text, dated, joined, number, verbatim

WORK, EVALUATE = "civic.work", "civic.evaluate"
"""The decisions in which work is written down and taken back."""
STANDING = "standing_work"
KINDS: dict[str, Text] = {
    "stairwells": Text(da="Opgange", en="Stairwells"), "posters": Text(da="Plakater", en="Posters"),
    "social_media": Text(da="Opslag på sociale medier", en="Social media posts"),
}  # fmt: skip


class TakenBack(Row):
    row: Annotated[str, Label(Text(da="Hvilket arbejde?", en="Which work?"), options_from=STANDING)]
    reason: Annotated[Reason, Label(Text(da="Hvorfor?", en="Why?"), Text(
        da="Mindst 20 tegn. Bliver på sagen.", en="At least 20 characters. Stays on the case."))]  # fmt: skip


TAKEN_BACK = Label(
    Text(da="Arbejde, der tages tilbage", en="Work that is taken back"),
    Text(da="Fx skrevet to gange eller i et forkert område. Det tæller ingen steder mere; skriv det rigtige ovenfor.",
         en="Such as written twice or in the wrong area. It counts nowhere any more; write what is right above."),
    unit=Text(da="Rettelse", en="Correction"), late=True)  # fmt: skip


class Stands(NamedTuple):
    id: str
    row: Mapping[str, Any]
    registered_on: date

    @property
    def called(self) -> Text:
        """Plakater, Husum, 16.09.2026: 40 (registreret 20.09.2026)."""
        where = ", ".join(one for one in (self.row["area"], self.row.get("address")) if one)
        done, written = dated(date.fromisoformat(self.row["done_on"])), dated(self.registered_on)
        kind, many = KINDS[self.row["kind"]], number(self.row["number"])
        return Text(da=f"{kind.da}, {where}, {done.da}: {many.da} (registreret {written.da})",
                    en=f"{kind.en}, {where}, {done.en}: {many.en} (registered {written.en})")  # fmt: skip


def alike(row: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """What tells rows apart: everything that they say; not capitals, not spaces."""
    return frozenset((name, same(str(value))) for name, value in row.items() if value not in (None, ""))


def standing(case: Dossier, before: str | None = None) -> list[Stands]:
    """The oldest first; `before`: as it was when that task was decided."""
    return _as_stands(that_stand([one for one in case.done(WORK, EVALUATE) if one.task_id != before]))


def that_stand(done: Sequence[A]) -> dict[str, tuple[A, dict[str, Any]]]:
    """Of the work that these decisions registered, what none of them has taken back."""
    gone = {row["row"] for one in done for row in rows(one, "taken_back")}
    return {key: found for key, found in _registered(done).items() if key not in gone}


def taken_back(case: Dossier) -> dict[str, Gone]:
    done = case.done(WORK, EVALUATE)
    every = {one.id: one for one in _as_stands(_registered(done))}
    return {row["row"]: Gone(every[row["row"]].called,
                             joined([dated(local_date(one.at)), verbatim(row["reason"])], ": "))
            for one in done for row in rows(one, "taken_back") if row["row"] in every}  # fmt: skip


def offered(case: Dossier) -> Offered:
    return [(one.id, one.called) for one in standing(case)]


def not_standing(back: Iterable[TakenBack], stands: Iterable[Stands]) -> Iterator[Wrong]:
    """Each is taken back once."""
    left = {one.id for one in stands}
    for n, one in enumerate(back):
        if one.row not in left:
            yield ("taken_back", n, "row"), "not_standing", Text(
                da="Vælg noget arbejde, der står: det her er taget tilbage",
                en="Choose work that stands: this is taken back")  # fmt: skip
        left.discard(one.row)


def _registered(done: Iterable[A]) -> dict[str, tuple[A, dict[str, Any]]]:
    """By the id of the row: the decision that it was written down in, and the row."""
    return {row_id(one.task_id, "work", n): (one, row) for one in done for n, row in enumerate(rows(one, "work"))}


def _as_stands(found: Mapping[str, tuple[Done, dict[str, Any]]]) -> list[Stands]:
    return [Stands(key, row, local_date(one.at)) for key, (one, row) in found.items()]
