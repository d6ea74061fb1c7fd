"""A letter that reached nobody."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict

from domain.labels import Label
from domain.text import Text


class Undelivered(BaseModel):
    """Of the case above; what stands in it and why it failed is looked up there."""

    model_config = ConfigDict(frozen=True)

    letter: Annotated[str, Label(Text(da="Brevet", en="The letter"), options_from="letters")]
