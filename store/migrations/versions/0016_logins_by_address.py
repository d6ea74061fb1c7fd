"""from where a login failed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("login_failures", sa.Column("address", sa.String(length=64), nullable=True))
    op.create_index("login_failures_from", "login_failures", ["address", "at"])
