"""Who has a task open, and how somebody wants the pages to be."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from store.columns import Instant, metadata

openers = Table(
    "openers", metadata,
    Column("task_id", ForeignKey("tasks.id"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("opened_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)  # fmt: skip
"""`opened_at`: since when without a break; `seen_at`: when the open page last said so."""

preferences = Table(
    "preferences", metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", JSON, nullable=False),
)  # fmt: skip
