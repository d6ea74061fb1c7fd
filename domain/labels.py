"""The words of form fields."""

from __future__ import annotations

from typing import Any, NamedTuple

from domain.text import Text


class When(NamedTuple):
    """A field that is asked for only after some answers to another field of the same form or row."""

    field: str
    values: tuple[str, ...]
    needed: bool = True
    """Whether it must be filled in then; the rules of the form say so themselves."""


class Fitting(Text):
    """Something to choose that fits some answers alone to another field of the same form or row."""

    when: When


PLACES = "places:"


def place_of(programme: str) -> str:
    """For a field that chooses an open case of the programme that has a place free."""
    return PLACES + programme


class Label(NamedTuple):
    """The words of one form field: pydantic metadata read by the form builder."""

    title: Text
    help: Text | None = None
    options: dict[Any, Text] | None = None
    unit: Text | None = None
    when: When | None = None
    options_from: str | None = None
    """What the page offers for it: the name of something in the store."""
    short: bool = False
    """Drawn beside its neighbours that are short too; that it may stay empty is said only where it is `voluntary`."""
    voluntary: bool = False
    inside: bool = False
    """Asked of the staff alone: it is no partner's to say."""
    late: bool = False
    """Drawn only once there is something to say about it."""
    written_in: str | None = None
    """The field of the same row that names the language in which it is written."""
