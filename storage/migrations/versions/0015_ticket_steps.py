"""What the whole life of a ticket needs: its lateness, rung and warning, what it follows, its origin."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0015_ticket_steps"
down_revision = "0014_ways"

# States in which a deadline runs.
RUNNING = ("new", "assigned", "accepted", "in_progress", "reopen_requested")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("origin", sa.Text(), nullable=False, server_default="chat"))
    op.add_column("tickets", sa.Column("late_at", UtcDateTime(), nullable=True))
    op.add_column("tickets", sa.Column("rung", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("warned_of", UtcDateTime(), nullable=True))
    op.add_column("tickets", sa.Column("merged_into", sa.Integer(), nullable=True))
    is_merged = sa.column("merged_into").is_not(None)
    op.create_index(
        "ix_tickets_merged_into",
        "tickets",
        ["merged_into"],
        unique=False,
        sqlite_where=is_merged,
        postgresql_where=is_merged,
    )
    tickets = sa.table("tickets", sa.column("state"), sa.column("next_due"), sa.column("late_at"))
    op.execute(tickets.update().where(tickets.c.state.in_(RUNNING)).values(late_at=tickets.c.next_due))
