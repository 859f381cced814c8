"""What is blanked when the message that made one call was deleted."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, delete, or_, select, update

from storage.board import board_grams
from storage.connection import Connection
from storage.echoes import drop_echoes_of
from storage.mediation import mediations
from storage.outbox import dead_letters, outbox
from storage.ticket_history import history
from storage.tickets import tickets

_caller = select(tickets.c.reporter).where(tickets.c.id == bindparam("number")).scalar_subquery()
# Building and unit stay: whoever goes there must find the house.
_BLANK: Final = (
    update(tickets)
    .where(tickets.c.id == bindparam("number"))
    .values(words="", public_words="", floor=None, room=None, version=tickets.c.version + 1)
)
_SAID: Final = update(history).where(history.c.ticket == bindparam("number"), history.c.by == _caller).values(words="")
# A call that staff recorded for the caller was opened by them, with the caller's words.
_OPENED: Final = (
    update(history).where(history.c.ticket == bindparam("number"), history.c.what == "opened").values(words="")
)
_TALK: Final = update(mediations).where(mediations.c.ticket == bindparam("number")).values(about="")
# What waits for a chat that is away, and what never arrived, would tell the words later.
_PARKED: Final = delete(outbox).where(outbox.c.about == bindparam("key"), outbox.c.parked_at.is_not(None))
_DEAD: Final = delete(dead_letters).where(
    or_(dead_letters.c.about == bindparam("key"), dead_letters.c.card == bindparam("key"))
)
_GRAMS: Final = delete(board_grams).where(board_grams.c.ticket == bindparam("number"))


class SqlRetraction:
    """Answers `bot.features.privacy.store.Retraction`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take_back(self, number: int) -> Sequence[str]:
        """Blank what its caller said of it."""
        shown = await drop_echoes_of(self._connection, number)
        for statement in (_BLANK, _SAID, _OPENED, _TALK, _GRAMS):
            await self._connection.execute(statement, {"number": number})
        for letters in (_PARKED, _DEAD):
            await self._connection.execute(letters, {"key": f"tickets:{number}"})
        return shown
