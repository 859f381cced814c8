"""The months of the chain of histories."""

import sqlalchemy as sa
from alembic import op

revision = "0016_history_chain"
down_revision = "0015_ticket_steps"


def upgrade() -> None:
    op.create_table(
        "chain_months",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_chain_months"),
    )
