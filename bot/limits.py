"""How fast a network lets one of our accounts speak, and when the next send may leave.

Decides from what the network declares (`Capabilities`) and from what its refusals teach. Knows neither queues nor
networks; time is an argument. A send counts from its start until a full period after its end, because nobody knows at
which moment in between it reached the network: so the limits hold as the network counts them, too.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.messages import Address
from bot.ports import Capabilities
from bot.stores import Priority

# Of a group's posts a minute one in five (Telegram: 4 of 20) is kept free for emergencies and answers (DESIGN part 2).
_ONE_IN: Final = 5
NEVER: Final = datetime.min.replace(tzinfo=UTC)
_URGENT: Final = frozenset({Priority.EMERGENCY, Priority.ANSWER})
_SWEEP_EVERY: Final = 1000


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A send that wants to leave: where to, how urgent, and which bucket it draws from.

    `is_patient`: it has waited so long that it may take what is kept free for the urgent. `is_steady`: it says many
    things at once and keeps an even pace, so that in a flood each is said soon.
    """

    chat: Address
    priority: Priority
    is_group: bool
    is_edit: bool = False
    is_patient: bool = False
    is_steady: bool = False

    @property
    def is_urgent(self) -> bool:
        """May it take what is kept free?"""
        return self.is_patient or self.priority in _URGENT


class Window:
    """At most `size` in any `period`, of which `kept_free` are for what is urgent.

    Remembers the ends of the last `size` takes and how many are under way.
    """

    __slots__ = ("_ends", "_kept_free", "_period", "_size", "_under_way")

    def __init__(self, size: int, period: timedelta, *, kept_free: int = 0) -> None:
        self._size = size
        self._period = period
        self._kept_free = kept_free
        self._ends: deque[datetime] = deque(maxlen=size)
        self._under_way = 0

    def earliest(self, now: datetime, *, is_urgent: bool, is_steady: bool = False) -> datetime:
        """The first moment from now on at which one more fits.

        While too many are under way nobody knows; then a moment before which it is impossible. What is steady leaves,
        where places are kept free, all places but these one by one, spread over the period.
        """
        if is_steady and self._kept_free and self._ends:
            now = max(now, self._ends[-1] + self._period / (self._size - self._kept_free))
        room = self._size - self._under_way - (0 if is_urgent else self._kept_free)
        if room <= 0:
            return now + self._period
        if len(self._ends) < room:
            return now
        return max(now, self._ends[-room] + self._period)

    def take(self) -> None:
        """One is on its way."""
        self._under_way += 1

    def land(self, now: datetime) -> None:
        """One has ended."""
        self._under_way -= 1
        self._ends.append(now)

    def is_idle(self, now: datetime) -> bool:
        """Would a new window behave the same?"""
        return not self._under_way and (not self._ends or self._ends[-1] + self._period <= now)


class LearnedRate:
    """A rate that the network does not tell: none until the first refusal, then what the refusals teach.

    After a pause a few may leave at once. The rate recovers slowly, to find out whether the network has become more
    generous; the price is a refusal now and then.
    """

    BURST: Final = 5
    RECOVERY: Final = timedelta(minutes=10)  # the interval is halved in this time without a refusal
    SLOWEST: Final = 10.0  # seconds from one send to the next; longer pauses are punishments, not rates
    FASTEST: Final = 0.02  # below this many seconds there is no limit worth keeping

    def __init__(self) -> None:
        self._interval = 0.0
        self._learned_at = NEVER
        # How many may leave at that moment, the end of a pause or the last send; nothing leaves before it.
        self._left = 0.0
        self._counted_at = NEVER

    def refused(self, retry_after: float, now: datetime) -> None:
        """The network refused one more, and names the seconds until it takes the next."""
        # Several that were under way together are refused together, and teach one lesson.
        growth = 1.25 if now >= self._counted_at else 1.0
        self._interval = min(self.SLOWEST, max(retry_after, self.interval(now) * growth))
        self._learned_at = now
        self._left = 1.0
        self._counted_at = now + timedelta(seconds=retry_after)

    def earliest(self, now: datetime, *, keep_free: int = 0) -> datetime:
        """The first moment at which one may leave and `keep_free` others still could."""
        start = max(now, self._counted_at)
        interval = self.interval(start)
        missing = 1 + keep_free - self._left_at(start, interval)
        return start + timedelta(seconds=interval * max(0.0, missing))

    def took(self, now: datetime) -> None:
        """One leaves."""
        self._left = self._left_at(now, self.interval(now)) - 1
        self._counted_at = max(now, self._counted_at)

    def interval(self, now: datetime) -> float:
        """Seconds from one send to the next in the long run, as learned by now; 0: no limit is known."""
        if not self._interval:
            return 0.0
        interval: float = self._interval * 0.5 ** ((now - self._learned_at) / self.RECOVERY)
        return interval if interval > self.FASTEST else 0.0

    def _left_at(self, now: datetime, interval: float) -> float:
        if not interval:
            return self.BURST
        grown = max(0.0, (now - self._counted_at).total_seconds()) / interval
        return min(self.BURST, self._left + grown)


