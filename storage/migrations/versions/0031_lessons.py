"""Counts of our own words by how often they meant a call, and tickets made of talk whose words are about to go."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0031_lessons"
down_revision = "0030_desk"


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("word", sa.Text(), primary_key=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
    )
    op.create_table(
        "misheard",
        sa.Column("ticket", sa.Integer(), sa.ForeignKey("tickets.id"), primary_key=True),
        sa.Column("due", UtcDateTime(), nullable=False),
    )
