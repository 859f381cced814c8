"""Single values of the config: how each kind is read, and what is wrong with it otherwise.

A reader takes the TOML value and raises `ValueError` with the end of a sentence that begins with the key. Values that
may hold a password are never repeated in it.
"""

import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Final, TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import holidays

from bot.community import Account
from bot.config_reading import WrongValue, did_you_mean, kind_of, leaf
from bot.hours import DAY_MINUTES, Hours, Span, minute_of_day

T = TypeVar("T")

# The secrets of config.example.toml and of the docs: whoever copies the file must replace them.
SAMPLES: Final = frozenset(
    {
        "…",
        "...",
        "123456789:the-token-that-BotFather-gave-you",
        "/path/to/telegram-token",
        "a-long-random-word-for-the-webhook",
        "the-password-of-the-bots-account",
        "/path/to/matrix-password",
        "a-long-random-key-for-this-program",
        "/path/to/its-key",
        "a-long-random-word-for-this-address",
        "/path/to/its-secret",
        "syt_the-access-token-of-the-bots-account",
        "postgresql://user:password@host/database",
    }
)
NO_CALENDAR: Final = "none"
HIGHEST_COUNT: Final = 1000

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}([-_][A-Za-z]+)*")
_MATRIX_USER: Final = re.compile(r"@[^:\s]+:\S+")
_INVITER: Final = re.compile(r"(\*|@[^:\s]+):\S+")
_PHONE: Final = re.compile(r"[0-9+()\- ]{2,24}")
# Object stores that files can lie in: Amazon's protocol, Google's, Azure's.
_SHELVES: Final = frozenset({"s3", "gs", "az"})
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, repr=False)
class Secret:
    """A token or password. It shows itself only to who asks for it; an empty one means that there is none."""

    value: str = ""

    def reveal(self) -> str:
        """The secret itself, for the network alone."""
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)

    def __repr__(self) -> str:
        return "Secret(…)" if self.value else "Secret()"


NO_SECRET: Final = Secret()


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where a server listens. Port 0 lets the system choose."""

    host: str
    port: int


def text(value: object) -> str:
    """Words in quotes, not empty and not an example's."""
    if not isinstance(value, str):
        raise WrongValue(f"must be text in quotes, not {kind_of(value)}")
    words = value.strip()
    if words in SAMPLES:
        raise ValueError("is still the example value")
    if not words:
        raise ValueError("is empty")
    return words


def flag(value: object) -> bool:
    """A plain true or false, without quotes."""
    if not isinstance(value, bool):
        raise WrongValue(f"must be true or false, not {kind_of(value)}")
    return value


def count(value: object) -> int:
    """A whole number from 0 to 1000, without quotes."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongValue(f"must be a whole number without quotes, not {kind_of(value)}")
    if not 0 <= value <= HIGHEST_COUNT:
        raise ValueError(f"is not between 0 and {HIGHEST_COUNT}")
    return value


def choice(*options: str) -> Callable[[object], str]:
    """One of these words."""

    def read(value: object) -> str:
        if (word := text(value)) not in options:
            raise ValueError(f'"{word}" is not one of: {", ".join(options)}{did_you_mean(word, options)}')
        return word

    return read


def several(read: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """A list; each wrong item is told, and one that stands twice."""

    def read_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise WrongValue(f"must be a list in square brackets, not {kind_of(value)}")
        items, wrong = [], []
        for item in value:
            try:
                items.append(read(item))
            except ValueError as complaint:
                wrong.append(str(complaint))
        wrong += [f'"{item}" stands there twice' for item in dict.fromkeys(items) if items.count(item) > 1]
        if wrong:
            raise ValueError("; ".join(wrong))
        return tuple(items)

    return read_all


def _matching(form: re.Pattern[str], what: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not form.fullmatch(word := text(value)):
            raise ValueError(f'"{word}" is not {what}')
        return word

    return read


def time_zone(value: object) -> ZoneInfo:
    """A zone of the IANA list, such as Asia/Shanghai."""
    name = text(value)
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        nearest = did_you_mean(name, zoneinfo.available_timezones())
        raise ValueError(f'"{name}" is not a time zone{nearest}') from None


def time_of_day(value: object) -> time:
    """Such as 18:00."""
    minute = minute_of_day(word := text(value))
    if minute == DAY_MINUTES:
        raise ValueError(f'"{word}" is not a time of day')
    return time(minute // 60, minute % 60)


def shelf(value: object) -> str:
    """A folder, or the address of an object store."""
    address = text(value)
    scheme, is_address, rest = address.partition("://")
    if not address or (is_address and (scheme not in _SHELVES or not rest)):
        raise WrongValue('must be a folder, or the address of an object store like "s3://bucket/prefix"')
    return address


def quiet_hours(value: object) -> Hours:
    """Opening hours, or `none` for a night that is as loud as the day."""
    return Hours(intervals=()) if text(value) == "none" else Hours.parse(text(value))


def day(value: object) -> date:
    """A date as 2026-10-01, with or without quotes."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(word := text(value))
    except ValueError:
        shown = f'"{word}"' if isinstance(value, str) else kind_of(value)
        raise ValueError(f"{shown} is not a date, write it like 2026-10-01") from None


