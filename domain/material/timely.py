"""What comes too late is of no use: material, and work in the areas, is due before nothing new may begin."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Generic

from domain.labels import Label
from domain.tasks import D, Task
from domain.text import Text


class Timely(Task[D], Generic[D]):
    no_later_than: ClassVar[str | None] = "last_on"
    last_on: Annotated[date | None, Label(Text(
        da="Sidste arbejdsdag, før intet nyt begynder", en="Last working day before nothing new begins"))] = None
    """None: asked for before this was counted."""
