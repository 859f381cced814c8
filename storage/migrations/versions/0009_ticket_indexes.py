"""Tickets of a compound, grid or building are found among those of their community."""

from alembic import op

revision = "0009_ticket_indexes"
down_revision = "0008_versions"

AREAS = ("compound", "grid", "building")
PARTS = ("open", "opened_at", "accept_due", "resolve_due", "resolved_at")


def upgrade() -> None:
    for area in AREAS:
        for part in PARTS:
            op.drop_index(f"ix_tickets_{area}_{part}", "tickets")
