"""How a case of any programme can end."""

from __future__ import annotations

from domain.text import Text

CLOSED: dict[str, Text] = {"closed": Text(da="Lukket", en="Closed")}
"""The outcome of every case that a person closes."""
