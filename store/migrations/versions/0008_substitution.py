"""who does somebody's tasks while they are away, and who has an escalation in hand"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "substitutions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("substitute_id", sa.String(length=64), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("kinds", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["substitute_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("substitutions", schema=None) as batch_op:
        batch_op.create_index("substitutions_of", ["user_id", "last_on"], unique=False)
        batch_op.create_index("substitutions_by", ["substitute_id", "last_on"], unique=False)
    for name in ("acting_for", "acknowledged_by"):
        person = sa.Column(name, sa.String(length=64), sa.ForeignKey("users.id"), nullable=True)
        op.add_column("tasks", person, inline_references=True)
    late = sa.text("state IN ('created','ready','reserved','in_progress','suspended') AND escalation_level > 0")
    op.create_index("tasks_escalated", "tasks", ["team_id", "due_at", "id"], unique=False,
                    sqlite_where=late, postgresql_where=late)
    held = sa.text("acting_for IS NOT NULL")
    op.create_index("tasks_done_for", "tasks", ["acting_for", "completed_at", "id"], unique=False,
                    sqlite_where=held, postgresql_where=held)
