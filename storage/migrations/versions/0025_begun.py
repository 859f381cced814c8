"""What may be on a network already, so that it is not said once more in a list."""

import sqlalchemy as sa
from alembic import op

revision = "0025_begun"
down_revision = "0024_after_done"


def upgrade() -> None:
    for table in ("cards", "outbox"):
        op.add_column(table, sa.Column("begun", sa.Boolean(), nullable=False, server_default=sa.false()))
