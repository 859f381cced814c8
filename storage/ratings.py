"""What callers and followers gave to tickets, and who does not want to be asked."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Row, Table, bindparam, delete, select

from bot.community import PersonId, PlaceId
from bot.features.ratings.model import Rating, Reason, Tally
from storage.connection import Connection
from storage.schema import metadata
from storage.tickets import tickets
from storage.types import JsonText, UtcDateTime, Words

ratings = Table(
    "ratings",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("score", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("reasons", JsonText, nullable=False),
    Column("words", Words, nullable=False),
    PrimaryKeyConstraint("ticket", "person"),
)
Index("ix_ratings_at", ratings.c.at)

rating_silences = Table(
    "rating_silences",
    metadata,
    Column("person", ForeignKey("persons.id"), primary_key=True, autoincrement=False),
    Column("since", UtcDateTime, nullable=False),
)

_HERE: Final = (ratings.c.ticket == bindparam("number"), ratings.c.person == bindparam("who"))
_ONE: Final = select(ratings).where(*_HERE)
_REMOVE: Final = delete(ratings).where(*_HERE)
_TOLD: Final = (
    select(ratings, tickets.c.reporter)
    .join(tickets, tickets.c.id == ratings.c.ticket)
    .where(ratings.c.at >= bindparam("start"), ratings.c.at < bindparam("end"))
)
_IS_SILENT: Final = select(rating_silences.c.person).where(rating_silences.c.person == bindparam("who"))
_ASK_AGAIN: Final = delete(rating_silences).where(rating_silences.c.person == bindparam("who"))


class SqlRatings:
    """Answers `bot.features.ratings.store.Ratings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of(self, ticket: int, person: PersonId) -> Rating | None:
        """This person's rating of this ticket."""
        row = (await self._connection.execute(_ONE, {"number": ticket, "who": person})).one_or_none()
        return None if row is None else _rating(row)

    async def save(self, rating: Rating) -> None:
        """Keep a new or changed one."""
        values = {"score": rating.score, "at": rating.at, "reasons": list(rating.reasons), "words": rating.words}
        insert = self._connection.insert(ratings).values(ticket=rating.ticket, person=rating.person, **values)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["ticket", "person"], set_=values))

    async def remove(self, ticket: int, person: PersonId) -> None:
        """It has been taken back."""
        await self._connection.execute(_REMOVE, {"number": ticket, "who": person})

    async def tally(self, community: PlaceId | None, start: datetime, end: datetime) -> Tally:
        """Counts of one community over a period: the ratings of thirty days are few enough to be read."""
        asked = _TOLD if community is None else _TOLD.where(tickets.c.community == community)
        rows = (await self._connection.execute(asked, {"start": start, "end": end})).all()
        return _tally([(_rating(row), row.reporter != row.person) for row in rows])

    async def stop_asking(self, person: PersonId, at: datetime) -> None:
        """This person does not want to be asked."""
        insert = self._connection.insert(rating_silences).values(person=person, since=at)
        await self._connection.execute(insert.on_conflict_do_nothing())

    async def ask_again(self, person: PersonId) -> None:
        """This person may be asked again."""
        await self._connection.execute(_ASK_AGAIN, {"who": person})

    async def is_unasked(self, person: PersonId) -> bool:
        """Does this person not want to be asked?"""
        return (await self._connection.execute(_IS_SILENT, {"who": person})).first() is not None


def _rating(row: Row[Any]) -> Rating:
    return Rating(
        ticket=row.ticket,
        person=PersonId(row.person),
        score=row.score,
        at=row.at,
        reasons=tuple(Reason(reason) for reason in row.reasons),
        words=row.words,
    )


def _tally(found: Sequence[tuple[Rating, bool]]) -> Tally:
    """`found` pairs each rating with whether it is a follower's."""
    followers = [rating for rating, is_followers in found if is_followers]
    return Tally(
        reasons=Counter(reason for rating, _ in found for reason in rating.reasons),
        others=sum(bool(rating.words) for rating, _ in found),
        followers=len(followers),
        content=sum(rating.is_satisfied for rating in followers),
    )
