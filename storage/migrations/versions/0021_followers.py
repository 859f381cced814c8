"""Who has the same need as the caller of a ticket."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0021_followers"
down_revision = "0020_erasures"


def upgrade() -> None:
    op.create_table(
        "followers",
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("through", sa.Integer(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_followers_ticket"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_followers_person"),
        sa.PrimaryKeyConstraint("ticket", "person", name="pk_followers"),
    )
    op.create_index("ix_followers_person", "followers", ["person"], unique=False)
