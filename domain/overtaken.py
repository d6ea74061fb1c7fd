"""Whether a letter of a case still says what holds there."""

from __future__ import annotations

from typing import Literal, Protocol

from domain.dossier import Dossier
from domain.programmes import kind_named


class Named(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def task_id(self) -> str: ...


def is_overtaken(letter: Named, case: Dossier) -> bool:
    """A letter that asks for something in its case: by the end of the case, or by a later one that asks again."""
    task = next((one for one in case.done() if one.task_id == letter.task_id), None)
    if task is None or kind_named(task.kind).letter_outlives_case:
        return False
    newest = [one for one in case.letters if one.kind == letter.kind][-1]
    return not case.is_open or newest.task_id != letter.task_id


def is_taken_back(letter: Named, case: Dossier) -> bool:
    """The decision that it tells of no longer stands."""
    return letter.task_id in case.task_ids - {one.task_id for one in case.done()}


def over(letter_id: str, case: Dossier) -> Literal["sent_again", "overtaken"] | None:
    """Why a letter that reached nobody need not be brought to anybody any more; None: it must.

    Of a letter that was sent again the case knows only the last one.
    """
    letter = next((one for one in case.letters if one.id == letter_id), None)
    if letter is None:
        return "sent_again"
    return "overtaken" if is_overtaken(letter, case) or is_taken_back(letter, case) else None
