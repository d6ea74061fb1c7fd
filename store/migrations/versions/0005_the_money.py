"""budget lines and their ledger"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "budget_lines",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("purse", sa.String(length=10), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("programme", "year", "purse", name="one_line"),
    )
    op.create_table(
        "budget_entries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("line_id", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=160), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("pot", sa.String(length=10), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=True),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount > 0 OR kind = 'allot'", name="entry_has_an_amount"),
        sa.ForeignKeyConstraint(["line_id"], ["budget_lines.id"]),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("budget_entries", schema=None) as batch_op:
        batch_op.create_index("budget_entries_of", ["line_id", "claim"], unique=False)
        batch_op.create_index("budget_entries_of_case", ["case_id"], unique=False)
