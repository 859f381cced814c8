"""Reading the fields of raw Matrix events. What lacks its promised form is `Unreadable`, with the field's name.

In an encrypted room the server checks nothing of what people send, so every field may be anything.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.errors import Unreadable

Fields = Mapping[str, Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# The last millisecond of the year 9999: what comes after it is no date but a fault.
_LAST_MILLISECOND: Final = 253402300799999


def table(value: Any, name: str) -> Fields:
    """The value as an object with fields."""
    if not isinstance(value, dict):
        raise Unreadable(f"{name} is not an object")
    return value


def part(fields: Fields, name: str) -> Fields:
    """An object inside another one; an empty one when it is not there."""
    value = fields.get(name)
    return {} if value is None else table(value, name)


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


def number(fields: Fields, name: str) -> int | None:
    """A whole number, or None for anything else: sizes are told by the sender and prove nothing."""
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def flag(fields: Fields, name: str) -> bool:
    """Is it there and true?"""
    return fields.get(name) is True


def moment(fields: Fields, name: str) -> datetime:
    """A required time, in milliseconds since 1970."""
    milliseconds = number(fields, name)
    if milliseconds is None or not 0 <= milliseconds <= _LAST_MILLISECOND:
        raise Unreadable(f"{name} is no moment")
    return _EPOCH + timedelta(milliseconds=milliseconds)


def lenient(fields: Any, *names: str) -> Fields:
    """An object deep inside another one; an empty one when anything on the way there is missing or malformed."""
    for name in names:
        fields = fields.get(name) if isinstance(fields, dict) else None
    return fields if isinstance(fields, dict) else {}


def clean(text: str) -> str:
    """The text with U+FFFD for each NUL and lone surrogate."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")
