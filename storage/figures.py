"""The SQL of every figure, under the name of its definition in `bot/features/figures/model.py`.

A figure is one or more walks over tickets whose moment falls in the period; walks along the same moment are one
statement, so that a digest costs one look into each index.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from bot.community import Place, PlaceId
from bot.features.figures.model import DEFINITIONS, By, Period, Unit, Value
from bot.features.tickets.model import Closing, State
from bot.features.visits.model import Outcome
from storage.connection import Connection
from storage.figure_areas import EVERYWHERE, OUTSIDE, area_key, in_area, place_of
from storage.figure_standing import STANDING
from storage.return_visits import return_visits
from storage.ticket_history import history
from storage.tickets import tickets
from storage.whistle_sequels import whistle_scores
from storage.whistles import whistles

LOWEST_SATISFIED: Final = 4
START: Final = bindparam("start", type_=tickets.c.opened_at.type)
END: Final = bindparam("end", type_=tickets.c.opened_at.type)

_WITH_VISITS: Final = return_visits.join(tickets, tickets.c.id == return_visits.c.ticket)
_WITH_WHISTLES: Final = whistles.join(tickets, tickets.c.id == whistles.c.ticket)
_WITH_SCORES: Final = _WITH_WHISTLES.join(whistle_scores, whistle_scores.c.whistle == whistles.c.id)


@dataclass(frozen=True, kw_only=True)
class Walk:
    """Rows whose `moment` falls in the period; `counts` are in the whole, `number` is what each adds to the part."""

    moment: Column[Any]
    counts: ColumnElement[bool]
    number: ColumnElement[int]
    source: FromClause = tickets


def _walk(
    moment: Column[Any], counts: ColumnElement[bool], good: ColumnElement[bool], source: FromClause = tickets
) -> Walk:
    return Walk(moment=moment, counts=counts, number=case((good, 1), else_=0), source=source)


def _every(moment: Column[Any], counts: ColumnElement[bool]) -> Walk:
    return Walk(moment=moment, counts=counts, number=literal(1))


_counts: Final = tickets.c.state.not_in((State.WITHDRAWN, State.MERGED))
# A ticket's time comes by answer or by deadline, and only once (ADR 0012).
_unanswered: Final = or_(tickets.c.answered_at.is_(None), tickets.c.answered_at > tickets.c.accept_due)
_unclosed: Final = or_(tickets.c.closing.is_(None), tickets.c.closed_at > tickets.c.resolve_due)
_solved: Final = tickets.c.state.in_((State.RESOLVED, State.CLOSED))
_passed_on: Final = (
    select(func.count())
    .where(history.c.ticket == tickets.c.id, history.c.what.in_(("transferred", "returned")))
    .correlate(tickets)
    .scalar_subquery()
)
# Reported in before the time for it was over.
_in_time: Final = and_(whistles.c.reported_at.is_not(None), whistles.c.reported_at <= whistles.c.report_due)
_called: Final = whistles.c.state.not_in(("withdrawn", "informed"))


def _of_time(good: ColumnElement[bool]) -> tuple[Walk, ...]:
    """All whose time to be closed came: by their closing in time, else by the deadline. No ticket is in both."""
    return (
        _walk(tickets.c.closed_at, and_(_counts, not_(_unclosed)), good),
        _walk(tickets.c.resolve_due, and_(_counts, _unclosed), good),
    )


FIGURES: Final[dict[str, tuple[Walk, ...]]] = {
    "opened": (_every(tickets.c.opened_at, true()),),
    "resolved": (_every(tickets.c.resolved_at, _solved),),
    "response": (
        _every(tickets.c.answered_at, and_(_counts, not_(_unanswered))),
        Walk(moment=tickets.c.accept_due, counts=and_(_counts, _unanswered), number=literal(0)),
    ),
    "resolution": _of_time(tickets.c.closing == Closing.CONFIRMED),
    "silent": _of_time(tickets.c.closing == Closing.SILENT),
    "satisfaction": (
        _walk(
            tickets.c.resolved_at,
            and_(_solved, tickets.c.rating.is_not(None)),
            tickets.c.rating >= LOWEST_SATISFIED,
        ),
    ),
    "asked": (_walk(tickets.c.resolved_at, _solved, tickets.c.asked_rating.is_(True)),),
    "grid": (_walk(tickets.c.resolved_at, _solved, tickets.c.level == "grid"),),
    "disputed": (
        _walk(
            tickets.c.resolved_at,
            tickets.c.resolved_at.is_not(None),
            or_(tickets.c.reopened > 0, tickets.c.state == State.REOPEN_REQUESTED),
        ),
    ),
    "hops": (Walk(moment=tickets.c.opened_at, counts=true(), number=_passed_on),),
    "visits": (
        _walk(return_visits.c.answered_at, true(), return_visits.c.outcome == Outcome.FINE, source=_WITH_VISITS),
    ),
    "reports": (_walk(whistles.c.report_due, _called, _in_time, source=_WITH_WHISTLES),),
    "scores": (
        Walk(moment=whistle_scores.c.counts_at, counts=true(), number=whistle_scores.c.score, source=_WITH_SCORES),
    ),
}


class SqlFigureCounts:
    """Answers `bot.features.figures.store.FigureCounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def count(
        self, names: Sequence[str], area: Place | None, period: Period, now: datetime
    ) -> Mapping[str, Value]:
        """Each figure by its name."""
        found = await self._count(names, area_key(area), place_of(area), period, now)
        if area is not None:
            return found
        outside = await self.outside(names, period, now)
        return {name: found[name] + outside[name] for name in names}

    async def outside(self, names: Sequence[str], period: Period, now: datetime) -> Mapping[str, Value]:
        """The same of what belongs to no community."""
        return await self._count(names, OUTSIDE, {}, period, now)

    async def breakdown(self, name: str, area: Place | None, period: Period, by: By) -> Mapping[str, Value]:
        """One figure for each value of that column."""
        found: dict[str, Value] = defaultdict(Value)
        values = {**place_of(area), "start": period.start, "end": period.end}
        for key in _keys(area):
            for asked in _broken_down(name, key, by):
                for row in await self._connection.execute(asked, values):
                    found[row.kind or ""] += _value(name, row.whole, row.part)
        return dict(found)

    async def which(self, name: str, area: Place | None, period: Period, limit: int, now: datetime) -> Sequence[int]:
        """The tickets between numerator and denominator."""
        found = set[int]()
        values = {**place_of(area), "start": period.start, "end": period.end, "now": now, "most": limit}
        for key in _keys(area):
            for asked in _listed(name, key, is_past=period.end < now):
                found.update((await self._connection.execute(asked, values)).scalars())
        return sorted(found)[:limit]

    async def first_opened(self, community: PlaceId | None) -> datetime | None:
        """When the first ticket was opened."""
        here = tickets.c.community.is_(None) if community is None else tickets.c.community == community
        first: datetime | None = (
            await self._connection.execute(select(func.min(tickets.c.opened_at)).where(here))
        ).scalar_one()
        return first

    async def _count(
        self, names: Sequence[str], key: str, places: Mapping[str, int], period: Period, now: datetime
    ) -> dict[str, Value]:
        found: dict[str, Value] = defaultdict(Value)
        values = {**places, "start": period.start, "end": period.end, "now": now}
        for parts, asked in _asked(tuple(names), key):
            row = (await self._connection.execute(asked, values)).one()
            for place, name in enumerate(parts):
                found[name] += _value(name, row[2 * place], row[2 * place + 1])
        for name in names:
            if name in STANDING:
                asked = STANDING[name].asked(key, is_past=period.end < now)
                found[name] = Value(part=(await self._connection.execute(asked, values)).scalar_one())
        return {name: found[name] for name in names}


def _value(name: str, whole: int | None, part: int | None) -> Value:
    is_count = DEFINITIONS[name].unit is Unit.COUNT
    return Value(part=int((whole if is_count else part) or 0), whole=0 if is_count else int(whole or 0))


def _keys(area: Place | None) -> Sequence[str]:
    return (EVERYWHERE, OUTSIDE) if area is None else (area_key(area),)


@cache
def _asked(names: tuple[str, ...], key: str) -> Sequence[tuple[Sequence[str], Select[Any]]]:
    """One statement for all walks along one moment, with the names of its pairs of columns."""
    along: dict[Column[Any], list[tuple[str, Walk]]] = defaultdict(list)
    for name in names:
        for walk in FIGURES.get(name, ()):
            along[walk.moment].append((name, walk))
    return [([name for name, _ in pairs], _along([walk for _, walk in pairs], key)) for pairs in along.values()]


def _along(walks: Sequence[Walk], key: str) -> Select[Any]:
    columns = [column for walk in walks for column in _sums(walk)]
    return select(*columns).select_from(walks[0].source).where(*_within(walks[0], key))


def _sums(walk: Walk) -> Iterator[ColumnElement[Any]]:
    yield func.sum(case((walk.counts, 1), else_=0))
    yield func.sum(case((walk.counts, walk.number), else_=0))


def _within(walk: Walk, key: str) -> Sequence[ColumnElement[bool]]:
    return (in_area(key, by_index=walk.source is tickets), walk.moment >= START, walk.moment < END)


@cache
def _broken_down(name: str, key: str, by: By) -> Sequence[Select[Any]]:
    column = cast(whistles.c.department if by is By.DEPARTMENT else tickets.c[by.value], Text).label("kind")
    return [_by_kind(walk, key, column) for walk in FIGURES[name]]


def _by_kind(walk: Walk, key: str, kind: ColumnElement[Any]) -> Select[Any]:
    found: Select[Any] = select(kind, func.count().label("whole"), func.sum(walk.number).label("part"))
    return found.select_from(walk.source).where(*_within(walk, key), walk.counts).group_by(kind)


@cache
def _listed(name: str, key: str, *, is_past: bool) -> Sequence[Select[Any]]:
    if name in STANDING:
        return [STANDING[name].listed(key, is_past=is_past)]
    return [
        select(tickets.c.id)
        .select_from(walk.source)
        .where(*_within(walk, key), walk.counts, *_missing(name, walk))
        .order_by(tickets.c.id)
        .limit(bindparam("most"))
        for walk in FIGURES[name]
    ]


def _missing(name: str, walk: Walk) -> Sequence[ColumnElement[bool]]:
    """What is counted and yet not in the numerator; of an average, whatever adds to it."""
    unit = DEFINITIONS[name].unit
    if unit is Unit.COUNT:
        return ()
    return (walk.number == 0,) if unit is Unit.SHARE else (walk.number > 0,)
