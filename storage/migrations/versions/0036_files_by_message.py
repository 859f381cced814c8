"""A message that is taken back finds what it brought without reading every file that was ever sent."""

import sqlalchemy as sa
from alembic import op

revision = "0036_files_by_message"
down_revision = "0035_ledger_links"


def upgrade() -> None:
    known = sa.text("message != ''")
    op.create_index("ix_attachments_message", "attachments", ["message"], sqlite_where=known, postgresql_where=known)
