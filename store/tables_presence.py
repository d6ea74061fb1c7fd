"""Who has a task open, what somebody last searched for, and how they want the pages to be."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, LargeBinary, String, Table

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

searches = Table(
    "searches", metadata,
    Column("id", String(64), primary_key=True),
    Column("session", ForeignKey("sessions.token_hash", ondelete="CASCADE"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Index("searches_of_session", "session", "at"),
)  # fmt: skip
"""The words are personal data: encrypted, and gone with the login."""
