"""Column types that mean the same on SQLite and on PostgreSQL."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on the way out; any aware moment on the way in.

    SQLite keeps whole microseconds since 1970, so that moments compare and sort as numbers; PostgreSQL a timestamptz.

    Raises:
        ValueError: a moment without a time zone was given.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A timestamptz on PostgreSQL, an integer on SQLite."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Into the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone; moments are kept in UTC")
        if dialect.name == "postgresql":
            return value.astimezone(UTC)
        return microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Out of the database."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            moment: datetime = value
            return moment.astimezone(UTC)
        return moment_at(value)


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def moment_at(number: int) -> datetime:
    """The moment so many microseconds after 1970, in UTC."""
    return EPOCH + timedelta(microseconds=number)


class Words(TypeDecorator[str]):
    """Text that people or networks wrote.

    A NUL and half a surrogate pair, which no database takes, become U+FFFD: a strange message must not fail for ever.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the same on both
        """Into the database."""
        return None if value is None else storable(value)


class JsonText(TypeDecorator[Any]):
    """A plain JSON value (lists, dictionaries, strings, numbers) in a text column; equal values are equal texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - the same on both
        """Into the database."""
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - the same on both
        """Out of the database."""
        return None if value is None else json.loads(value)


def storable(text: str) -> str:
    """The text without what no database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def json_text(value: Any) -> str:
    """JSON in one form for equal values, readable in the file (no escapes for Chinese)."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
