"""Through which of our accounts each account of a person is in touch with us."""

import sqlalchemy as sa
from alembic import op

revision = "0018_met_by"
down_revision = "0017_whistles"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("met_by", sa.Text(), nullable=True))
