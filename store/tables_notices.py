"""What somebody here is to hear of."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from store.columns import Instant, metadata, serial

notices = Table(
    "notices", metadata, serial(),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("task_id", ForeignKey("tasks.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("actor_id", ForeignKey("users.id")),
    Column("about", Integer),
    Column("seen_at", Instant),
    Index("notices_of", "user_id", "id"),
    Index("notices_unseen", "user_id", sqlite_where=text("seen_at IS NULL"), postgresql_where=text("seen_at IS NULL")),
)  # fmt: skip
"""`about`: the comment that mentions somebody, or the event of the task that they are told of."""
