"""The one door in: receive, commit, and only then is the network told (DESIGN part 2, "Nothing received is lost").

Decides what is kept of what was received; the turns come later, in `intake`.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.albums import album_of
from bot.community import Account, ChatRef, PersonId
from bot.crashpoints import reached
from bot.dialogs import Dialogs
from bot.errors import Unreadable
from bot.leases import SoleTenure, Tenure, lease_of, leased
from bot.listening import answers_us, concerns_us
from bot.messages import Incoming
from bot.ports import Channel, Clock, Database, Raw, UnitOfWork
from bot.stores import Inbox, People

log = logging.getLogger(__name__)


class Door:
    """Keeps what was received and may concern us, together with how far the account has received."""

    def __init__(
        self, database: Database, clock: Clock, wake: Callable[[], None], tenure: Tenure | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._tenure = tenure or SoleTenure()
        # Events kept since the start, by channel.
        self.tally: Counter[str] = Counter()

    def is_open(self, channel: Channel) -> bool:
        """May this account receive at this moment?"""
        return self._tenure.holds(lease_of(channel.name, channel.bot))

    async def cursor(self, channel: str, bot: str) -> str | None:
        """How far this account had received."""

        async def ask(uow: UnitOfWork) -> str | None:
            return await uow.store(Inbox).cursor(channel, bot)

        return await self._database.read(ask)

    async def receive(self, channel: Channel, rows: Sequence[Raw], cursor: str | None = None) -> None:
        """One short transaction for the batch. Raises `StorageAway`; then the network must not be told."""
        reached("after_receive")
        # Reading lines takes longer than keeping them: neither the loop nor the one writer shall wait for it.
        sifted = await asyncio.to_thread(lambda: [_sift(channel, row) for row in rows])
        now = self._clock.now()

        async def keep(uow: UnitOfWork) -> int:
            asked = await _asked(uow, now) if any(each.is_talk for each in sifted) else frozenset()
            wanted = [each.row for each in sifted if not each.is_talk or each.answers(asked)]
            if cursor is not None:
                await uow.store(Inbox).move_cursor(channel.name, channel.bot, cursor)
            new = await uow.store(Inbox).add(channel.name, channel.bot, wanted, now) if wanted else 0
            reached("before_commit")
            return new

        # How far an account has received is for its holder to say; what is brought to us anybody may keep.
        leases = () if cursor is None else (lease_of(channel.name, channel.bot),)
        new = await self._database.write(leased(self._tenure, leases, keep))
        reached("after_commit")
        if new:
            self.tally[channel.name] += new
            self._wake()


@dataclass(frozen=True, kw_only=True)
class _Sifted:
    """A raw row and its events. `is_talk`: nothing in it concerns us, unless it answers a question of ours."""

    row: Raw
    events: Sequence[Incoming]
    is_talk: bool

    def answers(self, asked: Collection[tuple[ChatRef, Account]]) -> bool:
        return any(answers_us(event, asked=asked) for event in self.events)


def _sift(channel: Channel, row: Raw) -> _Sifted:
    """What cannot be read is kept raw for the admin.

    One event that an adapter stumbles over must not hold up all that come after it, so a bug is no reason to stop.
    """
    try:
        events = channel.parse(row.payload)
        is_talk = not any(concerns_us(event) for event in events)
    except Unreadable:
        return _Sifted(row=row, events=(), is_talk=False)
    except Exception:
        log.exception("an event of %s cannot be read; it is kept for the admin", channel.name)
        return _Sifted(row=row, events=(), is_talk=False)
    return _Sifted(row=replace(row, album=album_of(events)), events=events, is_talk=is_talk)


async def _asked(uow: UnitOfWork, now: datetime) -> frozenset[tuple[ChatRef, Account]]:
    asked: set[tuple[ChatRef, Account]] = set()
    for chat, person in await uow.store(Dialogs).open_chats(now):
        asked.update((chat, account) for account in (await uow.store(People).get(PersonId(person))).accounts)
    return frozenset(asked)
