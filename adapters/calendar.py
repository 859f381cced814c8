"""Working days of a country, from the `holidays` library (ADR 0003), and the days that a community adds itself."""

from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from typing import Final

import holidays

from bot.config import Config
from bot.hours import Calendar, EveryDay

NONE: Final = "none"


class CountryCalendar:
    """Public holidays, weekends and make-up workdays of one country; a community's own days come first."""

    def __init__(self, country: str, *, closed: Collection[date] = (), open_: Collection[date] = ()) -> None:
        """`closed` are days off and `open_` working days that the library does not know.

        Raises:
            NotImplementedError: the library does not know the country.
        """
        self._country = holidays.country_holidays(country)
        self._closed = frozenset(closed)
        self._open = frozenset(open_)

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        if day in self._open:
            return True
        return day not in self._closed and self._country.is_working_day(day)


class OwnCalendar:
    """No country: every day is a working day but those that a community takes off."""

    def __init__(self, closed: Collection[date]) -> None:
        self._closed = frozenset(closed)

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        return day not in self._closed


def calendar_of(code: str, *, closed: Collection[date] = (), open_: Collection[date] = ()) -> Calendar:
    """The calendar that the config names: a country code, or `none` for every day.

    Raises:
        NotImplementedError: the library does not know the country.
    """
    if code != NONE:
        return CountryCalendar(code, closed=closed, open_=open_)
    return OwnCalendar(closed) if closed else EveryDay()


def calendars_of(config: Config) -> Callable[[str | None], Calendar]:
    """The calendar of a community by its name (None: outside all of them), made once for each country."""

    @cache
    def of(code: str) -> Calendar:
        return calendar_of(code, closed=config.hours.holidays, open_=config.hours.workdays)

    return lambda community: of(config.settings_in(community).calendar)
