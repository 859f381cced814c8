"""The kernel's tables: inbox, outbox, cards, our messages, places, people, groups, dialogs, facts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0001_kernel"
down_revision = None


def upgrade() -> None:
    _inbox()
    _outbox()
    _cards()
    _sent_messages()
    _places()
    _people()
    _groups()
    _dialogs()
    _facts()


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        *_texts("channel", "bot", "key", "lane", "payload"),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("retry_at", UtcDateTime()),
        sa.Column("reason", sa.Text()),
        sa.Column("done_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "bot", "key", name="uq_inbox_channel_bot_key"),
    )
    _index("ix_inbox_waiting", "inbox", ["id"], where=sa.column("waiting").is_(True))
    _index("ix_inbox_failed", "inbox", ["id"], where=sa.column("reason").is_not(None))
    _index("ix_inbox_done_at", "inbox", ["done_at"], where=sa.column("done_at").is_not(None))
    op.create_table(
        "cursors",
        *_texts("channel", "bot", "cursor"),
        sa.PrimaryKeyConstraint("channel", "bot", name="pk_cursors"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        *_address(),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("about", sa.Text()),
        *_texts("priority", "once"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    _index("ix_outbox_waiting", "outbox", ["priority", "id"])
    _index("ix_outbox_not_before", "outbox", ["not_before"])
    _index("ix_outbox_expires_at", "outbox", ["expires_at"], where=sa.column("expires_at").is_not(None))
    _index("ix_outbox_chat", "outbox", ["channel", "bot", "chat"])
    op.create_table(
        "dead_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        *_address(),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("card", sa.Text()),
        sa.Column("about", sa.Text()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("died_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dead_letters"),
    )
    _index("ix_dead_letters_died_at", "dead_letters", ["died_at"])


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        *_address(),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("version_wanted", sa.Integer(), nullable=False),
        sa.Column("version_shown", sa.Integer(), nullable=False),
        sa.Column("once", sa.Text(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("remote", sa.Text()),
        sa.Column("reply_to", sa.Text()),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
        sa.UniqueConstraint("key", "channel", "bot", "chat", "thread", "is_private", name="uq_cards_key_address"),
    )
    behind = sa.column("version_shown") < sa.column("version_wanted")
    _index("ix_cards_behind", "cards", ["priority", "not_before"], where=behind)
    _index("ix_cards_chat", "cards", ["channel", "bot", "chat"])


def _sent_messages() -> None:
    op.create_table(
        "sent_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        *_texts("channel", "bot", "chat", "thread", "remote"),
        sa.Column("about", sa.Text()),
        sa.Column("buttons", sa.Text(), nullable=False),
        sa.Column("has_buttons", sa.Boolean(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sent_messages"),
        sa.UniqueConstraint("channel", "bot", "chat", "remote", name="uq_sent_messages_channel_bot_chat_remote"),
    )
    columns = ["channel", "bot", "chat", "thread", "id"]
    _index("ix_sent_messages_buttons", "sent_messages", columns, where=sa.column("has_buttons").is_(True))


def _places() -> None:
    above = ("parent", "community", "compound", "grid")
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        *_texts("kind", "name"),
        *(sa.Column(name, sa.Integer()) for name in above),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        *(_points("places", name, "places") for name in above),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
    )
    for name in ("kind", *above):
        _index(f"ix_places_{name}", "places", [name])
    op.create_table(
        "place_names",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        _points("place_names", "place", "places", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name", "place", name="pk_place_names"),
    )
    _index("ix_place_names_place", "place_names", ["place"])
    op.create_table(
        "place_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_place_version"),
    )


def _people() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("home", sa.Integer()),
        *(sa.Column(name, sa.Text()) for name in ("unit", "room", "phone")),
        sa.Column("in_roster", sa.Boolean(), nullable=False),
        _points("persons", "home", "places"),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
    )
    _index("ix_persons_name", "persons", ["name"])
    _index("ix_persons_home", "persons", ["home"])
    op.create_table(
        "accounts",
        *_texts("channel", "account"),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        _points("accounts", "person", "persons"),
        sa.PrimaryKeyConstraint("channel", "account", name="pk_accounts"),
    )
    _index("ix_accounts_person", "accounts", ["person"])
    op.create_table(
        "duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer()),
        _points("duties", "person", "persons"),
        _points("duties", "place", "places"),
        sa.PrimaryKeyConstraint("id", name="pk_duties"),
    )
    _index("ix_duties_person", "duties", ["person"])
    _index("ix_duties_place", "duties", ["place", "role"])


def _groups() -> None:
    op.create_table(
        "groups",
        *_texts("channel", "bot", "chat", "title"),
        sa.Column("place", sa.Integer()),
        sa.Column("language", sa.Text()),
        sa.Column("hears", sa.Boolean()),
        sa.Column("quiet_until", UtcDateTime()),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("encrypted", sa.Boolean(), nullable=False),
        _points("groups", "place", "places"),
        sa.PrimaryKeyConstraint("channel", "bot", "chat", name="pk_groups"),
    )
    _index("ix_groups_place", "groups", ["place"])


def _dialogs() -> None:
    op.create_table(
        "dialogs",
        *_texts("channel", "bot", "chat", "thread"),
        sa.Column("person", sa.Integer(), nullable=False),
        *_texts("kind", "value"),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        _points("dialogs", "person", "persons"),
        sa.PrimaryKeyConstraint("channel", "bot", "chat", "thread", "person", name="pk_dialogs"),
    )
    _index("ix_dialogs_expires_at", "dialogs", ["expires_at"])
    _index("ix_dialogs_person", "dialogs", ["person"])


def _facts() -> None:
    op.create_table("facts", *_texts("key", "value"), sa.PrimaryKeyConstraint("key", name="pk_facts"))


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _address() -> list[sa.Column[Any]]:
    return [*_texts("channel", "bot", "chat", "thread"), sa.Column("is_private", sa.Boolean(), nullable=False)]


def _points(table: str, column: str, to: str, **options: Any) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}", **options)


def _index(name: str, table: str, columns: list[str], where: sa.ColumnElement[bool] | None = None) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
