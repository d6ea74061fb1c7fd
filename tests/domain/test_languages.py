"""Whether an interpreter speaks what the citizen speaks, however either is written."""

from __future__ import annotations

import pytest

from domain.languages import same_language


@pytest.mark.parametrize(("one", "other"), [
    ("arabisk", "Arabic"), ("Tyrkisk", "turkish"), ("tigrinja", "Tigrinya"), ("farsi", "Persian"), ("dari", "Dari"),
    ("ukrainsk", "Ukrainian"), ("sorani", "Central Kurdish"), ("Portugisisk (Brasilien)", "Portuguese"),
])  # fmt: skip
def test_the_danish_and_the_english_name_are_one_language(one: str, other: str) -> None:
    assert same_language(one, other)


@pytest.mark.parametrize(("one", "other"), [
    ("tyrkisk", "arabisk"), ("dari", "farsi"), ("Persian", "dari"), ("romani", "Romanian"), ("malay", "malayalam"),
    ("kinesisk", "kantonesisk"), ("arabisk sprog", "somali sprog"), ("", "arabisk"),
])  # fmt: skip
def test_languages_that_only_look_alike_are_two(one: str, other: str) -> None:
    assert not same_language(one, other)


def test_one_of_several_languages_is_enough() -> None:
    assert same_language("somali og swahili", "Arabic / Somali")


@pytest.mark.parametrize(("one", "other", "same"), [("wolofisk", "wolof", True), ("dari", "da", False)])
def test_a_name_that_is_not_known_is_told_by_how_it_begins(one: str, other: str, same: bool) -> None:
    assert same_language(one, other) is same
