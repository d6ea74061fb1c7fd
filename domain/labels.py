"""The words of form fields."""

from __future__ import annotations

from typing import Any, NamedTuple

from domain.text import Text


class Label(NamedTuple):
    """The words of one form field: pydantic metadata read by the form builder."""

    title: Text
    help: Text | None = None
    options: dict[Any, Text] | None = None
    unit: Text | None = None
