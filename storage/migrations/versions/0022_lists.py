"""Cards that stand in the list of another card; what waits for a chat that does not take our words."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0022_lists"
down_revision = "0021_followers"

_WAITING = sa.column("parked_at").is_(None)
_PARKED = sa.column("parked_at").is_not(None)
_FOLDED = sa.column("folded_in").is_not(None)


def upgrade() -> None:
    op.add_column("cards", sa.Column("folded_in", sa.Integer(), nullable=True))
    _index("ix_cards_folded_in", "cards", ["folded_in"], _FOLDED)
    op.add_column("outbox", sa.Column("parked_at", UtcDateTime(), nullable=True))
    op.drop_index("ix_outbox_waiting", "outbox")
    op.drop_index("ix_outbox_not_before", "outbox")
    _index("ix_outbox_waiting", "outbox", ["priority", "id"], _WAITING)
    _index("ix_outbox_not_before", "outbox", ["not_before"], _WAITING)
    _index("ix_outbox_parked_at", "outbox", ["parked_at"], _PARKED)


def _index(name: str, table: str, columns: list[str], where: sa.ColumnElement[bool]) -> None:
    op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)
