"""Lines of group talk that may be calls."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, Words

revision = "0005_suggestions"
down_revision = "0004_digests"


def upgrade() -> None:
    _suggestions()


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=True),
        sa.Column("worker", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_suggestions_person"),
        sa.ForeignKeyConstraint(["worker"], ["persons.id"], name="fk_suggestions_worker"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sa.UniqueConstraint("channel", "bot", "chat", "message", name="uq_suggestions_message"),
    )
    op.create_index("ix_suggestions_at", "suggestions", ["at"], unique=False)
    op.create_index(
        "ix_suggestions_due",
        "suggestions",
        ["due"],
        unique=False,
        sqlite_where=sa.text("due IS NOT NULL"),
        postgresql_where=sa.text("due IS NOT NULL"),
    )
    op.create_index("ix_suggestions_person", "suggestions", ["person", "asked_at"], unique=False)
