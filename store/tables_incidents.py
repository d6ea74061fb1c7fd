"""Steps of cases that keep failing."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from store.columns import Instant, metadata

incidents = Table(
    "incidents", metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("activity_id", String(64), primary_key=True),
    Column("activity", String(60), nullable=False),
    Column("since", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", String(100), nullable=False),
)  # fmt: skip
"""`error`: what kind of error it was, never its words, which may hold what somebody typed."""
