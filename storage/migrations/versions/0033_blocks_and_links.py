"""Who is blocked, and codes by which two accounts become one person."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0033_blocks_and_links"
down_revision = "0032_digest_choices"


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_blocks_person"),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_blocks_by"),
        sa.PrimaryKeyConstraint("person", name="pk_blocks"),
    )
    op.create_index("ix_blocks_by", "blocks", ["by"])
    op.create_table(
        "link_codes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_link_codes_person"),
        sa.ForeignKeyConstraint(["taken_by"], ["persons.id"], name="fk_link_codes_taken_by"),
        sa.PrimaryKeyConstraint("code", name="pk_link_codes"),
    )
    op.create_index("ix_link_codes_person", "link_codes", ["person"])