class Limits:
    """When one of our accounts may send what. Every send is told twice: `took` when it starts, `landed` at its end.

    Posts and edits of a chat have buckets of the same size each; all of them share the account's. Toasts and reactions
    need no bucket and wait only for a pause of their own kind.
    """

    def __init__(self, capabilities: Capabilities) -> None:
        self._capabilities = capabilities
        self._all = list(_windows(capabilities.per_second))
        declared = (capabilities.per_second, capabilities.per_chat_second, capabilities.per_group_minute)
        self._learned = LearnedRate() if declared == (None, None, None) else None
        self._chats: dict[tuple[Address, bool, bool], list[Window]] = {}
        self._pauses: dict[tuple[Address, bool] | None, datetime] = {}
        self._holds: dict[tuple[Address, Priority], datetime] = {}
        self._landings = 0

    def earliest(self, wish: Wish, now: datetime) -> datetime:
        """The first moment, not before now, at which this may leave as far as is known now."""
        return max(now, *self._moments(wish, now))

    def took(self, wish: Wish, now: datetime) -> None:
        """It starts now."""
        if self._learned is not None:
            self._learned.took(now)
        for window in self._windows_of(wish):
            window.take()

    def landed(self, wish: Wish, now: datetime) -> None:
        """It has ended, well or not."""
        for window in self._windows_of(wish):
            window.land(now)
        # Chats by the thousand come and go; what would behave like new is not kept.
        self._landings += 1
        if self._landings % _SWEEP_EVERY == 0:
            self._forget_idle(now)

    def refused(self, wish: Wish, retry_after: float, now: datetime, *, whole_account: bool) -> None:
        """The network wants a pause of so many seconds: in this chat, or of the whole account.

        A network that declares no limits counts by account, whatever it says.
        """
        if self._learned is not None:
            self._learned.refused(retry_after, now)
        everywhere = whole_account or self._learned is not None
        self._pause(None if everywhere else _pause_key(wish), now + timedelta(seconds=retry_after))

    def hold(self, wish: Wish, until: datetime) -> None:
        """Nothing of this priority leaves for that chat before then: one of them failed, and their order is kept."""
        key = (wish.chat, wish.priority)
        self._holds[key] = max(until, self._holds.get(key, until))

    def _moments(self, wish: Wish, now: datetime) -> Iterator[datetime]:
        yield self._pauses.get(None, now)
        yield self._pauses.get(_pause_key(wish), now)
        yield self._holds.get((wish.chat, wish.priority), now)
        if self._learned is not None:
            # Where signs count like messages, they leave the last one to the messages.
            yield self._learned.earliest(now, keep_free=1 if wish.priority is Priority.INSTANT else 0)
        for window in self._windows_of(wish):
            yield window.earliest(now, is_urgent=wish.is_urgent, is_steady=wish.is_steady)

    def _windows_of(self, wish: Wish) -> Iterable[Window]:
        if wish.priority is Priority.INSTANT:
            return ()
        key = (wish.chat, wish.is_group, wish.is_edit)
        windows = self._chats.get(key)
        if windows is None:
            windows = self._chats[key] = [*self._all, *self._chat_windows(wish)]
        return windows

    def _chat_windows(self, wish: Wish) -> Iterator[Window]:
        yield from _windows(self._capabilities.per_chat_second)
        in_minute = self._capabilities.per_group_minute
        if wish.is_group and in_minute is not None:
            yield Window(in_minute, timedelta(minutes=1), kept_free=0 if wish.is_edit else in_minute // _ONE_IN)

    def _pause(self, key: tuple[Address, bool] | None, until: datetime) -> None:
        self._pauses[key] = max(until, self._pauses.get(key, until))

    def _forget_idle(self, now: datetime) -> None:
        self._chats = {key: rows for key, rows in self._chats.items() if not all(row.is_idle(now) for row in rows)}
        self._pauses = {key: until for key, until in self._pauses.items() if until > now}
        self._holds = {key: until for key, until in self._holds.items() if until > now}


def _windows(per_second: float | None) -> Iterator[Window]:
    """A window for so many a second; a rate that is no whole number is stretched to one."""
    if per_second is not None:
        size = max(1, int(per_second))
        yield Window(size, timedelta(seconds=size / per_second))


def _pause_key(wish: Wish) -> tuple[Address, bool]:
    return (wish.chat, wish.priority is Priority.INSTANT)
