from __future__ import annotations

import pytest
from pydantic import ValidationError

from domain.event.tasks import Prepared
from domain.tasks import SENTENCE, explained


@pytest.mark.parametrize(("note", "code"), [("", "note_missing"), ("x" * (SENTENCE - 1), "work_missing")])
def test_a_note_that_must_say_why_has_twenty_characters_at_least(note: str, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        explained(note, code)
    explained("x" * 20)


def test_who_cancels_an_event_says_why() -> None:
    with pytest.raises(ValidationError, match="note_missing"):
        Prepared.model_validate({"result": "cancelled", "note": "Regn."})
    assert Prepared.model_validate({"result": "cancelled", "note": "Stedet er lukket den dag."}).result == "cancelled"
