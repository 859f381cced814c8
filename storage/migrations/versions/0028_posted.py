"""Who is told each step of a ticket."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0028_posted"
down_revision = "0027_board"


def upgrade() -> None:
    op.create_table(
        "posted",
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_posted_ticket"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_posted_person"),
        sa.PrimaryKeyConstraint("ticket", "person", name="pk_posted"),
    )
    op.create_index("ix_posted_person", "posted", ["person"])
