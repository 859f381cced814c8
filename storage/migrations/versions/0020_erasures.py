"""Who asked to be forgotten, and whether that is done."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0020_erasures"
down_revision = "0019_watches"


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("done", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_erasures_person"),
        sa.PrimaryKeyConstraint("person", name="pk_erasures"),
    )
    op.create_index(
        "ix_erasures_waiting",
        "erasures",
        ["asked_at"],
        unique=False,
        sqlite_where=sa.text("done IS NULL"),
        postgresql_where=sa.text("done IS NULL"),
    )
