"""What has happened last in a case: nothing that is written down lies before it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pydantic import ValidationInfo

from domain.calendar import local_date
from domain.dossier import Dossier
from domain.tasks import refuse
from domain.text import Text, dated


class Step(NamedTuple):
    """`on`: the field of the decision that says when it happened; None: when it was written down."""

    on: str | None
    says: Text


NOT_HELD = "not_held"
"""The result of a talk that was agreed: the citizen did not come, or called it off."""
OPENED = Text(da="hvor sagen blev oprettet", en="when the case was opened")
STEPS: dict[str, Step] = {
    "perspektiv.reach": Step("tried_on", Text(da="hvor der sidst blev taget kontakt",
                                             en="when contact was last sought")),
    "perspektiv.first_talk": Step("held_on", Text(da="hvor den første samtale blev holdt",
                                                  en="when the first talk was held")),
    "perspektiv.plan": Step(None, Text(da="hvor planen blev lavet", en="when the plan was made")),
    "perspektiv.follow_up": Step("talked_on", Text(da="hvor der sidst blev talt", en="when there was last a talk")),
}  # fmt: skip
CALLED_OFF = Text(da="hvor en samtale var aftalt, men ikke blev holdt", en="when a talk was agreed that was not held")


def newest(case: Dossier, *kinds: str) -> tuple[date, Text]:
    """When the last of these steps, or of all, happened, and what it was; else when the case was opened."""
    done = case.done(*(kinds or STEPS))
    if not done:
        return local_date(case.opened_at), OPENED
    last = done[-1]
    step = STEPS[last.kind]
    says = CALLED_OFF if last.answer.get("result") == NOT_HELD else step.says
    return date.fromisoformat(last.answer[step.on]) if step.on else local_date(last.at), says


def refuse_before(field: str, day: date, info: ValidationInfo, title: str) -> None:
    """Only where the case is known: an old decision stays what it was."""
    case: Dossier | None = (info.context or {}).get("case")
    if case is None:
        return
    first, what = newest(case)
    if day < first:
        said = dated(first)
        refuse([((field,), "before_the_last", Text(
            da=f"Datoen kan ikke ligge før {said.da}, {what.da}. Ret den, eller skriv i notatet, hvad der skete før",
            en=f"The date cannot lie before {said.en}, {what.en}. Correct it, or write what happened before in the note"
        ))], title)  # fmt: skip
