"""Somebody told of is received: as new, or as one who has a case already, which theirs is then joined to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import ValidationInfo, model_validator

from domain.dossier import Dossier
from domain.tasks import Decision, Free, explained


class Received(Decision):
    """`result` "same" joins the case to `same_as`. A subclass says what else there is, and how its fields read."""

    chooses: ClassVar[str | None] = "same_as"
    reasons: ClassVar[tuple[str, ...]]
    """The results that need a note."""
    result: str
    same_as: str | None = None
    note: Free = ""

    @model_validator(mode="before")
    @classmethod
    def _chosen_only_to_join(cls, given: Any) -> Any:
        return given if not isinstance(given, Mapping) or given.get("result") == "same" else {**given, "same_as": None}

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if self.result == "same" and not self.same_as:
            raise ValueError("same_as_missing")
        offered = (info.context or {}).get("alike")
        if offered is not None and self.same_as and self.same_as not in offered:
            raise ValueError("same_as_unknown")
        if self.result in self.reasons:
            explained(self.note)
        return self

    @classmethod
    def withheld(cls) -> dict[str, object]:
        """Which case it is the same as says who somebody is: the store alone knows."""
        return super().withheld() | {"same_as": "kept"}


def standing(case: Dossier) -> Dossier:
    """The case that stands: this one, or the one that it was joined with, and so on."""
    passed = set[str]()
    while (other := _joined_with(case)) and other.case_id not in passed:
        passed.add(case.case_id)
        case = other
    return case


def _joined_with(case: Dossier) -> Dossier | None:
    same = [one for one in case.done() if one.answer.get("same_as")]
    return case.chosen(same[-1].task_id) if same else None
