"""The cases of a team, and of one stage, in the order of their numbers."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index("cases_of_team", "cases", ["team_id", "id"])
    op.create_index("cases_of_stage", "cases", ["team_id", "stage", "id"])
