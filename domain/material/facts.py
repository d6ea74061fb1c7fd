"""A piece of a campaign's material: what it is, and where it is meant to be."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from domain.labels import Label
from domain.tasks import Free, Sheet
from domain.text import Text

Form = Literal["flyer", "poster", "road_poster", "post", "message"]
FORMS: dict[str, Text] = {
    "flyer": Text(da="Flyer til opgange", en="Flyer for stairwells"),
    "poster": Text(da="Plakat indendørs", en="Poster indoors"),
    "road_poster": Text(da="Valgplakat ved vej", en="Election poster by a road"),
    "post": Text(da="Opslag på sociale medier", en="Social media post"),
    "message": Text(da="Brev eller sms efter område og alder", en="Letter or text message by area and age"),
}  # fmt: skip


class MaterialFacts(Sheet):
    model_config = ConfigDict(frozen=True)

    form: Annotated[Form, Label(Text(da="Hvad er det?", en="What is it?"), options=dict(FORMS))]
    name: Annotated[Free, Field(min_length=3, max_length=120), Label(Text(da="Titel", en="Title"))]
