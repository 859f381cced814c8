"""Long polling: fetch raw updates, have them kept, and only then confirm them.

The library's own loop confirms a batch before it is handled and cannot get past an update that it fails to parse;
this one does neither.
"""

import logging
from collections.abc import Sequence
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, TelegramError

from adapters.telegram import updates
from adapters.telegram.errors import Interrupted, Throttled
from adapters.telegram.line import Line
from adapters.telegram.pauses import Pauses
from bot.errors import StorageAway
from bot.ports import Raw, Reception

log = logging.getLogger(__name__)

# Told at each start, because Telegram remembers the last choice. Reactions come only when asked for.
KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
# Seconds that the network may add to a poll.
_MARGIN: Final = 10


class Polling:
    """The receive loop of one account."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._pauses = Pauses(line.pace)
        self._offset: str | None = None

    async def run(self, reception: Reception) -> None:
        """Receive until cancelled."""
        self._offset = await self._stored_offset(reception)
        while True:
            try:
                await self._until_open(reception)
                await self._take_place()
                # The first poll comes back at once, so that it is soon known whether receiving works.
                await self._poll(reception, seconds=0)
                while reception.is_open(self._line.channel):
                    await self._poll(reception, seconds=self._line.pace.poll)
            except TelegramError as error:
                await self._wait_after(error)

    async def _stored_offset(self, reception: Reception) -> str | None:
        pauses = Pauses(self._line.pace)
        while True:
            try:
                return await reception.cursor(self._line.channel.name, self._line.channel.bot)
            except StorageAway:
                await pauses.pause()

    async def _until_open(self, reception: Reception) -> None:
        """A poll would end that of the process which receives now."""
        pauses = Pauses(self._line.pace)
        while not reception.is_open(self._line.channel):
            await pauses.pause()

    async def _take_place(self) -> None:
        """Sign in, and end a webhook that somebody set: beside one no polling is allowed. What waits there is kept."""
        await self._line.login.ask()
        await self._line.api.call("deleteWebhook", {"drop_pending_updates": False})

    async def _poll(self, reception: Reception, *, seconds: int) -> None:
        """Ask for updates, and wait as long as that for the first."""
        question: dict[str, Any] = {"timeout": seconds, "allowed_updates": KINDS}
        if self._offset is not None:
            question["offset"] = int(self._offset)
        batch = await self._line.api.call("getUpdates", question, seconds=seconds + _MARGIN)
        if not isinstance(batch, list):
            raise Interrupted("getUpdates was answered with something else")
        self._line.health.received()
        self._pauses.succeeded()
        if batch:
            await self._take(reception, batch)

    async def _take(self, reception: Reception, batch: list[Any]) -> None:
        me, now = await self._line.login.known(batch), self._line.clock.now()
        offset = updates.next_offset(batch)
        cursor = None if offset is None else str(offset)
        admins = await self._line.administrators.of(batch)
        rows = [updates.row(update, me, now, by_admin=by) for update, by in zip(batch, admins, strict=True)]
        await self._keep(reception, rows, cursor)
        if cursor is None:
            raise Interrupted("updates without a number cannot be confirmed")
        self._offset = cursor

    async def _keep(self, reception: Reception, rows: Sequence[Raw], cursor: str | None) -> None:
        """Have the batch kept, however long the database is away. Until then Telegram is not told."""
        pauses = Pauses(self._line.pace)
        while True:
            try:
                await reception.receive(self._line.channel, rows, cursor)
            except StorageAway:
                log.warning("telegram %s: the database is away; %d updates wait", self._line.channel.bot, len(rows))
                await pauses.pause()
            else:
                return

    async def _wait_after(self, error: TelegramError) -> None:
        log.warning("telegram %s: cannot receive: %s", self._line.channel.bot, error.message)
        if isinstance(error, Conflict | InvalidToken):
            self._line.health.refused()
        await self._pauses.pause(at_least=error.seconds if isinstance(error, Throttled) else 0.0)
