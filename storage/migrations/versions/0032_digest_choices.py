"""When a place's digest comes, and how often residents read theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0032_digest_choices"
down_revision = "0031_lessons"


def upgrade() -> None:
    op.create_table(
        "digest_choices",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("days", sa.Text(), nullable=True),
        sa.Column("residents", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name="fk_digest_choices_place"),
        sa.PrimaryKeyConstraint("place", name="pk_digest_choices"),
    )
