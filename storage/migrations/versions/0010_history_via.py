"""The network that a line of a ticket's history came from."""

import sqlalchemy as sa
from alembic import op

revision = "0010_history_via"
down_revision = "0009_ticket_indexes"


def upgrade() -> None:
    op.add_column("ticket_history", sa.Column("via", sa.Text(), nullable=False, server_default=""))
