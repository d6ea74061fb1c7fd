"""Signs of violence or social control, as whoever saw them writes them down for the specialists alone."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from domain.labels import Label
from domain.tasks import HAPPENED, SENTENCE, Free, Sheet
from domain.text import Text


class ConcernFacts(Sheet):
    model_config = ConfigDict(frozen=True)

    seen_on: Annotated[date, HAPPENED, Label(
        Text(da="Hvornår så eller hørte du det?", en="When did you see or hear it?"))]  # fmt: skip
    acute: Annotated[bool, Label(
        Text(da="Er nogen i fare nu?", en="Is anybody in danger now?"),
        Text(da="Så ring først 112.", en="Then call 112 first."))]  # fmt: skip
    children: Annotated[bool | None, Label(
        Text(da="Er der børn i hjemmet?", en="Are there children in the home?"),
        Text(da="Lad stå tomt, hvis du ikke ved det.", en="Leave empty if you do not know."))] = None  # fmt: skip
    signs: Annotated[Free, Field(min_length=SENTENCE), Label(
        Text(da="Hvad så eller hørte du?", en="What did you see or hear?"),
        Text(da="Mindst 20 tegn. Kun specialisterne kan læse det, når du har sendt det.",
             en="At least 20 characters. The specialists alone can read it once you have sent it."))]  # fmt: skip
