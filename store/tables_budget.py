"""The money: lines, and an append-only ledger of what was done with each."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from store.columns import Instant, metadata, named_id, serial

budget_lines = Table(
    "budget_lines", metadata, named_id(),
    Column("programme", String(40), nullable=False),
    Column("year", Integer, nullable=False),
    Column("purse", String(10), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("programme", "year", "purse", name="one_line"),
)  # fmt: skip

budget_entries = Table(
    "budget_entries", metadata, serial(),
    Column("line_id", ForeignKey("budget_lines.id"), nullable=False),
    Column("claim", String(160)),
    Column("kind", String(10), nullable=False),
    Column("pot", String(10)),
    Column("amount", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor_id", ForeignKey("users.id")),
    Column("case_id", ForeignKey("cases.id")),
    Column("reason", Text, nullable=False, default=""),
    Column("approved_by", ForeignKey("users.id")),
    Column("key", String(200), nullable=False, unique=True),
    CheckConstraint("amount > 0 OR kind = 'allot'", name="entry_has_an_amount"),
    Index("budget_entries_of", "line_id", "claim"),
    Index("budget_entries_of_case", "case_id"),
)  # fmt: skip
"""`claim`: what belongs together from its reservation on; `key`: an entry is written once. In øre. Nothing here is
ever changed: a mistake gets a counter-entry."""
