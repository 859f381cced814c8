"""Whistles: who was called to which ticket; visits, scores, one-time links."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, Words

revision = "0017_whistles"
down_revision = "0016_history_chain"


def upgrade() -> None:
    _whistles()
    _sequels()


def _whistles() -> None:
    op.create_table(
        "whistles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("department", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("called_by", sa.Integer(), nullable=True),
        sa.Column("called_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("report_due", UtcDateTime(), nullable=True),
        sa.Column("next_due", UtcDateTime(), nullable=True),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("reported_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("end_words", Words(), nullable=False),
        sa.Column("right_one", sa.Integer(), nullable=True),
        sa.Column("refusal", Words(), nullable=False),
        sa.Column("visit_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["called_by"], ["persons.id"], name="fk_whistles_called_by"),
        sa.ForeignKeyConstraint(["department"], ["departments.id"], name="fk_whistles_department"),
        sa.ForeignKeyConstraint(["right_one"], ["departments.id"], name="fk_whistles_right_one"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_whistles_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_whistles"),
    )
    op.create_index("ix_whistles_ticket", "whistles", ["ticket"], unique=False)
    _partial("ix_whistles_due", "next_due", "next_due IS NOT NULL")
    _partial("ix_whistles_open", "department", sa.column("is_open").is_(True))


def _partial(name: str, column: str, wanted: sa.ColumnElement[bool] | str) -> None:
    where = sa.text(wanted) if isinstance(wanted, str) else wanted
    op.create_index(name, "whistles", [column], unique=False, sqlite_where=where, postgresql_where=where)


def _sequels() -> None:
    op.create_table(
        "whistle_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("whistle", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("words", Words(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_whistle_visits_by"),
        sa.ForeignKeyConstraint(["whistle"], ["whistles.id"], name="fk_whistle_visits_whistle"),
        sa.PrimaryKeyConstraint("id", name="pk_whistle_visits"),
    )
    op.create_index("ix_whistle_visits_whistle", "whistle_visits", ["whistle"], unique=False)
    op.create_table(
        "whistle_scores",
        sa.Column("whistle", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("why", Words(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("counts_at", UtcDateTime(), nullable=False),
        sa.Column("answer", Words(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_whistle_scores_by"),
        sa.ForeignKeyConstraint(["whistle"], ["whistles.id"], name="fk_whistle_scores_whistle"),
        sa.PrimaryKeyConstraint("whistle", name="pk_whistle_scores"),
    )
    op.create_index("ix_whistle_scores_counts_at", "whistle_scores", ["counts_at"], unique=False)
    op.create_table(
        "whistle_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("whistle", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["whistle"], ["whistles.id"], name="fk_whistle_links_whistle"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_whistle_links"),
    )
    op.create_index("ix_whistle_links_whistle", "whistle_links", ["whistle"], unique=False)
