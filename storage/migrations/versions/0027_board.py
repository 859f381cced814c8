"""The board finds tickets by their public words."""

import sqlalchemy as sa
from alembic import op

revision = "0027_board"
down_revision = "0026_figures"


def upgrade() -> None:
    op.create_table(
        "board_grams",
        sa.Column("community", sa.Integer(), sa.ForeignKey("places.id", name="fk_board_grams_community")),
        sa.Column("gram", sa.Text()),
        sa.Column("ticket", sa.Integer(), sa.ForeignKey("tickets.id", name="fk_board_grams_ticket")),
        sa.PrimaryKeyConstraint("community", "gram", "ticket", name="pk_board_grams"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_board_grams_ticket", "board_grams", ["ticket"])
    op.create_table(
        "board_progress",
        sa.Column("id", sa.Integer(), autoincrement=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_progress"),
    )
