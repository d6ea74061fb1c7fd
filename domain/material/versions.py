"""The text of material in the languages of its areas: whoever checks it for neutrality reads each, as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.labels import Label, When
from domain.languages import tag_of
from domain.tasks import Decision, Free, Row, Wrong, refuse
from domain.text import Text

DANISH = "da"
SEVERAL = When("result", ("versions",))


class Version(Row):
    language: Annotated[Free, Field(min_length=2, max_length=60), Label(
        Text(da="Sprog", en="Language"), Text(da="Fx arabisk.", en="Such as Arabic."))]  # fmt: skip
    wording: Annotated[Free, Field(min_length=5), Label(
        Text(da="Teksten på det sprog", en="The wording in that language"),
        Text(da="Hele teksten, som den skal trykkes eller sendes.", en="All of it, as it is to be printed or sent."),
        written_in="language")]  # fmt: skip


class Translated(Decision):
    result: Annotated[Literal["versions", "danish_only"], Label(
        Text(da="På hvilke sprog findes det?", en="In which languages is it?"),
        Text(da="Efter de sprog, der tales i området.", en="By the languages spoken in the area."), options={
            "versions": Text(da="På dansk og på andre sprog", en="In Danish and in others"),
            "danish_only": Text(da="Kun på dansk", en="In Danish alone")})]  # fmt: skip
    versions: Annotated[tuple[Version, ...], Field(max_length=30), Label(
        Text(da="Sprogversioner", en="Language versions"),
        Text(da="Den danske tekst står allerede i udkastet.", en="The Danish wording stands in the draft."),
        unit=Text(da="Sprogversion", en="Language version"), when=SEVERAL)] = ()  # fmt: skip
    checked: Annotated[Literal["yes"] | None, Label(
        Text(da="Er hver version læst af en anden, der kan sproget?",
             en="Has each version been read by another who knows the language?"),
        options={"yes": Text(da="Ja", en="Yes")}, when=SEVERAL)] = None  # fmt: skip
    languages: Annotated[Free, Field(max_length=200), Label(
        Text(da="Sprog", en="Languages"),
        Text(da="Teksten på hvert sprog skrives ovenfor.", en="The wording in each is written above."),
        late=True)] = ""  # fmt: skip
    """What was asked for before the texts were: names alone."""

    @classmethod
    def withheld(cls) -> dict[str, Any]:
        """An answer from before the texts has no result, and no stage asks for it."""
        return {**super().withheld(), "result": "versions"}

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        """The workflow is not told the rows."""
        if info.context is not None:
            refuse([*self._unsaid(), *self._twice()], type(self).__name__)
        return self

    def _unsaid(self) -> Iterator[Wrong]:
        if self.result == "danish_only" and self.versions:
            yield ("result",), "versions_unused", Text(
                da="Der er skrevet tekst på andre sprog: fjern den, eller vælg »På dansk og på andre sprog«",
                en="There is wording in other languages: remove it, or choose “In Danish and in others”")  # fmt: skip
        if self.result == "versions" and not self.versions:
            yield ("versions",), "versions_missing", Text(da="Skriv teksten på hvert af de andre sprog",
                                                          en="Write the wording in each of the others")  # fmt: skip
        if self.result == "versions" and self.checked is None:
            yield ("checked",), "versions_unread", Text(
                da="Hver version skal være læst af en anden, der kan sproget",
                en="Each version must have been read by another who knows the language")  # fmt: skip

    def _twice(self) -> Iterator[Wrong]:
        seen = {DANISH}
        for n, one in enumerate(self.versions):
            name = tag_of(one.language) or one.language.casefold()
            if name in seen:
                yield ("versions", n, "language"), "language_twice", Text(
                    da="Sproget står der allerede", en="That language is there already")  # fmt: skip
            seen.add(name)
