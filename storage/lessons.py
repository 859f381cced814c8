"""What was learnt about our reading: counts of our own words, and tickets whose words are about to go."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, delete, func, select

from bot.features.learning.model import Tally
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime

tallies = Table(
    "tallies",
    metadata,
    # A word of our lexicon or of the config, never one of a resident's own.
    Column("word", Text, primary_key=True),
    Column("taken", Integer, nullable=False),
    Column("dropped", Integer, nullable=False),
)
misheard = Table(
    "misheard",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("due", UtcDateTime, nullable=False),
)


class SqlLessons:
    """Answers `bot.features.learning.store.Lessons`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def count(self, words: Sequence[str], *, is_call: bool) -> None:
        """One more for each word."""
        counted, other = ("taken", "dropped") if is_call else ("dropped", "taken")
        for word in sorted(set(words)):
            new = self._connection.insert(tallies).values({"word": word, counted: 1, other: 0})
            more = {counted: tallies.c[counted] + 1}
            await self._connection.execute(new.on_conflict_do_update(index_elements=["word"], set_=more))

    async def tallies(self) -> Sequence[Tally]:
        """All that were counted."""
        rows = await self._connection.execute(select(tallies).order_by(tallies.c.word))
        return [Tally(word=row.word, taken=row.taken, dropped=row.dropped) for row in rows]

    async def wipe_at(self, ticket: int, due: datetime) -> None:
        """The words go then."""
        new = self._connection.insert(misheard).values({"ticket": ticket, "due": due})
        await self._connection.execute(new.on_conflict_do_update(index_elements=["ticket"], set_={"due": due}))

    async def keep(self, ticket: int) -> None:
        """Nothing of it goes any more."""
        await self._connection.execute(delete(misheard).where(misheard.c.ticket == ticket))

    async def due(self, now: datetime) -> Sequence[int]:
        """Whose words go now."""
        asked = select(misheard.c.ticket).where(misheard.c.due <= now).order_by(misheard.c.due)
        return list((await self._connection.execute(asked)).scalars())

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next ones go."""
        asked = select(func.min(misheard.c.due)).where(misheard.c.due > now)
        found: datetime | None = (await self._connection.execute(asked)).scalar_one()
        return found
