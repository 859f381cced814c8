"""Links behind which a ledger that is too long for a chat is written."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0035_ledger_links"
down_revision = "0034_moods"


def upgrade() -> None:
    op.create_table(
        "ledger_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_ledger_links_person"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_ledger_links"),
    )
