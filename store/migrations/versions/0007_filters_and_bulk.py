"""filters that people keep, and what they did to many tasks at once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Instant

revision = "0007"
down_revision = "0006"
FREE = sa.text("state = 'ready'")
OPEN = sa.text("state IN ('created','ready','reserved','in_progress','suspended')")


def upgrade() -> None:
    op.create_table(
        "filters",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("filters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filters_team_id"), ["team_id"], unique=False)
        batch_op.create_index("filter_named_once", ["owner_id", "name"], unique=True)
    op.create_table(
        "bulk_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("operation", sa.String(length=20), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tasks_free_due", "tasks", ["team_id", "role", "due_at", "id"], unique=False,
                    sqlite_where=FREE, postgresql_where=FREE)  # fmt: skip
    op.create_index("tasks_free_urgent", "tasks", ["team_id", "role", sa.text("priority DESC"), "due_at", "id"],
                    unique=False, sqlite_where=FREE, postgresql_where=FREE)  # fmt: skip
    op.create_index("tasks_team_priority", "tasks", ["team_id", "priority", "id"], unique=False,
                    sqlite_where=OPEN, postgresql_where=OPEN)  # fmt: skip
