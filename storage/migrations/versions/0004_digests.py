"""Which day's digest went out, and who reads which place's."""

import sqlalchemy as sa
from alembic import op

revision = "0004_digests"
down_revision = "0003_tickets"


def upgrade() -> None:
    _digest_days()
    _digest_readers()


def _digest_days() -> None:
    op.create_table(
        "digest_days",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", "day", name="pk_digest_days"),
    )


def _digest_readers() -> None:
    op.create_table(
        "digest_readers",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_digest_readers_person"),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name="fk_digest_readers_place"),
        sa.PrimaryKeyConstraint("place", "person", name="pk_digest_readers"),
    )
