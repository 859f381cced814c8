"""Tickets and their histories."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, Words

revision = "0003_tickets"
down_revision = "0002_web"


def upgrade() -> None:
    _tickets()
    _ticket_history()


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reporter", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("is_private_source", sa.Boolean(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("public_words", Words(), nullable=False),
        sa.Column("community", sa.Integer(), nullable=True),
        sa.Column("compound", sa.Integer(), nullable=True),
        sa.Column("grid", sa.Integer(), nullable=True),
        sa.Column("building", sa.Integer(), nullable=True),
        sa.Column("said", Words(), nullable=True),
        sa.Column("unit", Words(), nullable=True),
        sa.Column("floor", Words(), nullable=True),
        sa.Column("room", Words(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("danger", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("assignee", sa.Integer(), nullable=True),
        sa.Column("assigned_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("accept_due", UtcDateTime(), nullable=True),
        sa.Column("resolve_due", UtcDateTime(), nullable=True),
        sa.Column("next_due", UtcDateTime(), nullable=True),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closing", sa.Text(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("asked_rating", sa.Boolean(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignee"], ["persons.id"], name="fk_tickets_assignee"),
        sa.ForeignKeyConstraint(["building"], ["places.id"], name="fk_tickets_building"),
        sa.ForeignKeyConstraint(["community"], ["places.id"], name="fk_tickets_community"),
        sa.ForeignKeyConstraint(["compound"], ["places.id"], name="fk_tickets_compound"),
        sa.ForeignKeyConstraint(["grid"], ["places.id"], name="fk_tickets_grid"),
        sa.ForeignKeyConstraint(["reporter"], ["persons.id"], name="fk_tickets_reporter"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("channel", "bot", "chat", "message", name="uq_tickets_message"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_tickets_assignee",
        "tickets",
        ["assignee", "next_due"],
        unique=False,
        sqlite_where=sa.text("is_open IS 1"),
        postgresql_where=sa.text("is_open IS true"),
    )
    op.create_index("ix_tickets_building_accept_due", "tickets", ["building", "accept_due"], unique=False)
    op.create_index(
        "ix_tickets_building_open",
        "tickets",
        ["building"],
        unique=False,
        sqlite_where=sa.text("is_open IS 1"),
        postgresql_where=sa.text("is_open IS true"),
    )
    op.create_index("ix_tickets_building_opened_at", "tickets", ["building", "opened_at"], unique=False)
    op.create_index("ix_tickets_building_resolve_due", "tickets", ["building", "resolve_due"], unique=False)
    op.create_index("ix_tickets_building_resolved_at", "tickets", ["building", "resolved_at"], unique=False)
    op.create_index("ix_tickets_community_accept_due", "tickets", ["community", "accept_due"], unique=False)
    op.create_index("ix_tickets_community_answered_at", "tickets", ["community", "answered_at"], unique=False)
    op.create_index("ix_tickets_community_closed_at", "tickets", ["community", "closed_at"], unique=False)
    op.create_index(
        "ix_tickets_community_open",
        "tickets",
        ["community"],
        unique=False,
        sqlite_where=sa.text("is_open IS 1"),
        postgresql_where=sa.text("is_open IS true"),
    )
    op.create_index("ix_tickets_community_opened_at", "tickets", ["community", "opened_at"], unique=False)
    op.create_index("ix_tickets_community_resolve_due", "tickets", ["community", "resolve_due"], unique=False)
    op.create_index("ix_tickets_community_resolved_at", "tickets", ["community", "resolved_at"], unique=False)
    op.create_index("ix_tickets_compound_accept_due", "tickets", ["compound", "accept_due"], unique=False)
    op.create_index(
        "ix_tickets_compound_open",
        "tickets",
        ["compound"],
        unique=False,
        sqlite_where=sa.text("is_open IS 1"),
        postgresql_where=sa.text("is_open IS true"),
    )
    op.create_index("ix_tickets_compound_opened_at", "tickets", ["compound", "opened_at"], unique=False)
    op.create_index("ix_tickets_compound_resolve_due", "tickets", ["compound", "resolve_due"], unique=False)
    op.create_index("ix_tickets_compound_resolved_at", "tickets", ["compound", "resolved_at"], unique=False)
    op.create_index(
        "ix_tickets_due",
        "tickets",
        ["state", "next_due"],
        unique=False,
        sqlite_where=sa.text("is_open IS 1"),
        postgresql_where=sa.text("is_open IS true"),
    )
    op.create_index("ix_tickets_grid_accept_due", "tickets", ["grid", "accept_due"], unique=False)
    op.create_index(
        "ix_tickets_grid_open",
        "tickets",
        ["grid"],
        unique=False,
        sqlite_where=sa.text("is_open IS 1"),
        postgresql_where=sa.text("is_open IS true"),
    )
    op.create_index("ix_tickets_grid_opened_at", "tickets", ["grid", "opened_at"], unique=False)
    op.create_index("ix_tickets_grid_resolve_due", "tickets", ["grid", "resolve_due"], unique=False)
    op.create_index("ix_tickets_grid_resolved_at", "tickets", ["grid", "resolved_at"], unique=False)
    op.create_index("ix_tickets_reporter", "tickets", ["reporter", "id"], unique=False)


def _ticket_history() -> None:
    op.create_table(
        "ticket_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("words", Words(), nullable=False),
        sa.Column("before", Words(), nullable=False),
        sa.Column("after", Words(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_ticket_history_by"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_ticket_history_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_history"),
    )
    op.create_index("ix_ticket_history_ticket", "ticket_history", ["ticket", "id"], unique=False)
