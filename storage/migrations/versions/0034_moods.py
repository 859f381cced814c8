"""Tickets that somebody was unhappy with."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0034_moods"
down_revision = "0033_blocks_and_links"


def upgrade() -> None:
    op.create_table(
        "moods",
        sa.Column("ticket", sa.Integer(), sa.ForeignKey("tickets.id"), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_moods_at", "moods", ["at"])
