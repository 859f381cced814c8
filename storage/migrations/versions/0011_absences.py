"""Who is away from duty."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0011_absences"
down_revision = "0010_history_via"


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("substitute", sa.Integer(), nullable=True),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_absences_person"),
        sa.ForeignKeyConstraint(["substitute"], ["persons.id"], name="fk_absences_substitute"),
        sa.PrimaryKeyConstraint("person", name="pk_absences"),
    )
    op.create_index("ix_absences_substitute", "absences", ["substitute"], unique=False)
