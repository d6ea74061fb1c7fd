"""The material of a campaign that is in use: found neutral, and begun to be handed out, put up or sent."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from domain.dossier import Dossier
from domain.labels import Fitting, When
from domain.material.facts import FORMS, MaterialFacts
from domain.programmes import Offered
from domain.text import Text, dated

DISPATCH, PRINT = "material.dispatch", "material.print"
MATERIALS = "materials"
MADE_OF: dict[str, tuple[str, ...]] = {
    "stairwells": ("flyer",), "posters": ("poster", "road_poster"), "social_media": ("post",),
}  # fmt: skip
"""The forms of material that each kind of work hands out, puts up or posts."""


class Used(NamedTuple):
    case_id: str
    form: str
    name: str
    since: date
    again: date
    """Posters that hung too early and were taken down are put up once more: from this day on they count anew."""
    printed: int | None
    """How many there are of it; None where it is not printed."""

    @property
    def called(self) -> Text:
        form, day = FORMS[self.form], dated(self.since)
        return Text(da=f"{form.da}: {self.name} ({self.case_id}, brugt fra {day.da})",
                    en=f"{form.en}: {self.name} ({self.case_id}, used from {day.en})")  # fmt: skip


def in_use(case: Dossier) -> dict[str, Used]:
    """By the number of its own case; no way leads there but through the check."""
    found = {}
    for one in case.below:
        if isinstance(one.facts, MaterialFacts):
            sent = [d.answer["sent_on"] for d in one.done(DISPATCH) if d.answer["result"] == "sent"]
            if sent:
                since, again = (date.fromisoformat(day) for day in (sent[0], sent[-1]))
                found[one.case_id] = Used(one.case_id, one.facts.form, one.facts.name, since, again, printed(one))
    return found


def printed(material: Dossier) -> int | None:
    """What was printed as it was approved last; what was printed before that is other material."""
    numbers = [d.answer["number"] for d in material.done(PRINT) if d.answer["result"] == "printed"]
    return numbers[-1] if numbers else None


def materials(case: Dossier) -> Offered:
    """Each for the kinds of work that are made of it; what none is made of, such as a message, is not there."""
    every = ((one, tuple(kind for kind, forms in MADE_OF.items() if one.form in forms))
             for one in in_use(case).values())  # fmt: skip
    return [(one.case_id, Fitting(da=one.called.da, en=one.called.en, when=When("kind", kinds)))
            for one, kinds in every if kinds]  # fmt: skip
