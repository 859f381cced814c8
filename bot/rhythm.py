"""What comes again by the week: `wed 19:00` every Wednesday, `wed/2 19:00` every second one.

Knows days and times. Does not know what happens then, nor the present time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RHYTHM: Final = re.compile(rf"({'|'.join(DAYS)})(?:/([1-9]))?\s+([01]?\d|2[0-3]):([0-5]\d)")
# Weeks are counted from the Monday of the first week of 1970, so that every process counts alike.
_FIRST_MONDAY: Final = date(1969, 12, 29)
_WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """A day of the week (0 is Monday) and a time, in every `every`th week."""

    weekday: int
    every: int
    at: time

    @classmethod
    def parse(cls, text: str) -> "Rhythm":
        """Read `wed 19:00` or `wed/2 19:00`.

        Raises:
            ValueError: another form.
        """
        found = _RHYTHM.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError(f'"{text}" is not a day and a time, write it like "wed 19:00", or "wed/2 19:00"')
        day, every, hour, minute = found.groups()
        return cls(weekday=DAYS.index(day), every=int(every or 1), at=time(int(hour), int(minute)))

    def first_after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first one that comes after this moment, in UTC."""
        return next(at for at in self._from(moment.astimezone(zone).date(), zone) if at > moment)

    def _from(self, day: date, zone: tzinfo) -> Iterator[datetime]:
        monday = day - timedelta(days=day.weekday())
        while True:
            if ((monday - _FIRST_MONDAY) // _WEEK) % self.every == 0:
                that = monday + timedelta(days=self.weekday)
                yield datetime.combine(that, self.at, tzinfo=zone).astimezone(UTC)
            monday += _WEEK