def country(value: object) -> str:
    """A country whose calendar the library knows, or `none`."""
    code = text(value)
    if code == NO_CALENDAR:
        return code
    try:
        holidays.country_holidays(code if _COUNTRY.fullmatch(code) else "")
    except NotImplementedError:
        nearest = did_you_mean(code.upper(), [*holidays.list_supported_countries(), NO_CALENDAR.upper()])
        raise ValueError(f'"{code}" is not a country code such as CN, nor "none"{nearest}') from None
    return code


def account(value: object) -> Account:
    """A person's account: `telegram:1001`, `matrix:@li:example.org` or `web:…`."""
    found = Account.parse(word := text(value))
    is_good = {
        "telegram": found.id.isascii() and found.id.isdigit(),
        "matrix": bool(_MATRIX_USER.fullmatch(found.id)),
        "web": True,
    }
    if not is_good.get(found.channel, False):
        raise ValueError(f'"{word}" is no account; write it like telegram:1001 or matrix:@wang:example.org')
    return found


def secret(value: object) -> Secret:
    """A token or password."""
    return Secret(text(value))


def endpoint(value: object) -> Endpoint:
    """Host and port to listen at."""
    word = text(value)
    parts = _address(f"//{word}")
    if not (parts.hostname and parts.port is not None and parts.netloc == word):
        raise ValueError(f'"{word}" is not a host and a port, write it like 127.0.0.1:8080')
    return Endpoint(host=parts.hostname, port=parts.port)


def web_address(value: object) -> str:
    """An http or https address without a slash at its end."""
    parts = _address(word := text(value))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("is not an address like https://huying.example.org")
    if parts.username is not None:
        raise ValueError("must not carry a user name or password")
    return word.rstrip("/")


def proxy_address(value: object) -> str:
    """A proxy with its port; it may carry a user name and password."""
    parts = _address(word := text(value))
    if parts.scheme not in {"http", "socks4", "socks5"} or not parts.hostname or not parts.port:
        raise ValueError("is not a proxy like socks5://127.0.0.1:1080 or http://127.0.0.1:3128")
    return word


def storage_address(value: object) -> str:
    """Where the database is."""
    word = text(value)
    is_file = word.startswith("sqlite:///") and word.removeprefix("sqlite:///") not in {"", ":memory:"}
    is_server = word.startswith("postgresql://") and bool(_address(word).path.strip("/"))
    if not (is_file or is_server):
        raise ValueError("must be sqlite:///<file> or postgresql://<user>:<password>@<host>/<database>")
    return word


def _address(word: str) -> SplitResult:
    parts = urlsplit(word)
    try:
        _ = parts.port
    except ValueError:
        raise ValueError("has a port that is not one") from None
    return parts


Flag = Annotated[bool, leaf(flag)]
Count = Annotated[int, leaf(count)]
Language = Annotated[str, leaf(_matching(_LANGUAGE, "a language code such as zh or en"))]
Zone = Annotated[ZoneInfo, leaf(time_zone)]
TimeOfDay = Annotated[time, leaf(time_of_day)]
Length = Annotated[Span, leaf(lambda value: Span.parse(text(value)))]
Opening = Annotated[Hours, leaf(lambda value: Hours.parse(text(value)))]
Quiet = Annotated[Hours, leaf(quiet_hours)]
Country = Annotated[str, leaf(country)]
Days = Annotated[tuple[date, ...], leaf(several(day))]
Accounts = Annotated[tuple[Account, ...], leaf(several(account))]
Inviters = Annotated[tuple[str, ...], leaf(several(_matching(_INVITER, "like *:example.org or @li:example.org")))]
MatrixUser = Annotated[str, leaf(_matching(_MATRIX_USER, "a Matrix user like @huying:example.org"))]
Phone = Annotated[str, leaf(_matching(_PHONE, "a telephone number"))]
Hidden = Annotated[Secret, leaf(secret)]
File = Annotated[Path, leaf(lambda value: Path(text(value)))]
Keeping = Annotated[str, leaf(shelf)]
Listening = Annotated[Endpoint, leaf(endpoint)]
WebAddress = Annotated[str, leaf(web_address)]
ProxyAddress = Annotated[str, leaf(proxy_address)]
StorageAddress = Annotated[str, leaf(storage_address)]
