"""Whether a team has had a case of a programme, without looking through the team's cases."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_index("cases_of_programme", "cases", ["team_id", "programme"])
