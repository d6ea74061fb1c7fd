"""Signs that nobody sees are left out; where they are spelling they stay."""

from __future__ import annotations

import pytest

from web.readable import writable


@pytest.mark.parametrize("spelled", ["می\u200cخواهم رأی بدهم", "ن\u200cه", "क्\u200dष", "श्री\u200cमान"])
def test_a_joiner_between_letters_that_join_is_spelling_and_stays(spelled: str) -> None:
    assert writable({"wording": [spelled]}) == {"wording": [spelled]}


@pytest.mark.parametrize("hidden", ["a\u200cb", "می\u200c\u200c\u200c", "\u200dfordi", "ord\u202eord", "م\u202eی"])
def test_a_sign_that_nobody_sees_is_left_out(hidden: str) -> None:
    assert writable(hidden) == "".join(sign for sign in hidden if sign not in "\u200c\u200d\u202e")
