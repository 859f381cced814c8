"""Which day's digest has gone out, who asked for which place's, and what places have chosen."""

from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, Text, and_, delete, select

from bot.community import PersonId, PlaceId
from bot.errors import Conflict
from bot.features.digests.model import Choice
from storage.connection import Connection
from storage.schema import metadata
from storage.types import JsonText

# No place is 0, because a NULL is never equal to another in a key.
digest_days = Table(
    "digest_days",
    metadata,
    Column("place", Integer, nullable=False, autoincrement=False),
    Column("day", Text, nullable=False),
    PrimaryKeyConstraint("place", "day"),
)
digest_readers = Table(
    "digest_readers",
    metadata,
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False),
    PrimaryKeyConstraint("place", "person"),
)
# What a place has chosen for itself; NULL is what everybody has.
digest_choices = Table(
    "digest_choices",
    metadata,
    Column("place", ForeignKey("places.id"), primary_key=True),
    Column("at", Text),
    Column("days", JsonText),
    Column("residents", Text),
)


class SqlDigests:
    """Answers `bot.features.digests.store.Digests`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def is_sent(self, place: PlaceId | None, day: date) -> bool:
        """Has it been sent?"""
        that = and_(digest_days.c.place == (place or 0), digest_days.c.day == day.isoformat())
        return (await self._connection.execute(select(digest_days).where(that))).first() is not None

    async def mark_sent(self, place: PlaceId | None, day: date) -> None:
        """It is going out now."""
        insert = self._connection.insert(digest_days).values(place=place or 0, day=day.isoformat())
        result = await self._connection.execute(insert.on_conflict_do_nothing())
        if result.rowcount != 1:
            raise Conflict(f"the digest of {day} has been sent already")

    async def subscribe(self, place: PlaceId, person: PersonId) -> None:
        """This person wants it."""
        insert = self._connection.insert(digest_readers).values(place=place, person=person)
        await self._connection.execute(insert.on_conflict_do_nothing())

    async def unsubscribe(self, place: PlaceId, person: PersonId) -> None:
        """This person wants it no more."""
        that = and_(digest_readers.c.place == place, digest_readers.c.person == person)
        await self._connection.execute(delete(digest_readers).where(that))

    async def subscribers(self, place: PlaceId) -> Sequence[PersonId]:
        """Who asked for it."""
        asked = select(digest_readers.c.person).where(digest_readers.c.place == place).order_by(digest_readers.c.person)
        return [PersonId(person) for person in (await self._connection.execute(asked)).scalars()]

    async def subscribed(self) -> Sequence[PlaceId]:
        """Places whose digest anybody asked for."""
        asked = select(digest_readers.c.place).distinct().order_by(digest_readers.c.place)
        return [PlaceId(place) for place in (await self._connection.execute(asked)).scalars()]

    async def choice(self, place: PlaceId) -> Choice:
        """What this place has chosen."""
        asked = select(digest_choices).where(digest_choices.c.place == place)
        row = (await self._connection.execute(asked)).one_or_none()
        if row is None:
            return Choice()
        return Choice(
            at=None if row.at is None else time.fromisoformat(row.at),
            days=None if row.days is None else tuple(row.days),
            residents=row.residents,
        )

    async def choose(self, place: PlaceId, choice: Choice) -> None:
        """What it has chosen from now on."""
        values = {
            "at": None if choice.at is None else choice.at.isoformat("minutes"),
            "days": None if choice.days is None else list(choice.days),
            "residents": choice.residents,
        }
        insert = self._connection.insert(digest_choices).values(place=place, **values)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["place"], set_=values))
