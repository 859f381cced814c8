"""What the machine tells about where it stands."""

import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import holidays
from babel.core import get_global

from bot.config_values import NO_CALENDAR

_LOCALTIME: Final = Path("/etc/localtime")
# A machine in a data centre says these, and means nothing by it.
_MEANINGLESS: Final = frozenset({"UTC", "UCT", "Zulu", "Universal", "Greenwich", "GMT", "localtime", "posixrules"})


def zone_of(environ: Mapping[str, str], localtime: Path = _LOCALTIME) -> str | None:
    """The time zone that somebody chose for this machine, if anybody did."""
    named = environ.get("TZ", "").lstrip(":") or str(localtime.resolve()).partition("/zoneinfo/")[2]
    is_known = named in zoneinfo.available_timezones()
    return named if is_known and named not in _MEANINGLESS and not named.startswith("Etc/") else None


def calendar_in(zone: str) -> str:
    """The country whose holidays count in this time zone; `none` where that is not known."""
    country = get_global("zone_territories").get(zone, "")
    return country if country in holidays.list_supported_countries() else NO_CALENDAR
