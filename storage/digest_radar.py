"""What digests look for among tickets: things that somebody should see before anybody calls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from bot.community import PersonId, Place, PlaceId
from bot.features.digests.store import Repeat
from bot.features.tickets.model import PERSONAL_DANGERS, State
from storage.connection import Connection
from storage.figure_areas import EVERYWHERE, OUTSIDE, area_key, in_area, place_of
from storage.ticket_history import history
from storage.tickets import is_open, tickets

_counts: Final = tickets.c.state.not_in((State.WITHDRAWN, State.MERGED))
_asked: Final = select(func.max(history.c.id)).where(history.c.ticket == tickets.c.id, history.c.what == "ruling_asked")
_ruled: Final = select(func.max(history.c.id)).where(history.c.ticket == tickets.c.id, history.c.what == "ruled")
_contested: Final = _asked.scalar_subquery() > func.coalesce(_ruled.scalar_subquery(), 0)
_passed_on: Final = (
    select(func.count())
    .where(history.c.ticket == tickets.c.id, history.c.what.in_(("transferred", "returned")))
    .scalar_subquery()
)
_late: Final = or_(tickets.c.resolved_at > tickets.c.resolve_due, tickets.c.answered_at > tickets.c.accept_due)
_unhappy: Final = or_(
    tickets.c.reopened > 0,
    _passed_on > 1,
    and_(tickets.c.state == State.RESOLVED, tickets.c.rating.is_(None), _late),
)
_in_public: Final = and_(
    tickets.c.private.is_(False),
    tickets.c.is_private_source.is_(False),
    func.coalesce(tickets.c.danger, "").not_in(sorted(PERSONAL_DANGERS)),
)
_UNSOLVED: Final = (State.RESOLVED, State.REOPEN_REQUESTED)


class SqlRadar:
    """Answers `bot.features.digests.store.Radar`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def contested(self, area: Place | None) -> Sequence[int]:
        """Open tickets of which somebody must say whose they are."""
        found = select(tickets.c.id).where(_open_in(area), is_open, tickets.c.state != State.RESOLVED, _contested)
        return await self._numbers(found.order_by(tickets.c.id), area)

    async def repeats(self, area: Place | None, since: datetime, least: int) -> Sequence[Repeat]:
        """Buildings with many calls of one category."""
        many = func.count().label("many")
        asked = (
            select(tickets.c.building, tickets.c.category, many)
            .where(_in(area), _counts, tickets.c.opened_at >= since)
            .where(tickets.c.building.is_not(None), tickets.c.category.is_not(None))
            .group_by(tickets.c.building, tickets.c.category)
            .having(many >= least)
            .order_by(many.desc(), tickets.c.building, tickets.c.category)
        )
        rows = await self._connection.execute(asked, dict(place_of(area)))
        return [Repeat(building=PlaceId(row.building), category=row.category, count=row.many) for row in rows]

    async def silent(self, area: Place | None, since: datetime, before: datetime, least: int) -> Sequence[PlaceId]:
        """Buildings that called and call no more."""
        spoke = func.sum(case((tickets.c.opened_at < before, 1), else_=0))
        asked = (
            select(tickets.c.building)
            .where(_in(area), tickets.c.opened_at >= since, tickets.c.building.is_not(None))
            .group_by(tickets.c.building)
            .having(and_(spoke >= least, func.max(tickets.c.opened_at) < before))
            .order_by(tickets.c.building)
        )
        return [PlaceId(number) for number in await self._numbers(asked, area)]

    async def loads(self, area: Place | None, least: int) -> Sequence[tuple[PersonId, int]]:
        """Who has much in hand."""
        many = func.count().label("many")
        asked = (
            select(tickets.c.assignee, many)
            .where(_open_in(area), is_open, tickets.c.assignee.is_not(None), tickets.c.state.not_in(_UNSOLVED))
            .group_by(tickets.c.assignee)
            .having(many >= least)
            .order_by(many.desc(), tickets.c.assignee)
        )
        rows = await self._connection.execute(asked, dict(place_of(area)))
        return [(PersonId(row.assignee), row.many) for row in rows]

    async def unhappy(self, area: Place | None, limit: int) -> Sequence[int]:
        """Tickets whose caller has reason to be unhappy."""
        found = select(tickets.c.id).where(_open_in(area), is_open, tickets.c.state != State.REOPEN_REQUESTED, _unhappy)
        return await self._numbers(found.order_by(tickets.c.id).limit(limit), area)

    async def solved_in_public(self, area: Place, start: datetime, end: datetime, limit: int) -> Sequence[int]:
        """What was solved, as everybody may read it."""
        solved = tickets.c.state.in_((State.RESOLVED, State.CLOSED))
        period = and_(tickets.c.resolved_at >= start, tickets.c.resolved_at < end)
        found = select(tickets.c.id).where(_in(area), period, solved, _in_public)
        return await self._numbers(found.order_by(tickets.c.resolved_at.desc()).limit(limit), area)

    async def open_in_public(self, area: Place, limit: int) -> Sequence[int]:
        """What is under way, as everybody may read it."""
        found = select(tickets.c.id).where(_open_in(area), is_open, tickets.c.state != State.RESOLVED, _in_public)
        return await self._numbers(found.order_by(tickets.c.resolve_due, tickets.c.id).limit(limit), area)

    async def _numbers(self, asked: Select[Any], area: Place | None) -> list[int]:
        return list((await self._connection.execute(asked, dict(place_of(area)))).scalars())


def _in(area: Place | None) -> ColumnElement[bool]:
    key = area_key(area)
    return or_(in_area(EVERYWHERE), in_area(OUTSIDE)) if key == EVERYWHERE else in_area(key)


def _open_in(area: Place | None) -> ColumnElement[bool]:
    """What is open everywhere has an index of its own."""
    return tickets.c.id > 0 if area is None else in_area(area_key(area))
