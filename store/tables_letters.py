"""What goes out to citizens, and the people who stand beside them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from store.columns import Instant, metadata, named_id

letters = Table(
    "letters", metadata, named_id(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("task_id", String(64), nullable=False),
    Column("number", Integer, nullable=False, default=1),
    Column("kind", String(60), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("recipient", String(20), nullable=False),
    Column("way", String(20), nullable=False, default="post"),
    Column("channel", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("pdf", LargeBinary, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_by", ForeignKey("users.id")),
    Column("handed_over_at", Instant),
    Column("delivered_at", Instant),
    Column("received_on", Date),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", Instant),
    Column("error", String(300)),
    UniqueConstraint("task_id", "number"),
    Index("letters_waiting", "id", sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")),
)  # fmt: skip
"""`content` and `pdf` are sealed. `number`: 1, and one more each time that the task's letter is sent again; the last
one counts. `recipient`: citizen or representative. `way`: how it is meant to go. `channel`: how it goes, digital_post,
letter, quick_letter or handed_over. `state`: waiting, handed_over, delivered, failed. `received_on`: the day from which
deadlines count."""

parties = Table(
    "parties", metadata, named_id(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("kind", String(30), nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("born_on", LargeBinary, nullable=False),
    Column("language", String(40), nullable=False, default=""),
    Column("professional", Boolean),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("by_id", ForeignKey("users.id")),
    Column("at", Instant, nullable=False),
)  # fmt: skip
"""Beside the citizen: a representative (partsrepræsentant), an interpreter. Sealed as people are.
`born_on`: empty where whoever registered an interpreter has seen that the interpreter is of age.
`professional`: of an interpreter; null where nobody has said."""
