"""What a program asks for, read from its address. Pure."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.community import PlaceId
from bot.errors import Refused
from bot.features.open311.views import SERVICES, Named, Status, Wish, span

MOST: Final = 200
USUAL: Final = 50
_MOST_PAGES: Final = 100
_MOST_NUMBERS: Final = 200
# Ids are numbers that fit the database's integers.
_ID_DIGITS: Final = 9


class NotThere(Refused):
    """Something was named that does not exist."""


def jurisdiction(fields: Mapping[str, str], known: Sequence[Named]) -> Named:
    """Which community is meant: by its number or name; where there is only one, that one.

    Raises:
        NotThere: there is none of that number or name.
        Refused: it is not said which.
    """
    said = fields.get("jurisdiction_id", "").strip()
    if said:
        found = next((one for one in known if said in {str(one.id), one.name}), None)
        if found is None:
            raise NotThere("requests.no.no_jurisdiction")
        return found
    if len(known) != 1:
        raise Refused("requests.no.which_jurisdiction")
    return known[0]


def wish(query: Mapping[str, str], community: PlaceId, now: datetime) -> Wish:
    """Which requests are wanted.

    Raises:
        Refused: something of it makes no sense, or the time is longer than the standard allows.
    """
    size = min(MOST, _count(query, "page_size", USUAL))
    skip = size * (min(_MOST_PAGES, _count(query, "page", 1)) - 1)
    if "service_request_id" in query:
        numbers = [number(one) for one in _several(query, "service_request_id")][:_MOST_NUMBERS]
        return Wish(community=community, numbers=[one for one in numbers if one] or [0], limit=MOST)
    asked = span(_moment(query, "start_date"), _moment(query, "end_date"), now)
    if asked is None:
        raise Refused("requests.no.too_long_a_span")
    return Wish(
        community=community,
        services=_services(query),
        status=_status(query),
        since=asked[0],
        until=asked[1],
        skip=skip,
        limit=size,
    )


def number(word: str) -> int | None:
    """A ticket's or a place's number."""
    word = word.strip()
    return int(word) if word.isascii() and word.isdigit() and len(word) <= _ID_DIGITS else None


def _several(query: Mapping[str, str], name: str) -> Sequence[str]:
    return [one.strip() for one in query.get(name, "").split(",") if one.strip()]


def _services(query: Mapping[str, str]) -> Sequence[str]:
    """Of services that we do not have there are no requests."""
    said = _several(query, "service_code")
    return [one for one in said if one in SERVICES] or [""] * bool(said)


def _status(query: Mapping[str, str]) -> Status | None:
    """Both is the same as neither."""
    said = set(_several(query, "status"))
    if said - set(Status):
        raise _not_understood("status")
    return Status(said.pop()) if len(said) == 1 else None


def _count(query: Mapping[str, str], name: str, usual: int) -> int:
    if name not in query:
        return usual
    found = number(query[name])
    if not found:
        raise _not_understood(name)
    return found


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    """A moment as 2026-01-01T00:00:00Z; without an offset it is UTC."""
    if name not in query:
        return None
    try:
        # A plus sign in an address means a space unless it is written as %2B, which many programs forget.
        at = datetime.fromisoformat(query[name].strip().replace(" ", "+"))
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _not_understood(name) from None
    if not datetime(1971, 1, 1, tzinfo=UTC) < at < datetime(9000, 1, 1, tzinfo=UTC):
        raise _not_understood(name)
    return at


def _not_understood(name: str) -> Refused:
    return Refused("requests.no.not_understood", short=name)
