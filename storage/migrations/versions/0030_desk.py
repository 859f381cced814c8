"""The desk: one-time links, visits in browsers, what was changed there."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0030_desk"
down_revision = "0029_media"


def upgrade() -> None:
    op.create_table(
        "desk_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_desk_links"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_desk_links_person"),
    )
    op.create_table(
        "desk_visits",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_desk_visits"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_desk_visits_person"),
    )
    op.create_table(
        "desk_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_changes"),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_desk_changes_by"),
    )
    op.create_index("ix_desk_changes_kind", "desk_changes", ["kind", "key", "id"])
