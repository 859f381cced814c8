"""Mediations, regular meetings with their agendas, suggestions of residents."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, Words

revision = "0014_ways"
down_revision = "0013_leases"


def upgrade() -> None:
    _mediations()
    _mediation_lines()
    _meetings()
    _agenda_items()
    _ideas()


def _mediations() -> None:
    op.create_table(
        "mediations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.Integer(), nullable=False),
        sa.Column("caller", sa.Integer(), nullable=True),
        sa.Column("other", sa.Integer(), nullable=True),
        sa.Column("other_name", Words(), nullable=False),
        sa.Column("about", Words(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=True),
        sa.Column("talk_until", UtcDateTime(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("caller_says", sa.Boolean(), nullable=True),
        sa.Column("other_says", sa.Boolean(), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("agreement", Words(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_mediations_ticket"),
        sa.ForeignKeyConstraint(["mediator"], ["persons.id"], name="fk_mediations_mediator"),
        sa.ForeignKeyConstraint(["caller"], ["persons.id"], name="fk_mediations_caller"),
        sa.ForeignKeyConstraint(["other"], ["persons.id"], name="fk_mediations_other"),
        sa.PrimaryKeyConstraint("id", name="pk_mediations"),
    )
    _index_of_due("mediations")
    op.create_index("ix_mediations_ticket", "mediations", ["ticket"], unique=False)
    _index_of_open("ux_mediations_open", "mediations")


def _mediation_lines() -> None:
    op.create_table(
        "mediation_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mediation", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mediation"], ["mediations.id"], name="fk_mediation_lines_mediation"),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_mediation_lines_by"),
        sa.PrimaryKeyConstraint("id", name="pk_mediation_lines"),
    )
    op.create_index("ix_mediation_lines_mediation", "mediation_lines", ["mediation", "id"], unique=False)


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("announce_at", UtcDateTime(), nullable=True),
        sa.Column("ask_at", UtcDateTime(), nullable=True),
        sa.Column("lapse_at", UtcDateTime(), nullable=True),
        sa.Column("due", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["places.id"], name="fk_meetings_community"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
    )
    _index_of_due("meetings")
    op.create_index("ix_meetings_community", "meetings", ["community", "at"], unique=False)


def _agenda_items() -> None:
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("words", Words(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name="fk_agenda_items_meeting"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_agenda_items_ticket"),
        sa.ForeignKeyConstraint(["by"], ["persons.id"], name="fk_agenda_items_by"),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_items"),
    )
    op.create_index("ix_agenda_items_meeting", "agenda_items", ["meeting"], unique=False)
    _index_of_open("ux_agenda_items_open", "agenda_items")


def _ideas() -> None:
    op.create_table(
        "ideas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("community", sa.Integer(), nullable=True),
        sa.Column("words", Words(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("answer_by", UtcDateTime(), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("bot", sa.Text(), nullable=True),
        sa.Column("chat", sa.Text(), nullable=True),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answer_words", Words(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["persons.id"], name="fk_ideas_author"),
        sa.ForeignKeyConstraint(["community"], ["places.id"], name="fk_ideas_community"),
        sa.ForeignKeyConstraint(["answered_by"], ["persons.id"], name="fk_ideas_answered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_ideas"),
        sa.UniqueConstraint("channel", "bot", "chat", "message", name="uq_ideas_message"),
    )
    _index_of_due("ideas")
    op.create_index("ix_ideas_community", "ideas", ["community", "at"], unique=False)


def _index_of_due(table: str) -> None:
    pending = sa.text("due IS NOT NULL")
    op.create_index(f"ix_{table}_due", table, ["due"], unique=False, sqlite_where=pending, postgresql_where=pending)


def _index_of_open(name: str, table: str) -> None:
    is_open = sa.column("is_open").is_(True)
    op.create_index(name, table, ["ticket"], unique=True, sqlite_where=is_open, postgresql_where=is_open)
