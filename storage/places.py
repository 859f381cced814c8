"""The tree of places, with every name that a place is known by."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    delete,
    or_,
    select,
    update,
)

from bot.community import Place, PlaceId, PlaceKind
from storage.connection import Connection
from storage.schema import metadata
from storage.types import JsonText, Words

places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("parent", ForeignKey("places.id")),
    Column("community", ForeignKey("places.id")),
    Column("compound", ForeignKey("places.id")),
    Column("grid", ForeignKey("places.id")),
    Column("aliases", JsonText, nullable=False),
    Column("retired", Boolean, nullable=False),
)
Index("ix_places_kind", places.c.kind)
for _above in ("parent", "community", "compound", "grid"):
    Index(f"ix_places_{_above}", places.c[_above])

place_names = Table(
    "place_names",
    metadata,
    Column("name", Words, nullable=False),
    Column("place", ForeignKey("places.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("name", "place"),
)
Index("ix_place_names_place", place_names.c.place)

# One row, which counts the changes of all places.
place_version = Table(
    "place_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)
THE_ROW: Final = 1


class SqlPlaces:
    """Answers `bot.stores.Places`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, place: PlaceId) -> Place:
        """The place.

        Raises:
            LookupError: there is none with this id.
        """
        row = (await self._connection.execute(select(places).where(places.c.id == place))).one_or_none()
        if row is None:
            raise LookupError(f"no place has the id {place}")
        return place_of(row)

    async def add(self, place: Place) -> Place:
        """Keep a new place under the next id."""
        insert = self._connection.insert(places).returning(places)
        added = place_of((await self._connection.execute(insert, _values(place))).one())
        await self._name(added)
        return added

    async def save(self, place: Place) -> None:
        """Keep a changed place."""
        await self._connection.execute(update(places).where(places.c.id == place.id).values(_values(place)))
        await self._connection.execute(delete(place_names).where(place_names.c.place == place.id))
        await self._name(place)

    async def _name(self, place: Place) -> None:
        names = [{"name": name, "place": place.id} for name in dict.fromkeys((place.name, *place.aliases))]
        await self._connection.execute(self._connection.insert(place_names), names)
        changed = self._connection.insert(place_version).values(id=THE_ROW, version=1)
        one_more = {"version": place_version.c.version + 1}
        await self._connection.execute(changed.on_conflict_do_update(index_elements=["id"], set_=one_more))

    async def of_kind(self, kind: PlaceKind, *, within: PlaceId | None = None) -> Sequence[Place]:
        """Places of a kind, not retired, by id."""
        wanted = select(places).where(places.c.kind == kind, places.c.retired.is_(False)).order_by(places.c.id)
        if within is not None:
            wanted = wanted.where(inside(within))
        return [place_of(row) for row in await self._connection.execute(wanted)]

    async def find(self, name: str) -> Sequence[Place]:
        """Places not retired with this name or alias, by id."""
        named = select(places).join(place_names, place_names.c.place == places.c.id).where(place_names.c.name == name)
        found = named.where(places.c.retired.is_(False)).order_by(places.c.id)
        return [place_of(row) for row in await self._connection.execute(found)]

    async def version(self) -> int:
        """How often any place has changed."""
        version = await self._connection.execute(select(place_version.c.version))
        return version.scalar_one_or_none() or 0


def inside(place: PlaceId) -> Any:
    """Is a row of `places` part of this community, compound or grid?"""
    above = (places.c.parent, places.c.community, places.c.compound, places.c.grid)
    return or_(*(column == place for column in above))


def _values(place: Place) -> dict[str, Any]:
    return {
        "kind": place.kind,
        "name": place.name,
        "parent": place.parent,
        "community": place.community,
        "compound": place.compound,
        "grid": place.grid,
        "aliases": list(place.aliases),
        "retired": place.retired,
    }


def place_of(row: Row[Any]) -> Place:
    """The place in a row."""
    return Place(
        id=PlaceId(row.id),
        kind=PlaceKind(row.kind),
        name=row.name,
        parent=row.parent,
        community=row.community,
        compound=row.compound,
        grid=row.grid,
        aliases=tuple(row.aliases),
        retired=row.retired,
    )
