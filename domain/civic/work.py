"""One piece of work in an area, refused where the law, the owner or the check of neutrality has not given leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.areas import as_offered
from domain.civic.freezing import freeze_of, nothing_new
from domain.civic.standing import KINDS, Stands, TakenBack, alike, not_standing, standing
from domain.civic.used import MADE_OF, MATERIALS, Used, in_use
from domain.civic.where import AREAS
from domain.labels import Label, When
from domain.policies import RulesOn
from domain.tasks import Between, Free, Row, Wrong, refuse
from domain.text import Text, dated, joined, number

Spent = Counter[tuple[str, bool]]
"""How much of a material, and whether since it was last put up."""
STAIRWELLS = When("kind", ("stairwells",))


class Work(Row):
    kind: Annotated[Literal["stairwells", "posters", "social_media"], Label(
        Text(da="Hvad?", en="What?"), options=KINDS, short=True)]  # fmt: skip
    area: Annotated[str, as_offered(AREAS), Label(Text(da="Område", en="Area"), options_from=AREAS, short=True)]
    done_on: Annotated[date, Between(earliest=-400, latest=0), Label(Text(da="Hvornår?", en="When?"), short=True)]
    number: Annotated[int, Field(ge=1, le=100_000), Label(
        Text(da="Antal", en="Number"), Text(da="Opgange, plakater eller opslag.",
                                            en="Stairwells, posters or posts."), short=True)]  # fmt: skip
    material: Annotated[str, Label(
        Text(da="Hvilket materiale?", en="Which material?"),
        Text(da="Kun det, der er fundet neutralt og taget i brug på sin egen sag.",
             en="Only what was found neutral and taken into use on its own case."),
        options_from=MATERIALS, when=When("kind", tuple(KINDS)))] = ""  # fmt: skip
    address: Annotated[Free, Field(max_length=200), Label(
        Text(da="Hvilke opgange?", en="Which stairwells?"), Text(da="Vej og numre.", en="Street and numbers."),
        when=STAIRWELLS)] = ""  # fmt: skip
    owner: Annotated[Free, Field(max_length=120), Label(
        Text(da="Ejer, der har sagt ja", en="Owner who said yes"),
        Text(da="Boligorganisationen eller forvalteren.", en="The housing association or the manager."),
        when=STAIRWELLS)] = ""  # fmt: skip
    consented_on: Annotated[date | None, Between(earliest=-800, latest=0), Label(
        Text(da="Ejeren sagde ja den", en="The owner said yes on"), when=STAIRWELLS)] = None  # fmt: skip

    @model_validator(mode="after")
    def _with_leave(self) -> Self:
        """Neutral flyers in a stairwell need the consent of its owner, given before."""
        refuse([*self._without_material(), *(self._without_leave() if self.kind == "stairwells" else ())],
               type(self).__name__)  # fmt: skip
        return self

    def _without_material(self) -> Iterator[Wrong]:
        if not self.material:
            yield ("material",), "material_missing", Text(da="Vælg, hvilket materiale det er", en="Choose the material")

    def _without_leave(self) -> Iterator[Wrong]:
        if len(self.address) < 3:
            yield ("address",), "address_missing", Text(da="Skriv, hvilke opgange det er", en="Write which stairwells")
        if len(self.owner) < 3:
            yield ("owner",), "owner_missing", Text(
                da="Skriv, hvilken ejer der har sagt ja: uden det må intet deles ud i opgangen",
                en="Write which owner said yes: nothing may be handed out in the stairwell without it")  # fmt: skip
        if self.consented_on is None:
            yield ("consented_on",), "consent_missing", Text(da="Skriv, hvornår ejeren sagde ja",
                                                             en="Write when the owner said yes")  # fmt: skip
        elif self.consented_on > self.done_on:
            yield ("consented_on",), "consent_later", Text(da="Ejeren skal have sagt ja, før der deles ud",
                                                           en="The owner must have said yes before")  # fmt: skip


def refuse_work(work: tuple[Work, ...], back: tuple[TakenBack, ...], info: ValidationInfo, title: str) -> None:
    """The same row again is a slip of the hand: what was done twice has its number. The rest is asked of the campaign,
    where it is known: what is taken back here stands no more, so that it may be written anew."""
    known = info.context or {}
    used, stands, wrong = None, list[Stands](), list[Wrong]()
    if "case" in known and (work or back):
        used, stands = in_use(known["case"]), standing(known["case"], known.get("task_id"))
        wrong += not_standing(back, stands)
        stands = [one for one in stands if one.id not in {one.row for one in back}]
    spent = _spent(stands, used or {})
    refuse([*wrong, *((("work", n, *where), code, says) for n, one in enumerate(work)
            for where, code, says in (*_twice(one, work[:n], stands), *_wrong(one, known), *_not_in_use(one, used),
                                      *_more_than_printed(one, used or {}, spent)))], title)  # fmt: skip


def _twice(one: Work, before: tuple[Work, ...], stands: list[Stands]) -> Iterator[Wrong]:
    this, already = alike(one.model_dump(mode="json")), Text(da="Står der allerede", en="Is there already")
    if this in [alike(other.model_dump(mode="json")) for other in before]:
        yield ("kind",), "work_twice", already
    elif on := next((other.registered_on for other in stands if alike(other.row) == this), None):
        day = dated(on)
        registered = Text(da=f"registreret den {day.da}", en=f"registered on {day.en}")
        yield ("kind",), "work_stands", joined([already, registered], ", ")


def _spent(stands: list[Stands], every: Mapping[str, Used]) -> Spent:
    """How much of each material was written down before."""
    found = Spent()
    for _, row, _ in stands:
        if used := every.get(row["material"]):
            found[used.case_id, date.fromisoformat(row["done_on"]) >= used.again] += row["number"]
    return found


def _more_than_printed(one: Work, every: Mapping[str, Used], spent: Spent) -> Iterator[Wrong]:
    """A stairwell takes one at least. What was not printed has no number that it could exceed."""
    used = every.get(one.material)
    if used is None or used.printed is None:
        return
    this = used.case_id, one.done_on >= used.again
    spent[this] += one.number
    if spent[this] > used.printed:
        total, there = number(spent[this]), number(used.printed)
        yield ("number",), "more_than_printed", Text(
            da=f"Bliver {total.da} i alt, men der er kun trykt {there.da} af det materiale",
            en=f"Makes {total.en} in all, but only {there.en} of that material were printed")  # fmt: skip


def _wrong(one: Work, known: Mapping[str, Any]) -> Iterator[Wrong]:
    if AREAS in known and one.area not in known[AREAS]:
        yield ("area",), "area_not_chosen", Text(da="Vælg et af kampagnens områder",
                                                 en="Choose one of the campaign's areas")  # fmt: skip
    if "facts" in known:
        freeze = freeze_of(known["facts"], RulesOn(known["policies"], known["today"]))
        if one.done_on >= freeze:
            yield ("done_on",), "work_frozen", nothing_new(freeze)


def _not_in_use(one: Work, every: Mapping[str, Used] | None) -> Iterator[Wrong]:
    if every is None:
        return
    used = every.get(one.material)
    if used is None:
        yield ("material",), "material_not_in_use", Text(
            da="Vælg et materiale, der er fundet neutralt og taget i brug",
            en="Choose material that was found neutral and taken into use")  # fmt: skip
    elif used.form not in MADE_OF[one.kind]:
        yield ("material",), "material_of_another_kind", Text(
            da="Det materiale er til noget andet", en="That material is for something else")  # fmt: skip
    elif one.done_on < used.since:
        day = dated(used.since)
        yield ("done_on",), "before_material", Text(da=f"Materialet er først brugt fra {day.da}",
                                                    en=f"The material is used from {day.en} on")  # fmt: skip
