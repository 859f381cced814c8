"""How fast visitors may speak: strangers write here without an account, so one of them must not flood the rest."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from bot.ports import Clock

PER_PERSON: Final = 20
PER_ADDRESS: Final = 120
_MINUTE: Final = timedelta(minutes=1)
# Those who spoke longest ago are forgotten first.
_REMEMBERED: Final = 5000
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


class Pace:
    """Counts deeds of the last minute, or `span`. `per_person` None: no limit (a demo on one's own machine)."""

    def __init__(
        self,
        clock: Clock,
        per_person: int | None = PER_PERSON,
        per_address: int = PER_ADDRESS,
        span: timedelta = _MINUTE,
    ) -> None:
        self._clock = clock
        self._span = span
        self._per_person = per_person
        self._per_address = per_address
        self._deeds: OrderedDict[str, list[datetime]] = OrderedDict()

    def lets(self, account: str, address: str) -> bool:
        """May this account, at this network address, do something now? Counts it when it may."""
        if self._per_person is None:
            return True
        person, place = self._recent(f"account {account}"), self._recent(f"address {address}")
        if len(person) >= self._per_person or len(place) >= self._per_address:
            return False
        now = self._clock.now()
        person.append(now)
        place.append(now)
        return True

    def _recent(self, who: str) -> list[datetime]:
        after = self._clock.now() - self._span
        deeds = [at for at in self._deeds.pop(who, []) if at > after]
        self._deeds[who] = deeds
        if len(self._deeds) > _REMEMBERED:
            self._deeds.popitem(last=False)
        return deeds


def network_address(request: web.Request) -> str:
    """Where a request comes from. A proxy on this machine is believed when it tells for whom it asks."""
    remote = request.remote or ""
    if remote in _LOOPBACK:
        forwarded = request.headers.get("X-Forwarded-For", "")
        return forwarded.rpartition(",")[2].strip() or remote
    return remote
