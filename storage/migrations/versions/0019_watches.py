"""Who watches which ticket."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0019_watches"
down_revision = "0018_met_by"

PENDING = sa.column("due").is_not(None)


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=True),
        sa.Column("told", UtcDateTime(), nullable=True),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_watches_ticket"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_watches_person"),
        sa.PrimaryKeyConstraint("ticket", "person", name="pk_watches"),
    )
    op.create_index("ix_watches_due", "watches", ["due"], unique=False, sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_index("ix_watches_person", "watches", ["person"], unique=False)
