"""What the roster's tables said, invitations, and wrong codes."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0006_roster"
down_revision = "0005_suggestions"


def upgrade() -> None:
    _said()
    _invitations()


def _said() -> None:
    op.create_table(
        "roster_duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_roster_duties_person"),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name="fk_roster_duties_place"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_duties"),
    )
    op.create_index("ix_roster_duties_place", "roster_duties", ["place"])
    op.create_index("ix_roster_duties_person", "roster_duties", ["person"])


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_invitations_person"),
        sa.PrimaryKeyConstraint("code", name="pk_invitations"),
    )
    op.create_index("ix_invitations_person", "invitations", ["person"])
    op.create_table(
        "invitation_misses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_misses"),
    )
    op.create_index("ix_invitation_misses_account", "invitation_misses", ["channel", "account", "at"])
    op.create_index("ix_invitation_misses_at", "invitation_misses", ["at"])
