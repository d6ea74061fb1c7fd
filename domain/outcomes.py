"""How a case of any programme can end."""

from __future__ import annotations

from domain.text import Text

CLOSED: dict[str, Text] = {"closed": Text(da="Lukket af en person", en="Closed by a person")}
"""The outcome of every case that a person closes."""
