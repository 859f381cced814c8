"""Figures of whole days, and an index for the departments that had to report in."""

import sqlalchemy as sa
from alembic import op

revision = "0026_figures"
down_revision = "0025_begun"


def upgrade() -> None:
    op.create_table(
        "figure_days",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community", "day", "name", name="pk_figure_days"),
    )
    op.create_table(
        "figure_marks",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("community", name="pk_figure_marks"),
    )
    timed = sa.column("report_due").is_not(None)
    op.create_index("ix_whistles_report_due", "whistles", ["report_due"], sqlite_where=timed, postgresql_where=timed)
