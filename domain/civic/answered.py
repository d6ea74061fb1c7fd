"""What a decision on the file of a case and one in a report have in common: what counts is asked once, of either."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar


class Answered(Protocol):
    """`domain.dossier.Done`, or `domain.reports.report.Step`, whose answers are text."""

    @property
    def task_id(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def answer(self) -> Mapping[str, Any]: ...


A = TypeVar("A", bound=Answered)


def rows(one: Answered, field: str) -> list[dict[str, Any]]:
    found = one.answer.get(field) or []
    return json.loads(found) if isinstance(found, str) else list(found)
