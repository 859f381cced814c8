"""What comes after "done": everybody's ratings, return visits, and what may be taken back."""

import sqlalchemy as sa
from alembic import op

from storage.types import JsonText, UtcDateTime, Words

revision = "0024_after_done"
down_revision = "0023_contacts"

OPEN = sa.column("due").is_not(None)


def upgrade() -> None:
    _ratings()
    _return_visits()
    _undoable_acts()


def _ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reasons", JsonText(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_ratings_ticket"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_ratings_person"),
        sa.PrimaryKeyConstraint("ticket", "person", name="pk_ratings"),
    )
    op.create_index("ix_ratings_at", "ratings", ["at"], unique=False)
    op.create_table(
        "rating_silences",
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_rating_silences_person"),
        sa.PrimaryKeyConstraint("person", name="pk_rating_silences"),
    )


def _return_visits() -> None:
    op.create_table(
        "return_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_return_visits_ticket"),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_return_visits_by"),
        sa.PrimaryKeyConstraint("id", name="pk_return_visits"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_return_visits_due", "return_visits", ["due"], unique=False, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(
        "ux_return_visits_open", "return_visits", ["ticket"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_return_visits_ticket", "return_visits", ["ticket", "id"], unique=False)
    op.create_index("ix_return_visits_answered_at", "return_visits", ["answered_at"], unique=False)


def _undoable_acts() -> None:
    op.create_table(
        "undoable_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_undoable_acts_person"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_undoable_acts_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_undoable_acts"),
    )
    op.create_index("ix_undoable_acts_at", "undoable_acts", ["at"], unique=False)
