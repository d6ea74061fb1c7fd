"""Who does somebody's tasks while they are away."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Table, Text

from store.columns import Instant, metadata, named_id

substitutions = Table(
    "substitutions", metadata, named_id(),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("substitute_id", ForeignKey("users.id")),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("kinds", JSON(none_as_null=True)),
    Column("reason", Text, nullable=False, default=""),
    Column("by_id", ForeignKey("users.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Index("substitutions_of", "user_id", "last_on"),
    Index("substitutions_by", "substitute_id", "last_on"),
)  # fmt: skip
"""Away from `first_on` to `last_on`, both included; a last day before the first: called off, it holds on no day.

`substitute_id`: none where nobody covers. `kinds`: none for all of them.
"""
