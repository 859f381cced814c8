"""What people send is fetched and kept, and the parts of an album become one turn."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, Words

revision = "0029_media"
down_revision = "0028_posted"

WAITING = sa.column("fetch_at").is_not(None)
IN_ALBUM = sa.column("album") != ""


def upgrade() -> None:
    # What was sent before is not fetched any more: its ticket has gone on without it.
    for column in (
        sa.Column("message", Words(), nullable=False, server_default=""),
        sa.Column("album", Words(), nullable=False, server_default=""),
        sa.Column("mime", sa.Text(), nullable=False, server_default=""),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("is_shown", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("digest", sa.Text(), nullable=False, server_default=""),
        sa.Column("fetch_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("unfit", sa.Text(), nullable=True),
    ):
        op.add_column("attachments", column)
    op.create_index("ix_attachments_digest", "attachments", ["digest"], unique=False)
    op.create_index(
        "ix_attachments_fetch_at",
        "attachments",
        ["fetch_at"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_attachments_album",
        "attachments",
        ["album"],
        unique=False,
        sqlite_where=IN_ALBUM,
        postgresql_where=IN_ALBUM,
    )
    op.create_table(
        "contents",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_contents"),
    )
    op.create_table(
        "loose_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", Words(), nullable=False),
        sa.Column("bot", Words(), nullable=False),
        sa.Column("chat", Words(), nullable=False),
        sa.Column("thread", Words(), nullable=False),
        sa.Column("message", Words(), nullable=False),
        sa.Column("album", Words(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_loose_files"),
    )
    op.create_index("ix_loose_files_at", "loose_files", ["at"], unique=False)
    op.add_column("inbox", sa.Column("album", Words(), nullable=True))
