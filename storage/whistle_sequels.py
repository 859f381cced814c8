"""What follows a whistle: visits to the spot, the community's score, one-time links."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, Table, Text, and_, delete, select

from bot.community import PersonId, PlaceId
from bot.features.whistles.model import Link, Score, Visit, Whistle, WhistleId
from storage.connection import Connection
from storage.schema import metadata
from storage.tickets import tickets
from storage.types import UtcDateTime, Words
from storage.whistles import whistle_of, whistles

whistle_visits = Table(
    "whistle_visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("whistle", ForeignKey("whistles.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", ForeignKey("persons.id")),
    Column("words", Words, nullable=False),
)
Index("ix_whistle_visits_whistle", whistle_visits.c.whistle)

whistle_scores = Table(
    "whistle_scores",
    metadata,
    Column("whistle", ForeignKey("whistles.id"), primary_key=True),
    Column("score", Integer, nullable=False),
    Column("why", Words, nullable=False),
    Column("by", ForeignKey("persons.id")),
    Column("given_at", UtcDateTime, nullable=False),
    Column("counts_at", UtcDateTime, nullable=False),
    Column("answer", Words, nullable=False),
    Column("answered_at", UtcDateTime),
)
Index("ix_whistle_scores_counts_at", whistle_scores.c.counts_at)

whistle_links = Table(
    "whistle_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("whistle", ForeignKey("whistles.id"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)
Index("ix_whistle_links_whistle", whistle_links.c.whistle)


class SqlVisits:
    """Answers `bot.features.whistles.store.Visits`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, visit: Visit) -> None:
        """Keep a visit."""
        values = {"whistle": visit.whistle, "at": visit.at, "by": visit.by, "words": visit.words}
        await self._connection.execute(self._connection.insert(whistle_visits).values(values))

    async def of_ticket(self, ticket: int) -> Sequence[tuple[Whistle, Visit]]:
        """Every visit to a ticket's spot."""
        mine = whistle_visits.c.whistle.in_(select(whistles.c.id).where(whistles.c.ticket == ticket))
        found = select(whistle_visits).where(mine).order_by(whistle_visits.c.at, whistle_visits.c.id)
        rows = list(await self._connection.execute(found))
        known = await _whistles(self._connection, {row.whistle for row in rows})
        return [(known[row.whistle], _visit(row)) for row in rows]


class SqlScores:
    """Answers `bot.features.whistles.store.Scores`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, whistle: WhistleId) -> Score | None:
        """The score of this whistle."""
        asked = select(whistle_scores).where(whistle_scores.c.whistle == whistle)
        row = (await self._connection.execute(asked)).one_or_none()
        return None if row is None else _score(row)

    async def save(self, score: Score) -> None:
        """Keep a new or changed score."""
        same = ("score", "why", "by", "given_at", "counts_at", "answer", "answered_at")
        values = {name: getattr(score, name) for name in same}
        insert = self._connection.insert(whistle_scores).values(whistle=score.whistle, **values)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["whistle"], set_=values))

    async def counting(
        self, community: PlaceId | None, start: datetime, end: datetime
    ) -> Sequence[tuple[Whistle, Score]]:
        """Scores that began to count in the period."""
        in_time = and_(whistle_scores.c.counts_at >= start, whistle_scores.c.counts_at < end)
        found = select(whistle_scores).where(in_time).order_by(whistle_scores.c.counts_at)
        if community is not None:
            there = select(whistles.c.id).join(tickets, tickets.c.id == whistles.c.ticket)
            found = found.where(whistle_scores.c.whistle.in_(there.where(tickets.c.community == community)))
        rows = list(await self._connection.execute(found))
        known = await _whistles(self._connection, {row.whistle for row in rows})
        return [(known[row.whistle], _score(row)) for row in rows]


class SqlLinks:
    """Answers `bot.features.whistles.store.Links`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, link: Link) -> None:
        """Keep a new link instead of earlier ones."""
        await self.end(link.whistle)
        same = ("token_hash", "whistle", "made_at", "ends_at")
        values = {name: getattr(link, name) for name in same}
        await self._connection.execute(self._connection.insert(whistle_links).values(values))

    async def at(self, token_hash: str, now: datetime) -> Link | None:
        """The link of this token."""
        asked = select(whistle_links).where(whistle_links.c.token_hash == token_hash, whistle_links.c.ends_at > now)
        row = (await self._connection.execute(asked)).one_or_none()
        if row is None:
            return None
        whistle = WhistleId(row.whistle)
        return Link(token_hash=row.token_hash, whistle=whistle, made_at=row.made_at, ends_at=row.ends_at)

    async def end(self, whistle: WhistleId) -> None:
        """Forget the links of this whistle."""
        await self._connection.execute(delete(whistle_links).where(whistle_links.c.whistle == whistle))


async def _whistles(connection: Connection, numbers: set[int]) -> dict[int, Whistle]:
    found = await connection.execute(select(whistles).where(whistles.c.id.in_(numbers)))
    return {row.id: whistle_of(row) for row in found}


def _visit(row: Row[Any]) -> Visit:
    by = None if row.by is None else PersonId(row.by)
    return Visit(whistle=WhistleId(row.whistle), at=row.at, by=by, words=row.words)


def _score(row: Row[Any]) -> Score:
    return Score(
        whistle=WhistleId(row.whistle),
        score=row.score,
        why=row.why,
        by=None if row.by is None else PersonId(row.by),
        given_at=row.given_at,
        counts_at=row.counts_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )
