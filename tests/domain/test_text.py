from datetime import date

import pytest

from domain.text import Text, dated, number


@pytest.mark.parametrize(("lang", "says"), [("da", "ja"), ("en", "yes"), ("en-GB", "yes"), ("de", "ja")])
def test_a_text_answers_in_the_language_asked_for_and_else_in_danish(lang, says):
    assert Text(da="ja", en="yes").in_(lang) == says


def test_dates_and_numbers_are_written_as_each_language_does():
    assert dated(date(2026, 11, 3)) == Text(da="03.11.2026", en="3 November 2026")
    assert number(1_234_567) == Text(da="1.234.567", en="1,234,567")


def test_sentences_are_joined_and_missing_ones_left_out():
    assert Text(da="A.", en="B.").then(None, Text(da="C.", en="D.")) == Text(da="A. C.", en="B. D.")
