"""What is forgotten by itself: keys of events, parked messages, open questions, dead letters, old messages of ours."""

from datetime import datetime, timedelta
from typing import Final

from bot.backlog import DeadLetters
from bot.dialogs import Dialogs
from bot.lists import Lists
from bot.ports import Clock, Database, UnitOfWork
from bot.stores import Inbox, SentMessages

# Long enough to tell a redelivered event from a new one (DESIGN part 2). What was parked and given up holds words, and
# whoever has not looked after it in a month will not.
KEYS_KEPT: Final = timedelta(days=30)
# They hold words, and a month is enough to look into why they did not leave.
LETTERS_KEPT: Final = timedelta(days=30)
# A reply to an older message, or a press on its buttons, finds nothing any more. A card that lives is younger: each
# change of it counts.
MESSAGES_KEPT: Final = timedelta(days=400)
EVERY: Final = timedelta(hours=1)


class Housekeeping:
    """Sweeps once an hour, whenever the clockwork wakes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._next: datetime | None = None

    async def sweep_if_due(self) -> None:
        """Forget what is old, at most once an hour. Raises `StorageAway`."""
        now = self._clock.now()
        if self._next is not None and now < self._next:
            return

        async def sweep(uow: UnitOfWork) -> None:
            await uow.store(Inbox).sweep(now - KEYS_KEPT)
            await uow.store(Dialogs).sweep(now)
            await uow.store(DeadLetters).sweep(now - LETTERS_KEPT)
            await uow.store(Lists).sweep(now - LETTERS_KEPT)
            await uow.store(SentMessages).sweep(now - MESSAGES_KEPT)

        await self._database.write(sweep)
        self._next = now + EVERY
