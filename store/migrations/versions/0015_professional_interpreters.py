"""whether an interpreter is a professional"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("parties", sa.Column("professional", sa.Boolean(), nullable=True))
