"""The local chat's rooms, what was said in them, one-time passes."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0002_web"
down_revision = "0001_kernel"


def upgrade() -> None:
    op.create_table(
        "web_rooms",
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_web_rooms"),
    )
    op.create_table(
        "web_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_web_counter"),
    )
    _messages()
    op.create_table(
        "web_passes",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_passes"),
    )


def _messages() -> None:
    op.create_table(
        "web_messages",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("once", sa.Text(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("reply_to", sa.BigInteger()),
        sa.Column("reactions", sa.Text(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("whisper", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_web_messages"),
        sa.UniqueConstraint("number", name="uq_web_messages_number"),
        sa.UniqueConstraint("chat", "once", name="uq_web_messages_chat_once"),
    )
    shown = sa.and_(sa.column("removed").is_(False), sa.column("whisper").is_(None))
    op.create_index("ix_web_messages_shown", "web_messages", ["chat", "id"], sqlite_where=shown, postgresql_where=shown)
    op.create_index("ix_web_messages_said_at", "web_messages", ["said_at"])
