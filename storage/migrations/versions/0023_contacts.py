"""Whom to reach about a ticket; its photos and voices; what is open in one building."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0023_contacts"
down_revision = "0022_lists"

_WAITING = sa.column("tell_due").is_not(None)
_OPEN = sa.column("is_open").is_(True)


def upgrade() -> None:
    op.create_table(
        "contacts",
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=True),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("call_back", sa.Text(), nullable=True),
        sa.Column("tell_due", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_contacts_ticket"),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_contacts_by"),
        sa.PrimaryKeyConstraint("ticket", name="pk_contacts"),
    )
    op.create_index("ix_contacts_by", "contacts", ["by"], unique=False)
    op.create_index("ix_contacts_order_number", "contacts", ["order_number"], unique=False)
    op.create_index(
        "ix_contacts_tell_due",
        "contacts",
        ["tell_due"],
        unique=False,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_attachments_ticket"),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_attachments_by"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_by", "attachments", ["by"], unique=False)
    op.create_index("ix_attachments_ticket", "attachments", ["ticket", "id"], unique=False)
    op.create_index(
        "ix_tickets_building_open",
        "tickets",
        ["building", "opened_at"],
        unique=False,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
