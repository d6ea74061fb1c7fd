"""Which other case a decision has chosen."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table

from store.columns import metadata

choices = Table(
    "choices", metadata,
    Column("task_id", ForeignKey("tasks.id"), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
)  # fmt: skip
"""Only the way to the decision: whether it stands, the decisions of its case say."""
