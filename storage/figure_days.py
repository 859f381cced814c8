"""Figures of whole days, one row for each community, day and definition."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Table, Text, select

from bot.community import PlaceId
from bot.features.figures.model import Value
from bot.features.figures.store import Snapshot
from storage.connection import Connection
from storage.schema import metadata

# What belongs to no community is 0, because a NULL is never equal to another in a key.
figure_days = Table(
    "figure_days",
    metadata,
    Column("community", Integer, nullable=False, autoincrement=False),
    Column("day", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("whole", Integer, nullable=False),
    PrimaryKeyConstraint("community", "day", "name"),
)
# Up to which day: one row a community, so that nobody looks through all days for the last.
figure_marks = Table(
    "figure_marks",
    metadata,
    Column("community", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, nullable=False),
)


class SqlSnapshots:
    """Answers `bot.features.figures.store.Snapshots`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def last_days(self) -> Mapping[PlaceId | None, date]:
        """Up to which day each community has its snapshots."""
        rows = await self._connection.execute(select(figure_marks))
        return {_community(row.community): date.fromisoformat(row.day) for row in rows}

    async def keep(self, community: PlaceId | None, day: date, values: Mapping[str, Value]) -> None:
        """The figures of a day that is over."""
        here, on = community or 0, day.isoformat()
        rows = [
            {"community": here, "day": on, "name": name, "part": value.part, "whole": value.whole}
            for name, value in values.items()
        ]
        await self._connection.execute(self._connection.insert(figure_days).on_conflict_do_nothing(), rows)
        mark = self._connection.insert(figure_marks).values(community=here, day=on)
        later = figure_marks.c.day < mark.excluded.day
        await self._connection.execute(
            mark.on_conflict_do_update(index_elements=["community"], set_={"day": on}, where=later)
        )

    async def between(
        self, names: Sequence[str], communities: Sequence[PlaceId | None], first: date, last: date
    ) -> Sequence[Snapshot]:
        """What is kept."""
        asked = select(figure_days).where(
            figure_days.c.community.in_([community or 0 for community in communities]),
            figure_days.c.day.between(first.isoformat(), last.isoformat()),
            figure_days.c.name.in_(names),
        )
        return [
            Snapshot(
                community=_community(row.community),
                day=date.fromisoformat(row.day),
                name=row.name,
                value=Value(part=row.part, whole=row.whole),
            )
            for row in await self._connection.execute(asked)
        ]


def _community(number: int) -> PlaceId | None:
    return PlaceId(number) if number else None
