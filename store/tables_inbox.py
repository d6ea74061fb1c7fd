"""How people arrange their work: filters that they keep, and what they did to many tasks at once."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text

from store.columns import Instant, metadata, named_id

filters = Table(
    "filters", metadata, named_id(),
    Column("owner_id", ForeignKey("users.id"), nullable=False),
    Column("team_id", ForeignKey("teams.id"), index=True),
    Column("name", String(80), nullable=False),
    Column("query", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("filter_named_once", "owner_id", "name", unique=True),
)  # fmt: skip
"""`team_id`: the team that it is shared with."""

bulk_runs = Table(
    "bulk_runs", metadata, named_id(),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("operation", String(20), nullable=False),
    Column("args", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("results", JSON, nullable=False),
    Column("undone_at", Instant),
)  # fmt: skip
"""`results`: what became of each task in the order given, with how it was before and its version after."""
