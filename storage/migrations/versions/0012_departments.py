"""Departments that can be whistled for, and their members."""

import sqlalchemy as sa
from alembic import op

from storage.types import JsonText, UtcDateTime, Words

revision = "0012_departments"
down_revision = "0011_absences"


def upgrade() -> None:
    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("lead", sa.Integer(), nullable=True),
        sa.Column("categories", JsonText(), nullable=False),
        sa.Column("superior", sa.Integer(), nullable=True),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lead"], ["persons.id"], name="fk_departments_lead"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_departments_person"),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name="fk_departments_place"),
        sa.ForeignKeyConstraint(["superior"], ["departments.id"], name="fk_departments_superior"),
        sa.PrimaryKeyConstraint("id", name="pk_departments"),
    )
    op.create_index("ix_departments_place", "departments", ["place"], unique=False)
    op.create_table(
        "department_members",
        sa.Column("department", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department"], ["departments.id"], name="fk_department_members_department"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_department_members_person"),
        sa.PrimaryKeyConstraint("department", "person", name="pk_department_members"),
    )
    op.create_index("ix_department_members_person", "department_members", ["person"], unique=False)
