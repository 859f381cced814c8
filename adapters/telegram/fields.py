"""Reading the fields of raw Bot API objects. What lacks its promised form is `Unreadable`, with the field's name."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from bot.errors import Unreadable

Fields = Mapping[str, Any]

# The last second of the year 9999: what comes after it is no date but a fault.
LAST_SECOND: Final = 253402300799


def table(value: Any, name: str) -> Fields:
    """The value as an object with fields."""
    if not isinstance(value, dict):
        raise Unreadable(f"{name} is not an object")
    return value


def part(fields: Fields, name: str) -> Fields | None:
    """An optional object inside another one."""
    value = fields.get(name)
    return None if value is None else table(value, name)


def required_part(fields: Fields, name: str) -> Fields:
    """An object that must be there."""
    return table(fields.get(name), name)


def parts(fields: Fields, name: str) -> list[Fields]:
    """A list of objects; empty when there is none."""
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unreadable(f"{name} is not a list")
    return [table(one, name) for one in value]


def number(fields: Fields, name: str) -> int | None:
    """An optional whole number."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(f"{name} is not a whole number")
    return value


def required_number(fields: Fields, name: str) -> int:
    """A whole number that must be there."""
    value = number(fields, name)
    if value is None:
        raise Unreadable(f"{name} is missing")
    return value


def words(fields: Fields, name: str) -> str | None:
    """An optional text, cleaned of what no database can keep: half characters and NUL."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unreadable(f"{name} is not a text")
    return clean(value)


def required_words(fields: Fields, name: str) -> str:
    """A text that must be there."""
    value = words(fields, name)
    if value is None:
        raise Unreadable(f"{name} is missing")
    return value


def flag(fields: Fields, name: str) -> bool:
    """Is it there and true?"""
    return fields.get(name) is True


def moment(fields: Fields, name: str) -> datetime:
    """A required Unix time in seconds."""
    seconds = required_number(fields, name)
    if not 0 <= seconds <= LAST_SECOND:
        raise Unreadable(f"{name} is no moment")
    return datetime.fromtimestamp(seconds, UTC)


def clean(text: str) -> str:
    """The text with U+FFFD for each NUL and lone surrogate; its length in UTF-16 units stays."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")
