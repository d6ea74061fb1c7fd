"""One piece of work in an area. Each kind is refused where the law or the owner has not given leave."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.civic.freezing import freeze_of, nothing_new
from domain.labels import Label, When
from domain.policies import RulesOn
from domain.tasks import Between, Free, Row, refuse
from domain.text import Text

KINDS: dict[str, Text] = {
    "stairwells": Text(da="Opgange", en="Stairwells"), "posters": Text(da="Plakater", en="Posters"),
    "social_media": Text(da="Opslag på sociale medier", en="Social media posts"),
    "event": Text(da="Arrangement", en="Event"),
}  # fmt: skip
EVENT = When("kind", ("event",))


def refuse_twice(work: tuple[Work, ...], title: str) -> None:
    """The same row again is a slip of the hand: what was done twice has its number."""
    refuse([(("work", n, "kind"), "work_twice", Text(da="Står der allerede", en="Is there already"))
            for n, one in enumerate(work) if one in work[:n]], title)  # fmt: skip


def refuse_frozen(work: tuple[Work, ...], info: ValidationInfo, title: str) -> None:
    """Nothing new from the day before the election on; what was done before may be written down later."""
    if info.context is None or "facts" not in info.context:
        return
    rules = RulesOn(info.context["policies"], info.context["today"])
    freeze = freeze_of(info.context["facts"], rules)
    refuse([(("work", n, "done_on"), "work_frozen", nothing_new(freeze))
            for n, one in enumerate(work) if one.done_on >= freeze], title)  # fmt: skip


class Work(Row):
    kind: Annotated[Literal["stairwells", "posters", "social_media", "event"], Label(
        Text(da="Hvad?", en="What?"), options=KINDS, short=True)]  # fmt: skip
    area: Annotated[Free, Field(min_length=2, max_length=120), Label(Text(da="Bydel", en="District"), short=True)]
    done_on: Annotated[date, Between(earliest=-400, latest=0), Label(Text(da="Hvornår?", en="When?"), short=True)]
    number: Annotated[int, Field(ge=1, le=100_000), Label(
        Text(da="Antal", en="Number"), Text(da="Opgange, plakater, opslag eller deltagere.",
                                            en="Stairwells, posters, posts or people there."), short=True)]  # fmt: skip
    owner: Annotated[Free, Field(max_length=120), Label(
        Text(da="Ejerens tilladelse: hvem og hvornår", en="The owner's consent: who and when"),
        when=When("kind", ("stairwells",)))] = ""  # fmt: skip
    place: Annotated[Free, Field(max_length=120), Label(Text(da="Sted", en="Place"), when=EVENT)] = ""
    permit: Annotated[Literal["given", "not_needed"] | None, Label(
        Text(da="Tilladelse til stedet", en="Permit for the place"), options={
            "given": Text(da="Er givet", en="Has been given"),
            "not_needed": Text(da="Kræves ikke", en="Is not needed")}, when=EVENT)] = None  # fmt: skip
    interpreters: Annotated[Free, Field(max_length=120), Label(
        Text(da="Tolket til", en="Interpreted into"), Text(da="Sprog; ingen navne.", en="Languages; no names."),
        when=When("kind", ("event",), needed=False))] = ""  # fmt: skip

    @model_validator(mode="after")
    def _with_leave(self) -> Self:
        """Neutral flyers in a stairwell need the owner's consent."""
        wrong = []
        if self.kind == "stairwells" and len(self.owner) < 3:
            wrong.append((("owner",), "owner_missing", Text(
                da="Skriv ejerens tilladelse: uden den må intet deles ud i opgangen",
                en="Write the owner's consent: nothing may be handed out in the stairwell without it")))
        if self.kind == "event" and len(self.place) < 3:
            wrong.append((("place",), "place_missing", Text(da="Skriv, hvor det var", en="Write where it was")))
        if self.kind == "event" and self.permit is None:
            wrong.append((("permit",), "permit_missing", Text(
                da="Svar, om der er tilladelse til stedet", en="Say whether there is a permit for the place")))
        refuse(wrong, type(self).__name__)
        return self
