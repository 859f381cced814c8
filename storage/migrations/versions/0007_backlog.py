"""How long a card has been behind, how urgent a dead letter was, and our messages by their age."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0007_backlog"
down_revision = "0006_roster"


def upgrade() -> None:
    op.add_column("cards", sa.Column("behind_since", UtcDateTime(), nullable=True))
    op.add_column("dead_letters", sa.Column("priority", sa.Text(), nullable=False, server_default="2-answer"))
    op.create_index("ix_sent_messages_sent_at", "sent_messages", ["sent_at"], unique=False)
