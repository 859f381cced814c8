"""How often people have changed stands beside how often places have."""

import sqlalchemy as sa
from alembic import op

revision = "0008_versions"
down_revision = "0007_backlog"


def upgrade() -> None:
    op.create_table(
        "versions",
        sa.Column("subject", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_versions"),
    )
    op.execute("INSERT INTO versions (subject, version) SELECT id, version FROM place_version")
    op.drop_table("place_version")
